"""Figures as pictures in ``docs/plots``: bars side by side, and curves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.benchmarks.report import ROOT
from eval.corpus.heatmap import font
from ingest.errors import StudioError

PLOTS = ROOT / "docs" / "plots"
COLOURS = ("#9ecae1", "#2171b5", "#fd8d3c", "#756bb1")  # a pale and a strong one of a pair first
_ROW = 0.34  # inches of a row of bars
_AROUND = 1.3  # inches for title, axis and legend

Series = Mapping[str, Mapping[str, float]]
"""Panel or line -> label -> value between 0 and 1."""


Ends = Mapping[str, Mapping[str, tuple[float, float]]]
"""The same labels -> low and high end of the value's interval."""


def bars(
    name: str, title: str, panels: Mapping[str, Series], intervals: Mapping[str, Ends] | None = None
) -> None:
    """Horizontal bars in panels beside each other: panel -> series -> label -> share."""
    labels = list(next(iter(next(iter(panels.values())).values())))
    size = (1.8 + 3.6 * len(panels), _AROUND + _ROW * len(labels) * 1.25)
    with _style():
        figure = Figure(figsize=size, layout="constrained")
        figure.suptitle(title)
        axes = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        for axis, (panel, series) in zip(axes, panels.items(), strict=True):
            _bars(axis, panel, series, labels, (intervals or {}).get(panel, {}))
        handles, names = axes[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=len(names), frameon=False)
        _save(figure, name)


def _bars(axis: Axes, panel: str, series: Series, labels: Sequence[str], ends: Ends) -> None:
    height = 0.8 / len(series)
    for number, ((name, values), colour) in enumerate(zip(series.items(), COLOURS, strict=False)):
        places = [row - 0.4 + height * (number + 0.5) for row in range(len(labels))]
        reach = _reach(values, ends[name], labels) if name in ends else None
        drawn = axis.barh(
            places,
            [values[label] for label in labels],
            height,
            color=colour,
            label=name,
            xerr=reach,
            error_kw={"elinewidth": 0.8, "ecolor": "#444444"},
        )
        axis.bar_label(drawn, [f"{values[label]:.2f}" for label in labels], padding=2, fontsize=7)
    axis.set_yticks(range(len(labels)), labels)
    if not axis.yaxis_inverted():  # once: the panels share the axis
        axis.invert_yaxis()
    axis.set_xlim(0, 1.08)
    axis.set_title(panel, fontsize=9)
    axis.spines[["top", "right"]].set_visible(False)


def _reach(
    values: Mapping[str, float], ends: Mapping[str, tuple[float, float]], labels: Sequence[str]
) -> list[list[float]]:
    """How far the interval of every label reaches below its value and above it."""
    return [
        [max(0.0, values[label] - ends[label][0]) for label in labels],
        [max(0.0, ends[label][1] - values[label]) for label in labels],
    ]


def curves(name: str, title: str, across: str, lines: Series) -> None:
    """Lines over labels that are numbers, each point with its value."""
    with _style():
        figure = Figure(figsize=(6.4, 3.8), layout="constrained")
        axis = figure.subplots()
        for (line, values), colour in zip(lines.items(), COLOURS, strict=False):
            places = [float(label) for label in values]
            axis.plot(places, list(values.values()), marker="o", color=colour, label=line)
            for place, value in zip(places, values.values(), strict=True):
                axis.annotate(f"{value:.2f}", (place, value), (0, 6), textcoords="offset points", fontsize=7)
        axis.set_xticks([float(label) for label in next(iter(lines.values()))])
        axis.set(title=title, xlabel=across)
        axis.set_ylim(bottom=0)
        axis.spines[["top", "right"]].set_visible(False)
        axis.legend(frameon=False)
        _save(figure, name)


def deviations(
    name: str, title: str, across: str, values: Mapping[str, float], band: Sequence[float]
) -> None:
    """A dot for every label, lowest first, over a band from the least to the most of ``band``: chance.

    The axis shows only where the values lie.
    """
    ordered = sorted(values.items(), key=lambda row: row[1])
    low, high = min(band), max(band)
    with _style():
        figure = Figure(figsize=(6.4, _AROUND + 0.15 * len(ordered)), layout="constrained")
        axis = figure.subplots()
        axis.axvspan(low, high, color=COLOURS[0], alpha=0.5, lw=0)
        outside = [COLOURS[1] if low <= value <= high else COLOURS[2] for _, value in ordered]
        axis.scatter([value for _, value in ordered], range(len(ordered)), c=outside, s=12, zorder=2)
        axis.set_yticks(range(len(ordered)), [label for label, _ in ordered], fontsize=6)
        axis.set_ylim(len(ordered), -1)
        axis.set(title=title, xlabel=across)
        axis.grid(axis="y", lw=0.3)
        axis.spines[["top", "right"]].set_visible(False)
        _save(figure, name)


def _style() -> AbstractContextManager[None]:
    return mpl.rc_context({"font.family": font(), "font.size": 9})


def _save(figure: Figure, name: str) -> None:
    PLOTS.mkdir(parents=True, exist_ok=True)
    # Without the time of drawing in it the same figures make the same file.
    figure.savefig(PLOTS / f"{name}.png", dpi=130, metadata={"Software": None})


def or_say_why(draw: Callable[[], None]) -> None:
    """Draw; where this machine has no Chinese font, say so and go on: the figures are written."""
    try:
        draw()
    except StudioError as error:
        print(error)

"""Counts as a picture: heat maps with the number in every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ingest.errors import StudioError

FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans CJK JP",  # of a collection matplotlib sees the first face; it has the Chinese characters, too
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
)

_DARK_FROM = 0.55  # share of the colour scale above which a number is written in white


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows x columns of counts; ``planned`` has the numbers of the plan, where it has any."""

    title: str
    counts: Mapping[str, Mapping[str, int]]
    planned: Mapping[str, Mapping[str, int]] | None = None

    @property
    def columns(self) -> Sequence[str]:
        return list(next(iter(self.counts.values())))


def font() -> str:
    """An installed font with Chinese characters. StudioError where there is none."""
    installed = set(font_manager.get_font_names())
    for name in FONTS:
        if name in installed:
            return name
    raise StudioError("这台电脑没有中文字体，画不了图。请安装 Noto Sans CJK（Debian：fonts-noto-cjk）再试。")


def draw(grids: Sequence[Grid], path: Path) -> None:
    """Write the grids side by side into a PNG. Zero cells stand out: they are what one looks for."""
    with mpl.rc_context({"font.family": font(), "font.size": 9}):
        widths = [len(grid.columns) + 2.2 for grid in grids]
        figure = Figure(figsize=(0.82 * sum(widths), 5.4), layout="constrained")
        axes = figure.subplots(1, len(grids), width_ratios=widths)
        for axis, grid in zip(axes, grids, strict=True):
            _draw_one(axis, grid)
        # Without the time of drawing in it the same counts make the same file.
        figure.savefig(path, dpi=130, metadata={"Software": None})


def _draw_one(axis: Axes, grid: Grid) -> None:
    rows, columns = list(grid.counts), list(grid.columns)
    values = [[grid.counts[row][column] for column in columns] for row in rows]
    most = max(max(line) for line in values) or 1
    axis.imshow(values, cmap="YlGnBu", vmin=0, vmax=most, aspect="auto")
    axis.set_title(grid.title, fontsize=11, pad=10)
    axis.set_xticks(range(len(columns)), [_broken(column) for column in columns])
    axis.set_yticks(range(len(rows)), rows)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            count = values[y][x]
            colour = "white" if count > _DARK_FROM * most else ("#c00000" if count == 0 else "#1a1a1a")
            text = f"{count} / {grid.planned[row][column]}" if grid.planned else str(count)
            axis.text(x, y, text, ha="center", va="center", color=colour)


def _broken(label: str) -> str:
    """A long label in two lines."""
    return label if len(label) <= 4 else f"{label[:4]}\n{label[4:]}"

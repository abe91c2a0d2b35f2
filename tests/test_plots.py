"""Pictures of figures: the same file for the same figures, another for others."""

from __future__ import annotations

import pytest

from eval.benchmarks import plots
from eval.corpus.heatmap import font
from ingest.errors import StudioError


def test_the_topics_plot_shows_its_own_band(tmp_path, monkeypatch):
    monkeypatch.setattr(plots, "PLOTS", tmp_path)
    try:
        font()
    except StudioError as error:
        pytest.skip(str(error))
    plots.deviations("topics", "题", "轴", {"甲": 0.5, "乙": 0.6}, [0.55, 0.65])
    first = (tmp_path / "topics.png").read_bytes()
    plots.deviations("topics", "题", "轴", {"甲": 0.5, "乙": 0.6}, [0.45, 0.65])
    assert (tmp_path / "topics.png").read_bytes() != first


def test_plots_are_the_same_file_for_the_same_figures(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(plots, "PLOTS", tmp_path)
    try:
        font()
    except StudioError as error:
        plots.or_say_why(lambda: plots.bars("a", "题", {"图": {"hit@1": {"甲": 0.5}}}))
        assert str(error) in capsys.readouterr().out
        return
    for name in ("a", "b"):
        plots.bars(name, "题", {"图": {"hit@1": {"甲": 0.5}, "hit@5": {"甲": 0.75}}})
        plots.curves(f"{name}-line", "题", "组数", {"合并": {"0": 0.1, "400": 0.4}})
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert (tmp_path / "a-line.png").read_bytes() == (tmp_path / "b-line.png").read_bytes()

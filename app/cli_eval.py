"""`studio eval`: measure a question set, keep what was measured, compare, report, and guard against a fall."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.cli_output import Bar, print_json
from app.settings import Settings
from app.studio import open_studio, today
from ingest.errors import StudioError


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from eval import telling

    made = _run(arguments, settings)
    if arguments.json:
        print_json(telling.run_json(made))
    else:
        _print(telling.run_lines(made))
    return 0


def listing(arguments: argparse.Namespace, settings: Settings) -> int:
    from eval import runs, telling

    home = _home(settings)
    found = [runs.load(home, str(path)) for path in runs.paths(home)]
    if arguments.json:
        print_json([telling.head_json(one) for one in found])
    elif found:
        _print(telling.brief(one) for one in found)
    else:
        print("还没有评估过。运行 studio eval run。")
    return 0


def compare(arguments: argparse.Namespace, settings: Settings) -> int:
    from eval import runs, telling
    from eval.comparison import compared

    first, second = (runs.load(_home(settings), one) for one in (arguments.first, arguments.second))
    result = compared(first, second)
    if arguments.json:
        print_json(telling.comparison_json(first, second, result))
    else:
        _print(telling.comparison_lines(first, second, result))
    return 0


def report(arguments: argparse.Namespace, settings: Settings) -> int:
    from eval import report_html, report_xlsx, runs
    from eval.comparison import compared

    out: Path = arguments.out
    if out.suffix.lower() not in (".html", ".xlsx"):
        raise StudioError(f"报告只能写成 .html 或 .xlsx，不能写成 {out.name}。请换一个文件名。")
    wanted = runs.load(_home(settings), arguments.wanted)
    earlier = runs.load(_home(settings), arguments.against) if arguments.against else None
    comparison = compared(earlier, wanted) if earlier else None
    if out.suffix.lower() == ".html":
        content = report_html.page(wanted, comparison).encode()
    else:
        content = report_xlsx.workbook(wanted, comparison)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise StudioError(f"报告写不进 {out}（{error.strerror}）。请换一个位置。") from error
    print(f"报告写在 {out}")
    return 0


def gate(arguments: argparse.Namespace, settings: Settings) -> int:
    """1 where a metric has fallen."""
    from eval import gate as gates
    from eval import telling

    if arguments.write:
        gates.write(arguments.baseline, gates.baseline_of(_run(arguments, settings)))
        print(f"基线写在 {arguments.baseline}")
        return 0
    baseline = gates.read(arguments.baseline)  # before the questions are asked: it may be missing
    made = _run(arguments, settings)
    rows = gates.gated(baseline, made, tolerance=arguments.tolerance)
    if arguments.json:
        print_json(telling.gate_json(made, rows))
    else:
        _print(telling.gate_lines(rows))
    return 1 if any(row.red for row in rows) else 0


def _run(arguments: argparse.Namespace, settings: Settings) -> Any:
    """The ``eval.runs.Run`` of the set that is asked for, kept in the home."""
    from eval import runs
    from eval.run import run_set

    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        made = studio.mended(
            lambda: run_set(
                arguments.questions,
                searcher=studio.searcher,
                catalog=studio.catalog,
                today=today(),
                split=arguments.split,
                home=studio.home,
                progress=lambda done, total: bar("评估", done, total),
            ),
            bar,
        )
        bar.close()
        return runs.save(studio.home, made)


def _home(settings: Settings) -> Path:
    return settings.home.expanduser().resolve()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)

"""``make bench``: every benchmark, one after the other.

    python -m eval.benchmarks [--quick] [--list] [NAME ...]

Each writes its figures to ``eval/results``, with the commit that was measured. What needs the design's data
folder is skipped where that is absent, and so is what this machine lacks (a Chinese font); the reason is said.
What a benchmark prints is kept in ``build/bench.log``; one that fails is named at the end.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from eval.benchmarks.report import RESULTS, ROOT
from eval.dataset import SETS
from eval.provenance import commit

DATA = ROOT.parent / "shared" / "data"
LOG = ROOT / "build" / "bench.log"
_BAR = 24
_TICK = 1.0  # seconds between two looks at a running benchmark


@dataclass(frozen=True, slots=True)
class Bench:
    """A module of this folder. ``quick`` are its arguments for a short run.

    ``asked_only`` ones take long: they run where they are named, not with all others.
    """

    name: str
    title: str
    data: bool = False
    fonts: bool = False
    chromium: bool = False
    arguments: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()
    asked_only: bool = False


BLIND = ("--set", str(SETS / "privacy_seventh.jsonl"), "--run", "make bench: seventh set")
"""The last set written without sight of the finder: the others were read to mend it."""

BENCHES = (
    Bench("cold_ask", "冷启动问一句要多久"),
    Bench("browser", "浏览器里从回车到回答、各页面能用，要多久", chromium=True, quick=("--count", "20")),
    Bench("privacy", "个人信息找得全不全、准不准", arguments=BLIND, quick=BLIND),
    Bench("clause_boundaries", "条款边界，全文无遗漏", data=True, quick=("laws", "docx", "hundred", "roundtrip")),
    Bench("reading_speed", "176 页 PDF 读多久", data=True, fonts=True, quick=("--runs", "2")),
    Bench("messy", "疑难文件读出多少", data=True),
    Bench("encoder", "编码器：留一部法律", data=True, quick=("--only", "size")),
    Bench("emergency", "紧急情况认得出吗，误报多少"),
    Bench("verifier", "模型措辞的核对：改动抓得住吗，忠实的留得下吗"),
    Bench("dialogue", "追问接得上吗，新问题不被带偏吗"),
    Bench("answers", "回答：出处对不对，该沉默时沉默吗", data=True),
    Bench("finding", "口语提问，对的条款在不在最前面", data=True),
    Bench("standing", "没用来调过的一半题：和只用词、LlamaIndex 默认的做法比"),
    Bench("ablations", "去掉一样，还找得到多少", data=True),
    Bench("others", "和别家比快慢、大小、找得准不准", data=True),
    Bench("scale", "十四万条法条一起放进来", data=True, asked_only=True),
    Bench("wordings", "说法组：多少组、少一个话题，差多少", data=True, asked_only=True),
    Bench("stard", "STARD：训练问过的和没问过的条文", data=True, asked_only=True),
    Bench("fuzz", "一千个坏文件", quick=("--count", "100")),
)  # fmt: skip


def why_skipped(bench: Bench, data: Path = DATA) -> str:
    """Why a benchmark cannot run here, empty if it can."""
    if bench.data and not data.is_dir():
        return "要用项目旁边的 shared/data 里的真实文件，这里没有"
    if bench.chromium and not (shutil.which("chromium") or shutil.which("chromium-browser")):
        return "这台机器没有 chromium"
    return _no_fonts() if bench.fonts else ""


def _no_fonts() -> str:
    from eval.corpus import truth_pdf
    from ingest.errors import StudioError

    try:
        truth_pdf.fonts()
    except StudioError as error:
        return str(error)
    return ""


def stamp(results: Path, before: dict[Path, bytes], measured: str) -> list[str]:
    """Write the commit into every result that changed and does not name one; return the names of the changed."""
    changed = [path for path, content in contents(results).items() if before.get(path) != content]
    for path in changed:
        figures = json.loads(path.read_text("utf-8"))
        if "commit" not in figures:
            text = json.dumps({"commit": measured} | figures, ensure_ascii=False, indent=1)
            path.write_text(text + "\n", "utf-8")
    return sorted(path.name for path in changed)


def contents(results: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in results.glob("*.json")}


def progress(done: int, total: int, words: str) -> str:
    filled = _BAR * done // total
    return f"[{'█' * filled}{'·' * (_BAR - filled)}] {done}/{total} {words}"


def _run(bench: Bench, arguments: Sequence[str], log: IO[str], shown: str) -> int:
    """Run one in a process of its own; on a terminal the line counts the seconds."""
    began = time.monotonic()
    log.write(f"== {bench.name} {' '.join(arguments)}\n")
    log.flush()
    command = [sys.executable, "-m", f"eval.benchmarks.{bench.name}", *arguments]
    child = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    while True:
        try:
            return child.wait(_TICK)
        except subprocess.TimeoutExpired:
            if sys.stdout.isatty():
                print(f"\r{shown} {time.monotonic() - began:.0f} 秒", end="", flush=True)
        except BaseException:
            child.kill()
            child.wait()
            raise


def run(
    benches: Sequence[Bench],
    *,
    quick: bool,
    data: Path = DATA,
    results: Path = RESULTS,
    log_file: Path = LOG,
) -> list[str]:
    """Run them, saying of each what came of it; return the names of those that failed."""
    failed = []
    results.mkdir(parents=True, exist_ok=True)
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with log_file.open("w", encoding="utf-8") as log:
        for place, bench in enumerate(benches):
            shown = progress(place, len(benches), f"{bench.name} {bench.title}")
            reason = why_skipped(bench, data)
            if reason:
                print(f"{shown}：跳过，{reason}", flush=True)
                continue
            print(shown, end="\r" if sys.stdout.isatty() else "\n", flush=True)
            before, measured, began = contents(results), commit(), time.monotonic()
            arguments = bench.quick if quick else bench.arguments
            code = _run(bench, arguments, log, shown)
            written = "、".join(stamp(results, before, measured)) or "数字没有变"
            outcome = (
                f"写了 {written}"
                if code == 0
                else f"失败（{code}），见 {log_file.parent.name}/{log_file.name}"
            )
            print(f"{shown}：{time.monotonic() - began:.0f} 秒，{outcome}", flush=True)
            failed += [bench.name] * (code != 0)
    print(progress(1, 1, f"完，失败 {len(failed)} 项" + "".join(f" {name}" for name in failed)))
    return failed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    names = [bench.name for bench in BENCHES]
    parser.add_argument(
        "names", nargs="*", choices=[*names, []], help="benchmarks; without one all but the longest"
    )
    parser.add_argument("--quick", action="store_true", help="fewer files and runs")
    parser.add_argument("--list", action="store_true", help="say what there is and what can run here")
    options = parser.parse_args(arguments)
    usual = [bench.name for bench in BENCHES if options.list or not bench.asked_only]
    chosen = [bench for bench in BENCHES if bench.name in (options.names or usual)]
    if options.list:
        for bench in chosen:
            print(f"{bench.name:<18} {bench.title}  {why_skipped(bench) or '可以运行'}")
        return 0
    return 1 if run(chosen, quick=options.quick) else 0


if __name__ == "__main__":
    sys.exit(main())

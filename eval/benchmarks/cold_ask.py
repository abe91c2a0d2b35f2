"""How long one question takes from a cold process on the shipped corpus: `studio ask`, five times.

Prints wall and processor seconds of each run and the median, and writes ``eval/results/cold_ask.json``.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

RESULT = Path(__file__).parent.parent / "results" / "cold_ask.json"
QUESTION = "学生上课玩手机怎么处理"


def main() -> int:
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "app.cli", "--home", home, "ask", QUESTION]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        first = time.perf_counter() - began
        runs = [_timed(command) for _ in range(5)]
    wall = statistics.median(run[0] for run in runs)
    cpu = statistics.median(run[1] for run in runs)
    print(f"first command on an empty home (publishes the corpus): {first:.2f} s")
    for one_wall, one_cpu in runs:
        print(f"wall {one_wall:.2f} s, processor {one_cpu:.2f} s")
    print(f"median: wall {wall:.2f} s, processor {cpu:.2f} s")
    result = {
        "date": date.today().isoformat(),
        "command": "python -m eval.benchmarks.cold_ask",
        "first_command_seconds": round(first, 2),
        "wall_seconds_median": round(wall, 2),
        "cpu_seconds_median": round(cpu, 2),
    }
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _timed(command: list[str]) -> tuple[float, float]:
    """Wall and processor seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return wall, cpu


if __name__ == "__main__":
    sys.exit(main())

"""How a benchmark says what it found: JSON beside the others, with commit, date, command and cores.

No host name and no path of the machine is kept.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from eval.provenance import commit, machine

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "eval" / "results"


def write_result(name: str, command: str, figures: dict[str, Any], *, show: bool = True) -> None:
    """Write ``eval/results/NAME.json`` and print it, unless the caller shows it in a way of its own."""
    head = {
        "commit": commit(),
        "date": date.today().isoformat(),
        "command": command,
        "machine": machine(),
    }
    text = json.dumps(head | figures, ensure_ascii=False, indent=1)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", "utf-8")
    if show:
        print(text)


def peak_megabytes() -> float:
    """The most memory that this process has held at once, in MB; 0 where the system does not tell.

    Linux's own figure is read first: ``getrusage`` counts in what a parent held before it started us.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(row for row in status.read_text("ascii").split("\n") if row.startswith("VmHWM"))
        return round(int(line.split()[1]) / 1024, 1)
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)

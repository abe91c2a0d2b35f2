"""Two programs take the same folder into one home at once: every document is there once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from ingest.catalog import Catalog
from tests.conftest import ROOT
from tests.pipeline_parts import CASE, check_home, law, write

FILES = 8
PROGRAM = """
import pathlib, sys, time
from app.cli import main
pathlib.Path(sys.argv[1]).touch()
while not pathlib.Path(sys.argv[2]).exists():
    time.sleep(0.001)
sys.exit(main(sys.argv[3:]))
"""


def at_once(tmp_path: Path, *arguments: str) -> list[dict[str, object]]:
    """Run one command in two processes that begin together; the JSON of each."""
    go = tmp_path / "go"
    ready = [tmp_path / f"ready{n}" for n in range(2)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(mark), str(go), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        for mark in ready
    ]
    while not all(mark.exists() for mark in ready):
        assert all(process.poll() is None for process in running)
    go.touch()
    results = []
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err.decode()
        results.append(json.loads(out))
    return results


def test_two_programs_that_take_in_one_folder_make_no_double(home, tmp_path):
    extra = [f"第{n}组值周，登记表每周五交年级组存档备查。" for n in range(3)]
    files: dict[str, str | bytes] = {
        f"{n}.txt": law(f"{name}管理规定", "2021年3月1日", *extra)
        for n, name in enumerate(["手机", "午休", "请假", "卫生", "实验室", "图书", "食堂", "宿舍"], start=1)
    }
    files["手机再来.txt"] = law("手机管理规定", "2021年3月1日", *extra).encode("gb18030")
    files["手机新版.txt"] = law("手机管理规定", "2024年3月1日", *extra, "本条是新的。")
    files["case.md"] = CASE
    folder = write(tmp_path / "in", files)
    at_once(tmp_path, "--home", str(home), "ingest", str(folder), "--publish", "--no-starter", "--json")
    with Catalog.open(home / "catalog.db") as catalog:
        states = catalog.states()
        assert Counter(state.source_sha256 for state in states).most_common(1)[0][1] == 1
        assert len({state.document for state in states}) == FILES + 1
        assert len(states) == FILES + 2
        assert [entry.action for entry in catalog.audit_trail()].count("publish") == len(states)
        check_home(catalog, home)

"""A sync that dies, at any step, by an exception or by SIGKILL, leaves the old index or the new one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import sync
from index.encoder import HashedEncoder
from index.lexical import Writer
from index.opened import Generation, OpenedFolder
from tests.conftest import ROOT
from tests.index_parts import TODAY, Studio, consistent, document, texts

OLD = "旧规定：手机由班主任保管。"
NEW = "新规定：手机由学校保管。"


@pytest.fixture
def studio(home: Path) -> Iterator[Studio]:
    studio = Studio.at(home)
    yield studio
    studio.catalog.close()


STEPS = {
    "pending": (sync, "save_pending"),
    "lexical add": (Writer, "add"),
    "lexical delete": (Writer, "delete"),
    "vectors": (Generation, "vectors"),
    "encode": (HashedEncoder, "encode_passages"),
    "manifest": (OpenedFolder, "publish"),
    "clean up": (Generation, "delete"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_step_leaves_old_or_new_and_is_repaired(studio, monkeypatch, step, after):
    id_ = studio.publish(document("甲", OLD, "班会每周一次。"))
    searcher = studio.searcher()
    searcher.sync(today=TODAY)
    searcher.close()
    studio.publish(document("甲", NEW, "班会每周一次。"), id_)
    studio.publish(document("乙", "手机放进柜子。"))

    class Crash(Exception):
        pass

    with monkeypatch.context() as patch:
        owner, name = STEPS[step]
        original = getattr(owner, name)

        def crashing(*args, **kwargs):
            if after:
                original(*args, **kwargs)
            raise Crash

        patch.setattr(owner, name, crashing)
        crashed = studio.searcher()
        with pytest.raises(Crash):
            crashed.sync(today=TODAY)
        crashed.close()

    reader = studio.searcher()
    other = "班会每周一次。"
    # The old index whole or the new one whole.
    assert set(texts(reader, "手机规定")) in ({OLD, other}, {NEW, other, "手机放进柜子。"})
    report = reader.sync(today=TODAY)
    assert report.repaired or (step, after) == ("pending", False)
    assert set(texts(reader, "手机规定")) == {NEW, other, "手机放进柜子。"}
    reader.close()
    assert consistent(studio)


CHILD = """
import sys
from pathlib import Path
from tests.index_parts import TODAY, Studio
studio = Studio.at(Path(sys.argv[1]))
print("ready", flush=True)
studio.searcher().sync(today=TODAY, progress=lambda *step: print("step", flush=True))
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.1, 0.4])
def test_a_killed_sync_is_repaired(studio, delay):
    studio.publish(document("旧", OLD))
    first = studio.searcher()
    first.sync(today=TODAY)
    first.close()
    for n in range(12):
        studio.publish(document(f"新{n}", *(f"第{n}号规定第{m}句，手机{m}。" for m in range(400))))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(studio.home)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() == "step":
            break
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    child.wait()
    reader = studio.searcher()
    assert OLD in texts(reader, OLD)
    report = reader.sync(today=TODAY)
    assert report.kept + report.added == 13
    assert texts(reader, "第7号规定第123句，手机123")[0] == "第7号规定第123句，手机123。"
    reader.close()
    assert consistent(studio)

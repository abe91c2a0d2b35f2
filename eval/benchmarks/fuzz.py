"""A thousand spoilt files: does any of them crash, hang, or leak into the next?

    python -m eval.benchmarks.fuzz [--count 1000] [--seed 7] [--data ../shared/data] [--keep FOLDER]

Each file is a good one (made here, or a small one of ``messy``) spoilt once or twice by a mutation of
``fuzz_mutations``. It goes the way of every file: read in the worker under small limits, cleaned, split, parsed
and described. What may come out is documents or a StudioError. Defects are: any other exception, in the worker
or in the parent; a crash of the worker; text lost between cleaning and parsing; more than ``SECONDS`` for what
happens in the parent; and a known-good file, read right after, that reads otherwise than before.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from eval.benchmarks.fuzz_mutations import OF_FORMAT
from eval.benchmarks.report import ROOT, peak_megabytes, write_result
from ingest.clean import clean
from ingest.errors import StudioError
from ingest.model import Source
from ingest.parsing import parse_file
from ingest.split import split
from ingest.structure import parse
from ingest.worker import read_isolated
from tests import known_files as known

READ_SECONDS = 30.0
READ_MEGABYTES = 1024
SECONDS = 5.0
_SMALL = 60_000  # bytes: larger real files are scans and decks of pictures, minutes of OCR each
_GOOD_OTHERS = 10  # every so many files a good one of another format is read in a worker too

_LINES = (
    "学生考勤管理办法", "第一章 总则", "第一条 为了维护正常的教学秩序，根据有关规定，制定本办法。",
    "第二条 本办法适用于全校学生。有下列情形之一的，按照旷课处理：", "（一）没有请假而缺席的；",
    "（二）请假没有得到同意的。", "第二章 请假", "第三条 请假一天以内，由班主任批准；三天以上，由学校批准。",
    "1.病假要有证明；", "2.事假要有说明。", "第四条 依照本办法第二条的规定处理的，应当告知家长。",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What became of the files, by outcome, and what is a defect."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    defects: list[str] = field(default_factory=list)
    slowest_read: tuple[float, str] = (0.0, "")
    slowest_parse: tuple[float, str] = (0.0, "")


def good_files(folder: Path, data: Path | None = None) -> dict[str, list[Path]]:
    """Good files by format, made in ``folder``; with ``data``, small ones of messy too."""
    body = "".join(known.paragraph(line) for line in _LINES)
    rows = [["姓名", "班级", "分数"], ["甲", "一班", 90.5], ["乙", "二班", 88]]
    grid = known.table([["指标", "内容"], ["一、目标", "形成班风"], ["^", "形成学风"]])
    text = "\n".join(_LINES)
    (folder / "a.txt").write_text(text, "utf-8")
    (folder / "b.txt").write_bytes(text.encode("gb18030"))
    front = "---\ntitle: 考勤\ntags: [请假]\nupdated: 2026-01-02\n---\n"
    (folder / "a.md").write_text(
        front + "# 考勤\n\n## 一、请假\n\n**病假** 要[证明](a)。\n\n|甲|乙|\n|-|-|\n|1|2|\n", "utf-8"
    )
    (folder / "b.md").write_text("\n\n".join(_LINES), "utf-8")
    inner = "".join(f"<p>{line}</p>" for line in _LINES)
    table = "<table><tr><td rowspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    page = f"<html><head><title>办法-学校</title></head><body><ul><li><a>首页</a></ul><div>{inner}{table}</div></body></html>"
    (folder / "a.html").write_text(page, "utf-8")
    known.docx_file(folder / "a.docx", body + grid, footnotes="<w:footnote w:id='2'/>")
    known.docx_file(folder / "b.docx", known.listed("甲") + known.listed("乙", 1), numbering=_NUMBERING)
    known.plain_docx(
        folder / "c.docx", [("Heading 1", _LINES[0]), *[("Normal", line) for line in _LINES[1:]]]
    )
    (folder / "a.pdf").write_bytes(known.pdf_bytes(known.typeset(_LINES * 4, head="考勤办法", per_page=20)))
    known.bookmarked_pdf(folder / "b.pdf", known.typeset(_LINES), [("第一章 总则", 0), ("第二章 请假", 0)])
    known.pptx_file(folder / "a.pptx", [("班会", ["目标", "过程"]), ("总结", list(_LINES[:3]))])
    known.xlsx_file(folder / "a.xlsx", [("成绩", rows), ("说明", [[line] for line in _LINES])])  # type: ignore[list-item]
    files = sorted(folder.iterdir())
    if data:
        files += [p for p in sorted((data / "messy").glob("*")) if p.stat().st_size <= _SMALL]
    return {suffix: [p for p in files if p.suffix == f".{suffix}"] for suffix in OF_FORMAT}


_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/>'
    '<w:lvlText w:val="第%1条"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="upperLetter"/>'
    '<w:lvlText w:val="%2."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def spoilt(good: dict[str, list[Path]], count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """``(name of the case, suffix, content)``, the formats in turn."""
    formats = sorted(good)
    for number in range(count):
        random = Random(f"{seed}/{number}")  # noqa: S311 - a benchmark, no secret
        suffix = formats[number % len(formats)]
        first, other = (random.choice(good[suffix]).read_bytes() for _ in range(2))
        mutations = random.choices(OF_FORMAT[suffix], k=1 + (random.random() < 0.2))
        content = first
        for mutation in mutations:
            try:
                content = mutation(content, other, random)
            except (zipfile.BadZipFile, zlib.error, ValueError, OSError, KeyError, NotImplementedError):
                break  # the first mutation left no package for the second one to open
        if random.random() < 0.03:
            suffix = random.choice(formats)
        yield f"{number} {'+'.join(m.__name__ for m in mutations)}", suffix, content or b" "


class Fuzz:
    """Reads spoilt files one after the other, a good one after each."""

    def __init__(self, good: dict[str, list[Path]], folder: Path) -> None:
        self.folder, self.tally = folder, Tally()
        self._plain = good["txt"][0]
        self._others = [files[0] for suffix, files in sorted(good.items()) if suffix != "txt"]
        self._expected = {path: _read(path) for path in (self._plain, *self._others)}

    def take(self, number: int, name: str, suffix: str, content: bytes) -> None:
        path = self.folder / f"坏{number}.{suffix}"
        path.write_bytes(content)
        problems = len(self.tally.defects)
        self._one(path, f"{name}.{suffix}")
        checked = [self._plain]
        if number % _GOOD_OTHERS == 0:
            checked.append(self._others[number // _GOOD_OTHERS % len(self._others)])
        for good in checked:
            if _read(good) != self._expected[good]:
                self.tally.defects.append(f"{name}.{suffix}: the good file after it reads otherwise")
        if len(self.tally.defects) == problems:
            path.unlink()

    def _one(self, path: Path, name: str) -> None:
        tally, watch = self.tally, _Watch()
        log = logging.getLogger("ingest")
        log.addHandler(watch)
        try:
            self._through(path, name)
            tally.outcomes["read"] += 1
        except StudioError as error:
            tally.outcomes["refused"] += 1
            tally.reasons[str(error).replace(path.name, "")[:34]] += 1
            if watch.seen:  # the worker tells what it did not foresee through the log alone
                tally.defects.append(f"{name}: {error} {watch.seen[-1][-900:]}")
        except Exception as error:  # noqa: BLE001 - any other exception is what we look for
            tally.defects.append(f"{name}: {type(error).__name__}: {error}"[:600])
        finally:
            log.removeHandler(watch)

    def _through(self, path: Path, name: str) -> None:
        """The way of a file up to the catalog."""
        tally, began = self.tally, time.perf_counter()
        try:
            source = _read(path)
        finally:
            tally.slowest_read = max(tally.slowest_read, (time.perf_counter() - began, name))
        began = time.process_time()
        try:
            parse_file(path, name=path.name, read=lambda _: source)
        finally:
            took = time.process_time() - began
            tally.slowest_parse = max(tally.slowest_parse, (took, name))
            if took > SECONDS:
                tally.defects.append(f"{name}: {took:.1f} s in the parent")
        if not _whole(source):
            tally.defects.append(f"{name}: the nodes, joined, are not the cleaned text")


def _read(path: Path) -> Source:
    return read_isolated(path, seconds=READ_SECONDS, megabytes=READ_MEGABYTES)


def _whole(source: Source) -> bool:
    blocks = clean(source).blocks
    parses = [parse(part.blocks, part.title) for part in split(blocks, "件")]
    joined = "\n".join("".join(p.text[n.start : n.end] for n in p.nodes) for p in parses)
    return joined == "\n".join(block.text for block in blocks)


class _Watch(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record.getMessage())


def fuzz(count: int, seed: int, folder: Path, data: Path | None = None) -> Tally:
    """Read ``count`` spoilt files; those with a defect stay in ``folder``."""
    originals = folder / "good"
    originals.mkdir(parents=True)
    good = good_files(originals, data)
    run = Fuzz(good, folder)
    for number, (name, suffix, content) in enumerate(spoilt(good, count, seed)):
        run.take(number, name, suffix, content)
    return run.tally


def run(data: Path, count: int = 1000, seed: int = 7, keep: Path | None = None) -> dict[str, Any]:
    began = time.perf_counter()
    messy = data if (data / "messy").is_dir() else None
    with tempfile.TemporaryDirectory() as temporary:
        tally = fuzz(count, seed, keep or Path(temporary) / "fuzz", messy)
    return {
        "files": count,
        "seed": seed,
        "with_messy": messy is not None,
        "limits": {"seconds": READ_SECONDS, "megabytes": READ_MEGABYTES, "seconds_in_parent": SECONDS},
        "outcomes": dict(tally.outcomes),
        "reasons": dict(tally.reasons.most_common()),
        "defects": tally.defects,
        "slowest_read_seconds": [round(tally.slowest_read[0], 1), tally.slowest_read[1]],
        "slowest_parse_cpu_seconds": [round(tally.slowest_parse[0], 2), tally.slowest_parse[1]],
        "parent_peak_megabytes": peak_megabytes(),
        "minutes": round((time.perf_counter() - began) / 60, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--keep", type=Path, help="a new folder; spoilt files that show a defect stay in it")
    options = parser.parse_args()
    command = f"python -m eval.benchmarks.fuzz --count {options.count} --seed {options.seed}"
    write_result("fuzz", command, run(options.data, options.count, options.seed, options.keep))


if __name__ == "__main__":
    main()

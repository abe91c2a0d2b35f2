"""What comes out of hard real files: every file of ``messy``, counted and checked by hand.

    python -m eval.benchmarks.messy [--data ../shared/data] [--typed PAGE.txt --of BEGINNING --page 1]

For each file: the reader, blocks and characters, warnings, or the reason it was refused. ``share_read`` is the
part of its characters that was read, counted without our readers (``messy_counts``: XML of office files, pypdf);
``by_hand`` what a person found who compared text and original (``messy_hand``), for scans and pages too, where
nothing can be counted. With ``--typed``, a page that someone typed from its picture is compared with what OCR
read: the character error rate (edits per typed character, blanks and the width of punctuation not counted). The
typed text is somebody else's and stays outside the project: only the figure is kept, by later runs without it too.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from eval.benchmarks.messy_counts import plain, share_read, text_inside
from eval.benchmarks.messy_hand import HAND
from eval.benchmarks.report import RESULTS, ROOT, write_result
from ingest.clean import clean
from ingest.errors import StudioError
from ingest.model import Source
from ingest.readers import ocr
from ingest.worker import read_isolated

_SECONDS = 300
_COLUMNS = (34, 9, 6, 6, 7)  # widths in columns of a terminal; what was seen takes the rest


def error_rate(typed: str, read: str) -> float:
    """Edits (insert, delete, replace) that turn ``read`` into ``typed``, per character of ``typed``."""
    gold, found = plain(typed), plain(read)
    return round(distance(gold, found) / max(1, len(gold)), 4)


def distance(first: str, second: str) -> int:
    """Levenshtein's distance."""
    above = list(range(len(second) + 1))
    for row, a in enumerate(first, start=1):
        here = [row]
        for column, b in enumerate(second, start=1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (a != b)))
        above = here
    return above[-1]


def page_text(source: Source, page: int) -> str:
    return "\n".join(block.text for block in source.blocks if block.page == page)


def one_file(path: Path) -> tuple[dict[str, Any], Source | None]:
    """The row of a file, and what was read."""
    began = time.perf_counter()
    row: dict[str, Any] = {"file": path.name}
    source = None
    try:
        source = read_isolated(path, seconds=_SECONDS)
        row |= _measured(path, source)
    except StudioError as error:
        row["reason"] = str(error)
    hand = next((seen for start, seen in HAND.items() if path.name.startswith(start)), None)
    if hand:
        row["by_hand"] = {"share": hand[0], "seen": hand[1]}
    return row | {"seconds": round(time.perf_counter() - began, 1)}, source


def _measured(path: Path, source: Source) -> dict[str, Any]:
    blocks = clean(source).blocks
    row: dict[str, Any] = {
        "reader": source.reader,
        "blocks": len(blocks),
        "characters": sum(len("".join(block.text.split())) for block in blocks),
        "warnings": list(source.warnings),
    }
    inside = text_inside(path)
    if inside and plain(inside):
        # What was read, before cleaning. Heads of a table are said once, in the path of its rows.
        paths = {words for block in source.blocks for words in block.path}
        share, missing = share_read(inside, "\n".join([*(block.text for block in source.blocks), *paths]))
        row |= {"counted_in_file": len(plain(inside)), "share_read": share, "characters_missing": missing}
    confidences = [block.confidence for block in blocks if block.confidence is not None]
    if confidences:
        row["mean_confidence"] = round(sum(confidences) / len(confidences), 3)
    return row


def run(
    data: Path, typed: Path | None = None, of: str = "1、", pages: Sequence[int] = (1,)
) -> dict[str, Any]:
    """All figures; ``typed`` is a page typed by hand, of the file whose name begins with ``of``."""
    rows, figure = [], _kept()
    for path in tqdm(sorted((data / "messy").iterdir()), desc="疑难文件", unit="份"):
        row, source = one_file(path)
        rows.append(row)
        if typed and source and path.name.startswith(of):
            gold = typed.read_text("utf-8")
            found = "\n".join(page_text(source, page) for page in pages)
            figure = {
                "file": path.name,
                "pages": list(pages),
                "characters": len(plain(gold)),
                "edits": distance(plain(gold), plain(found)),
                "character_error_rate": error_rate(gold, found),
            }
    return {
        "files": len(rows),
        "read": sum("reader" in row for row in rows),
        "refused": sum("reason" in row for row in rows),
        "checked_by_hand": sum("by_hand" in row for row in rows),
        "ocr_installed": ocr.available(),
        "typed_page": figure,
        "rows": rows,
    }


def _kept() -> dict[str, Any] | None:
    """The figure of the last run that had a typed page."""
    path = RESULTS / "messy.json"
    kept: dict[str, Any] | None = (
        json.loads(path.read_text("utf-8"))["typed_page"] if path.is_file() else None
    )
    return kept


# -- for the eye --------------------------------------------------------------------------------------


def table(figures: Mapping[str, Any]) -> str:
    """The figures as a table: a line a file, and the typed page below."""
    lines = [_row(("文件", "读取器", "字数", "另数", "读出", "核对"))]
    lines += [_row(_cells(row)) for row in figures["rows"]]
    lines.append(f"共 {figures['files']} 份，读出 {figures['read']} 份，说明原因 {figures['refused']} 份")
    page = figures["typed_page"]
    if page:
        lines.append(
            f"抄写核对《{page['file']}》第 {'、'.join(map(str, page['pages']))} 页 {page['characters']} 字："
            f"错字率 {page['character_error_rate']:.2%}"
        )
    return "\n".join(lines)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    hand = row.get("by_hand", {})
    share = row.get("share_read") or hand.get("share")
    return (
        row["file"],
        row.get("reader", "—"),
        str(row.get("characters", "—")),
        str(row.get("counted_in_file", "—")),
        f"{share:.1%}" if share else "—",
        row.get("reason") or hand.get("seen", ""),
    )


def _row(cells: Sequence[str]) -> str:
    shown = [_fitted(cell, width) for cell, width in zip(cells, _COLUMNS, strict=False)]
    return " ".join([*shown, cells[-1]])


def _fitted(text: str, width: int) -> str:
    """The text cut or filled to ``width`` columns, a Chinese character taking two."""
    kept, used = "", 0
    for character in text:
        wide = 1 + (unicodedata.east_asian_width(character) in "WF")
        if used + wide > width:
            break
        kept, used = kept + character, used + wide
    return kept + " " * (width - used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--typed", type=Path, help="a page typed by hand, kept outside the project")
    parser.add_argument("--of", default="1、", help="beginning of the name of the file it was typed from")
    parser.add_argument("--page", type=int, default=1)
    options = parser.parse_args()
    figures = run(options.data, options.typed, options.of, (options.page,))
    write_result("messy", "python -m eval.benchmarks.messy", figures, show=False)
    print(table(figures))


if __name__ == "__main__":
    main()

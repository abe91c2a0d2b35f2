"""A home's own lexicon, beside the one that ships: read, checked, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from index import tokens
from index.lexicon import Entry, Lexicon, parse
from ingest.errors import StudioError

OWN = "lexicon.tsv"
_LONGEST = 30  # characters of a saying, a term, a topic
_MOST_TERMS = 10


def own_entries(home: Path) -> list[Entry]:
    """The home's own entries in their order; none where it has no lexicon. StudioError where it is damaged."""
    path = home / OWN
    if not path.is_file():
        return []
    try:
        return parse(path.read_text("utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise StudioError(f"本工作室的词表 {path} 读不出来。请从备份恢复它，或删掉它重新添加。") from error


def joined(shipped: Iterable[Entry], own: Sequence[Entry]) -> Lexicon:
    """Both as one lexicon: what the home says of a saying stands in place of what ships."""
    said = {entry.saying for entry in own}
    return Lexicon.of([*(entry for entry in shipped if entry.saying not in said), *own])


def entry_of(saying: str, terms: str, topic: str) -> Entry:
    """An entry as somebody wrote it; terms are separated by 、 or commas. StudioError where it is none."""
    words = terms.replace("，", "、").replace(",", "、").replace("；", "、").split("、")
    entry = Entry(
        tokens.normalise(saying).strip(),
        tuple(dict.fromkeys(word for one in words if (word := tokens.normalise(one).strip()))),
        topic.strip(),
    )
    texts = (entry.saying, *entry.terms, entry.topic)
    if len(entry.saying) < 2:
        raise StudioError("说法至少两个字：老师会怎么说。")
    if not entry.terms:
        raise StudioError("请写上规范用语：资料里怎么写，多个用“、”隔开。")
    if not entry.topic:
        raise StudioError("请写上类别，例如 手机网络。")
    if len(entry.terms) > _MOST_TERMS or any(len(text) > _LONGEST for text in texts):
        raise StudioError(f"每处不超过 {_LONGEST} 字，规范用语不超过 {_MOST_TERMS} 个。请分成几条。")
    if entry.saying.startswith("#") or any(ord(sign) < 32 for text in texts for sign in text):
        raise StudioError("说法不能以 # 开头，也不能有换行或制表符。")
    return entry


def changed(own: Sequence[Entry], entry: Entry | None, gone: str = "") -> list[Entry]:
    """Own entries with ``entry`` put in, in place of its saying's own one, and the saying ``gone`` taken out."""
    kept = [one for one in own if one.saying != gone]
    if entry is None:
        return kept
    places = [place for place, one in enumerate(kept) if one.saying == entry.saying]
    return [*kept[: places[0]], entry, *kept[places[0] + 1 :]] if places else [*kept, entry]


def write_own(home: Path, entries: Iterable[Entry]) -> None:
    """Replace the home's own lexicon. Whatever happens, no half-written one is ever seen."""
    lines = ("\t".join((entry.saying, "、".join(entry.terms), entry.topic)) for entry in entries)
    part = home / f"{OWN}.partial"
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write("# 说法\t规范用语\t类别\n")
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    part.replace(home / OWN)

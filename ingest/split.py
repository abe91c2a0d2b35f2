"""Pure: the blocks of one file -> its documents. A compilation is told by how its titles recur.

Evidence, from strong to weak: titles that count (…方案1, …方案 2), titles announced by a list of
contents, equal headings or font sizes, words that end like a document's name. All but the first need
numbering that starts anew below them; a single law has none of this and stays one document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, condensed, lay_out, looks_like_heading, without_page_tail
from ingest.model import Block, BlockKind, Part
from ingest.numbering import STATUTE, Family, recognise, value

_DOCUMENT_WORD = (
    r"(?:制度|办法|规定|方案|章程|守则|细则|规范|公约|条例|规则|规程|准则|标准|指南|预案|计划|总结|"
    r"意见|通知|要求|须知|职责|协议|承诺书|倡议书|案例|教案|法)"
)
_ENDS_LIKE_TITLE = re.compile(rf"{_DOCUMENT_WORD}(?:[（(][^（）()]{{1,12}}[）)])?$")
_COLLECTION = re.compile(
    r"汇编|选编|汇总|范文|合集|大全|文集|集锦|学生手册|[（(][\d一二三四五六七八九十]+篇[）)]"
)
_COUNTED = re.compile(
    r"^(?P<stem>.*?[\u4e00-\u9fff])(?P<mark>篇|之|第)?[（(]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})[)）篇]?$"
)
_COUNTED_FIRST = re.compile(
    r"^[【\[]?(?:第(?P<a>\d{1,2}|[一二三四五六七八九十]{1,3})篇|篇(?P<b>\d{1,2}|[一二三四五六七八九十]{1,3})|"
    r"范[文本例](?P<c>\d{1,2}|[一二三四五六七八九十]{1,3}))[】\]]?[：:、.]?(?P<title>.{0,40})$"
)
_CONTENTS = re.compile(r"^(?:目录|目次)$")
_BODY_CHARACTERS = 40  # what follows a title must be at least this long to be a document


@dataclass(frozen=True, slots=True)
class _Title:
    line: int
    text: str


def split(blocks: Sequence[Block], fallback_title: str) -> list[Part]:
    """The documents of one file in order; their blocks, joined, are ``blocks``.

    What stands above the first document of a compilation (its own title, its contents) stays in front of
    the first part's title line, so that nothing is lost; ``structure.parse`` keeps it out of passages.
    A file without blocks gives no part.
    """
    _, lines = lay_out(blocks)
    if not lines:
        return []
    titles = _titles(lines)
    if len(titles) < 2:
        return [Part(_single_title(lines, fallback_title), tuple(blocks))]
    starts = [lines[title.line].block for title in titles]
    bounds = [0, *starts[1:], len(blocks)]
    return [
        Part(title.text, tuple(blocks[begin:end]))
        for title, begin, end in zip(titles, bounds, bounds[1:], strict=False)
    ]


def _titles(lines: Sequence[Line]) -> list[_Title]:
    first_of_block = [
        i
        for i, line in enumerate(lines)
        if line.kind is not BlockKind.TABLE_ROW and (i == 0 or lines[i - 1].block != line.block)
    ]
    contents = _contents_lines(lines)
    candidates = [i for i in first_of_block if i not in contents]
    for find in (_counted, _listed, _same_level, _worded):
        titles = find(lines, candidates, contents)
        if len(titles) >= 2:
            return titles
    return []


def _contents_lines(lines: Sequence[Line]) -> dict[int, str]:
    """Entries of a list of contents: line -> the entry's words without spaces and page number."""
    for i, line in enumerate(lines):
        if not _CONTENTS.match(condensed(line.text)):
            continue
        found = {i: ""}
        seen: set[str] = set()
        for j in range(i + 1, len(lines)):
            key = without_page_tail(condensed(lines[j].text)) or condensed(lines[j].text)
            if key in seen or len(key) > 50 or re.search(r"[。；]", key):
                break
            seen.add(key)
            found[j] = key
        return found
    return {}


# -- finders ------------------------------------------------------------------------------------------


def _counted(lines: Sequence[Line], candidates: Sequence[int], _: dict[int, str]) -> list[_Title]:
    """Titles with one stem and the numbers 1, 2, 3 …: the longest such family."""
    families: dict[str, list[tuple[int, int, str]]] = {}
    for i in candidates:
        counted = _count(lines[i])
        if counted:
            stem, number, title = counted
            families.setdefault(stem, []).append((number, i, title))
    best: list[_Title] = []
    for members in families.values():
        titles: list[_Title] = []
        for number, i, title in members:
            if number == len(titles) + 1 and (not titles or _has_body(lines, titles[-1].line, i)):
                titles.append(_Title(i, title))
        if len(titles) > len(best):
            best = titles
    return best


def _count(line: Line) -> tuple[str, int, str] | None:
    text = condensed(line.text)
    if len(text) > 45 or re.search(r"[。；，,;]", text):
        return None
    first = _COUNTED_FIRST.match(text)
    if first:
        number = value(first["a"] or first["b"] or first["c"] or "")
        return "篇", number, first["title"] or text
    label = recognise(line.text)
    if label:
        return None
    match = _COUNTED.match(text)
    if not match or len(match["stem"]) < 4 or match["stem"].endswith(("第", "年级", "附件", "表", "图")):
        return None
    return match["stem"], value(match["number"]), text


def _listed(lines: Sequence[Line], candidates: Sequence[int], contents: dict[int, str]) -> list[_Title]:
    """Lines that a list of contents announces, if they are no chapters and numbering starts anew below."""
    entries = {key for key in contents.values() if _is_document_entry(key)}
    if len(entries) < 2:
        return []
    found = [i for i in candidates if condensed(_plain(lines[i])) in entries]
    return _restarting(lines, found)


def _is_document_entry(key: str) -> bool:
    label = recognise(key)
    chapter = label is not None and (label.family in STATUTE or label.family is Family.APPENDIX)
    return not chapter and bool(_ENDS_LIKE_TITLE.search(key))


def _same_level(lines: Sequence[Line], candidates: Sequence[int], _: dict[int, str]) -> list[_Title]:
    """Headings of one depth or size that end like document names, each with its own numbering."""
    collection = any(_COLLECTION.search(lines[i].text) for i in candidates[:3])
    for level in sorted({lines[i].level for i in candidates if lines[i].level}):
        if level > 2 or (level > 1 and not collection):
            break
        found = [i for i in candidates if lines[i].level == level and _may_be_title(lines[i])]
        titles = _restarting(lines, found)
        if len(titles) >= 2:
            return titles
    return []


def _worded(lines: Sequence[Line], candidates: Sequence[int], _: dict[int, str]) -> list[_Title]:
    """Plain lines that end like document names, after the end of a sentence, before number one."""
    found = [
        i
        for n, i in enumerate(candidates)
        if _may_be_title(lines[i])
        and looks_like_heading(lines[i].text)
        and (n < 3 or _is_after_end(lines, i))
        and not _after_appendix(lines, i)
    ]
    titles = _restarting(lines, found)
    return titles if len(titles) >= 2 else []


# -- what titles have in common -----------------------------------------------------------------------


def _plain(line: Line) -> str:
    """A line's words without a leading list number (contents lists often number their entries)."""
    label = recognise(line.text)
    return line.text[label.end :] if label and label.family >= Family.COMMA else line.text


def _may_be_title(line: Line) -> bool:
    text = condensed(line.text)
    return 4 <= len(text) <= 40 and recognise(line.text) is None and bool(_ENDS_LIKE_TITLE.search(text))


def _is_after_end(lines: Sequence[Line], i: int) -> bool:
    before = lines[i - 1].text
    return before.endswith(("。", "；", "！", "？", "”", "）", ")", ".", ";")) or bool(
        re.search(r"\d日$|\d$", before)
    )


def _after_appendix(lines: Sequence[Line], i: int) -> bool:
    label = recognise(lines[i - 1].text) if i else None
    return label is not None and label.family is Family.APPENDIX


def _restarting(lines: Sequence[Line], found: Sequence[int]) -> list[_Title]:
    """Those titles below which, before the next one, the first number is a one and enough text stands."""
    titles: list[_Title] = []
    for n, i in enumerate(found):
        stop = found[n + 1] if n + 1 < len(found) else len(lines)
        first = next((x for j in range(i + 1, stop) if (x := recognise(lines[j].text))), None)
        if first and first.number == 1 and _has_body(lines, i, stop):
            titles.append(_Title(i, _clean(lines[i].text)))
    return titles


def _has_body(lines: Sequence[Line], title: int, stop: int) -> bool:
    return sum(len(lines[j].text) for j in range(title + 1, stop)) >= _BODY_CHARACTERS


def _clean(text: str) -> str:
    """A title as shown: letter-spacing (总　则) closed, other blanks one space."""
    text = re.sub(r"\s+", " ", text.strip().strip("\u200b\ufeff"))
    if re.fullmatch(r"《[^《》]*》", text):
        text = text[1:-1]
    if re.search(r"[\u4e00-\u9fff]{4} [\u4e00-\u9fff]{4}", text):
        return text  # two names side by side: 最高人民法院 最高人民检察院关于…
    return re.sub(r"(?<=[\u4e00-\u9fff、（）]) (?=[\u4e00-\u9fff（）])", "", text)


def _single_title(lines: Sequence[Line], fallback: str) -> str:
    """The title of a file that is one document: its first heading, else its first line if that is one."""
    first = lines[0]
    second = lines[1] if len(lines) > 1 else None
    if second and first.level == 1 and second.level == 1 and _is_book(second):
        return f"{_clean(first.text)} {_clean(second.text)}"
    for i, line in enumerate(lines[:8]):
        in_table = line.kind is BlockKind.TABLE_ROW and (i > 0 or bool(line.path))
        if in_table or (recognise(line.text) and line.level != 1):
            break
        if line.level == 1 or (i < 3 and _reads_like_title(line.text)):
            return _clean(line.text)
        if _ENDS_LIKE_TITLE.search(condensed(line.text)) and looks_like_heading(line.text):
            return _clean(line.text)
    return _clean(fallback)


def _is_book(line: Line) -> bool:
    return bool(re.match(r"^(?:[\u4e00-\u9fff]{2,8}编|总则|分则|附则)$", condensed(line.text)))


def _reads_like_title(text: str) -> bool:
    # A comma within 《》 belongs to a name and makes no sentence: 《实施方案（市级，某市）》要点.
    words = re.sub(r"[，,：:](?=[^《》]*》)", "", condensed(text))
    return 4 <= len(words) <= 50 and not re.search(r"[。；;！？，,：:…]|\d{4}[.\-年]\d|^<!|^\d+$", words)

"""Pure: names where a form or a table says that a name stands: fields (姓名：…) and columns headed 姓名."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_people import ADULT, PARENT, PUPIL
from ingest.privacy_words import alternatives, listed, surnames, words

_HAN = r"[\u4e00-\u9fff]"
_VALUE = rf"{_HAN}(?:[ ]{{0,3}}{_HAN}){{1,3}}|{_HAN}{{1,8}}·{_HAN}{{1,8}}"
_FIELD = re.compile(
    rf"(?P<label>{_HAN}{{0,6}}{alternatives('field_label')})"
    rf"\s*(?:\([^()\n]{{1,6}}\))?\s*:\s*[_ ]*(?P<value>{_VALUE})(?=[^\u4e00-\u9fff]|$)"
)
_ADULT_LABEL = re.compile(alternatives("adult_label"))
_PARENT_LABEL = re.compile(r"家长|父亲|母亲|监护|爸|妈|联系人|家庭成员|亲属")
_COLUMN = re.compile(rf"^{alternatives('column_head')}(?:\(.{{1,6}}\))?$")
_LABEL_HEADS = frozenset("学性班年电民职出身住联家关备序")
_CELL = re.compile(rf"^(?:{_VALUE})$")


def fields(folded: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, role) of the values of name fields: 姓名：张雨桐."""
    for match in _FIELD.finditer(folded):
        label, value = match["label"], _one_name(match["value"])
        if _is_cell_name(value, sure="姓名" in label.replace(" ", "")):
            start = match.start("value")
            yield start, start + len(value), role_of(label)


def _one_name(value: str) -> str:
    """刘  洋 of 刘  洋  学 号, 耿佳 of 耿佳 班级: what stands behind a name in a form is the next label."""
    pieces: list[str] = re.findall(r"\S+", value)
    if len(pieces[0]) > 1:
        return pieces[0]
    single = 0
    while single < min(3, len(pieces)) and len(pieces[single]) == 1 and pieces[single] not in _LABEL_HEADS:
        single += 1
    kept = re.match(rf"\S(?:\s+\S){{{max(0, single - 1)}}}", value)
    return kept[0] if kept and single < len(pieces) else value


def columns(folded: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, role) of the cells under a name heading, tables by tab, bar, comma or spaces."""
    header: dict[int, str] = {}
    separator = width = None
    at = 0
    for line in folded.split("\n"):
        spans: list[tuple[int, int]] = _cells(line, separator) if separator else []
        new = _header(line)
        if new:
            separator, header, width = new
        elif separator and len(spans) >= 2 and width and len(spans) <= width + 2:
            for column, role in header.items():
                yield from _cell_names(line, spans, column, (at, role))
        elif separator and line.strip() and not re.fullmatch(r"[\s|:\-]+", line):
            separator = None
        at += len(line) + 1


def _cell_names(
    line: str, spans: list[tuple[int, int]], column: int, at: tuple[int, str]
) -> Iterator[tuple[int, int, str]]:
    if column >= len(spans):
        return
    start, end = spans[column]
    offset, role = at
    for part in re.finditer(r"[^、/,;和]+", line[start:end]):
        value = part[0].strip()
        if _CELL.match(value) and _is_cell_name(value, sure=True):
            begin = start + part.start() + part[0].index(value)
            yield offset + begin, offset + begin + len(value), role


def _header(line: str) -> tuple[str, dict[int, str], int] | None:
    for separator in (r"\t", r"\|", r",", r"[ ]+"):
        cells = [line[a:b] for a, b in _cells(line, separator)]
        if len(cells) < 2 or any(len(cell) > 14 for cell in cells):
            continue
        named = {i: role_of(cell) for i, cell in enumerate(cells) if _COLUMN.match(cell.replace(" ", ""))}
        if named and not any(":" in cell for cell in cells):
            return separator, named, len(cells)
    return None


def _cells(line: str, separator: str) -> list[tuple[int, int]]:
    """Spans of a row's cells without the blanks around them; a bar at the edge makes no cell."""
    bounds, at = [], 0
    for match in re.finditer(separator, line):
        bounds.append((at, match.start()))
        at = match.end()
    bounds.append((at, len(line)))
    trimmed = [(a + len(line[a:b]) - len(line[a:b].lstrip()), a + len(line[a:b].rstrip())) for a, b in bounds]
    if separator in (r"\|", r"[ ]+"):
        if trimmed and trimmed[0][0] >= trimmed[0][1]:
            trimmed = trimmed[1:]
        if trimmed and trimmed[-1][0] >= trimmed[-1][1]:
            trimmed = trimmed[:-1]
    return trimmed


def role_of(label: str) -> str:
    """Whose name a field or a column of this label holds."""
    if _ADULT_LABEL.search(label) and not _PARENT_LABEL.search(label):
        return ADULT
    return PARENT if _PARENT_LABEL.search(label) else PUPIL


def _is_cell_name(value: str, *, sure: bool) -> bool:
    joined = value.replace(" ", "")
    if joined in listed("field_words") or re.search(
        r"某|×|女士$|先生$|老师|同学|家长|学生|主任|委员|班$|学校|年级|[省市县]$", joined
    ):
        return False
    if re.match(r"[高初][一二三]|[一二三四五六七八九十]年级", joined):
        return False
    if "·" in joined:
        return True
    if joined[0] in surnames() or joined[:2] in surnames():
        return len(joined) <= 4 and (sure or joined not in words())
    return sure and 2 <= len(joined) <= 4 and joined not in words()

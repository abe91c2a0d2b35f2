"""Pure: tells the frame of a document from its body: title lines, contents, preamble, closing lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from ingest.lines import Line, condensed, filling_start, without_page_tail
from ingest.model import BlockKind
from ingest.numbering import STATUTE, Family, recognise


class Role(StrEnum):
    """What a line is before anything is known about clauses."""

    TITLE = "title"
    CONTENTS = "contents"
    PREAMBLE = "preamble"
    BODY = "body"


_TITLE_WINDOW = 12  # a title stands among the first lines or nowhere
_CONTENTS_HEAD = re.compile(r"^(?:目录|目次|CONTENTS|Contents)[：:]?$")
_PAGE_END = re.compile(r"(?:(?<!\d)\d{1,4}|(?<![ivxl])[ivxl]{1,6})$")
_DOTS_END = re.compile(r"[.．·…]{3}$")
_DOTTED = re.compile(r"[.．·…‥_]{3}")
_SPREAD = re.compile(r"[\t \u3000]{2}")

_DATE = r"(?:19|20)\d{2}\s*(?:年|[./-])\s*\d{1,2}\s*(?:月|[./-])\s*\d{1,2}\s*日?"
_HAN_DATE = r"[二一][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
_ACT = r"(?:通过|修订|修正|公布|发布|批准|施行|印发|颁布|废止|实施|公告|制定)"
_COMMENT = re.compile(r"^<!--.*-->$", re.DOTALL)
_PREAMBLE = re.compile(
    "|".join(
        (
            rf"^[（(>\s]*(?:根据)?(?:{_DATE}|{_HAN_DATE}).{{0,200}}?{_ACT}",  # history line
            rf"^[（(].{{0,30}}(?:{_DATE}|{_HAN_DATE}).*{_ACT}",
            rf"^(?:发布|公布|印发|成文|施行|实施|生效|修订|通过)(?:日期|时间)?\s*[：:]?\s*(?:{_DATE}|{_HAN_DATE})",
            rf"^(?:{_DATE}|{_HAN_DATE})$",
            r"^(?:来源|出处|索引号|主题分类|发文机关|发文单位|发文字号|文号|标题|有效性|时效性|公文种类|信息来源)\s*[：:]",
            r"^(?:（|\()?[^，。；]{2,30}令(?:）|\))?$",
            r"^.{0,20}第\s*[一二三四五六七八九十百〇零\d]+\s*号(?:令|公告)?$",
            r"^[\u4e00-\u9fff]{1,12}\s*[〔\[［（(【]\s*(?:19|20)\d{2}\s*[〕\]］）)】]\s*(?:第)?\s*\d+\s*号$",
            r"(?:现予公布|现予发布|现予以公布|现印发给你们|予以公布)",
            r"^各(?:省|市|县|区|自治区|学校|部门|单位|处室|年级|班级).{0,120}[：:]$",
            r"^(?:国家主席|主席|总理|部长|省长|市长|校长|局长|主任)\s*[\u4e00-\u9fff]{1,4}(?:\s*[\u4e00-\u9fff]{1,3})?$",
        )
    )
)
_DATE_ONLY = re.compile(rf"^[（(]?(?:{_DATE}|{_HAN_DATE})[）)]?$")
_NOTE_ONLY = re.compile(r"^[（(](?:此件|此页|本页).{0,20}[）)]$|^抄送[：:]|^(?:联系人|联系电话)[：:]")
_SENTENCE = re.compile(r"[，。；：！？,;:!?]")


def roles_of(lines: Sequence[Line], title: str) -> list[Role]:
    """The role of every line."""
    roles = [Role.BODY] * len(lines)
    body = _mark_title(lines, roles, title)
    _mark_contents(lines, roles)
    _mark_preamble(lines, roles, body, condensed(title))
    _mark_closing(lines, roles)
    _mark_column_heads(lines, roles)
    return roles


def _mark_title(lines: Sequence[Line], roles: list[Role], title: str) -> int:
    """Mark the title's lines and all before them; return where the rest begins."""
    wanted = condensed(title)
    if not wanted:
        return 0
    for first in range(min(_TITLE_WINDOW, len(lines))):
        joined = ""
        for last in range(first, min(first + 4, len(lines))):
            joined += condensed(lines[last].text)
            if joined == wanted:
                roles[:first] = [Role.PREAMBLE] * first
                roles[first : last + 1] = [Role.TITLE] * (last + 1 - first)
                return last + 1
            if not wanted.startswith(joined):
                break
    return 0


def _key(text: str) -> str:
    return condensed(without_page_tail(text.lstrip("> \u3000")))


def _is_leader(text: str) -> bool:
    """An entry of a contents list: dots or a wide gap, then a page number; or dots at the end."""
    page = _PAGE_END.search(text)
    if page is None:
        return bool(_DOTS_END.search(text))
    # Dots and gaps are looked for in the filling alone: one pattern for all took cubic time on a line of dots.
    start = filling_start(text, page.start(), ".．·…")
    return bool(
        _DOTTED.search(text, max(0, start - 3), page.start()) or _SPREAD.search(text, start, page.start())
    )


def _mark_contents(lines: Sequence[Line], roles: list[Role]) -> None:
    for i, line in enumerate(lines):
        if roles[i] is Role.BODY and _CONTENTS_HEAD.match(condensed(line.text)):
            end = _contents_end(lines, i + 1)
            if end > i + 1:
                roles[i:end] = [Role.CONTENTS] * (end - i)
                return
    run = 0
    for i, line in enumerate(lines):
        if roles[i] is Role.BODY and line.kind is not BlockKind.TABLE_ROW and _is_leader(line.text):
            run += 1
            continue
        if run >= 3:
            roles[i - run : i] = [Role.CONTENTS] * run
        run = 0
    if run >= 3:
        roles[len(lines) - run :] = [Role.CONTENTS] * run


def _is_entry(line: Line) -> bool:
    text = line.text
    return len(text) <= 60 and line.kind is not BlockKind.TABLE_ROW and not re.search(r"[。；;！？]", text)


def _contents_end(lines: Sequence[Line], first: int) -> int:
    """Index after the last entry: where the first entry comes again as the body's first heading."""
    stop = first
    while stop < len(lines) and (_is_entry(lines[stop]) or _is_leader(lines[stop].text)):
        stop += 1
    if stop == first:
        return first
    key = _key(lines[first].text)
    for i in range(first + 1, min(stop + 1, len(lines))):
        if _key(lines[i].text) == key:
            return i
    leaders = first
    while leaders < stop and _is_leader(lines[leaders].text):
        leaders += 1
    if leaders > first:
        return leaders
    # Without a second coming a contents list is told by what it lists: chapters and sections only.
    end = first
    while end < stop and _chapterish(lines[end]):
        end += 1
    return end if end - first >= 2 else first


def _chapterish(line: Line) -> bool:
    label = recognise(line.text.lstrip("> \u3000"))
    return label is not None and label.family in STATUTE and label.family is not Family.ARTICLE


def _mark_preamble(lines: Sequence[Line], roles: list[Role], body: int, title: str) -> None:
    for i, line in enumerate(lines):
        if roles[i] is Role.BODY and _COMMENT.match(line.text):
            roles[i] = Role.PREAMBLE
    for i in range(body, len(lines)):
        line = lines[i]
        if roles[i] is not Role.BODY:
            continue
        if line.kind is BlockKind.TABLE_ROW or (recognise(line.text) and not _PREAMBLE.search(line.text)):
            return
        words = condensed(line.text)
        if words == title:
            roles[i] = Role.TITLE
        elif (len(words) > 3 and words in title) or _PREAMBLE.search(line.text.lstrip("> \u3000")):
            roles[i] = Role.PREAMBLE
        elif line.level:
            return


def _mark_closing(lines: Sequence[Line], roles: list[Role]) -> None:
    """Signature and date at the end of the document and before each appendix."""
    ends = [i for i, line in enumerate(lines) if _begins_appendix(line)] + [len(lines)]
    for end in ends:
        last = end - 1
        while last >= 0 and roles[last] is Role.BODY and _NOTE_ONLY.match(lines[last].text):
            roles[last] = Role.PREAMBLE
            last -= 1
        if last < 1 or roles[last] is not Role.BODY or not _DATE_ONLY.match(condensed(lines[last].text)):
            continue
        roles[last] = Role.PREAMBLE
        for i in range(last - 1, max(last - 4, 0), -1):
            if roles[i] is not Role.BODY or not _is_signature(lines[i]):
                break
            roles[i] = Role.PREAMBLE


def _mark_column_heads(lines: Sequence[Line], roles: list[Role]) -> None:
    """A table's first row, if it only names columns: each row has the names it needs."""
    for i, line in enumerate(lines[:-1]):
        rows = line.kind is BlockKind.TABLE_ROW and lines[i + 1].kind is BlockKind.TABLE_ROW
        before = i > 0 and lines[i - 1].kind is BlockKind.TABLE_ROW and lines[i - 1].path == line.path
        if rows and not before and roles[i] is Role.BODY:
            cells = re.split(r"\t| \| ", line.text)
            if len(cells) > 1 and all(
                0 < len(cell.strip()) <= 16 and not _SENTENCE.search(cell) for cell in cells
            ):
                roles[i] = Role.TITLE


def _begins_appendix(line: Line) -> bool:
    label = recognise(line.text)
    return label is not None and label.family is Family.APPENDIX


def _is_signature(line: Line) -> bool:
    text = line.text
    plain = line.kind is BlockKind.PARAGRAPH and not line.level
    return plain and len(text) <= 25 and not _SENTENCE.search(text) and recognise(text) is None

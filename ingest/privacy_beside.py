"""Pure: numbers without a label that stand beside a pupil's name, or far behind the word that names them.

Rosters write 20230112 王一诺 and 安俊豪（2008.03.15); notices write 学号 once and then a list of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.privacy_model import Finding
from ingest.privacy_near import made

_BETWEEN = r"(?:同学)?(?:[-—][\u4e00-\u9fff]{1,4}(?=[-—]))?[ \t(,:、|\-—]{0,4}"
_ROSTER = r"[A-Za-z]?\d{6,14}"
_AFTER_NAME = re.compile(rf"{_BETWEEN}({_ROSTER})(?![\dA-Za-z.年元%])")
_BEFORE_NAME = re.compile(rf"(?<![\dA-Za-z.\-])({_ROSTER}){_BETWEEN}$")
_SECOND = re.compile(r"[ \t,|]{1,4}([1-9]\d{7,10})(?![\dA-Za-z.])")
_BORN = re.compile(
    r"(?:[(,，/、|\t]|[ \t]{1,3})(?:[男女][,，、 |]?)?"
    r"((?:199\d|20[01]\d)[-./年]\d{1,2}[-./月]\d{1,2}日?)(?=\s*(?:[),，、。/;|\t\n]|$)|[ \t]+[男女汉\d])"
)
_LOOSE = re.compile(
    r"(?:(?<![\dA-Za-z.\-_@])|(?<=[\u4e00-\u9fff]-))([1-9]\d{6,11})(?![\dA-Za-z._@年月日元]|-[\dA-Za-z])"
)
_ACCOUNT_WORD = re.compile(r"QQ|扣扣", re.IGNORECASE)
_STUDENT_WORD = re.compile(r"学\s*号|学籍号|准考证|考号|考场|考点")
_OTHER_NUMBER = re.compile(r"订单|单号|编号|金额|代码|票|批|条码|文号|元|流水|备案|书号|统一")
_CARD = re.compile(
    r"(?<![\dA-Za-z.])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_ROWS = 150  # characters between a name and an identity number of the same form
_ALIKE = ("student_number", "qq", "bank_card", "id_card")
_PLAIN = re.compile(r"(?<![\dA-Za-z.\-_@])\d{7,19}(?![\dA-Za-z._@年月日元\-])")
_DAY_CELL = re.compile(
    r"(?<=[\s|,，、;])((?:199|200|201|202)\d(?:(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}日?|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])))(?=[\s|,，、;]|$)"
)
_ROSTER_ROW = re.compile(
    r"[\s|,，、][男女](?=[\s|,，、;。]|$)|[\s|,，][父母](?:亲|[\u4e00-\u9fff]{2,3}\|?1[3-9])|(?<!\d)[1-8]\d{16}[\dXx](?![\dA-Za-z])"
)
_NEAR = 90  # characters for which 学号 or QQ speaks of the numbers that follow


def find_beside(folded: str, names: Sequence[Finding]) -> Iterator[Finding]:
    """Findings told by a name beside them or by a word some way before them."""
    for name in names:
        yield from _beside(folded, name)
    yield from _loose(folded)
    yield from _cards(folded, names)
    yield from _born_cells(folded, names)


def find_alike(folded: str, found: Sequence[Finding]) -> Iterator[Finding]:
    """Numbers as long as one found and begun alike (a class's student numbers): 08231107 and 08231126."""
    known = {}
    for finding in found:
        digits = folded[finding.start : finding.end]
        if finding.kind in _ALIKE and digits.isdigit() and len(digits) >= 7:
            known[len(digits), digits[:4]] = finding.kind
    for match in _PLAIN.finditer(folded) if known else ():
        kind = known.get((len(match[0]), match[0][:4]))
        if kind and not _OTHER_NUMBER.search(folded[max(0, match.start() - 8) : match.start()]):
            yield made(folded, kind, match.span(), "与同类号码相连的号码")


def _born_cells(text: str, names: Sequence[Finding]) -> Iterator[Finding]:
    """A day in a row with a name and 男/女 or an identity number: the birth date of a roster."""
    starts = {text.rfind("\n", 0, name.start) + 1 for name in names}
    for match in _DAY_CELL.finditer(text) if starts else ():
        begin = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        row = text[begin : end if end >= 0 else len(text)]
        if begin in starts and _ROSTER_ROW.search(row):
            yield made(text, "birth_date", match.span(1), "名册一行里的日期")


def _beside(text: str, name: Finding) -> Iterator[Finding]:
    if born := _BORN.match(text, name.end):
        yield made(text, "birth_date", born.span(1), "姓名旁的日期")
    after = _AFTER_NAME.match(text, name.end)
    start = max(0, name.start - 18)
    line = text[start : name.start].rpartition("\n")[2]
    leading = _BEFORE_NAME.search(line)
    if after and not (leading and "、" in after[0]):
        yield made(text, _kind(text, name.start, after[1]), after.span(1), "姓名旁的号码")
        if second := _SECOND.match(text, after.end()):
            yield made(text, _second_kind(text), second.span(1), "姓名旁的号码")
    elif leading:
        offset = name.start - len(line)
        span = (leading.start(1) + offset, leading.end(1) + offset)
        yield made(text, _kind(text, span[0], leading[1]), span, "姓名旁的号码")


def _cards(text: str, names: Sequence[Finding]) -> Iterator[Finding]:
    """Numbers built like identity numbers near somebody's name, whatever their check digit."""
    for match in _CARD.finditer(text) if names else ():
        lead = text[max(0, match.start() - 12) : match.start()].rpartition("\n")[2]
        near = any(abs(name.start - match.start()) < _ROWS for name in names)
        if near and not _OTHER_NUMBER.search(lead):
            yield made(text, "id_card", match.span(), "姓名旁的身份证号")


def _kind(text: str, at: int, number: str) -> str:
    """Which it is: what the words above speak of; else by length (a QQ number of ten digits is usual)."""
    lead = text[max(0, at - 200) : at]
    student, account = _last(_STUDENT_WORD, lead), _last(_ACCOUNT_WORD, lead)
    if student < 0 <= account:
        return "qq"
    return "student_number" if student >= 0 or number[:2] in ("20", "19", "23") or len(number) < 10 else "qq"


def _second_kind(text: str) -> str:
    return "qq" if _ACCOUNT_WORD.search(text) else "student_number"


def _last(word: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in word.finditer(text)), default=-1)


def _loose(text: str) -> Iterator[Finding]:
    """Bare numbers after the word 学号 or QQ, the nearer of which says what they are."""
    if not _ACCOUNT_WORD.search(text) and not _STUDENT_WORD.search(text):
        return
    for match in _LOOSE.finditer(text):
        lead = text[max(0, match.start() - _NEAR) : match.start()]
        student, account = _last(_STUDENT_WORD, lead), _last(_ACCOUNT_WORD, lead)
        if (
            max(student, account) >= 0
            and not re.search(r"如[“\"]$", lead)
            and not _OTHER_NUMBER.search(lead[-8:])
        ):
            kind = "qq" if account > student else "student_number"
            yield made(text, kind, match.span(1), "“QQ”或“学号”字样之后的号码")

"""Pure: is the start of a line a clause number, and which? References are told from headings here.

``recognise`` sees one line at a time. What needs the neighbours (is this number the next one of its
series?) is asked through ``Label.doubtful``: the outline decides with the sequence at hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Family(IntEnum):
    """Numbering families in the order in which they usually nest."""

    APPENDIX = 0  # 附件 1
    BOOK = 1  # 第一编, 第一分编
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    COMMA = 10  # 一、
    BRACKET = 11  # （一）
    DOT = 12  # 1. 1、 １．
    DECIMAL = 13  # 1.1 1.1.1
    ROUND = 14  # （1） 1）
    CIRCLE = 15  # ①
    STEM = 16  # 甲、


STATUTE = frozenset({Family.BOOK, Family.CHAPTER, Family.SECTION, Family.ARTICLE})


@dataclass(frozen=True, slots=True)
class Label:
    """A number at the start of a line.

    ``text`` is the number as written without spaces, ``number`` its value with 之一 in ``sub``,
    ``end`` the offset in the line where the clause's words begin. A ``doubtful`` label stands without
    a space before its words (第五条学生…): it counts only where it continues its series.
    """

    family: Family
    text: str
    number: int
    sub: int
    end: int
    doubtful: bool = False


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "Ｏ": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN = "零〇○一二两三四五六七八九十百千"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_GAP = r"[ \t\u3000\u00a0\u2002\u2003]"

_UNIT_FAMILY = {
    "编": Family.BOOK,
    "分编": Family.BOOK,
    "部分": Family.CHAPTER,
    "章": Family.CHAPTER,
    "节": Family.SECTION,
    "条": Family.ARTICLE,
}
_STATUTE = re.compile(
    rf"第{_GAP}*((?:[{_HAN}]{_GAP}*){{1,12}}|(?:[0-9０-９]{_GAP}*){{1,12}})(分编|编|部分|章|节|条)"
    rf"(?:{_GAP}*之{_GAP}*([一二三四五六七八九十]+)(?![{_HAN}]))?"
)
_APPENDIX = re.compile(
    rf"(?:附{_GAP}*件|附{_GAP}*录|附{_GAP}*表){_GAP}*([0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}}|[A-H](?![A-Za-z]))?"
    rf"{_GAP}*(?=[：:、.．\s\u3000]|$|《|[\u4e00-\u9fff])"
)
_BARE_APPENDIX = re.compile(rf"附{_GAP}*[：:]")
_LISTS: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (
        Family.COMMA,
        re.compile(
            rf"([一二三四五六七八九十百]{{1,4}}){_GAP}*[、．.]{_GAP}*(?![二三四五六七八九十]{{1,2}}(?:、|年级|班|线|类|审|楼))"
        ),
    ),
    (
        Family.BRACKET,
        re.compile(rf"[（(〔]{_GAP}*([一二三四五六七八九十百]{{1,4}}){_GAP}*[）)〕]{_GAP}*[、.．]?{_GAP}*"),
    ),
    (
        Family.DECIMAL,
        re.compile(rf"([0-9]{{1,2}}(?:[.．][0-9]{{1,2}}){{1,3}})(?![0-9%％])[.．]?{_GAP}+(?={_GAP}*[^\d\s])"),
    ),
    (Family.ROUND, re.compile(rf"[（(]?{_GAP}*([0-9０-９]{{1,2}}){_GAP}*[）)]{_GAP}*[、.．]?{_GAP}*")),
    (Family.ROUND, re.compile(rf"([⑴-⒇]){_GAP}*")),
    (Family.DOT, re.compile(rf"([0-9０-９]{{1,3}}){_GAP}*[.．、](?:{_GAP}+|(?=\D|$))")),
    (Family.DOT, re.compile(rf"([⒈-⒛]){_GAP}*")),
    (Family.CIRCLE, re.compile(rf"([{_CIRCLED}]){_GAP}*")),
    (Family.STEM, re.compile(rf"([{_STEMS}]){_GAP}*[、.．]{_GAP}*")),
)

# What follows a number that is being talked about: 第三条规定的情形, 第十三条、第十四条, 第二款至第四款.
_REFERENCE = re.compile(
    rf"(?:规定|所称|所列|所指|所述|的|及其|以及|以上|以下|以外|之外|至第|到第|第{_GAP}*[{_HAN}\d]+{_GAP}*[款项目]"
    r"|[、，,；;。）)》」”]|[和与或及至到]{1,2}(?:者|第|本|其|前|《)|中(?:规定|所|的|关于)|关于|相应|改为|修改|中“|执行|处罚|列举|情形)"
)
# The few that are references even after a space.
_SPACED_REFERENCE = re.compile(
    rf"(?:规定的|规定[，,。、；]|所称|所列|的规定|至第|以及第|[、，,；;。]|[和与或及至到]第|第{_GAP}*[{_HAN}\d]+{_GAP}*[款项])"
)
_SENTENCE = re.compile(r"[。；;，,：:！？]")


def value(numeral: str) -> int:
    """A Chinese or Arabic numeral as a number, 0 where it is none. 一千零四十二 is 1042, 二〇 is 20."""
    text = re.sub(r"\s", "", numeral)
    if not text:
        return 0
    if text.isdigit() and text.isdecimal():
        return int(text)
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        elif c in _DIGITS:
            digit = _DIGITS[c]
        else:
            return 0
    return total + digit


def recognise(line: str) -> Label | None:
    """The clause number that ``line`` (without leading spaces) begins with, or None.

    None too where the number is a reference: 第三条规定的情形, 第十三条、第十四条.
    """
    if not line:
        return None
    if line[0] == "第":
        return _statute(line)
    if line[0] == "附":
        return _appendix(line)
    return _list_item(line)


def _statute(line: str) -> Label | None:
    match = _STATUTE.match(line)
    if not match:
        return None
    family = _UNIT_FAMILY[match.group(2)]
    end = match.end()
    rest = line[end:]
    body = rest.lstrip(" \t\u3000\u00a0\u2002\u2003")
    spaced = len(body) < len(rest)
    colon = re.match(r"[：:]\s*", body)
    if colon:
        spaced, body = True, body[colon.end() :]
    if body and (_SPACED_REFERENCE if spaced else _REFERENCE).match(body):
        return None
    if family is not Family.ARTICLE and not _heading_words(body, spaced):
        return None
    text = re.sub(r"\s", "", match.group(0))
    return Label(
        family,
        text,
        value(match.group(1)),
        value(match.group(3) or ""),
        len(line) - len(body),
        doubtful=bool(body) and not spaced,
    )


def _heading_words(body: str, spaced: bool) -> bool:
    """Whether the words after 第三章 are a heading's: short and no sentence."""
    if len(body) > (60 if spaced else 30):
        return False
    return not re.search(r"[。；;！？]", body) and not (not spaced and _SENTENCE.search(body))


def _appendix(line: str) -> Label | None:
    match = _APPENDIX.match(line)
    if match:
        rest = line[match.end() :]
        words = rest.lstrip(" \t\u3000\u00a0：:、.．")
        has_number = match.group(1) is not None
        if len(words) > 60 or re.search(r"[。；;]", words):
            return None
        if not has_number and words and words == rest and not rest.startswith("《"):
            return None  # 附件材料应当齐全 is a sentence
        if re.match(r"[和与及至中的所]", words) and words == rest:
            return None
        number = value(match.group(1) or "") or (ord(match.group(1)) - 64 if has_number else 1)
        return Label(Family.APPENDIX, re.sub(r"\s", "", match.group(0)), number, 0, len(line) - len(words))
    match = _BARE_APPENDIX.match(line)
    if match and len(line) <= 60 and not re.search(r"[。；;]", line):
        words = line[match.end() :].lstrip()
        return Label(Family.APPENDIX, "附", 1, 0, len(line) - len(words))
    return None


def _list_item(line: str) -> Label | None:
    for family, pattern in _LISTS:
        match = pattern.match(line)
        if not match:
            continue
        raw = match.group(1)
        number = _list_number(raw)
        if number == 0 and raw not in {"0", "０"}:
            continue
        text = re.sub(r"\s", "", match.group(0))
        return Label(family, text, number, 0, match.end())
    return None


def _list_number(raw: str) -> int:
    for alphabet in (_CIRCLED, _STEMS):
        if raw in alphabet:
            return alphabet.index(raw) + 1
    if "⑴" <= raw <= "⒇":
        return ord(raw) - ord("⑴") + 1
    if "⒈" <= raw <= "⒛":
        return ord(raw) - ord("⒈") + 1
    return value(re.split(r"[.．]", raw)[-1])


_TITLE_END = re.compile(r"[。；;！!？?…，,、：:]$")


def title_of(words: str) -> str:
    """The heading among the words after a number: all of them if they are short and no sentence.

    ``1.培养任务。工作室要…`` has the title 培养任务 only for the eye; it stays text, so the title is empty.
    """
    words = words.strip().rstrip("：:")
    if not words or len(words) > 40 or re.search(r"[。；;！!？?]", words) or _TITLE_END.search(words):
        return ""
    if len(words) > 24 and re.search(r"[，,]", words):
        return ""
    return re.sub(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff](?:[ \u3000]|$))", "", words)

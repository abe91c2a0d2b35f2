"""What a line of Chinese text is: how wide, how it begins, how it ends. Pure helpers of cleaning."""

from __future__ import annotations

import re

_CN = "〇零一二三四五六七八九十百千两"
_CLAUSE_START = re.compile(
    rf"""^\s*(?:
        第\s*[{_CN}\d]+\s*(?:分?编|章|节|条|部分|篇|讲|课)(?:\s*之\s*[{_CN}])?
      | [{_CN}]{{1,4}}\s*[、．.](?!\d)
      | [（(【〔]\s*[{_CN}\d]{{1,4}}\s*[）)】〕]
      | \d{{1,3}}\s*[、．.)）](?!\d)
      | \d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}(?![\d.．])
          (?!\s*[%％‰℃米元万亿倍个小分岁度厘公千平吨年月名人])\s*\S
      | [①-⑳㈠-㈩⒈-⒛❶-❿]
      | [•·●■◆▪★☆※○◇□➢✓-]\s*\S
      | 附\s*(?:件|录|则|表|[:：])
      | 目\s*录\s*$
      | (?:问|答|甲方|乙方|时间|地点|对象|主题|形式|主持人?)\s*[:：]
    )""",
    re.VERBOSE,
)
_REFERENCE_START = re.compile(
    rf"^\s*(?:第\s*[{_CN}\d]+\s*条(?:之[{_CN}])?(?:第|规定|的规|的|和|、|至|或|所|中|，|到|与|及|修改|改|增加|作)"
    rf"|第\s*[{_CN}\d]+\s*[章节编](?:规定|的规定|的|、|至|和|或)"
    rf"|[（(][{_CN}\d]+[）)]\s*(?:项|目|、|至|和|或|款))"
)
# East Asian width, nearly: below U+2000 only a few signs are as wide as a character.
_NARROW = re.compile("[\x00-\xa6\xa9-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u1fff\uff61-\uff9f]")
_FINAL = re.compile(r"[。！？!?；;：:…][”’」』）)】〕》\"']*\s*$")
_UNFINISHED = re.compile(r"[，、,（(《“‘〔【「『—–~～/]\s*$")
_NUMBER_LINE = re.compile(r"^\s*\S{1,16}[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\s*\d+\s*号\s*$")
_BRACKET_REACH = 60  # characters; an opening bracket further back was never closed
_PROSE = re.compile(r"[，。；、：！？,;]")


def width(text: str) -> float:
    """Width in full-width characters: a Latin letter counts one half."""
    return len(text) - len(_NARROW.findall(text)) / 2


def indent(text: str) -> float:
    """Width of the white space a line begins with."""
    return width(text[: len(text) - len(text.lstrip())])


def begins_clause(text: str) -> bool:
    """A numbered clause, list item or attachment begins here; a reference (第三条规定的…) does not."""
    return bool(_CLAUSE_START.match(text)) and not _REFERENCE_START.match(text)


def begins_reference(text: str) -> bool:
    """The line goes on with a reference: it cannot be a paragraph's first."""
    return bool(_REFERENCE_START.match(text))


def ends_sentence(text: str) -> bool:
    return bool(_FINAL.search(text))


def is_document_number(text: str) -> bool:
    """The line is a 文号 and nothing else (教科技〔2020〕2号)."""
    return bool(_NUMBER_LINE.match(text))


def is_unfinished(text: str) -> bool:
    """Ends with a comma or an opening bracket: the sentence must go on."""
    return bool(_UNFINISHED.search(text))


def is_inside(text: str) -> bool:
    """Ends within brackets: what follows, be it 第三条 or 〔2021〕, is no beginning."""
    tail = text[-_BRACKET_REACH:]
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in ("（）", "()", "《》"))


def is_prose(text: str) -> bool:
    return bool(_PROSE.search(text))


def first_word(text: str) -> str:
    """What could not be broken off the line's start: a Latin word or a character with its punctuation."""
    match = re.match(r"\s*([A-Za-z0-9.,%@/_-]+|.[，。；、：！？）》”’]*)", text)
    return match.group(1) if match else ""


def is_torn_prose(text: str) -> bool:
    """Surely no heading, though numbered: it holds a whole sentence, several commas or an open quote."""
    return "。" in text or text.count("，") + text.count(",") >= 2 or text.count("“") > text.count("”")

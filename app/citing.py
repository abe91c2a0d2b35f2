"""Pure: a citation in words that can be copied, the place it stands at, and the address that opens it.

A rule is cited as 《title》（number）第X条第Y款第（Z）项：“quote”. A digest is our sentence about a rule: it is
never written in that form, and says whose words it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote as percent

from app import beside_card
from app.avoiding import LABEL
from app.card_parts import parts
from app.model import Answer, Citation, Section, SectionKind
from app.titles import bracketed
from ingest.lines import condensed
from ingest.model import ClauseKind, Form, Kind, Outline

_NUMERAL = r"[〇零○一二两三四五六七八九十百千0-9０-９]+"
_ARTICLE = re.compile(rf"第{_NUMERAL}条(?:之[一二三四五六七八九十]+)?")
_PARAGRAPH = re.compile(rf"第{_NUMERAL}款")
_APPENDED = ("附件", "附录", "附表")
_INNER = str.maketrans("“”‘’", "‘’“”")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
_NESTED = str.maketrans("「」『』", "『』「」")
_DIGEST = "要点整理（非原文）"
_FICTIONAL = "（虚构案例）"
_CHECKED = re.compile(r"(?P<stop>[；;，]?)\s*核对：(?P<what>全文|摘录)")
_SAID = {"全文": "已对照全文", "摘录": "只对照过网上的摘录"}


def path_of(parse: Outline, start: int, end: int) -> tuple[str, ...]:
    """Names from the root down to the deepest clause that holds ``[start, end)``; () where none does.

    A span that begins with an article's own number still stands in that article's first 款.
    """
    end = start + len(parse.text[start:end].rstrip())
    deepest: int | None = None
    for index, clause in enumerate(parse.clauses):
        if clause.start > start and not _numbers_only(parse, start, index):
            continue
        if clause.start < end <= clause.end:
            deepest = index  # parents stand first, and siblings never overlap
    return tuple(name for name in parse.path(deepest) if name)


def _numbers_only(parse: Outline, start: int, index: int) -> bool:
    """Whether only the number of the article above stands between ``start`` and the clause."""
    clause = parse.clauses[index]
    if clause.kind is not ClauseKind.PARAGRAPH or clause.parent is None:
        return False
    article = parse.clauses[clause.parent]
    return article.start == start and condensed(parse.text[start : clause.start]) == article.label


def clause_words(path: Sequence[str]) -> str:
    """A clause path as it is said: 第二十条第一款第（二）项; headings as they stand, joined by ›.

    Chapters are left out before an article, whose number runs through the rule; an annex numbers anew.
    """
    at = next((place for place, name in enumerate(path) if _ARTICLE.match(name)), None)
    if at is None:
        return " › ".join(name.rstrip(".．、") for name in path)
    annex = "".join(name for name in path[:at] if name.startswith(_APPENDED))
    article = _ARTICLE.match(path[at])
    assert article is not None
    words = [annex, article.group()]
    unit = "项"
    for name in path[at + 1 :]:
        if _PARAGRAPH.fullmatch(name):
            words.append(name)
        else:
            words.append(f"第{_bare(name)}{unit}")
            unit = "目"
    return "".join(words)


def _bare(label: str) -> str:
    """（二） and ① as they are, 1. and 1） without what closes them."""
    label = label.rstrip("、.．")
    return label if label.startswith(("（", "(", "〔")) else label.rstrip("）)〕")


def where(citation: Citation) -> str:
    """Document and place without the quote."""
    title = bracketed(citation.title)
    past = "" if citation.in_force else f"（第 {citation.version} 版，不是现行有效的版本）"
    if citation.form is Form.DIGEST:
        own = title if _DIGEST in title else f"{title}{_DIGEST}"
        return f"{own}{past}，本工作室编写"
    number = f"（{citation.number.strip()}）" if citation.number.strip() else ""
    made_up = _FICTIONAL if citation.fictional and citation.kind is Kind.CASE else ""
    return f"{title}{made_up}{number}{clause_words(citation.path)}{past}"


def quoted(citation: Citation) -> str:
    """The quote in “”, marks within it turned to ‘’; a digest's sentence stands without."""
    if citation.form is Form.DIGEST:
        return plainly(citation.quote)
    within = _APOSTROPHE.sub("\0", citation.quote).translate(_INNER).replace("\0", "’")
    return f"“{within}”"


def verbatim(text: str) -> str:
    """A sentence of the corpus in 「」; those within it become 『』, as marks within marks are written."""
    return f"「{text.translate(_NESTED)}」"


def plainly(text: str) -> str:
    """A digest's sentence with how it was checked in plain words, for （第十条；核对：摘录） is our shorthand."""
    return _CHECKED.sub(lambda match: ("，" if match["stop"] else "") + _SAID[match["what"]], text)


def spoken(text: str, citation: Citation) -> str:
    """What a citation's quote is shown as: in 「」, or, of a digest, as our own sentence."""
    return plainly(text) if citation.form is Form.DIGEST else verbatim(text)


def reference(citation: Citation) -> str:
    """The citation as one line of a paper: where, then what, and whether that is what not to do."""
    told = f"，{LABEL}" if citation.avoid else "："
    return f"{where(citation)}{told}{quoted(citation)}"


def link(citation: Citation) -> str:
    """The address on this server that opens the cited version at the quote."""
    document = percent(citation.document, safe="")
    return f"/doc/{document}@{citation.version}#{citation.start}-{citation.end}"


def transcript(answer: Answer) -> str:
    """A whole answer to paste somewhere: the question, the quotes by group, each with its place."""
    lines = [answer.question]
    if answer.narrowed:
        lines += [f"只查了：{'、'.join(answer.narrowed)}"]
    if answer.emergency:
        lines += ["", f"{answer.emergency.situation}：先拨打 {'、'.join(answer.emergency.hotlines)}"]
        lines += _card_lines(answer)
    if not answer.answered:
        lines += ["", answer.reason]
    if answer.emergency and (ordinary(answer) or answer.differences):
        lines += ["", beside_card.HEADING]
    lines += ["", *answer.notes] if answer.notes else []
    by_number = {citation.n: citation for citation in answer.citations}
    for section in ordinary(answer):
        lines += ["", f"【{section.kind.label}】"]
        cited = [by_number[n] for statement in section.statements for n in statement.citations]
        lines += [f"[{citation.n}] {reference(citation)}" for citation in dict.fromkeys(cited)]
    for difference in answer.differences:
        lines += ["", f"不同文件要求不同：{difference.topic}"]
        lines += [
            f"{row.scope} {bracketed(row.title)} {row.value} [{row.citation}]" for row in difference.rows
        ]
    return "\n".join(lines)


def ordinary(answer: Answer) -> list[Section]:
    """The sections that are no card."""
    return [section for section in answer.sections if section.kind is not SectionKind.EMERGENCY]


def card_source(answer: Answer) -> str:
    """The document of the card, named once for all its blocks; empty where none is published."""
    found = next((one for one in answer.citations if one.kind is Kind.EMERGENCY), None)
    if found is None:
        return ""
    past = "" if found.in_force else "，不是现行有效的版本"
    return f"以下逐字引自{bracketed(found.title)}（第 {found.version} 版{past}）"


def card_links(answer: Answer) -> str:
    """The cards that the card names, by their titles; empty where it names none."""
    links = answer.emergency.links if answer.emergency else ()
    named = "；".join(f"“{one.words.strip('“”「」')}”是{bracketed(one.title)}" for one in links)
    return f"卡里提到的其他应急卡：{named}。" if named else ""


def _card_lines(answer: Answer) -> list[str]:
    source, links = card_source(answer), card_links(answer)
    lines = [f"【{SectionKind.EMERGENCY.label}】{source}"] if source else []
    for heading, statements in parts(answer):
        lines += [heading] if heading else []
        lines += [statement.text for statement in statements]
    return ["", *lines, *([links] if links else [])] if lines or links else []

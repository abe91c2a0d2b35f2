"""Pure: answers and their sources to HTML. Quotes stand in 「」, digests never do."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.citing import clause_words
from app.model import Answer, Citation, EmergencyCard, Section, SectionKind
from app.pages import answer_acts, differences_view, feedback_view, phrasing_view, silence_view
from app.pages.render import level_badge, local
from app.pages.turns import FICTIONAL, Turn, shown
from ingest.model import Form, Kind

EXAMPLES = (
    ("政策", ("老师能不能罚站", "申请当工作室主持人要当几年班主任")),
    ("怎么做", ("家长在群里骂老师怎么办", "怎么跟家长谈孩子成绩下降")),
    ("案例", ("有没有学生沉迷手机的案例", "同学之间起外号的案例")),
    ("班会", ("期中考试后的班会怎么开", "防欺凌主题班会怎么设计")),
)
"""Questions by what people come for; each is answered by the shipped corpus (``tests/test_ask_page.py``)."""
_LINE_NAMES = {
    "110": "报警",
    "119": "火警",
    "120": "急救",
    "122": "交通事故",
    "12309": "检察服务",
    "12338": "妇女维权",
    "12345": "政务服务",
    "12349": "儿童救助保护",
    "12355": "青少年服务台",
    "12356": "心理援助",
    "96110": "反电信网络诈骗",
}
_GLUED = 3
"""Characters at a sentence's end that stay on one line with the numbers behind them."""
_DIGEST = "要点整理，非原文"
_RULES = SectionKind.POLICY


def thread(turns: Sequence[Turn]) -> str:
    articles = "".join(turn(one, index) for index, one in enumerate(turns))
    return f'<div class="thread">{articles}</div>'


def welcome(documents: int) -> str:
    groups = "".join(
        f'<div role="group" aria-label="{name}"><h2>{name}</h2>'
        + "".join(
            f'<button class="btn" type="button" data-ask="{escape(text)}">{escape(text)}</button>'
            for text in texts
        )
        + "</div>"
        for name, texts in EXAMPLES
    )
    return (
        '<div class="thread welcome"><h1>写下您遇到的情况</h1>'
        f"<p>回答只引用资料库里的原文，每一句都能点开看出处。现有 {documents} 份已发布的资料。</p>"
        f'<div class="examples">{groups}</div></div>'
    )


def turn(one: Turn, index: int) -> str:
    answer = one.answer
    title = f'<h2 class="askq">{escape(answer.question)}</h2>'
    card = _card(answer, answer.emergency, index) if answer.emergency else ""
    body = _found(one, index) if answer.answered else silence_view.nothing_found(answer)
    said = feedback_view.block(one, index)
    acts = answer_acts.of_answer(answer, index)
    return (
        f'<article class="turn" aria-label="回答" data-heard="{_heard(answer)}">{title}{_day(one)}{_taken(answer)}'
        f"{card}{body}{said}{acts}{_related(answer.related) if answer.answered else ''}</article>"
    )


def _heard(answer: Answer) -> str:
    """What a screen reader says when the answer has come."""
    return f"找到 {len(answer.citations)} 处原文" if answer.answered else escape(answer.reason)


def _day(one: Turn) -> str:
    """That the answer is of another day: one that was asked for, or that on which it was given."""
    as_of = one.answer.as_of
    asked = (
        f'<p class="message warn day">按 {as_of} 查：以下是当天有效的资料，现在不一定有效。</p>'
        if as_of
        else ""
    )
    if one.at is None:
        return asked
    again = f'<button type="button" class="mini" data-ask="{escape(one.answer.question)}">重新问</button>'
    return f'<p class="message warn day">这是 {local(one.at)} 的回答，资料可能已经更新。{again}</p>{asked}'


def _taken(answer: Answer) -> str:
    """How a follow-up was taken, and the way to ask it by itself."""
    if not answer.understood:
        return ""
    return (
        f'<p class="taken">按此理解：{escape(answer.understood)} <button type="button" class="rel" '
        f'data-ask="{escape(answer.question)}">不按上文</button></p>'
    )


def _found(one: Turn, index: int) -> str:
    answer = one.answer
    sections = [s for s in answer.sections if not (answer.emergency and s.kind is SectionKind.EMERGENCY)]
    counts = shown([[len(statement.text) for statement in section.statements] for section in sections])
    tables = differences_view.tables(answer, index)
    groups = "".join(
        f'<section class="grp"><h3>{section.kind.label}</h3>'
        f"{tables if section.kind is _RULES else ''}{_quotes(_items(section, one, index), count)}</section>"
        for section, count in zip(sections, counts, strict=True)
    )
    if not any(section.kind is _RULES for section in sections):
        groups = tables + groups
    note = f'<p class="askm">以下都是资料里的原句，点编号看出处，共 {len(answer.citations)} 处</p>'
    worded = _worded(answer, index)
    return f"{worded}{note}{differences_view.notes(answer)}{groups}"


def _worded(answer: Answer, index: int) -> str:
    """The language model's words, where there are any: above the quotes, which stay."""
    if answer.phrasing is None:
        return ""
    cited = {citation.n: citation for citation in answer.citations}
    digests = [c.n for c in answer.citations if c.form is Form.DIGEST]
    return phrasing_view.block(
        answer.phrasing,
        digests,
        lambda n: _number(n, index, f"引用 {n}：{cited[n].title} {cited[n].clause}"),
    )


def _items(section: Section, one: Turn, index: int) -> list[str]:
    by_number = {citation.n: citation for citation in one.answer.citations}
    return [_statement(s.text, [by_number[n] for n in s.citations], index, one) for s in section.statements]


def _quotes(items: Sequence[str], count: int) -> str:
    first, rest = "".join(items[:count]), items[count:]
    if not rest:
        return f"<ul>{first}</ul>"
    more = f"<summary>更多 {len(rest)} 处</summary><ul>{''.join(rest)}</ul>"
    return f'<ul>{first}</ul><details class="more">{more}</details>'


def _card(answer: Answer, card: EmergencyCard, index: int) -> str:
    """Whom to call, then the published card in its own order: its first part open, the others folded."""
    calls = "".join(
        f'<a class="call" href="tel:{escape(line)}"><b>{escape(line)}</b>'
        f"<span>{escape(_LINE_NAMES.get(line, '热线'))}</span></a>"
        for line in card.hotlines
    )
    checked = f"<small>号码 {escape(card.checked)} 核对</small>" if card.checked else ""
    others = "、".join(card.others)
    also = f"<small>也可能是“{escape(others)}”，那张应急卡也请看。</small>" if others else ""
    loose, headed = _card_parts(answer, index)
    parts = "".join(
        f'<h4>{escape(name)}</h4><div class="part">{part}</div>'
        if name == next(iter(headed))
        else f'<details class="more"><summary>{escape(name)}</summary>{part}</details>'
        for name, part in headed.items()
    )
    return (
        '<section class="urgent" role="alert"><h3>紧急：先照顾人，再看资料</h3>'
        f'<div class="calls" aria-label="可拨打的电话">{calls}{checked}{also}</div>{parts}'
        f'<div class="from">{escape(card.title)}{loose}</div></section>'
    )


def _card_parts(answer: Answer, index: int) -> tuple[str, dict[str, str]]:
    """The card's passages: those without a heading, and the others by their top heading."""
    by_number = {citation.n: citation for citation in answer.citations}
    loose = ""
    headed: dict[str, str] = {}
    for section in answer.sections:
        for statement in section.statements if section.kind is SectionKind.EMERGENCY else ():
            first = by_number[statement.citations[0]]
            mark = _number(first.n, index, _label(first))
            *lines, last = statement.text.strip().splitlines() or [""]
            rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
            part = f'<ul class="steps q">{rows}<li>{_glued(last, mark)}</li></ul>'
            if first.path:
                headed[first.path[0]] = headed.get(first.path[0], "") + part
            else:
                loose += part
    return loose, headed


def _number(n: int, index: int, label: str) -> str:
    return (
        f'<button type="button" class="cite" data-turn="{index}" data-cite="{n}" '
        f'aria-label="{escape(label)}">{n}</button>'
    )


def _statement(text: str, citations: Sequence[Citation], index: int, one: Turn) -> str:
    marks = "".join(_number(c.n, index, _label(c)) for c in citations)
    first = citations[0]
    made_up = first.kind is Kind.CASE and first.document in one.fictional
    badge = FICTIONAL if made_up else level_badge(first.level, first.kind.label)
    # A digest is our sentence about a rule: it is never set in quotation marks, and says what it is.
    digest = first.form is Form.DIGEST
    words = text if digest else f"「{text}」"
    own = f'<span class="lv own">{_DIGEST}</span>' if digest else ""
    others = f"<span>等 {len(citations)} 份资料</span>" if len(citations) > 1 else ""
    place = answer_acts.opens(first, _place(first)) + others
    return (
        f'<li class="q{" digested" if digest else ""}"><p>{_glued(words, marks)}</p>'
        f'<div class="s">{own}{badge}{_held(first, one)}{place}{answer_acts.of_statement(citations)}</div></li>'
    )


def _place(citation: Citation) -> str:
    """The document's name with the place of the quote in it."""
    place = " › ".join(clause_words(citation.path).split(" › ")[-2:])
    return f"{citation.title}·{place}" if place else citation.title


def _label(citation: Citation) -> str:
    return f"引用 {citation.n}：{citation.title} {clause_words(citation.path[-3:])}"


def _glued(words: str, marks: str) -> str:
    """Text with its numbers, which never stand alone at the start of a line."""
    cut = max(len(words) - _GLUED, words.rfind("\n") + 1, 0)
    return f'{escape(words[:cut])}<span class="glue">{escape(words[cut:])}{marks}</span>'


def _held(citation: Citation, one: Turn) -> str:
    """How the source stands, said only where the answer is of another day."""
    if one.answer.as_of is None and one.at is None:
        return ""
    if (citation.document, citation.version) not in one.past:
        return '<span class="st live">现行有效</span>'
    return f'<span class="st dead">{"当时有效" if one.answer.as_of else "现在无效"}</span>'


def _related(questions: Sequence[str]) -> str:
    if not questions:
        return ""
    items = "".join(
        f'<button type="button" class="rel" data-ask="{escape(q)}">{escape(q)}</button>' for q in questions
    )
    return f'<div class="related"><h4>接着问</h4>{items}</div>'

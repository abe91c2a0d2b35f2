"""Pure: answers and their sources to HTML. Quotes stand in 「」, digests never do."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app import beside_card
from app.avoiding import LABEL
from app.citing import clause_words, ordinary, spoken
from app.model import Answer, Citation, Section, SectionKind
from app.pages import answer_acts, differences_view, feedback_view, phrasing_view, silence_view
from app.pages.card_view import card
from app.pages.numbers import glued, label, number
from app.pages.render import level_badge, local
from app.pages.turns import FICTIONAL, Turn, shown
from ingest.model import Form, Kind

EXAMPLES = (
    ("政策", ("老师能不能罚站", "申请当工作室主持人要当几年班主任")),
    ("怎么做", ("家长在群里骂老师怎么办", "学生成绩下降了，怎么和家长谈")),
    ("案例", ("有没有学生沉迷手机的案例", "同学之间起外号的案例")),
    ("班会", ("期中考试后的班会怎么开", "防欺凌主题班会怎么设计")),
)
"""Questions by what people come for; each is answered by the shipped corpus (``tests/test_ask_page.py``)."""
_DIGEST = "要点整理，非原文"
_RULES = SectionKind.POLICY


def thread(turns: Sequence[Turn]) -> str:
    cards = [one.answer.emergency and one.answer.emergency.situation for one in turns]
    articles = "".join(
        turn(one, index, again=cards[index] in cards[:index]) for index, one in enumerate(turns)
    )
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


def turn(one: Turn, index: int, *, again: bool = False) -> str:
    """``again``: an answer above has the same emergency card."""
    answer = one.answer
    title = f'<h2 class="askq">{escape(answer.question)}</h2>'
    urgent = card(answer, answer.emergency, index, again=again) if answer.emergency else ""
    said = feedback_view.block(one, index)
    # What is missing is handed over right where that is said.
    body, below = (
        (_found(one, index), said) if answer.answered else (silence_view.nothing_found(answer, said), "")
    )
    acts = answer_acts.of_answer(answer, index)
    return (
        f'<article class="turn" aria-label="回答" data-heard="{_heard(answer)}"{_asked_with(answer)}>'
        f"{title}{_day(one)}{_taken(answer)}{_narrowed(answer)}"
        f"{urgent}{body}{below}{acts}{_related(answer.related) if answer.answered else ''}</article>"
    )


def _asked_with(answer: Answer) -> str:
    """What the page's script needs to offer the question again once other filters are chosen."""
    chosen = "、".join((*answer.narrowed, *([str(answer.as_of)] if answer.as_of else [])))
    return f' data-question="{escape(answer.understood or answer.question)}" data-narrowed="{escape(chosen)}"'


def _narrowed(answer: Answer) -> str:
    if not answer.narrowed:
        return ""
    return f'<p class="taken">只查了：{escape("、".join(answer.narrowed))}</p>'


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
    sections = ordinary(answer)
    counts = shown([[len(statement.text) for statement in section.statements] for section in sections])
    tables = differences_view.tables(answer, index)
    groups = "".join(
        f'<section class="grp"><h3>{section.kind.label}</h3>'
        f"{tables if section.kind is _RULES else ''}{_quotes(_items(section, one, index), count)}</section>"
        for section, count in zip(sections, counts, strict=True)
    )
    if not any(section.kind is _RULES for section in sections):
        groups = tables + groups
    cited = sum(citation.kind is not Kind.EMERGENCY for citation in answer.citations)
    note = f'<p class="askm">以下都出自资料库，点编号看出处，共 {cited} 处</p>'
    found = f"{_worded(answer, index)}{note}{differences_view.notes(answer)}{groups}"
    if answer.emergency is None:
        return found
    folded = f'<details class="more below"><summary>{beside_card.HEADING}</summary>{found}</details>'
    return folded if groups or answer.phrasing or answer.notes else ""


def _worded(answer: Answer, index: int) -> str:
    """The language model's words, where there are any: above the quotes, which stay."""
    if answer.phrasing is None:
        return ""
    cited = {citation.n: citation for citation in answer.citations}
    digests = [c.n for c in answer.citations if c.form is Form.DIGEST]
    avoided = [c.n for c in answer.citations if c.avoid]
    return phrasing_view.block(
        answer.phrasing,
        digests,
        avoided,
        lambda n: number(n, index, f"引用 {n}：{cited[n].title} {cited[n].clause}"),
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


def _statement(text: str, citations: Sequence[Citation], index: int, one: Turn) -> str:
    marks = "".join(number(c.n, index, label(c)) for c in citations)
    first = citations[0]
    made_up = first.kind is Kind.CASE and first.document in one.fictional
    badge = FICTIONAL if made_up else level_badge(first.level, first.kind.label)
    # A digest is our sentence about a rule: it is never set in quotation marks, and says what it is.
    digest = first.form is Form.DIGEST
    warned = f'<b class="avoid">{LABEL}</b>' if first.avoid else ""
    own = f'<span class="lv own">{_DIGEST}</span>' if digest else ""
    others = f"<span>等 {len(citations)} 份资料</span>" if len(citations) > 1 else ""
    place = answer_acts.opens(first, _place(first)) + others
    return (
        f'<li class="q{" digested" if digest else ""}"><p>{warned}{glued(spoken(text, first), marks)}</p>'
        f'<div class="s">{own}{badge}{_held(first, one)}{place}{answer_acts.of_statement(citations)}</div></li>'
    )


def _place(citation: Citation) -> str:
    """The document's name with the place of the quote in it."""
    place = " › ".join(clause_words(citation.path).split(" › ")[-2:])
    return f"{citation.title}·{place}" if place else citation.title


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

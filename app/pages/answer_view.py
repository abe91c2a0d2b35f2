"""Pure: answers and their sources to HTML. Quotes stand in 「」, digests never do."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.desk import SourceView
from app.model import Answer, Citation, EmergencyCard, Section, SectionKind
from app.pages.render import level_badge, short
from app.pages.turns import Turn, is_fictional, shown
from ingest.model import Form, Kind

EXAMPLES = (
    "学生上课玩手机怎么处理",
    "家长在群里骂老师怎么办",
    "申请当工作室主持人要当几年班主任",
    "期中考试后的班会怎么开",
)
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
_FICTIONAL = '<span class="lv lv5">虚构案例</span>'


def thread(turns: Sequence[Turn], documents: int) -> str:
    if not turns:
        return welcome(documents)
    articles = "".join(turn(one, index) for index, one in enumerate(turns))
    return f'<div class="thread" aria-live="polite">{articles}</div>'


def welcome(documents: int) -> str:
    buttons = "".join(
        f'<button class="btn" type="button" data-ask="{escape(text)}">{escape(text)}</button>'
        for text in EXAMPLES
    )
    return (
        '<div class="thread welcome"><h1>写下您遇到的情况</h1>'
        f"<p>回答只引用资料库里的原文，每一句都能点开看出处。现有 {documents} 份已发布的资料。</p>"
        f'<div class="examples" aria-label="例子">{buttons}</div></div>'
    )


def turn(one: Turn, index: int) -> str:
    answer = one.answer
    title = f'<h2 class="askq">{escape(answer.question)}</h2>'
    card = _card(answer, answer.emergency, index) if answer.emergency else ""
    body = _found(one, index) if answer.answered else nothing_found(answer)
    return f'<article class="turn" aria-label="回答">{title}{card}{body}</article>'


def _found(one: Turn, index: int) -> str:
    answer = one.answer
    sections = [s for s in answer.sections if not (answer.emergency and s.kind is SectionKind.EMERGENCY)]
    counts = shown([[len(statement.text) for statement in section.statements] for section in sections])
    groups = "".join(
        f'<section class="grp"><h3>{section.kind.label}</h3>{_quotes(_items(section, one, index), count)}'
        "</section>"
        for section, count in zip(sections, counts, strict=True)
    )
    note = f'<p class="askm">以下都是资料里的原句，点编号看出处，共 {len(answer.citations)} 处</p>'
    return f"{note}{groups}{_related(answer.related)}"


def _items(section: Section, one: Turn, index: int) -> list[str]:
    by_number = {citation.n: citation for citation in one.answer.citations}
    return [
        _statement(s.text, [by_number[n] for n in s.citations], index, one.fictional)
        for s in section.statements
    ]


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
            mark = _number(first.n, index, f"引用 {first.n}：{first.title} {first.clause}")
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


def _statement(text: str, citations: Sequence[Citation], index: int, fictional: frozenset[str]) -> str:
    marks = "".join(_number(c.n, index, f"引用 {c.n}：{c.title} {c.clause}") for c in citations)
    first = citations[0]
    made_up = first.kind is Kind.CASE and first.document in fictional
    badge = _FICTIONAL if made_up else level_badge(first.level, first.kind.label)
    # A digest is our sentence about a rule: it is never set in quotation marks, and says what it is.
    digest = first.form is Form.DIGEST
    words = text if digest else f"「{text}」"
    own = f'<span class="lv own">{_DIGEST}</span>' if digest else ""
    place = escape(_place(first))
    return (
        f'<li class="q{" digested" if digest else ""}"><p>{_glued(words, marks)}</p>'
        f'<div class="s">{own}{badge}<span>{place}</span></div></li>'
    )


def _place(citation: Citation) -> str:
    """The document's name with the place of the quote in it."""
    place = " › ".join(citation.path[-2:])
    return f"{citation.title}·{place}" if place else citation.title


def _glued(words: str, marks: str) -> str:
    """Text with its numbers, which never stand alone at the start of a line."""
    cut = max(len(words) - _GLUED, words.rfind("\n") + 1, 0)
    return f'{escape(words[:cut])}<span class="glue">{escape(words[cut:])}{marks}</span>'


def nothing_found(answer: Answer) -> str:
    rows = "".join(
        f"<li><b>{escape(hit.title)}</b><p>{escape(short(hit.text))}</p></li>" for hit in answer.nearest
    )
    near = f"<h4>可能相关（不是答案）</h4><ul>{rows}</ul>" if rows else ""
    return (
        f'<div class="none"><h3>{escape(answer.reason)}</h3>'
        f"<p>没有哪份资料直接回答这个问题，所以这里不给结论。</p>{near}</div>"
    )


def _related(questions: Sequence[str]) -> str:
    if not questions:
        return ""
    items = "".join(
        f'<button type="button" class="rel" data-ask="{escape(q)}">{escape(q)}</button>' for q in questions
    )
    return f'<div class="related"><h4>接着问</h4>{items}</div>'


def source_panel(view: SourceView | None, turn: int = 0, total: int = 0) -> str:
    """A citation in its text. ``turn`` and its number of citations let the panel move along them."""
    if view is None:
        return '<div class="src empty"><p>点句末的编号，这里显示出处。</p></div>'
    citation, metadata = view.citation, view.version.metadata
    tone = "live" if view.standing.in_force else "dead"
    state = f'<span class="st {tone}">{escape(view.standing.label)}</span>'
    digest = (
        '<p class="digest">这是本项目写的要点整理，不是文件原文；引用文件时请核对原文。</p>'
        if citation.form is Form.DIGEST
        else ""
    )
    facts = [
        ("发文机关", metadata.issuer),
        ("文号", metadata.number),
        ("施行日期", str(metadata.effective or "")),
        ("适用范围", metadata.scope),
        ("来源文件", view.version.source_name),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    page = f"第 {citation.page} {view.version.page_unit} · " if citation.page else ""
    path = escape(" › ".join(citation.path))
    made_up = _FICTIONAL if citation.kind is Kind.CASE and is_fictional(view.version) else ""
    badge = level_badge(citation.level, citation.kind.label)
    return (
        f'<div class="src" tabindex="-1" role="region" aria-label="来源" '
        f'data-turn="{turn}" data-at="{citation.n}">{_panel_head(citation.n, total)}'
        f'<div class="in"><h3>{escape(citation.title)}</h3>'
        f'<div class="bg">{badge}{made_up}{state}</div>{digest}'
        f'<dl class="kv">{rows}</dl><div class="path">{page}{path}</div>'
        f'<div class="paper" tabindex="0" aria-label="原文">{escape(view.before)}'
        f"<mark>{escape(citation.quote)}</mark>{escape(view.after)}</div></div></div>"
    )


def _panel_head(n: int, total: int) -> str:
    back = " disabled" if n <= 1 else ""
    on = " disabled" if n >= total else ""
    return (
        f'<div class="hd"><span class="no">{n}</span><h2>来源</h2><span>第 {n} 处，共 {total} 处</span>'
        f'<button type="button" class="step prev" aria-label="上一处"{back}>‹</button>'
        f'<button type="button" class="step next" aria-label="下一处"{on}>›</button>'
        '<button type="button" class="close" aria-label="关闭来源">×</button></div>'
    )

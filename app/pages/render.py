"""Pure: values to HTML. The one place where text is escaped; nothing else writes tags."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.desk import SourceView
from app.model import Answer, Citation
from index.model import Hit
from ingest.model import Form, Level, Status
from ingest.records import DocumentRecord

PAGES = (("/", "提问"), ("/library/", "资料"), ("/evaluate/", "评估"))

_LEVEL_CLASS = {
    Level.LAW: "lv1",
    Level.REGULATION: "lv1",
    Level.JUDICIAL: "lv1",
    Level.MINISTRY: "lv2",
    Level.NORMATIVE: "lv2",
    Level.LOCAL: "lv3",
    Level.SCHOOL: "lv4",
    Level.STUDIO: "lv5",
}
_STATUS_CLASS = {
    Status.DRAFT: "draft",
    Status.SUBMITTED: "waiting",
    Status.PUBLISHED: "live",
    Status.WITHDRAWN: "gone",
}


def header(current: str) -> str:
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == current else ""}>{escape(name)}</a>'
        for path, name in PAGES
    )
    return (
        '<header class="top"><div class="brand">班主任工作室<span>·</span>知识助手</div>'
        f'<nav aria-label="主要功能">{links}</nav></header>'
    )


def level_badge(level: Level | None, kind_label: str) -> str:
    if level is None:
        return f'<span class="lv lv5">{escape(kind_label)}</span>'
    return f'<span class="lv {_LEVEL_CLASS[level]}">{escape(level.value)}</span>'


def cited_title(citation: Citation) -> str:
    """The document's name with the place; a digest always says that it is not the rule's words."""
    title = citation.title
    if citation.form is Form.DIGEST and "非原文" not in title:
        title += "（要点整理，非原文）"
    place = " › ".join(citation.path[-2:])
    return escape(f"{title}·{place}" if place else title)


def thread(turns: Sequence[Answer], documents: int) -> str:
    if not turns:
        return welcome(documents)
    articles = "".join(turn(answer, index) for index, answer in enumerate(turns))
    return f'<div class="thread" aria-live="polite">{articles}</div>'


EXAMPLES = (
    "学生上课玩手机怎么处理",
    "家长在群里骂老师怎么办",
    "申请当工作室主持人要当几年班主任",
    "期中考试后的班会怎么开",
)


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


def turn(answer: Answer, index: int) -> str:
    title = f'<h2 class="askq">{escape(answer.question)}</h2>'
    if not answer.answered:
        return f'<article class="turn" aria-label="回答">{title}{nothing_found(answer)}</article>'
    by_number = {citation.n: citation for citation in answer.citations}
    sections = []
    for section in answer.sections:
        items = "".join(
            _statement(statement.text, [by_number[n] for n in statement.citations], index)
            for statement in section.statements
        )
        sections.append(f'<section class="grp"><h3>{section.kind.label}</h3><ul>{items}</ul></section>')
    note = f'<p class="askm">以下都是资料里的原句，点编号看出处，共 {len(answer.citations)} 处</p>'
    related = _related(answer.related)
    return f'<article class="turn" aria-label="回答">{title}{note}{"".join(sections)}{related}</article>'


def _statement(text: str, citations: Sequence[Citation], index: int) -> str:
    marks = "".join(
        f'<button type="button" class="cite" data-turn="{index}" data-cite="{c.n}" '
        f'aria-label="引用 {c.n}：{escape(c.title)} {escape(c.clause)}">{c.n}</button>'
        for c in citations
    )
    first = citations[0]
    badge = level_badge(first.level, first.kind.label)
    # A digest is our sentence about a rule: it is never set in quotation marks, and says what it is.
    digest = first.form is Form.DIGEST
    shown = escape(text) if digest else f"「{escape(text)}」"
    own = '<span class="lv own">要点整理，非原文</span>' if digest else ""
    return (
        f'<li class="q"><p>{shown}{marks}</p>'
        f'<div class="s">{own}{badge}<span>{cited_title(first)}</span></div></li>'
    )


def nothing_found(answer: Answer) -> str:
    rows = "".join(
        f"<li><b>{escape(hit.title)}</b><p>{escape(_short(hit.text))}</p></li>" for hit in answer.nearest
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


def source_panel(view: SourceView | None, total: int = 0) -> str:
    if view is None:
        return '<div class="src empty"><p>点句末的编号，这里显示出处。</p></div>'
    citation, metadata = view.citation, view.version.metadata
    state = (
        '<span class="st live">现行有效</span>'
        if citation.in_force
        else '<span class="st dead">不是现行版本</span>'
    )
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
    return (
        f'<div class="src" tabindex="-1"><div class="hd"><span class="cite on">{citation.n}</span>'
        f"<h2>来源</h2><span>第 {citation.n} 处，共 {total} 处</span>"
        '<button type="button" class="close" aria-label="关闭来源">×</button></div>'
        f"<h3>{escape(citation.title)}</h3>"
        f'<div class="bg">{level_badge(citation.level, citation.kind.label)}{state}</div>{digest}'
        f'<dl class="kv">{rows}</dl><div class="path">{page}{path}</div>'
        f'<div class="paper">{escape(view.before)}<mark>{escape(citation.quote)}</mark>'
        f"{escape(view.after)}</div></div>"
    )


def document_table(records: Sequence[DocumentRecord]) -> str:
    rows = "".join(
        f'<tr tabindex="0" data-doc="{escape(r.id)}"><td><b>{escape(r.metadata.title)}</b>'
        f"<small>{escape(r.source_name)}</small></td><td>{r.metadata.kind.label}</td>"
        f"<td>{escape('、'.join(r.metadata.stages) or '通用')}</td>"
        f'<td><span class="st {_STATUS_CLASS[r.status]}">{r.status.label}</span></td>'
        f"<td>{r.passages}</td></tr>"
        for r in records
    )
    if not rows:
        return '<div class="none"><h3>没有符合的资料</h3></div>'
    return (
        '<table class="docs"><thead><tr><th>题名</th><th>类别</th><th>学段</th><th>状态</th>'
        f"<th>段落</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def hit_rows(hits: Sequence[Hit]) -> str:
    return "".join(
        f"<li><b>{escape(h.title)}</b> {escape(' › '.join(h.path))}<p>{escape(_short(h.text))}</p></li>"
        for h in hits
    )


def message(text: str, tone: str = "bad") -> str:
    return f'<p class="message {tone}" role="alert">{escape(text)}</p>' if text else ""


def _short(text: str, limit: int = 100) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"


def outline_panel(lines: Sequence[str]) -> str:
    if not lines:
        return '<div class="none"><h3>选一份资料看目录</h3><p>点左边的一行。</p></div>'
    return f'<div class="tree" tabindex="0" aria-label="目录">{escape(chr(10).join(lines))}</div>'


def upload_report(rows: Sequence[tuple[str, str, list[str]]]) -> str:
    """One line a file: its documents, or why it failed."""
    parts = []
    for name, error, documents in rows:
        if error:
            parts.append(message(f"{name}：{error}"))
        parts.extend(message(f"{name} → {line}", "ok") for line in documents)
    return "".join(parts)


def figures(rows: Sequence[tuple[str, str, str]]) -> str:
    """Cards of (value, name, explanation)."""
    cards = "".join(
        f'<div class="figure"><b>{escape(value)}</b><span>{escape(name)}</span><br>'
        f"<span>{escape(note)}</span></div>"
        for value, name, note in rows
    )
    return f'<div class="figures">{cards}</div>'


def question_table(rows: Sequence[tuple[str, str, str, str]]) -> str:
    """(question, type, rank of the first gold clause or 未找到, what was first)."""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        '<table class="docs"><thead><tr><th>问题</th><th>题型</th><th>答案排在</th><th>排第一的是</th></tr>'
        f"</thead><tbody>{body}</tbody></table>"
    )


def heading(text: str) -> str:
    return f'<h2 class="askq">{escape(text)}</h2>'

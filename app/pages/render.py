"""Pure: values to HTML, what the pages share. Text is escaped here and in the two views beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from app.access import NOBODY, Account, Act
from app.routes import open_to
from app.studio import CHINA
from ingest.model import Level, Status

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
    Status.PURGED: "gone",
}


def header(current: str, account: Account = NOBODY, token: str = "") -> str:
    """The pages that ``account`` may open, with ``current`` marked, and who is logged in.

    ``token`` goes with the form that logs out.
    """
    links = "".join(
        f'<a href="{page.address}"{" aria-current=page" if page.address == current else ""}>{escape(page.name)}</a>'
        for page in open_to(account)
    )
    return (
        '<header class="top"><div class="brand">班主任工作室<span>·</span>知识助手</div>'
        f'<nav aria-label="主要功能">{links}</nav>{_who(account, token) if account.role else ""}</header>'
    )


def _who(account: Account, token: str) -> str:
    if not account.name or account.role is None:
        return '<div class="me"><span>没有登录</span><a href="/login">登录</a></div>'
    past = '<a class="to-past" href="/#past">最近提问</a>' if Act.HISTORY in account.acts else ""
    # Side by side where there is room; on a telephone a menu, which the browser opens without any script.
    return (
        f'<div class="me"><div class="mine" id="mine" popover><span><b>{escape(account.name)}</b> {account.role.label}</span>'
        f'{past}<a href="/password">改密码</a>'
        f'<form method="post" action="/logout">{form_field(token)}<button>退出</button></form></div>'
        '<button type="button" class="who" popovertarget="mine" aria-label="我的：最近提问、改密码、退出">我的</button></div>'
    )


def form_field(token: str) -> str:
    """What every form carries, so that other sites' forms are told from ours."""
    return f'<input type="hidden" name="token" value="{escape(token)}">'


def level_badge(level: Level | None, kind_label: str) -> str:
    if level is None:
        return f'<span class="lv lv5">{escape(kind_label)}</span>'
    return f'<span class="lv {_LEVEL_CLASS[level]}">{escape(level.value)}</span>'


def status_badge(status: Status) -> str:
    return f'<span class="st {_STATUS_CLASS[status]}">{status.label}</span>'


def message(text: str, tone: str = "bad") -> str:
    """A sentence in place. ``tone``: bad, warn or ok."""
    return f'<p class="message {tone}" role="alert">{escape(text)}</p>' if text else ""


def progress(text: str, done: int, total: int) -> str:
    """How far long work is; ``total`` 0 where that is not known yet."""
    known = f' {done}/{total} <progress max="{total}" value="{done}"></progress>' if total else ""
    return f'<p class="message warn" role="status">{escape(text)}{known}</p>'


def short(text: str, limit: int = 100) -> str:
    """One line of at most ``limit`` characters and an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"


def local(moment: datetime) -> str:
    """A stored instant as the minute in China."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def heading(text: str) -> str:
    return f'<h2 class="askq">{escape(text)}</h2>'


def figures(rows: Sequence[tuple[str, str, str]]) -> str:
    """Cards of (value, name, explanation)."""
    cards = "".join(
        f'<div class="figure"><b>{escape(value)}</b><span>{escape(name)}</span><br>'
        f"<span>{escape(note)}</span></div>"
        for value, name, note in rows
    )
    return f'<div class="figures">{cards}</div>'


def table(name: str, heads: Sequence[str], body: str, *, first: str = "") -> str:
    """A table that scrolls sideways within itself where the window is too narrow.

    ``body`` is HTML, and so is ``first``, a head before the others.
    """
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    return (
        f'<div class="across" tabindex="0" role="region" aria-label="表格，可左右滑动">'
        f'<table class="docs {name}"><thead><tr>{first}{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def unnested(text: str) -> str:
    """《《甲》乙》丙 as 《甲》乙丙: a digest's title carries its own brackets."""
    if not text.startswith("《《"):
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "《") - (sign == "》")
        if depth == 0:
            return text[1:place] + text[place + 1 :]
    return text[1:]

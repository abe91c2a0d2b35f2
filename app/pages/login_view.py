"""登录、首次设置、修改密码: plain forms, which work before anything of Gradio may be loaded."""

from __future__ import annotations

from html import escape

from app.accounts_rules import LONGEST_NAME, LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.pages import render
from app.pages.shell import document

_ADVICE = f"至少 {SHORTEST_PASSWORD} 个字符，例如几个不相干的词连起来。"
_FIRST = "现在的密码是管理员设的。请先改成只有自己知道的，改好就可以用了。"


def login_page(top: str, token: str, following: str, name: str = "", problem: str = "") -> str:
    """``following`` is the path to go to afterwards; ``problem`` says why the last try failed."""
    fields = (
        _field("账号", "name", value=name, complete="username", focus=not name)
        + _field("密码", "password", kind="password", complete="current-password", focus=bool(name))
        + f'<input type="hidden" name="next" value="{escape(following)}">'
    )
    note = "没有账号或忘了密码，请找工作室的管理员。"
    return _form_page("登录", top, _form("/login", token, fields, "登录"), render.message(problem), note)


def setup_page(top: str, token: str, name: str = "", problem: str = "", code: str = "") -> str:
    """The first account of a home. Whoever mistypes a password need not copy the code once more."""
    fields = (
        _field("设置码（印在启动本系统的窗口里）", "code", value=code, complete="off", focus=not code)
        + _field("管理员的账号名", "name", value=name, complete="username")
        + _passwords()
    )
    note = "这个账号管理其他账号，也能做所有的事。建好以后设置码作废。"
    form = _form("/setup", token, fields, "建立管理员账号")
    return _form_page("首次设置", top, form, render.message(problem), note)


def password_page(top: str, token: str, name: str, problem: str = "", *, first: bool = False) -> str:
    """``first``: the password is one that somebody else has set, and nothing is open before it is changed."""
    fields = (
        # Password managers look for the name that the password belongs to.
        f'<input type="hidden" name="username" autocomplete="username" value="{escape(name)}">'
        + _field("现在的密码", "old", kind="password", complete="current-password", focus=True)
        + _passwords()
    )
    note = "改好以后，在别处的登录和令牌都会失效。"
    said = render.message(_FIRST, "warn") if first and not problem else render.message(problem)
    return _form_page("修改密码", top, _form("/password", token, fields, "修改密码"), said, note)


def _form_page(title: str, top: str, form: str, said: str, note: str) -> str:
    """``said``: a message as HTML, or nothing."""
    body = f'<main class="lost entry"><h1>{title}</h1>{said}{form}<p class="note">{note}</p></main>'
    return document(title, body, top)


def _passwords() -> str:
    return (
        _field("新密码", "password", kind="password", complete="new-password")
        + _field("再输一遍新密码", "again", kind="password", complete="new-password")
        + f'<p class="note">{_ADVICE}</p>'
    )


def _form(action: str, token: str, fields: str, button: str) -> str:
    return (
        f'<form method="post" action="{action}" class="fields">{render.form_field(token)}{fields}'
        f'<button class="btn main">{button}</button></form>'
    )


def _field(
    label: str, name: str, *, kind: str = "text", value: str = "", complete: str = "off", focus: bool = False
) -> str:
    longest = LONGEST_PASSWORD if kind == "password" else LONGEST_NAME
    return (
        f'<label>{label}<input type="{kind}" name="{name}" value="{escape(value)}" autocomplete="{complete}" '
        f'maxlength="{longest}" required autocapitalize="none" spellcheck="false"{" autofocus" if focus else ""}></label>'
    )

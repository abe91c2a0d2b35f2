"""账号: who has an account, and a form for each thing that an administrator does with it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.access import Role
from app.accounts import Listed
from app.accounts_rules import LONGEST_NAME, LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.pages import render
from app.pages.shell import document

_HEADS = ("账号", "角色", "状态", "建立于", "改角色", "重设密码")
_MEANS = {
    Role.TEACHER: "提问、阅读、反馈",
    Role.HOST: "还能导入、审核、发布资料",
    Role.EVALUATOR: "还能评估和评判",
    Role.ADMIN: "所有的事，包括管理账号",
}


_NEXT = (
    '<p class="message ok next">接下来：<a href="#add">给每位老师建账号</a>，<a href="/library/">导入本室的资料</a>，'
    '<a href="/doc/">看看已有哪些资料</a>，然后<a href="/">提一个问题试试</a>。</p>'
)
"""For whoever has just set the system up, until there is a second account."""


def admin_page(
    top: str, token: str, accounts: Sequence[Listed], said: str = "", tone: str = "bad", *, own: str = ""
) -> str:
    """``said``: what came of the last form, in ``tone`` ok or bad. ``own``: the account of whoever looks."""
    rows = "".join(_row(one, token, own) for one in accounts)
    table = render.table("accounts", (*_HEADS, ""), rows)
    following = _NEXT if len(accounts) == 1 and not said else ""
    meanings = "".join(f"<dt>{role.label}</dt><dd>{words}</dd>" for role, words in _MEANS.items())
    body = (
        f'<main class="lost wide"><h1>账号</h1>{render.message(said, tone)}{following}{table}'
        f'<h2 id="add">添加账号</h2>{_adding(token)}<dl class="kv">{meanings}</dl></main>'
    )
    return document("账号", body, top)


def _row(one: Listed, token: str, own: str) -> str:
    name, role = one.account.name, one.account.role
    tokens = f"，{len(one.tokens)} 个令牌" if one.tokens else ""
    roles = _form("role", token, name, f"{_roles(role, f'{name} 的角色')}<button class=btn>改</button>")
    password = _form("password", token, name, f"{_secret(f'{name} 的新密码')}<button class=btn>重设</button>")
    shown = (
        escape(name),
        role.label if role else "",
        f"{_state(one)}{tokens}",
        render.local(one.created),
        roles,
        password,
    )
    # On a telephone the heads of the columns are out of sight: each cell carries its own.
    cells = "".join(f'<td data-head="{head}">{inner}</td>' for head, inner in zip(_HEADS, shown, strict=True))
    return f"<tr>{cells}<td>{_switch(one, token, own)}</td></tr>"


def _state(one: Listed) -> str:
    if one.disabled:
        return "已停用"
    if one.locked:
        return "密码错太多次，暂时锁住"
    return "可用，还没改密码" if one.account.must_change else "可用"


def _switch(one: Listed, token: str, own: str) -> str:
    """To enable needs no second thought, to disable does: the button opens what it does, and another does it."""
    name = one.account.name
    if one.disabled:
        return _form(
            "enable", token, name, f'<button class="btn" aria-label="启用 {escape(name)}">启用</button>'
        )
    whose = "您自己" if name == own else f"“{escape(name)}”"
    sure = _form("disable", token, name, '<button class="btn bad">确定停用</button>')
    return (
        f'<details class="sure"><summary class="btn" aria-label="停用 {escape(name)}">停用</summary>'
        f"<p>停用{whose}？马上退出登录，令牌作废；提问记录留着，以后可以再启用。</p>{sure}</details>"
    )


def _adding(token: str) -> str:
    return (
        f'<form method="post" action="/admin/add" class="fields">{render.form_field(token)}'
        f'<label>账号名<input name="name" maxlength="{LONGEST_NAME}" required autocomplete="off"></label>'
        f"<label>角色{_roles(Role.TEACHER, '角色')}</label>"
        f"<label>密码（至少 {SHORTEST_PASSWORD} 个字符，本人第一次登录时要改掉）{_secret('密码')}</label>"
        '<button class="btn main">添加</button></form>'
    )


def _form(act: str, token: str, name: str, inner: str) -> str:
    return (
        f'<form method="post" action="/admin/{act}" class="inline">{render.form_field(token)}'
        f'<input type="hidden" name="name" value="{escape(name)}">{inner}</form>'
    )


def _roles(chosen: Role | None, label: str) -> str:
    options = "".join(
        f'<option value="{role.value}"{" selected" if role is chosen else ""}>{role.label}</option>'
        for role in Role
    )
    return f'<select name="role" aria-label="{escape(label)}">{options}</select>'


def _secret(label: str) -> str:
    return (
        f'<input type="password" name="password" aria-label="{escape(label)}" autocomplete="new-password" '
        f'placeholder="至少 {SHORTEST_PASSWORD} 个字符" '
        f'minlength="{SHORTEST_PASSWORD}" maxlength="{LONGEST_PASSWORD}" required>'
    )

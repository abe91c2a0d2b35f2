"""账号: who has an account, and a form for each thing that an administrator does with it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.access import Role
from app.accounts import Listed
from app.accounts_rules import LONGEST_NAME, LONGEST_PASSWORD, SHORTEST_PASSWORD
from app.pages import render
from app.pages.shell import document

_MEANS = {
    Role.TEACHER: "提问、阅读、反馈",
    Role.HOST: "还能导入、审核、发布资料",
    Role.EVALUATOR: "还能评估和评判",
    Role.ADMIN: "所有的事，包括管理账号",
}


def admin_page(top: str, token: str, accounts: Sequence[Listed], said: str = "", tone: str = "bad") -> str:
    """``said``: what came of the last form, in ``tone`` ok or bad."""
    rows = "".join(_row(one, token) for one in accounts)
    table = render.table("accounts", ("账号", "角色", "状态", "建立于", "改角色", "重设密码", ""), rows)
    meanings = "".join(f"<dt>{role.label}</dt><dd>{words}</dd>" for role, words in _MEANS.items())
    body = (
        f'<main class="lost wide"><h1>账号</h1>{render.message(said, tone)}{table}'
        f'<h2>添加账号</h2>{_adding(token)}<dl class="kv">{meanings}</dl></main>'
    )
    return document("账号", body, top)


def _row(one: Listed, token: str) -> str:
    name, role = one.account.name, one.account.role
    state = "已停用" if one.disabled else "密码错太多次，暂时锁住" if one.locked else "可用"
    tokens = f"，{len(one.tokens)} 个令牌" if one.tokens else ""
    roles = _form("role", token, name, f"{_roles(role, f'{name} 的角色')}<button class=btn>改</button>")
    password = _form("password", token, name, f"{_secret(f'{name} 的新密码')}<button class=btn>重设</button>")
    act, word = ("enable", "启用") if one.disabled else ("disable", "停用")
    button = f'<button class="btn" aria-label="{word} {escape(name)}">{word}</button>'
    return (
        f"<tr><td>{escape(name)}</td><td>{role.label if role else ''}</td><td>{state}{tokens}</td>"
        f"<td>{one.created.date()}</td><td>{roles}</td><td>{password}</td><td>{_form(act, token, name, button)}</td></tr>"
    )


def _adding(token: str) -> str:
    return (
        f'<form method="post" action="/admin/add" class="fields">{render.form_field(token)}'
        f'<label>账号名<input name="name" maxlength="{LONGEST_NAME}" required autocomplete="off"></label>'
        f"<label>角色{_roles(Role.TEACHER, '角色')}</label>"
        f"<label>密码（至少 {SHORTEST_PASSWORD} 个字符，交给本人后请他改掉）{_secret('密码')}</label>"
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
        f'minlength="{SHORTEST_PASSWORD}" maxlength="{LONGEST_PASSWORD}" required>'
    )

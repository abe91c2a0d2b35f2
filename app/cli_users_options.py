"""The grammar of `studio users`, apart from that of the other commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from app.cli_options import roles

_ACTIONS = (
    ("add", "添加账号；密码在终端里输入两遍，本人第一次登录要改掉"),
    ("list", "列出账号"),
    ("passwd", "重设密码，原来的登录和令牌都失效；本人下次登录要改掉"),
    ("role", "改角色"),
    ("disable", "停用账号，立即生效"),
    ("enable", "启用账号"),
    ("token", "发放 REST 令牌，只显示这一次"),
    ("tokens", "列出这个账号的令牌和编号（不显示令牌本身）"),
    ("revoke", "收回一个令牌，别的照常用；编号见 users tokens"),
    ("forget", "删除这个账号的提问记录"),
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], run: Callable[[str], Any]) -> None:
    """``run`` names the function that does it: ``users_`` and the word, ``users_listing`` for list."""
    users = commands.add_parser("users", help="管理账号")
    actions = users.add_subparsers(required=True, metavar="动作")
    for name, help_ in _ACTIONS:
        action = actions.add_parser(name, help=help_)
        if name != "list":
            action.add_argument("name", metavar="NAME")
        if name in ("list", "tokens"):
            action.add_argument("--json", action="store_true", help="只输出一个 JSON 值")
        if name == "role":
            action.add_argument("role", type=roles, metavar="ROLE")
        if name == "revoke":
            action.add_argument("id", metavar="ID", help="users tokens 列出的编号")
        if name == "add":
            action.add_argument("--role", type=roles, required=True, help="teacher host evaluator admin")
        if name in ("add", "passwd"):
            action.add_argument("--password-stdin", action="store_true", help="从标准输入读密码，只读一行")
        if name == "token":
            action.add_argument("--label", required=True, help="给谁用")
        action.set_defaults(run=run(f"users_{'listing' if name == 'list' else name}"))

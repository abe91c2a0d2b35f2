"""`studio users`: accounts from the server's own machine, for a start and for who has forgotten a password."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import Any

from app.access import Account, operator
from app.accounts import Accounts, Listed
from app.cli_output import Bar, print_json
from app.history import History
from app.settings import Settings
from app.studio import CHINA, open_studio
from ingest.catalog_accounts import TokenRecord
from ingest.errors import StudioError


def add(arguments: argparse.Namespace, settings: Settings) -> int:
    password = _password(arguments)
    return _done(
        settings,
        lambda accounts, by: accounts.add(arguments.name, arguments.role, password, by=by),
        f"已添加 {arguments.name}（{arguments.role.label}）。第一次登录要先改密码。",
    )


def listing(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings, progress=Bar()) as studio:
        found = Accounts(studio.catalog).listed(operator(settings.actor))
    if arguments.json:
        print_json({"users": [_row(one) for one in found]})
        return 0
    for one in found:
        tokens = "、".join(token.label for token in one.tokens)
        role = one.account.role.label if one.account.role else ""
        state = "  已停用" if one.disabled else "  密码错太多次，暂时锁住" if one.locked else ""
        state += "  还没改密码" if one.account.must_change else ""
        print(f"{one.account.name}  {role}{state}{f'  令牌：{tokens}' if tokens else ''}")
    print(f"共 {len(found)} 个账号。")
    return 0


def passwd(arguments: argparse.Namespace, settings: Settings) -> int:
    password = _password(arguments)
    return _done(
        settings,
        lambda accounts, by: accounts.set_password(arguments.name, password, by=by),
        f"已重设 {arguments.name} 的密码，原来的登录和令牌都已失效；下次登录要先改成自己的密码。",
    )


def role(arguments: argparse.Namespace, settings: Settings) -> int:
    return _done(
        settings,
        lambda accounts, by: accounts.set_role(arguments.name, arguments.role, by=by),
        f"{arguments.name} 现在是{arguments.role.label}，要重新登录。",
    )


def disable(arguments: argparse.Namespace, settings: Settings) -> int:
    return _done(
        settings,
        lambda accounts, by: accounts.set_disabled(arguments.name, True, by=by),
        f"已停用 {arguments.name}。",
    )


def enable(arguments: argparse.Namespace, settings: Settings) -> int:
    return _done(
        settings,
        lambda accounts, by: accounts.set_disabled(arguments.name, False, by=by),
        f"已启用 {arguments.name}。",
    )


def token(arguments: argparse.Namespace, settings: Settings) -> int:
    """The secret alone on standard output, so that a script can take it."""
    with open_studio(settings, progress=Bar()) as studio:
        secret = Accounts(studio.catalog).add_token(
            arguments.name, arguments.label, by=operator(settings.actor)
        )
    print(secret)
    print("请现在就存好，以后不再显示。用法：Authorization: Bearer 令牌", file=sys.stderr)
    return 0


def tokens(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings, progress=Bar()) as studio:
        found = Accounts(studio.catalog).tokens(arguments.name, by=operator(settings.actor))
    if arguments.json:
        print_json({"tokens": [_token(one) for one in found]})
        return 0
    for one in found:
        print(f"{one.id}  {one.label}  发放于 {one.created.astimezone(CHINA):%Y-%m-%d %H:%M}")
    print(f"共 {len(found)} 个令牌。收回一个：studio users revoke {arguments.name} 编号")
    return 0


def revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings, progress=Bar()) as studio:
        label = Accounts(studio.catalog).revoke_token(
            arguments.name, arguments.id, by=operator(settings.actor)
        )
    print(f"已收回 {arguments.name} 的令牌“{label}”，它不能再用了。")
    return 0


def forget(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings, progress=Bar()) as studio:
        gone = History(studio.catalog, operator(settings.actor), settings.question_days).forget(
            arguments.name
        )
    print(f"已删除 {arguments.name} 的提问记录 {gone} 条。")
    return 0


def _done(settings: Settings, work: Callable[[Accounts, Account], object], said: str) -> int:
    with open_studio(settings, progress=Bar()) as studio:
        work(Accounts(studio.catalog), operator(settings.actor))
    print(said)
    return 0


def _password(arguments: argparse.Namespace) -> str:
    """Twice from the terminal, or a line of standard input. It is never an argument: others see those."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise StudioError("这里没有终端可以输入密码。请加 --password-stdin，从标准输入给密码。")
    password = getpass.getpass("密码：")
    if getpass.getpass("再输一遍：") != password:
        raise StudioError("两次输入的密码不一样，什么也没有改。")
    return password


def _token(one: TokenRecord) -> dict[str, str]:
    return {"id": one.id, "label": one.label, "created": one.created.isoformat()}


def _row(one: Listed) -> dict[str, Any]:
    return {
        "name": one.account.name,
        "role": one.account.role.value if one.account.role else None,
        "disabled": one.disabled,
        "locked": one.locked,
        "must_change": one.account.must_change,
        "created": one.created.isoformat(),
        "tokens": [token.label for token in one.tokens],
    }

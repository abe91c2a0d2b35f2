"""`studio users`: accounts from the command line. A password is never an argument and never printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.access import Role
from app.accounts import Accounts
from ingest.catalog import Catalog
from tests.serving import PASSWORD, ROOT
from tests.test_cli import studio, value


def users(*arguments: str, home: Path, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli", "--home", str(home), "users", *arguments]
    return subprocess.run(
        command,
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=ROOT,
        check=False,
    )


@pytest.fixture
def place(home: Path) -> Path:
    """A home that has begun without the shipped corpus."""
    with Catalog.open(home / "catalog.db"):
        return home


def test_the_life_of_an_account(place: Path):
    done = users("add", "李老师", "--role", "教师", "--password-stdin", home=place, said=f"{PASSWORD}\n")
    assert (done.returncode, done.stdout) == (0, "已添加 李老师（教师）。第一次登录要先改密码。\n")
    again = users("add", "李老师", "--role", "teacher", "--password-stdin", home=place, said=PASSWORD)
    assert again.returncode == 1 and "已有账号" in again.stderr
    assert users("role", "李老师", "host", home=place).returncode == 0
    assert users("disable", "李老师", home=place).returncode == 0
    listed = value(users("list", "--json", home=place))["users"]
    assert [(one["name"], one["role"], one["disabled"]) for one in listed] == [("李老师", "host", True)]
    assert users("enable", "李老师", home=place).returncode == 0
    new = "后天体育课换成美术课了"
    assert users("passwd", "李老师", "--password-stdin", home=place, said=f"{new}\r\n").returncode == 0
    token = users("token", "李老师", "--label", "教务系统", home=place)
    [known] = value(users("tokens", "李老师", "--json", home=place))["tokens"]
    assert known["label"] == "教务系统" and known["id"] in users("tokens", "李老师", home=place).stdout
    with Catalog.open(place / "catalog.db") as catalog:
        accounts = Accounts(catalog)
        assert accounts.session(accounts.log_in("李老师", new, "10.0.0.1"))
        holder = accounts.bearer(token.stdout.strip())
        assert holder and (holder.name, holder.role) == ("李老师", Role.HOST)
        assert {entry.actor for entry in catalog.audit_trail()} == {"命令行"}
    assert "李老师  主持人  还没改密码  令牌：教务系统" in users("list", home=place).stdout
    taken = users("revoke", "李老师", known["id"], home=place)
    assert (taken.returncode, taken.stdout) == (0, "已收回 李老师 的令牌“教务系统”，它不能再用了。\n")
    again = users("revoke", "李老师", known["id"], home=place)
    assert again.returncode == 1 and "没有编号" in again.stderr
    assert "共 0 个令牌" in users("tokens", "李老师", home=place).stdout


@pytest.mark.parametrize(
    ("arguments", "said", "why"),
    [
        (("add", "新人", "--role", "host", "--password-stdin"), "短\n", "10"),
        (("add", "新人", "--role", "host", "--password-stdin"), "", "10"),
        (("add", "新人", "--role", "host"), PASSWORD, "--password-stdin"),
        (("passwd", "没有这个人", "--password-stdin"), f"{PASSWORD}\n", "没有账号"),
        (("role", "没有这个人", "host"), "", "没有账号"),
        (("token", "没有这个人", "--label", "x"), "", "没有账号"),
        (("token", "没有这个人", "--label", " "), "", "给谁用"),
    ],
)
def test_a_mistake_is_one_sentence(place: Path, arguments: tuple[str, ...], said: str, why: str):
    done = users(*arguments, home=place, said=said)
    assert done.returncode == 1 and why in done.stderr and done.stderr.count("\n") == 1
    assert not done.stdout


def test_an_unknown_role_is_wrong_usage(place: Path):
    done = studio("users", "add", "新人", "--role", "king", home=place)
    assert done.returncode == 2 and "角色" in done.stderr

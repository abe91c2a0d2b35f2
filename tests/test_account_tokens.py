"""A password that somebody else has set opens nothing but its own change; and tokens, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import Account, Act, PasswordNeededError, Role, operator, require
from app.accounts import Accounts
from app.accounts_setup import SetUp
from app.desk import Desk
from ingest.catalog import Catalog
from ingest.errors import StudioError
from tests.serving import PASSWORD

ADMIN = operator("test")
OTHER, THIRD = "后天体育课换成美术课了", "图书角的绿萝又长了三片叶"


@pytest.fixture
def accounts(home: Path) -> Iterator[Accounts]:
    with Catalog.open(home / "catalog.db") as catalog:
        found = Accounts(catalog)
        found.add("李老师", Role.HOST, PASSWORD, by=ADMIN)
        yield found


def logged_in(accounts: Accounts, name: str, password: str) -> Account:
    account = accounts.session(accounts.log_in(name, password, "10.0.0.1"))
    assert account
    return account


def test_a_password_that_the_administrator_set_is_changed_before_anything_else(accounts: Accounts):
    account = logged_in(accounts, "李老师", PASSWORD)
    assert account.acts == {Act.PASSWORD} and not account.curator
    assert accounts.named("李老师").acts == {Act.PASSWORD}
    for act in set(Act) - {Act.PASSWORD}:
        with pytest.raises(PasswordNeededError, match="先改密码"):
            require(account, act)
    accounts.change_password(account, PASSWORD, OTHER, "10.0.0.1")
    assert logged_in(accounts, "李老师", OTHER) == Account("李老师", Role.HOST)
    accounts.set_password("李老师", THIRD, by=ADMIN)
    assert logged_in(accounts, "李老师", THIRD).acts == {Act.PASSWORD}
    [listed] = accounts.listed(ADMIN)
    assert listed.account.must_change


def test_whoever_chose_a_password_need_not_choose_another(home: Path):
    with Catalog.open(home / "catalog.db") as catalog:
        accounts = Accounts(catalog)
        setup = SetUp(accounts)
        setup.finish(setup.code, "陈主任", PASSWORD)
        first = logged_in(accounts, "陈主任", PASSWORD)
        assert first.acts == set(Act)
        accounts.set_password("陈主任", OTHER, by=first)
        assert logged_in(accounts, "陈主任", OTHER).acts == set(Act)


def test_no_service_works_with_a_password_of_the_administrators(accounts: Accounts):
    desk = Desk(None, Account("李老师", Role.HOST, must_change=True))  # type: ignore[arg-type]
    for refused in (desk.published, desk.documents, desk.states):
        with pytest.raises(PasswordNeededError):
            refused()


def test_a_program_needs_no_password_of_its_own(accounts: Accounts):
    token = accounts.add_token("李老师", "教务系统", by=ADMIN)
    assert accounts.bearer(token) == Account("李老师", Role.HOST)


def test_tokens_are_listed_and_taken_back_one_by_one(accounts: Accounts):
    secrets = {label: accounts.add_token("李老师", label, by=ADMIN) for label in ("教务系统", "大屏")}
    listed = {token.label: token.id for token in accounts.tokens("李老师", by=ADMIN)}
    assert list(listed) == ["教务系统", "大屏"]
    for label, id in listed.items():
        assert len(id) == 8 and id not in secrets[label]
    accounts.add("王老师", Role.TEACHER, PASSWORD, by=ADMIN)
    for name, id in (("李老师", "00000000"), ("王老师", listed["大屏"]), ("李老师", "%"), ("李老师", "")):
        with pytest.raises(StudioError, match="没有编号"):
            accounts.revoke_token(name, id, by=ADMIN)
    assert accounts.revoke_token("李老师", f" {listed['大屏'].upper()}", by=ADMIN) == "大屏"
    assert accounts.bearer(secrets["大屏"]) is None
    assert accounts.bearer(secrets["教务系统"])
    assert accounts.catalog.audit_trail()[-1].detail == "李老师：收回令牌「大屏」"


def test_a_disabled_account_gets_no_token(accounts: Accounts):
    accounts.set_disabled("李老师", True, by=ADMIN)
    with pytest.raises(StudioError, match="已停用，不能发放令牌"):
        accounts.add_token("李老师", "教务系统", by=ADMIN)
    assert accounts.tokens("李老师", by=ADMIN) == []

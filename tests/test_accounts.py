"""Accounts: what a password may be, how long a session lasts, how guessing is slowed, what is stored of it all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access import Account, ForbiddenError, LoginNeededError, Role, operator
from app.accounts import ABSOLUTE, SLIDING, Accounts
from app.accounts_rules import check_password, checked_name
from app.accounts_setup import MOST_ATTEMPTS, SetUp
from app.accounts_throttle import FREE_FOR_ADDRESS, FREE_FOR_NAME, LONGEST_LOCK, counted
from ingest.catalog import Catalog
from ingest.errors import StudioError
from tests.serving import PASSWORD

ADMIN = operator("test")
OTHER = "后天体育课换成美术课了"
START = datetime(2026, 11, 21, 8, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(home: Path, clock: Clock) -> Iterator[Accounts]:
    with Catalog.open(home / "catalog.db") as catalog:
        found = Accounts(catalog, clock)
        found.add("李老师", Role.TEACHER, PASSWORD, by=ADMIN, must_change=False)
        found.add("陈主任", Role.ADMIN, PASSWORD, by=ADMIN, must_change=False)
        yield found


def refused(accounts: Accounts, name: str, password: str, address: str = "10.0.0.1") -> str:
    with pytest.raises(StudioError) as caught:
        accounts.log_in(name, password, address)
    return str(caught.value)


def test_a_session_slides_and_ends(accounts: Accounts, clock: Clock):
    secret = accounts.log_in("李老师", PASSWORD, "10.0.0.1")
    assert accounts.session(secret) == Account("李老师", Role.TEACHER)
    clock.pass_(hours=11)
    assert accounts.session(secret)
    clock.pass_(hours=11)
    assert accounts.session(secret), "the last use put its end off"
    clock.now += SLIDING
    assert accounts.session(secret) is None


def test_a_request_waits_for_no_other_program_that_writes(accounts: Accounts, clock: Clock, home: Path):
    secret = accounts.log_in("李老师", PASSWORD, "10.0.0.1")
    clock.pass_(hours=11)
    with Catalog.open(home / "catalog.db") as other, other.writing():
        assert accounts.session(secret) is not None
    clock.pass_(minutes=1)
    assert accounts.session(secret) is not None, "now it is put off"
    clock.pass_(hours=11)
    assert accounts.session(secret) is not None


def test_a_session_ends_after_a_week_whatever_happens(accounts: Accounts, clock: Clock):
    secret = accounts.log_in("李老师", PASSWORD, "10.0.0.1")
    while clock.now < START + ABSOLUTE - timedelta(hours=6):
        clock.pass_(hours=6)
        assert accounts.session(secret)
    clock.pass_(hours=6)
    assert accounts.session(secret) is None


def test_logging_out_ends_the_session(accounts: Accounts):
    secret, other = (accounts.log_in("李老师", PASSWORD, "10.0.0.1") for _ in range(2))
    accounts.log_out(secret)
    assert accounts.session(secret) is None
    assert accounts.session(other)


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.set_password("李老师", OTHER, by=ADMIN),
        lambda a: a.set_role("李老师", Role.HOST, by=ADMIN),
        lambda a: a.set_disabled("李老师", True, by=ADMIN),
        lambda a: a.change_password(Account("李老师", Role.TEACHER), PASSWORD, OTHER, "10.0.0.1"),
    ],
)
def test_a_change_ends_sessions_and_tokens_of_that_account_alone(accounts: Accounts, change):
    secret = accounts.log_in("李老师", PASSWORD, "10.0.0.1")
    token = accounts.add_token("李老师", "教务系统", by=ADMIN)
    others = accounts.log_in("陈主任", PASSWORD, "10.0.0.1")
    assert accounts.bearer(token) == Account("李老师", Role.TEACHER)
    change(accounts)
    assert accounts.session(secret) is None
    assert accounts.bearer(token) is None
    assert accounts.session(others)


def test_a_disabled_account_is_out_at_once_and_back_when_enabled(accounts: Accounts):
    accounts.set_disabled("李老师", True, by=ADMIN)
    assert "已停用" in refused(accounts, "李老师", PASSWORD)
    with pytest.raises(LoginNeededError):
        accounts.named("李老师")
    accounts.set_disabled("李老师", False, by=ADMIN)
    assert accounts.session(accounts.log_in("李老师", PASSWORD, "10.0.0.1"))


def test_nothing_to_log_in_with_is_stored(accounts: Accounts, home: Path):
    secret = accounts.log_in("李老师", PASSWORD, "10.0.0.1")
    token = accounts.add_token("李老师", "教务系统", by=ADMIN)
    with sqlite3.connect(home / "catalog.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(stored,)] = database.execute("SELECT password FROM accounts WHERE name = '李老师'")
    assert stored.startswith("$argon2id$v=19$m=19456,t=3,p=1$")
    for file in home.glob("catalog.db*"):
        content = file.read_bytes()
        for word in (PASSWORD, secret, token, token.removeprefix("studio_")):
            assert word.encode() not in content, file


def test_guessing_one_name_is_locked_longer_and_longer(accounts: Accounts, clock: Clock):
    for number in range(FREE_FOR_NAME):
        assert refused(accounts, "李老师", f"错的密码{number}", f"10.0.1.{number}") == "账号名或密码不对。"
    waits = []
    for number in range(7):
        said = refused(accounts, "李老师", PASSWORD, f"10.0.2.{number}")
        assert "密码错的次数太多" in said, "the right password does not help while there is a lock"
        before = clock.now
        while "太多" in refused(accounts, "李老师", "错的", f"10.1.{number}.{clock.now.minute}"):
            clock.pass_(seconds=30)
        waits.append(clock.now - before)
    assert waits == sorted(waits) and waits[0] == timedelta(seconds=30) and waits[-1] == LONGEST_LOCK
    clock.now += LONGEST_LOCK
    assert accounts.log_in("李老师", PASSWORD, "10.0.0.9")
    assert refused(accounts, "李老师", "错的", "10.0.0.9") == "账号名或密码不对。"


def test_an_unknown_name_cannot_be_told_from_a_known_one(accounts: Accounts):
    said = {
        name: [refused(accounts, name, "不知道的密码", f"10.0.{place}.{n}") for n in range(FREE_FOR_NAME + 2)]
        for place, name in enumerate(("李老师", "没有这个人"))
    }
    assert said["李老师"] == said["没有这个人"]
    assert "太多" in said["李老师"][-1]


def test_guessing_many_names_from_one_address_is_locked_too(accounts: Accounts, clock: Clock):
    for number in range(FREE_FOR_ADDRESS):
        assert refused(accounts, f"猜{number}", "不知道的密码") == "账号名或密码不对。"
    assert "太多" in refused(accounts, "李老师", PASSWORD)
    assert accounts.log_in("李老师", PASSWORD, "10.0.0.2")
    clock.pass_(seconds=31)
    assert accounts.log_in("李老师", PASSWORD, "10.0.0.1")


def test_a_school_behind_one_address_logs_in_without_end(accounts: Accounts):
    for _ in range(FREE_FOR_ADDRESS + 3):
        accounts.log_in("李老师", PASSWORD, "10.0.0.1")


@given(st.integers(0, 60), st.integers(1, 30))
def test_the_lock_never_shrinks_nor_exceeds_its_bound(failures: int, free: int):
    after = counted(failures, None, START, free)
    assert after
    more = counted(after[0], None, START, free)
    assert more and (after[1] or START) <= (more[1] or START) <= START + LONGEST_LOCK
    assert after[1] is None or counted(failures, after[1], START, free) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("短", "10"),
        ("a" * 201, "200"),
        ("李老师李老师李老师1", "账号名"),
        ("password123", "猜到"),
        ("１２３４５６７８９０", "猜到"),
        ("PassWord1234", "猜到"),
        ("1212121212", "猜到"),
        ("cdefghijklmn", "猜到"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(accounts: Accounts, password: str, why: str):
    with pytest.raises(StudioError, match=why):
        check_password(password, "李老师")
    with pytest.raises(StudioError):
        accounts.set_password("李老师", password, by=ADMIN)


def test_full_width_digits_are_the_same_password(accounts: Accounts):
    accounts.set_password("李老师", "红旗渠1960栽大树", by=ADMIN)
    assert accounts.log_in("李老师", "红旗渠１９６０栽大树", "10.0.0.1")


@pytest.mark.parametrize("name", ["", "  ", "命令行", "Ａ" * 41, "a\nb", "<b>", "a  b", "-a", "a/b", "匿名"])
def test_what_cannot_be_a_name(name: str):
    with pytest.raises(StudioError):
        checked_name(name)


def test_names_are_stored_in_one_form_and_once(accounts: Accounts):
    assert checked_name(" Ｗａｎｇ·李 ") == "Wang·李"
    accounts.add("Wang", Role.HOST, PASSWORD, by=ADMIN)
    for name in ("wang", "Ｗａｎｇ", "李老师"):
        with pytest.raises(StudioError, match="已有账号"):
            accounts.add(name, Role.HOST, PASSWORD, by=ADMIN)


def test_the_last_administrator_stays(accounts: Accounts):
    for change in (
        lambda: accounts.set_disabled("陈主任", True, by=ADMIN),
        lambda: accounts.set_role("陈主任", Role.HOST, by=ADMIN),
    ):
        with pytest.raises(StudioError, match="唯一"):
            change()  # type: ignore[no-untyped-call]
    accounts.set_role("李老师", Role.ADMIN, by=ADMIN)
    accounts.set_disabled("陈主任", True, by=ADMIN)


def test_only_an_administrator_manages_accounts_and_each_change_is_in_the_trail(accounts: Accounts):
    host = Account("某主持", Role.HOST)
    for act in (
        lambda: accounts.listed(host),
        lambda: accounts.add("新人", Role.ADMIN, PASSWORD, by=host),
        lambda: accounts.set_password("陈主任", OTHER, by=host),
        lambda: accounts.set_role("某主持", Role.ADMIN, by=host),
        lambda: accounts.set_disabled("陈主任", True, by=host),
        lambda: accounts.add_token("陈主任", "x", by=host),
        lambda: accounts.tokens("陈主任", by=host),
        lambda: accounts.revoke_token("陈主任", "0" * 8, by=host),
    ):
        with pytest.raises(ForbiddenError):
            act()
    accounts.set_role("李老师", Role.HOST, by=Account("陈主任", Role.ADMIN))
    last = accounts.catalog.audit_trail()[-1]
    assert (last.actor, last.action, last.detail) == ("陈主任", "account", "李老师：角色改为 host")


def test_the_set_up_code_works_once_and_not_after_many_tries(home: Path):
    with Catalog.open(home / "catalog.db") as catalog:
        closed, setup = SetUp(Accounts(catalog)), SetUp(Accounts(catalog))
        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(StudioError, match="不对"):
                closed.finish("AAAA-AAAA", "陈主任", PASSWORD)
        with pytest.raises(StudioError, match="作废"):
            closed.finish(closed.code, "陈主任", PASSWORD)
        with pytest.raises(StudioError, match="10"):
            setup.finish(setup.code, "陈主任", "短")
        setup.finish(f" {setup.code.lower().replace('-', '')}", "陈主任", PASSWORD)
        assert Accounts(catalog).named("陈主任").role is Role.ADMIN
        with pytest.raises(StudioError, match="已经有账号"):
            setup.finish(setup.code, "别人", PASSWORD)

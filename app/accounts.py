"""Accounts: passwords, sessions, REST tokens. The only argon2.

Whoever logs in gets a random secret in a cookie; the catalog holds its hash. Everything is looked up anew
for every request, so that a changed password or role, or a disabled account, counts at once.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from app.access import Account, Act, LoginNeededError, Role, require
from app.accounts_rules import LONGEST_PASSWORD, check_password, checked_name, normalised
from app.accounts_throttle import FREE_FOR_ADDRESS, FREE_FOR_NAME, Throttle, counted
from ingest.catalog import Catalog
from ingest.catalog_accounts import AccountRecord, AccountTable, TokenRecord
from ingest.errors import StudioError

SLIDING, ABSOLUTE = timedelta(hours=12), timedelta(days=7)
"""A session ends this long after its last request, and this long after the login whatever happens."""
EXTEND_EVERY = timedelta(minutes=10)
"""A request writes to the catalog only where the session's end would move by this much."""
_PATIENCE = 100  # milliseconds that a request waits for that
LONGEST_LABEL = 80
# OWASP's advice (Password Storage Cheat Sheet: 19 MiB, two passes) and one pass more: some 50 ms on a tired server.
_HASHER = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)
_NO_PASSWORD = _HASHER.hash(secrets.token_urlsafe())
"""What the passwords of unknown names are compared with, so that they take as long as the known."""
_AT_ONCE = threading.BoundedSemaphore(4)
"""Passwords that are looked at together: each takes 19 MiB, and whoever floods the login must not take all."""
_UNKNOWN = "账号名或密码不对。"


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as the administrator's list shows it."""

    account: Account
    disabled: bool
    locked: bool
    created: datetime
    tokens: tuple[TokenRecord, ...]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Accounts:
    """The accounts of one catalog. ``clock`` gives aware moments."""

    catalog: Catalog
    clock: Callable[[], datetime] = _now
    _names: Throttle = field(default_factory=lambda: Throttle(FREE_FOR_NAME))
    _addresses: Throttle = field(default_factory=lambda: Throttle(FREE_FOR_ADDRESS))

    @property
    def _table(self) -> AccountTable:
        return AccountTable(self.catalog.engine)

    def none_yet(self) -> bool:
        """Whether the home has no account at all."""
        return not self._table.all()

    def listed(self, by: Account) -> list[Listed]:
        require(by, Act.ACCOUNTS)
        now = self.clock()
        return [
            Listed(
                _account(record),
                record.disabled,
                record.locked_until is not None and now < record.locked_until,
                record.created,
                tuple(self._table.tokens(record.name)),
            )
            for record in self._table.all()
        ]

    def add(self, name: str, role: Role, password: str, *, by: Account, must_change: bool = True) -> Account:
        """A new account, which chooses its own password first. StudioError where name or password cannot be."""
        require(by, Act.ACCOUNTS)
        name = checked_name(name)
        check_password(password, name)
        known = {record.name.casefold() for record in self._table.all()}
        if name.casefold() in known or not self._table.add(
            name, role.value, _hash(password), actor=by.name, must_change=must_change
        ):
            raise StudioError(f"已有账号“{name}”，请换一个名字。")
        return Account(name, role, must_change)

    def add_first(self, name: str, password: str) -> Account:
        """The first administrator, where there is no account. Whether the set-up code was right is asked before."""
        name = checked_name(name)
        check_password(password, name)
        if not self._table.add(
            name, Role.ADMIN.value, _hash(password), actor=name, must_change=False, first=True
        ):
            raise StudioError("已经有账号了，请直接登录。")
        return Account(name, Role.ADMIN)

    def set_password(self, name: str, password: str, *, by: Account) -> None:
        """An administrator sets another password; what was logged in with the old one is logged out.

        Somebody else's must be changed by its owner before anything else.
        """
        require(by, Act.ACCOUNTS)
        record = self._known(name)
        check_password(password, record.name)
        self._table.change(
            record.name,
            actor=by.name,
            note="重设密码",
            password=_hash(password),
            must_change=record.name != by.name,
        )

    def change_password(self, account: Account, old: str, new: str, address: str) -> None:
        """Change one's own. StudioError where ``old`` is wrong, as with a login; all sessions end."""
        require(account, Act.PASSWORD)
        record = self._verified(account.name, old, address)
        check_password(new, record.name)
        if normalised(old) == normalised(new):
            raise StudioError("新密码和旧密码一样，请换一个。")
        self._table.change(record.name, actor=record.name, note="修改密码", password=_hash(new))

    def set_role(self, name: str, role: Role, *, by: Account) -> None:
        require(by, Act.ACCOUNTS)
        record = self._known(name)
        self._table.change(
            record.name,
            actor=by.name,
            note=f"角色改为 {role.value}",
            role=role.value,
            allowed=_keeps_an_admin(record.name, admin=role is Role.ADMIN and not record.disabled),
        )

    def set_disabled(self, name: str, disabled: bool, *, by: Account) -> None:
        """Disable or enable. The last administrator who can log in stays."""
        require(by, Act.ACCOUNTS)
        record = self._known(name)
        self._table.change(
            record.name,
            actor=by.name,
            note="停用账号" if disabled else "启用账号",
            disabled=disabled,
            allowed=_keeps_an_admin(record.name, admin=not disabled and record.role == Role.ADMIN.value),
        )

    def log_in(self, name: str, password: str, address: str) -> str:
        """A new session's secret. StudioError, the same for unknown and wrong, and while there is a lock."""
        record = self._verified(name, password, address)
        secret, now = secrets.token_urlsafe(32), self.clock()
        self._table.open_session(_digest(secret), record.name, now, now + SLIDING)
        return secret

    def log_out(self, secret: str) -> None:
        self._table.close_session(_digest(secret))

    def session(self, secret: str) -> Account | None:
        """Who is logged in with the secret, if anybody is; every use puts the end off."""
        digest, now = _digest(secret), self.clock()
        found = self._table.session(digest)
        if found is None or now >= found.expires or found.account.disabled:
            return None
        expires = min(now + SLIDING, found.created + ABSOLUTE)
        if expires - found.expires >= EXTEND_EVERY:
            # No page waits for another program's writing: the next request puts the end off.
            with suppress(StudioError):
                self._table.extend_session(digest, expires, patience=_PATIENCE)
        return _account(found.account)

    def add_token(self, name: str, label: str, *, by: Account) -> str:
        """A secret for ``Authorization: Bearer``, shown this once."""
        require(by, Act.ACCOUNTS)
        label = label.strip()
        if not label or len(label) > LONGEST_LABEL:
            raise StudioError(f"请写明令牌给谁用，最多 {LONGEST_LABEL} 个字，例如 --label 教务系统。")
        record = self._known(name)
        if record.disabled:
            raise StudioError(f"“{record.name}”已停用，不能发放令牌。请先启用这个账号，或换一个。")
        secret = f"studio_{secrets.token_urlsafe(32)}"
        self._table.add_token(_digest(secret), record.name, label, actor=by.name)
        return secret

    def tokens(self, name: str, *, by: Account) -> list[TokenRecord]:
        """The tokens of an account, oldest first; their secrets are nowhere."""
        require(by, Act.ACCOUNTS)
        return self._table.tokens(self._known(name).name)

    def revoke_token(self, name: str, id: str, *, by: Account) -> str:
        """One token stops to work, the others go on. Its label; StudioError where there is no such token."""
        require(by, Act.ACCOUNTS)
        record = self._known(name)
        label = self._table.drop_token(record.name, id.strip().lower(), actor=by.name)
        if label is None:
            raise StudioError(
                f"“{record.name}”没有编号 {id} 的令牌。编号见 studio users tokens {record.name}。"
            )
        return label

    def bearer(self, secret: str) -> Account | None:
        """Whose token this is; None for an unknown one or a disabled account.

        A program's account may never have chosen a password: a token works without.
        """
        record = self._table.token_holder(_digest(secret))
        return None if record is None or record.disabled else Account(record.name, Role(record.role))

    def named(self, name: str) -> Account:
        """The account as it is now. LoginNeededError where it is gone or disabled."""
        record = self._table.one(name)
        if record is None or record.disabled:
            raise LoginNeededError("这个账号不能用了。请重新登录，或联系管理员。")
        return _account(record)

    def _known(self, name: str) -> AccountRecord:
        record = self._table.one(checked_name(name))
        if record is None:
            raise StudioError(f"没有账号“{name}”。请核对名字。")
        return record

    def _verified(self, name: str, password: str, address: str) -> AccountRecord:
        """The account, if the password is right. Every attempt is counted before the password is looked at."""
        name, now = name.strip()[: LONGEST_PASSWORD * 2], self.clock()
        record = self._table.one(name)
        until = self._addresses.attempt(address, now)
        if until is None and record is None:
            until = self._names.attempt(name, now)
        elif until is None:
            until = self._table.count_attempt(
                name, lambda failures, locked: counted(failures, locked, now, FREE_FOR_NAME)
            )
        if until is not None:
            seconds = max(1, round((until - now).total_seconds()))
            raise StudioError(f"密码错的次数太多，请在{_spoken(seconds)}后再试，或请管理员重设密码。")
        if not _matches(record.password if record else _NO_PASSWORD, password) or record is None:
            raise StudioError(_UNKNOWN)
        self._table.clear_failures(name)
        self._addresses.take_back(address)
        if record.disabled:
            raise StudioError("这个账号已停用，请联系管理员。")
        if _HASHER.check_needs_rehash(record.password):
            self._table.replace_hash(name, record.password, _hash(password))
        return record


def _hash(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(normalised(password))


def _matches(stored: str, password: str) -> bool:
    with _AT_ONCE, suppress(VerifyMismatchError):
        return _HASHER.verify(stored, normalised(password[: LONGEST_PASSWORD * 2]))
    return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _account(record: AccountRecord) -> Account:
    return Account(record.name, Role(record.role), record.must_change)


def _keeps_an_admin(name: str, *, admin: bool) -> Callable[[list[AccountRecord]], None]:
    """Refuses a change after which nobody could manage accounts. ``admin``: ``name`` still can."""

    def allowed(records: list[AccountRecord]) -> None:
        others = any(
            record.role == Role.ADMIN.value and not record.disabled and record.name != name
            for record in records
        )
        was = any(r.name == name and r.role == Role.ADMIN.value and not r.disabled for r in records)
        if was and not admin and not others:
            raise StudioError(f"“{name}”是唯一能登录的管理员，不能停用或改角色。请先再设一个管理员。")

    return allowed


def _spoken(seconds: int) -> str:
    return f" {seconds} 秒" if seconds < 60 else f" {-(-seconds // 60)} 分钟"

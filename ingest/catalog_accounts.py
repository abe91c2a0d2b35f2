"""Accounts, sessions and REST tokens in the catalog: the SQL, and nothing of the rules (``app.accounts``).

Secrets never come here: a password as its argon2 hash, a session or token as the SHA-256 of its secret.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from ingest.catalog_engine import reading, writing
from ingest.catalog_writes import Writer
from ingest.schema_people import accounts, sessions, tokens

TOKEN_ID = 8
"""Characters of a token's hash that name it in lists."""


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as stored. ``failures`` are the wrong passwords since the last right one."""

    name: str
    role: str
    password: str
    disabled: bool
    failures: int
    locked_until: datetime | None
    created: datetime
    password_changed: datetime
    must_change: bool


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session with its account, both as they are now."""

    account: AccountRecord
    created: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A token as a list shows it. ``id`` names it and opens nothing: the start of its stored hash."""

    id: str
    label: str
    created: datetime


class AccountTable:
    """A face on the catalog's engine (``Catalog.engine``); safe to share between threads."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self) -> list[AccountRecord]:
        """Every account by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(accounts).order_by(accounts.c.name)).all()
        return [AccountRecord(*row) for row in rows]

    def one(self, name: str) -> AccountRecord | None:
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(accounts).where(accounts.c.name == name)).first()
        return AccountRecord(*row) if row else None

    def add(
        self, name: str, role: str, password: str, *, actor: str, must_change: bool, first: bool = False
    ) -> bool:
        """Store an account and its audit entry. False, and nothing done, where the name is taken.

        ``first``: also where there is any account at all, looked at in the same transaction.
        """
        now = datetime.now(UTC)
        with writing(self._engine) as connection:
            taken = sa.select(accounts.c.name)
            if not first:
                taken = taken.where(accounts.c.name == name)
            if connection.execute(taken).first():
                return False
            connection.execute(
                accounts.insert().values(
                    name=name,
                    role=role,
                    password=password,
                    disabled=False,
                    failures=0,
                    locked_until=None,
                    created=now,
                    password_changed=now,
                    must_change=must_change,
                )
            )
            Writer(connection).note(actor, "account", "", None, f"{name}：建立账号，角色 {role}")
        return True

    def change(
        self,
        name: str,
        *,
        actor: str,
        note: str,
        password: str | None = None,
        must_change: bool = False,
        role: str | None = None,
        disabled: bool | None = None,
        allowed: Callable[[list[AccountRecord]], None] = lambda _: None,
    ) -> None:
        """Change what is given, end all sessions and tokens of the account, and write the audit entry.

        ``must_change`` goes with a password. ``allowed`` sees all accounts in the same transaction and
        raises to refuse.
        """
        values: dict[str, object] = {"failures": 0, "locked_until": None}
        if password is not None:
            changed = {"password_changed": datetime.now(UTC), "must_change": must_change}
            values |= {"password": password, **changed}
        if role is not None:
            values["role"] = role
        if disabled is not None:
            values["disabled"] = disabled
        with writing(self._engine) as connection:
            allowed([AccountRecord(*row) for row in connection.execute(sa.select(accounts))])
            connection.execute(accounts.update().where(accounts.c.name == name).values(values))
            for table in (sessions, tokens):
                connection.execute(table.delete().where(table.c.account == name))
            Writer(connection).note(actor, "account", "", None, f"{name}：{note}")

    def count_attempt(
        self, name: str, decide: Callable[[int, datetime | None], tuple[int, datetime | None] | None]
    ) -> datetime | None:
        """Count one attempt to log in before the password is looked at, so that attempts at once count too.

        ``decide`` turns (failures, locked until) into the new pair, or None while the account is locked:
        then the moment until which it is comes back. Unknown names are left to the caller.
        """
        with writing(self._engine) as connection:
            found = sa.select(accounts.c.failures, accounts.c.locked_until).where(accounts.c.name == name)
            failures, until = connection.execute(found).one()
            after = decide(failures, until)
            if after is None:
                locked: datetime | None = until
                return locked
            connection.execute(
                accounts.update()
                .where(accounts.c.name == name)
                .values(failures=after[0], locked_until=after[1])
            )
        return None

    def clear_failures(self, name: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                accounts.update().where(accounts.c.name == name).values(failures=0, locked_until=None)
            )

    def replace_hash(self, name: str, old: str, password: str) -> None:
        """A stronger hash of the same password; nothing where it was changed meanwhile."""
        same = (accounts.c.name == name) & (accounts.c.password == old)
        with writing(self._engine) as connection:
            connection.execute(accounts.update().where(same).values(password=password))

    def open_session(self, digest: str, name: str, created: datetime, expires: datetime) -> None:
        """Store a session; those that have expired go."""
        with writing(self._engine) as connection:
            connection.execute(sessions.delete().where(sessions.c.expires <= created))
            connection.execute(
                sessions.insert().values(token_sha256=digest, account=name, created=created, expires=expires)
            )

    def session(self, digest: str) -> SessionRecord | None:
        joined = sa.select(accounts, sessions.c.created, sessions.c.expires).join_from(sessions, accounts)
        with reading(self._engine) as connection:
            row = connection.execute(joined.where(sessions.c.token_sha256 == digest)).first()
        return SessionRecord(AccountRecord(*row[:-2]), row[-2], row[-1]) if row else None

    def extend_session(self, digest: str, expires: datetime, patience: int) -> None:
        with writing(self._engine, patience) as connection:
            connection.execute(
                sessions.update().where(sessions.c.token_sha256 == digest).values(expires=expires)
            )

    def close_session(self, digest: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(sessions.delete().where(sessions.c.token_sha256 == digest))

    def add_token(self, digest: str, name: str, label: str, *, actor: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                tokens.insert().values(
                    token_sha256=digest, account=name, label=label, created=datetime.now(UTC)
                )
            )
            Writer(connection).note(actor, "account", "", None, f"{name}：发放令牌「{label}」")

    def token_holder(self, digest: str) -> AccountRecord | None:
        """The account that a token belongs to."""
        joined = sa.select(accounts).join_from(tokens, accounts)
        with reading(self._engine) as connection:
            row = connection.execute(joined.where(tokens.c.token_sha256 == digest)).first()
        return AccountRecord(*row) if row else None

    def tokens(self, name: str) -> list[TokenRecord]:
        """The account's tokens, oldest first."""
        listed = sa.select(tokens.c.token_sha256, tokens.c.label, tokens.c.created)
        ordered = listed.where(tokens.c.account == name).order_by(tokens.c.created)
        with reading(self._engine) as connection:
            rows = connection.execute(ordered).all()
        return [TokenRecord(digest[:TOKEN_ID], label, created) for digest, label, created in rows]

    def drop_token(self, name: str, id: str, *, actor: str) -> str | None:
        """Delete a token of the account with its audit entry. Its label; None where there is no such token."""
        same = (tokens.c.account == name) & (sa.func.substr(tokens.c.token_sha256, 1, TOKEN_ID) == id)
        with writing(self._engine) as connection:
            label: str | None = connection.execute(sa.select(tokens.c.label).where(same)).scalar()
            if label is not None:
                connection.execute(tokens.delete().where(same))
                Writer(connection).note(actor, "account", "", None, f"{name}：收回令牌「{label}」")
        return label

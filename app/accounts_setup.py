"""The one-time code that `studio serve` prints on a home without accounts: whoever reads the terminal is the owner."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass, field

from app.accounts import Accounts
from ingest.errors import StudioError

MOST_ATTEMPTS = 10
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without what is read for something else: O and 0, I, L and 1."""


def _code() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


@dataclass(slots=True)
class SetUp:
    """The making of the first account. The code lives as long as this server; a restart prints another."""

    accounts: Accounts
    code: str = field(default_factory=_code)
    _attempts: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def open(self) -> bool:
        """Whether there is no account yet."""
        return self.accounts.none_yet()

    def finish(self, code: str, name: str, password: str) -> None:
        """Make the first administrator. StudioError for a wrong code, and for any after too many."""
        with self._lock:
            if not self.open:
                raise StudioError("已经有账号了，请直接登录。")
            if self._attempts >= MOST_ATTEMPTS:
                raise StudioError("设置码错的次数太多，已作废。请重新启动 studio serve，用它新印出的设置码。")
            given = code.strip().upper().replace(" ", "").replace("-", "")
            if not hmac.compare_digest(given.encode(), self.code.replace("-", "").encode()):
                self._attempts += 1
                raise StudioError("设置码不对。它印在运行 studio serve 的窗口里，形如 XXXX-XXXX。")
            self.accounts.add_first(name, password)

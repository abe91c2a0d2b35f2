"""Slower and slower for whoever guesses passwords: a lock that grows with every wrong one. Pure but for the memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE_FOR_NAME, FREE_FOR_ADDRESS = 5, 25
"""Wrong passwords without a lock. A school may come from one address, so that it has more."""
FIRST_LOCK, LONGEST_LOCK = timedelta(seconds=30), timedelta(minutes=15)
FORGIVEN = timedelta(hours=1)
"""This long after a lock has ended the count begins anew."""
MOST_REMEMBERED = 10_000


def counted(
    failures: int, until: datetime | None, now: datetime, free: int
) -> tuple[int, datetime | None] | None:
    """(failures, locked until) with one more attempt, which fails unless it is cleared; None while locked."""
    if until is not None:
        if now < until:
            return None
        if now >= until + FORGIVEN:
            failures = 0
    failures += 1
    over = failures - free
    if over < 0:
        return failures, None
    return failures, now + min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(over, 10))


@dataclass(slots=True)
class Throttle:
    """Attempts by key, in memory; the oldest keys go when there are too many."""

    free: int
    _counts: OrderedDict[str, tuple[int, datetime | None, datetime]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, key: str, now: datetime) -> datetime | None:
        """Count an attempt. The moment until which ``key`` is locked, None where it is not."""
        with self._lock:
            failures, until, last = self._counts.get(key, (0, None, now))
            if until is None and now >= last + FORGIVEN:
                failures = 0
            after = counted(failures, until, now, self.free)
            if after is None:
                return until
            self._counts[key] = (*after, now)
            self._counts.move_to_end(key)
            if len(self._counts) > MOST_REMEMBERED:
                self._counts.popitem(last=False)
        return None

    def take_back(self, key: str) -> None:
        """The last attempt was right: it does not count. Those before it do, whoever made them."""
        with self._lock:
            failures, _, last = self._counts.pop(key, (0, None, None))
            if last is not None and failures > 1:
                self._counts[key] = (failures - 1, None, last)

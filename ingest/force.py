"""Pure: from which day a version counts, and which version of a document replaces which.

A version counts from the day it takes effect; where that is unknown, from the day it was promulgated.
A rule that names neither day is known to hold only since it was published in this catalog: nobody may be
told that it held years ago. Practice material (cases, handbooks, plans …) is never in or out of force, so
without a day it counts always.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from ingest.model import Kind

CHINA = timezone(timedelta(hours=8))
"""Days are days in China, which keeps one time all year."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a version that say when it counts, and its number."""

    number: int
    kind: Kind
    effective: date | None
    promulgated: date | None
    expires: date | None
    published_at: datetime | None

    @property
    def dated(self) -> date | None:
        """The day that its text gives."""
        return self.effective or self.promulgated

    @property
    def order(self) -> tuple[date, int]:
        """Of two versions the higher replaces the other: the later day of its text, then the number.

        When it was published does not matter here: a version without a day never outranks a dated one.
        """
        return (self.dated or date.min, self.number)

    @property
    def begins(self) -> date:
        """The first day on which it counts."""
        if self.dated:
            return self.dated
        if self.kind is Kind.POLICY and self.published_at:
            return self.published_at.astimezone(CHINA).date()
        return date.min

    def holds(self, on: date) -> bool:
        """Begun and not expired on that day; whether another has replaced it is not asked."""
        return self.begins <= on and (self.expires is None or self.expires > on)

"""词表: what teachers say and what rules write. A host changes the home's own entries and sees what that does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.access import Act
from app.desk import Desk, checked_question
from app.studio import today
from index.lexicon import Entry
from index.lexicon_file import changed, entry_of, joined, own_entries, write_own
from index.model import Filters, Hit
from ingest.errors import StudioError
from ingest.privacy import find

FIRST = 5
"""Hits that a preview shows."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a question finds: the terms it is expanded by with their weights, and the first hits."""

    terms: tuple[tuple[str, float], ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """The lexicon's services over a desk, for the desk's account."""

    desk: Desk

    def own(self) -> list[Entry]:
        """The home's own entries."""
        self.desk.require(Act.LEXICON)
        return own_entries(self.desk.studio.home)

    def shipped(self) -> tuple[Entry, ...]:
        """The entries that come with the program."""
        self.desk.require(Act.LEXICON)
        return self.desk.studio.shipped_lexicon().entries

    def put(self, saying: str, terms: str, topic: str) -> Entry:
        """Add an entry of the home's own, or change the one of this saying; search uses it at once."""
        entry = self._checked(saying, terms, topic)
        self._write(lambda own: changed(own, entry), "添加", entry.saying)
        return entry

    def remove(self, saying: str) -> None:
        """Take an own entry out; what ships for the saying, if anything, counts again."""
        self.desk.require(Act.LEXICON)

        def without(own: Sequence[Entry]) -> list[Entry]:
            if saying not in {entry.saying for entry in own}:
                raise StudioError(f"本工作室的词表里没有“{saying}”，可能已经删掉了。")
            return changed(own, None, saying)

        self._write(without, "删除", saying)

    def preview(self, question: str, saying: str, terms: str, topic: str) -> tuple[Effect, Effect]:
        """What a question finds now, and with an entry put in; nothing is stored."""
        self.desk.require(Act.LEXICON)
        asked, entry = checked_question(question), self._checked(saying, terms, topic)
        return self._effect(asked, self.own()), self._effect(asked, changed(self.own(), entry))

    def _effect(self, question: str, own: Sequence[Entry]) -> Effect:
        studio = self.desk.studio
        lexicon = joined(studio.shipped_lexicon().entries, own)
        searcher = studio.searcher.with_lexicon(lexicon)
        filters = Filters(curator=self.desk.account.curator)
        hits = studio.mended(lambda: searcher.search(question, FIRST, filters, today=today()))
        return Effect(tuple(lexicon.expand(question)), tuple(hits))

    def _checked(self, saying: str, terms: str, topic: str) -> Entry:
        self.desk.require(Act.LEXICON)
        entry = entry_of(saying, terms, topic)
        if found := find("\n".join((entry.saying, *entry.terms, entry.topic))):
            kinds = "、".join(dict.fromkeys(one.label for one in found))
            raise StudioError(f"这一条里像有个人信息（{kinds}）。词表里只写说法，不写人。")
        return entry

    def _write(self, change: Callable[[Sequence[Entry]], list[Entry]], act: str, saying: str) -> None:
        studio = self.desk.studio
        with self.desk.changing():
            write_own(studio.home, change(own_entries(studio.home)))
            studio.use_lexicon()
            with studio.catalog.writing() as writer:
                writer.note(self.desk.account.name, "词表", "", None, f"{act}“{saying}”")

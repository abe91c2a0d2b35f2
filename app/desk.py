"""What the pages and REST do: one method an act, safe to call from several threads."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.assistant import ask
from app.model import Answer, Citation
from app.paths import checked_file
from app.standing import Standing, standing
from app.studio import Studio, today
from index.model import Filters, Hit
from ingest import curation, typical
from ingest.errors import StudioError
from ingest.model import Kind, TypicalQuestion
from ingest.pipeline import FileResult, ingest
from ingest.records import DocumentRecord, QuestionRecord, VersionRecord

LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True)
class SourceView:
    """A citation in its text: what stands before, the quote itself, what stands after.

    ``standing`` and the citation's ``in_force`` are of today, not of the moment of the answer: a page
    stays open while versions are published and days pass.
    """

    citation: Citation
    version: VersionRecord
    before: str
    after: str
    standing: Standing


@dataclass(slots=True)
class Desk:
    """The services over one open home."""

    studio: Studio
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: str, filters: Filters) -> Answer:
        asked = checked_question(question)
        return self.studio.mended(
            lambda: ask(
                asked, filters, searcher=self.studio.searcher, catalog=self.studio.catalog, today=today()
            )
        )

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        asked = checked_question(question)
        return self.studio.mended(lambda: self.studio.searcher.search(asked, k, filters, today=today()))

    def source(self, citation: Citation) -> SourceView:
        """The cited version with the top-level clause that holds the quote, cut at the quote."""
        version = self.studio.catalog.version(citation.document, citation.version)
        parse = version.parse
        around = [
            clause
            for clause in parse.clauses
            if clause.parent is None and clause.start <= citation.start and citation.end <= clause.end
        ]
        low, high = (around[-1].start, around[-1].end) if around else (0, len(parse.text))
        now = standing(self.studio.catalog.states(citation.document), citation.version, today())
        return SourceView(
            replace(citation, in_force=now.in_force),
            version,
            parse.text[low : citation.start],
            parse.text[citation.end : high],
            now,
        )

    def documents(self) -> list[DocumentRecord]:
        return self.studio.catalog.documents()

    def version(self, document: str, number: int | None = None) -> VersionRecord:
        return self.studio.catalog.version(document, number)

    def upload(
        self,
        paths: Sequence[Path],
        *,
        kind: Kind | None,
        actor: str,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> list[FileResult]:
        """Take uploaded files in as drafts. The temporary uploads are deleted, whatever happens."""
        files = [checked_file(path) for path in paths]
        try:
            with self._writing:
                return ingest(
                    files,
                    catalog=self.studio.catalog,
                    home=self.studio.home,
                    kind=kind,
                    publish=False,
                    actor=actor,
                    today=today(),
                    progress=progress,
                    law_questions_file=self.studio.settings.law_questions,
                )
        finally:
            for path in files:
                path.unlink(missing_ok=True)
                if not any(path.parent.iterdir()):
                    shutil.rmtree(path.parent, ignore_errors=True)

    def publish(self, document: str, actor: str) -> None:
        with self._writing:
            curation.publish(self.studio.catalog, document, actor=actor)
            self.studio.sync()

    def withdraw(self, document: str, actor: str) -> None:
        with self._writing:
            curation.withdraw(self.studio.catalog, document, actor=actor)
            self.studio.sync()

    def questions(self, document: str) -> list[QuestionRecord]:
        """The document's typical questions. StudioError where there is no such document."""
        self.studio.catalog.document(document)
        return self.studio.catalog.questions(document)

    def clauses(self, document: str) -> list[str]:
        """The clauses that a question may stand with."""
        return typical.clauses(self.studio.catalog, document)

    def edit_questions(
        self,
        document: str,
        *,
        add: Sequence[TypicalQuestion] = (),
        remove: Sequence[TypicalQuestion] = (),
        actor: str,
    ) -> list[QuestionRecord]:
        """Add and take away typical questions; search finds the new wording when this returns."""
        with self._writing:
            records = typical.edit_questions(
                self.studio.catalog, document, add=add, remove=remove, actor=actor
            )
            self.studio.sync()
        return records

    def refresh(self) -> None:
        """Bring the indexes up to today: rules take effect and expire with the calendar."""
        with self._writing:
            self.studio.sync()


def checked_question(question: str) -> str:
    """Stripped. Raises StudioError where there is nothing to look for, or far too much."""
    question = question.strip()
    if not question:
        raise StudioError("请先写下问题。")
    if len(question) > LONGEST_QUESTION:
        raise StudioError(f"问题有 {len(question)} 字，太长了。请缩短到 {LONGEST_QUESTION} 字以内。")
    return question

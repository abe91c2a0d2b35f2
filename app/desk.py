"""What the pages and REST do: one method an act, safe to call from several threads.

A desk acts for one account: every method asks ``app.access`` first, and the audit trail says the name.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.access import NOBODY, READER, Account, Act, LoginNeededError, require
from app.accounts import Accounts
from app.answering import growing, whole
from app.assistant import ask
from app.dialogue import Asked
from app.doc_reading import Reading, open_version, readable
from app.history import History, shown
from app.model import Answer, Citation
from app.original_file import original_of
from app.paths import checked_file
from app.proposals import propose_questions, text_of
from app.standing import Standing, standing
from app.studio import Studio, today
from index.model import Filters, Hit
from ingest import curation, typical
from ingest.errors import StudioError
from ingest.model import Kind, Status, TypicalQuestion
from ingest.pipeline import FileResult, ingest
from ingest.records import DocumentRecord, QuestionRecord, VersionRecord, VersionState

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
    """The services over one open home, for ``account``. Nobody's desk does nothing.

    ``after_publish`` is told of every publication, with the desk that did it, once search knows of it.
    """

    studio: Studio
    account: Account = NOBODY
    after_publish: Callable[[Desk], object] | None = None
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def by(self, account: Account) -> Desk:
        """The same desk for another account."""
        return replace(self, account=account)

    def named(self, name: str | None) -> Desk:
        """The desk for the account that Gradio has let in by this name, with the role that it has now.

        An empty name is a reader without an account, as the gate has found. LoginNeededError for None.
        """
        if name:
            return self.by(Accounts(self.studio.catalog).named(name))
        if name is None or not self.studio.settings.read_without_account:
            raise LoginNeededError("请先登录。")
        return self.by(READER)

    def require(self, act: Act) -> None:
        """LoginNeededError or ForbiddenError unless this desk's account may."""
        require(self.account, act)

    def ask(self, question: str, filters: Filters, previous: Sequence[Asked] = ()) -> Answer:
        """The whole answer, in a language model's words too where one is configured.

        It waits for no other program that writes: where one does, the question is stored afterwards.
        """
        return whole(self.history, self._quoted(question, filters, previous), self.studio.model)

    def asking(self, question: str, filters: Filters, previous: Sequence[Asked] = ()) -> Iterator[Answer]:
        """The answer in quotes, then as a language model's words grow, each sentence checked; the last is whole.

        Once more at the end where the question could be stored only then.
        """
        yield from growing(self.history, self._quoted(question, filters, previous), self.studio.model)

    @property
    def history(self) -> History:
        """What this account has asked."""
        return History(self.studio.catalog, self.account, self.studio.settings.question_days)

    def _quoted(self, question: str, filters: Filters, previous: Sequence[Asked]) -> Answer:
        self.require(Act.ASK)
        asked = checked_question(question)
        filters = self._seen(filters)
        before = [replace(one, question=checked_question(one.question)) for one in previous]
        answer = self.studio.mended(
            lambda: ask(
                asked,
                filters,
                previous=before,
                searcher=self.studio.searcher,
                catalog=self.studio.catalog,
                today=today(),
            )
        )
        return shown(answer)

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        self.require(Act.ASK)
        asked, seen = checked_question(question), self._seen(filters)
        return self.studio.mended(lambda: self.studio.searcher.search(asked, k, seen, today=today()))

    def _seen(self, filters: Filters) -> Filters:
        """The filters with what this account may find."""
        return replace(filters, curator=self.account.curator)

    def source(self, citation: Citation) -> SourceView:
        """The cited version with the top-level clause that holds the quote, cut at the quote."""
        self.require(Act.ASK)
        version = self.version(citation.document, citation.version)
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

    def published(self) -> int:
        """How many documents are published."""
        self.require(Act.ASK)
        return len(self.studio.catalog.documents(statuses=[Status.PUBLISHED]))

    def reading(self, document: str, number: int | None = None) -> Reading | None:
        """A version to read, or the one in force; None where there is none for this account."""
        self.require(Act.BROWSE)
        return open_version(self.studio.catalog, document, number, today(), curator=self.account.curator)

    def version(self, document: str, number: int | None = None) -> VersionRecord:
        """A version with its text. StudioError where this account may not read it (any more)."""
        self.require(Act.BROWSE)
        version = self.studio.catalog.version(document, number)
        if Act.REVIEW not in self.account.acts:
            states = readable(self.studio.catalog.states(document), curator=self.account.curator)
            if version.number not in {state.number for state in states}:
                raise StudioError("这份资料现在不对您开放，不能再打开。")
        return version

    def original(self, document: str, number: int) -> Path | None:
        """The file that a version came from; None where this account may not see it or it is gone."""
        self.require(Act.BROWSE)
        return original_of(self.studio.catalog, self.studio.home, self.account, document, number)

    def documents(self) -> list[DocumentRecord]:
        self.require(Act.REVIEW)
        return self.studio.catalog.documents()

    def document(self, document: str) -> DocumentRecord:
        """A document as a list shows it. StudioError where there is none."""
        self.require(Act.REVIEW)
        return self.studio.catalog.document(document)

    def states(self, document: str | None = None) -> list[VersionState]:
        """Versions without their texts, of one document or of all."""
        self.require(Act.REVIEW)
        return self.studio.catalog.states(document)

    def upload(
        self,
        paths: Sequence[Path],
        *,
        kind: Kind | None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> list[FileResult]:
        """Take uploaded files in as drafts. The temporary uploads are deleted, whatever happens."""
        self.require(Act.UPLOAD)
        files = [checked_file(path) for path in paths]
        try:
            with self._writing:
                return ingest(
                    files,
                    catalog=self.studio.catalog,
                    home=self.studio.home,
                    kind=kind,
                    publish=False,
                    actor=self.account.name,
                    today=today(),
                    progress=progress,
                    law_questions_file=self.studio.settings.law_questions,
                )
        finally:
            for path in files:
                path.unlink(missing_ok=True)
                if not any(path.parent.iterdir()):
                    shutil.rmtree(path.parent, ignore_errors=True)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One change of the catalog at a time; search knows of it when the block ends."""
        with self._writing:
            yield
            self.studio.sync()

    def publish(self, document: str, number: int | None = None) -> None:
        """Make a version searchable; without a number as ``curation.publish`` chooses."""
        self.require(Act.PUBLISH)
        second = self.studio.settings.second_person
        with self.changing():
            curation.publish(
                self.studio.catalog, document, number, actor=self.account.name, second_person=second
            )
        self.published_anew()

    def published_anew(self) -> None:
        """Tell whoever wants to know that search may find what it did not find before."""
        if self.after_publish:
            self.after_publish(self)

    def withdraw(self, document: str) -> None:
        """Take all versions of a document out of every search."""
        self.require(Act.WITHDRAW)
        with self.changing():
            curation.withdraw(self.studio.catalog, document, actor=self.account.name)

    def questions(self, document: str) -> list[QuestionRecord]:
        """The document's typical questions. StudioError where there is no such document."""
        self.require(Act.QUESTIONS)
        self.studio.catalog.document(document)
        return self.studio.catalog.questions(document)

    def clauses(self, document: str) -> list[str]:
        """The clauses that a question may stand with."""
        self.require(Act.QUESTIONS)
        return typical.clauses(self.studio.catalog, document)

    def edit_questions(
        self,
        document: str,
        *,
        add: Sequence[TypicalQuestion] = (),
        remove: Sequence[TypicalQuestion] = (),
    ) -> list[QuestionRecord]:
        """Add and take away typical questions; search finds the new wording when this returns."""
        self.require(Act.QUESTIONS)
        with self.changing():
            return typical.edit_questions(
                self.studio.catalog, document, add=add, remove=remove, actor=self.account.name
            )

    @property
    def proposes(self) -> bool:
        """Whether a language model is there to propose questions."""
        return self.studio.model is not None

    def propose_questions(self, document: str, at: str) -> list[str]:
        """Ways of asking for a clause, from the language model; nothing is stored. StudioError without one."""
        self.require(Act.QUESTIONS)
        title, text = text_of(self.studio.catalog, document, at)
        known = [record.question.text for record in self.questions(document)]
        return propose_questions(text, self.studio.model, title=title, clause=at, known=known)

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

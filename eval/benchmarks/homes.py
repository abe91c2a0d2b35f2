"""A home for a benchmark: documents published into a scratch folder, found by the product's own search."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.studio import today
from eval.benchmarks.report import ROOT
from eval.dataset import load
from eval.model import Question
from eval.naming import by_source, resolved
from index.model import Encoder
from index.search import Searcher
from ingest import law_questions, readers
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.pipeline import Run, ingest_found, originals_of
from ingest.pipeline_files import find_files
from ingest.recognition import Known
from ingest.records import PassageRecord
from ingest.starter import publish_starter

CORPUS = ROOT / "corpus"
LEXICON = CORPUS / "lexicon.tsv"
LAW_QUESTIONS = CORPUS / "questions" / "laws.tsv.gz"
DATA = ROOT.parent / "shared" / "data"
NATIONAL = Path("policy") / "national"
ACTOR = "benchmark"


@dataclass(frozen=True, slots=True)
class Home:
    """A scratch home with its open catalog."""

    folder: Path
    catalog: Catalog
    today: date

    def take(self, documents: Path) -> None:
        """Publish what a folder holds: the corpus as it ships, else as a studio takes files in.

        So laws get the typical questions that ship for them. StudioError names what cannot be read.
        """
        if documents == CORPUS:
            rows = publish_starter(self.catalog, self.folder, documents, self.today)
        else:
            rows = ingest_found(find_files([documents], readers.SUFFIXES), self._run())
        if bad := [f"{Path(row.path).name}（{row.error}）" for row in rows if not row.ok]:
            raise StudioError(f"基准要用的文件读不出来：{'；'.join(bad)}")

    def _run(self) -> Run:
        return Run(
            self.catalog,
            originals_of(self.folder),
            Known.load(self.catalog),
            ACTOR,
            self.today,
            publish=lambda _earlier: True,
            read=readers.read,  # a process for every file is not what is measured here
            lay=law_questions.load(LAW_QUESTIONS),
        )

    def forget_questions(self) -> None:
        """Take all typical questions away, as if nobody had written any."""
        for record in self.catalog.documents():
            self.catalog.set_questions(record.id, [], actor=ACTOR)

    def records(self) -> list[PassageRecord]:
        """All passages in force, document by document."""
        return [
            record
            for edition in self.catalog.editions(self.today)
            if edition.live
            for record in self.catalog.passages_of(edition.document, edition.version)
        ]

    def questions(self, name: str) -> list[Question]:
        """A question set's questions that have gold, with documents named as in this catalog."""
        names = by_source(self.catalog)
        return [resolved(question, names) for question in load(name) if question.gold]

    @contextmanager
    def searcher(
        self, *, encoder: Encoder | None = None, lexicon: Path | None = LEXICON
    ) -> Iterator[Searcher]:
        """The product's search, up to date; None is the encoder that ships, or no lexicon."""
        opened = Searcher.open(self.folder, self.catalog, encoder=encoder, lexicon=lexicon)
        try:
            opened.sync(today=self.today)
            yield opened
        finally:
            opened.close()


@contextmanager
def home_of(*folders: Path) -> Iterator[Home]:
    """A scratch home with the Markdown documents of some folders, gone afterwards."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        Catalog.open(Path(scratch) / "catalog.db") as catalog,
    ):
        home = Home(Path(scratch), catalog, today())
        for folder in folders:
            home.take(folder)
        yield home

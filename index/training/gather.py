"""All that the shipped encoder learns from: what ships, and the design's data folder where it is."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from index.training import outside, pairs
from index.training.pairs import LayQuestion, Source
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.records import PassageRecord
from ingest.starter import publish_starter

LAWS = "policy/national"
ARTICLES = "policy/law_articles.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Mixture:
    """Each source's share of a batch, relative to the others. Chosen by cross-validation."""

    asked: float = 1.6
    asked_alike: float = 0.1
    attached: float = 0.6
    reworded: float = 2.4
    reworded_lay: float = 0.8
    structure: float = 0.3
    statutes: float = 0.8
    permissive: float = 0.8
    articles: int = 30_000


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to learn from. ``shared`` is None where only what ships is at hand."""

    corpus: tuple[PassageRecord, ...]
    laws: tuple[PassageRecord, ...] = ()
    shared: Path | None = None
    questions: tuple[LayQuestion, ...] = field(default_factory=lambda: tuple(pairs.lay_questions()))


def passages(folder: Path, today: date) -> tuple[PassageRecord, ...]:
    """The passages in force of a folder of Markdown documents, cut as the product cuts them."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        catalog = Catalog.open(home / "catalog.db")
        try:
            rows = publish_starter(catalog, home, folder, today)
            if bad := [f"{Path(row.path).name}（{row.error}）" for row in rows if not row.ok]:
                raise StudioError(f"训练用的文件读不出来：{'；'.join(bad)}")
            return tuple(
                record
                for edition in catalog.editions(today)
                if edition.live
                for record in catalog.passages_of(edition.document, edition.version)
            )
        finally:
            catalog.close()


def material(corpus: Path, shared: Path | None, today: date) -> Material:
    """Read the corpus and, where ``shared`` (the design's ``data`` folder) is given, the laws."""
    laws = passages(shared / LAWS, today) if shared else ()
    return Material(passages(corpus, today), laws, shared)


def sources(
    given: Material,
    mixture: Mixture,
    *,
    leave: Collection[str] = (),
    groups: int | None = None,
    seed: int = 1,
) -> list[Source]:
    """Everything to learn from, without the questions about the laws in ``leave``.

    Args:
        given: texts.
        mixture: shares.
        leave: laws by their short names.
        groups: how many wording groups, in an order drawn by ``seed``; None for all.
        seed: of all draws.
    """
    kept: Sequence[LayQuestion] = [q for q in given.questions if q.law not in leave]
    wordings = pairs.draw(pairs.wording_groups(), groups, seed)
    found = [
        pairs.asked(kept, given.laws, mixture.asked),
        pairs.asked_alike(kept, mixture.asked_alike if given.laws else mixture.asked),
        pairs.attached(given.corpus, mixture.attached),
        *pairs.reworded(wordings, mixture.reworded, mixture.reworded_lay),
        pairs.own_structure([*given.corpus, *given.laws], mixture.structure),
    ]
    if given.shared:
        found += [
            outside.statutes(given.shared / ARTICLES, mixture.statutes, most=mixture.articles, seed=seed),
            *outside.permissive(given.shared / "pairs", mixture.permissive),
        ]
    return [source for source in found if source.pairs]

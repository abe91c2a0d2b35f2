"""The home of ``scale``: documents put together from single articles, published in bulk; what parts cost."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TypeVar

import numpy as np

from eval.benchmarks.clause_gold import assembled
from eval.benchmarks.homes import ACTOR, LAW_QUESTIONS
from index.embedding import vector_text
from index.encoder import open_encoder
from index.lexical import Entry, LexicalIndex
from index.loading import vectors_module
from ingest import curation, law_questions, readers
from ingest.catalog import Catalog
from ingest.model import Block, Metadata, ParsedDocument
from ingest.parsing import parse_file
from ingest.records import PassageRecord, QuestionRecord
from ingest.split import split
from ingest.structure import parse

ARTICLES = Path("policy") / "law_articles.jsonl.gz"
SOURCE = ARTICLES.name
_TOGETHER = 200  # documents in one transaction
_AT_ONCE = 4_000  # texts encoded or indexed at a time, as in a sync
_DAY = re.compile(r"\((\d{4}-\d\d-\d\d)\)$")
T = TypeVar("T")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A parsed document before it has an id; ``name`` is its file's, without folder and suffix."""

    name: str
    parsed: ParsedDocument


def core(name: str) -> str:
    """A law's file name without its day: all versions of a law share it."""
    return _DAY.sub("", name)


def documents(file: Path, most: int | None = None) -> Iterator[list[Row]]:
    """The articles of each document of ``law_articles.jsonl.gz``, documents in file order."""
    by_path: dict[str, list[Row]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            by_path.setdefault(row["path"], []).append(row)
    yield from islice(by_path.values(), most)


def made(rows: list[Row]) -> Made:
    """One document out of its articles."""
    name = PurePosixPath(rows[0]["path"]).stem
    day = _DAY.search(name)
    blocks = [Block(line) for line in assembled(rows)]
    part = max(split(blocks, rows[0]["law"]), key=lambda one: len(one.blocks))
    metadata = Metadata(title=rows[0]["law"], promulgated=date.fromisoformat(day[1]) if day else None)
    return Made(name, ParsedDocument(metadata, parse(part.blocks, part.title), reader="benchmark"))


def publish(catalog: Catalog, given: Sequence[Made], first: int) -> list[str]:
    """Write documents and publish them in one transaction; their ids, numbered from ``first``."""
    ids = [f"scale-{number:05d}" for number in range(first, first + len(given))]
    with catalog.writing() as writer:
        for id_, one in zip(ids, given, strict=True):
            writer.add_version(
                one.parsed, document=id_, source_name=SOURCE, source_sha256="0" * 64, actor=ACTOR
            )
            curation.publish_in(writer, id_, actor=ACTOR)
    return ids


@dataclass(slots=True)
class Filled:
    """How a catalog was filled: seconds, and each document's file name by its id."""

    parsing: float = 0.0
    publishing: float = 0.0
    articles: int = 0
    names: dict[str, str] = field(default_factory=dict)


def fill(catalog: Catalog, file: Path, most: int | None, told: Callable[[int], object]) -> Filled:
    """Parse and publish all documents of the file; ``told`` hears how many are done each time."""
    filled = Filled()
    count = 0
    for batch in batches(documents(file, most), _TOGETHER):
        began = time.perf_counter()
        given = [made(rows) for rows in batch]
        parsed = time.perf_counter()
        ids = publish(catalog, given, count)
        filled.parsing += parsed - began
        filled.publishing += time.perf_counter() - parsed
        filled.articles += sum(map(len, batch))
        filled.names |= {id_: one.name for one, id_ in zip(given, ids, strict=True)}
        count += len(batch)
        told(len(batch))
    return filled


def batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    """Lists of ``size``, the last one shorter."""
    while batch := list(islice(items, size)):
        yield batch


def parts_alone(records: Sequence[PassageRecord], folder: Path) -> dict[str, float]:
    """Seconds that the parts of an index cost alone: one field of words, encoding, ready vectors."""
    texts = [vector_text(record) for record in records]
    ids = [record.id for record in records]
    encoder = open_encoder()
    encoder.encode_passages(texts[:1])  # the word cutter's dictionary is loaded by the first text
    vectors_module()
    start = time.perf_counter()
    with LexicalIndex(folder / "words").writing() as writer:
        writer.add(Entry(id_, "", "", text=text) for id_, text in zip(ids, texts, strict=True))
    words = time.perf_counter()
    matrix = np.concatenate(
        [encoder.encode_passages(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
    )
    encoded = time.perf_counter()
    database = vectors_module()(folder / "chroma")
    chroma = database.collection("alone").chroma
    for at in range(0, len(ids), _AT_ONCE):
        chroma.add(ids=ids[at : at + _AT_ONCE], embeddings=matrix[at : at + _AT_ONCE])
    added = time.perf_counter()
    database.close()
    return {
        "rjieba_and_tantivy": round(words - start, 1),
        "encoding": round(encoded - words, 1),
        "chroma_add_of_ready_vectors": round(added - encoded, 1),
    }


def add_laws(catalog: Catalog, folder: Path, names: Mapping[str, str], wanted: Collection[str]) -> int:
    """Publish the laws of a folder and withdraw other versions of the gold ones; how many were withdrawn.

    ``wanted`` are the gold laws' file names. As in a studio, laws get the typical questions that ship.
    """
    cores = {core(name) for name in wanted}
    others = [id_ for id_, name in names.items() if core(name) in cores and name not in wanted]
    for id_ in others:
        curation.withdraw(catalog, id_, actor=ACTOR)
    lay = law_questions.load(LAW_QUESTIONS)
    for number, path in enumerate(sorted(folder.glob("*.md"))):
        if path.stem not in wanted and core(path.stem) in cores:
            continue
        for part, item in enumerate(parse_file(path, name=path.name, read=readers.read)):
            with catalog.writing() as writer:
                id_ = f"law-{number:02d}-{part}"
                writer.add_version(
                    item.document, document=id_, source_name=path.name, source_sha256="1" * 64, actor=ACTOR
                )
                asked = [QuestionRecord(one, law_questions.SOURCE) for one in lay.of(item.document)]
                if asked:
                    writer.set_questions(id_, asked, actor=ACTOR)
                curation.publish_in(writer, id_, actor=ACTOR)
    return len(others)

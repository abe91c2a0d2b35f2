"""The only tantivy: BM25 over five fields of a passage, tokens made by ``index.tokens``.

A passage is one document of the index. Its tokens are joined by spaces and cut by tantivy's
whitespace tokenizer, so that what counts as a word is decided in one place. Texts are not stored:
the catalog has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tantivy

from index import tokens
from index.model import Scored

# How much a word counts by where it stands. Titles and paths repeat over all passages of a document,
# so they choose between documents only; on 2,131 lay questions hit@5 fell from .161 to .146 at .8.
FIELD_WEIGHTS: Mapping[str, float] = {
    "title": 0.3,
    "path": 0.3,
    "context": 0.3,
    "text": 1.0,
    "questions": 1.0,
}
_HEAP_BYTES = 128_000_000
_MOST_TERMS = 64  # of a query; a page pasted as a question must not take seconds


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexical index keeps of a passage. ``edition`` names document and version."""

    passage: str
    edition: str
    kind: str
    title: str = ""
    path: str = ""
    context: str = ""
    text: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query may find: any of ``kinds`` and any of ``editions``; None is everything."""

    kinds: tuple[str, ...] | None = None
    editions: tuple[str, ...] | None = None


class LexicalIndex:
    """A folder with a tantivy index. Readers see the last commit after ``reload``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.config_reader(reload_policy="manual")

    def reload(self) -> None:
        """See what was committed since, by this process or another."""
        self._index.reload()

    @property
    def size(self) -> int:
        """Number of passages."""
        return int(self._index.searcher().num_docs)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Change the index: committed once when the block ends, not at all if it raises."""
        inner = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        try:
            yield Writer(inner)
            inner.commit()
        except BaseException:
            inner.rollback()
            raise
        finally:
            inner.wait_merging_threads()  # also gives tantivy's writer lock back
        self.reload()

    def search(self, terms: Sequence[tuple[str, float]], k: int, scope: Scope | None = None) -> list[Scored]:
        """The ``k`` passages with the highest weighted sum of BM25 over ``terms`` and fields.

        Args:
            terms: tokens as ``index.tokens`` makes them, each with its weight.
            k: how many, best first.
            scope: what may be found.
        """
        if not terms or k < 1:
            return []
        searcher = self._index.searcher()
        result = searcher.search(self._query(terms, scope or Scope()), limit=k, count=False)
        return [Scored(searcher.doc(address)["passage"][0], float(score)) for score, address in result.hits]

    def holding(self, terms: Sequence[str], k: int, scope: Scope | None = None) -> list[str]:
        """Passages whose text holds every one of the terms, at most ``k``, the shortest first or nearly so."""
        if not terms or k < 1:
            return []
        searcher = self._index.searcher()
        every = [(tantivy.Occur.Must, self._term("text", term)) for term in terms[:_MOST_TERMS]]
        query = tantivy.Query.boolean_query([*every, *self._limits(scope or Scope())])
        found = searcher.search(query, limit=k, count=False)
        return [searcher.doc(address)["passage"][0] for _, address in found.hits]

    def vector_ids(self, edition: str) -> list[str]:
        """Ids of an edition's vectors: its passages and, as ``passage#q1``, their typical questions."""
        searcher = self._index.searcher()
        query = self._term("edition", edition)
        found = searcher.search(query, limit=max(1, searcher.num_docs), count=False)
        ids: list[str] = []
        for _, address in found.hits:
            document = searcher.doc(address)
            ids += passage_vectors(document["passage"][0], document["asked"][0])
        return ids

    def _query(self, terms: Sequence[tuple[str, float]], scope: Scope) -> tantivy.Query:
        should = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, term), weight * boost))
            for term, weight in terms[:_MOST_TERMS]
            for field, boost in FIELD_WEIGHTS.items()
        ]
        query = tantivy.Query.boolean_query(should)
        limits = self._limits(scope)
        if not limits:
            return query
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *limits])

    def _limits(self, scope: Scope) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        return [
            (tantivy.Occur.Must, self._any_of(field, values))
            for field, values in (("kind", scope.kinds), ("edition", scope.editions))
            if values is not None
        ]

    def _any_of(self, field: str, values: Sequence[str]) -> tantivy.Query:
        """A filter: it must match and adds nothing to the score."""
        return tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._schema, field, list(values)), 0.0
        )

    def _term(self, field: str, term: str) -> tantivy.Query:
        option = "basic" if field in {"edition", "kind"} else "freq"
        return tantivy.Query.term_query(self._schema, field, term, option)


class Writer:
    """What may be done inside ``LexicalIndex.writing``."""

    def __init__(self, inner: tantivy.IndexWriter) -> None:
        self._inner = inner

    def add(self, entries: Iterable[Entry]) -> None:
        """Add passages; nothing that is there already is looked for."""
        for entry in entries:
            self._inner.add_document(_document(entry))

    def delete(self, edition: str) -> None:
        """Delete all passages of an edition that were added before."""
        self._inner.delete_documents_by_term("edition", edition)


def query_terms(question: str, expansions: Sequence[tuple[str, float]] = ()) -> list[tuple[str, float]]:
    """The question's terms at weight 1 and those of ``expansions`` at theirs, each term once."""
    weights: dict[str, float] = dict.fromkeys(tokens.lexical_terms(question), 1.0)
    for phrase, weight in expansions:
        for term in tokens.lexical_terms(phrase):
            weights[term] = max(weights.get(term, 0.0), weight)
    return list(weights.items())


def passage_vectors(passage: str, questions: int) -> list[str]:
    """Ids of the vectors of a passage that has so many typical questions."""
    return [passage, *(f"{passage}#q{number}" for number in range(1, questions + 1))]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("asked", stored=True)
    for field in ("edition", "kind"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in FIELD_WEIGHTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("passage", entry.passage)
    document.add_unsigned("asked", len(entry.questions))
    document.add_text("edition", entry.edition)
    document.add_text("kind", entry.kind)
    fields = {
        "title": _repeated(entry.title),
        "path": _repeated(entry.path),
        "context": _repeated(entry.context),
        "text": _tokenised(entry.text),
        "questions": _tokenised("\n".join(entry.questions)),
    }
    for field, text in fields.items():
        if text:
            document.add_text(field, text)
    return document


def _tokenised(text: str) -> str:
    return " ".join(tokens.lexical_terms(text)) if text else ""


# The title and most of the path are the same for passage after passage.
_repeated = lru_cache(maxsize=1024)(_tokenised)

"""Pure: the table of what documents of several scopes say differently to one question.

A row is a value (6 年以上, 每两周, 不得) in a quote. Values are set against each other only where the words
around them are about the same thing; where in doubt there is no table, for a wrong one is worse than none.
A document and a digest of it are one voice, and the document speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from app.comparing import compares, named, subject
from app.measures import NearTo, Words, coverage
from app.model import Citation, Difference, DifferenceRow, Quote
from app.values import NUMBER, PERMISSIONS, Value, values
from index.fusion import Voice, digest_factors
from ingest.model import Form, Kind, Level
from ingest.vocabulary import SCOPES

ABOUT = 0.2
"""Least share of the question's words that stand around a value and in its headings."""
ALIKE = 0.65
"""Least likeness of a row's clause to the best row's, both without numbers."""
ALIKE_UNASKED = 0.55
"""Least mean of that likeness and of the share of words in common, where nobody asked to compare."""
ANSWERS = 3
"""First quotes: where nobody asked to compare, one of them must be in the table, else it is about what
was not asked."""
_STAGES = ("小学", "初中", "高中", "中职", "大学", "幼儿园")
AROUND = 18
"""Characters either side of a value in which the words stand that say what it is about."""

_ENDS = re.compile(r"[，。；：,;:！？!?\n]")
_PENALTY = re.compile(r"拘留|罚款|罚金|徒刑|拘役|管制")
"""How much of it there is depends on the deed: two deeds are no difference between rules."""
_ROLES = (
    ("leads", re.compile(r"主持人|带头|牵头|领头|领衔|负责人")),
    ("takes part", re.compile(r"成员|学员|组员")),
)
_LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Row:
    """A value in a quote of a scope. ``about`` is the value's clause without numbers."""

    quote: Quote
    value: Value
    scope: str
    about: str
    score: float

    @property
    def stages(self) -> frozenset[str]:
        """Those that its title or clause names."""
        return frozenset(stage for stage in _STAGES if stage in f"{self.quote.hit.title}\n{self.about}")

    @property
    def text(self) -> str:
        return self.quote.text[self.value.start : self.value.end]


def rows(question: str, quotes: Sequence[Quote], *, words: Words, near: NearTo) -> list[Row]:
    """The rows of the table of ``quotes``, best first, by level and scope; none where they do not differ.

    The rows of the scopes that the question names stand first. A document has one row of a scope.
    """
    asked, told = subject(question), compares(question)
    found = sorted(_candidates(asked, quotes, words, near), key=attrgetter("score"), reverse=True)
    if not found:
        return []
    best: dict[tuple[str, str], Row] = {}
    for row in _about_the_same(found, words, near, told=told):
        best.setdefault((row.quote.hit.document, row.scope), row)
    kept = _own_voices(list(best.values()))
    if not told and not any(row.quote in quotes[:ANSWERS] for row in kept):
        return []
    if len({row.value.meaning for row in kept}) < 2 or len({row.quote.hit.document for row in kept}) < 2:
        return []
    wanted = named(question)
    return sorted(kept, key=lambda row: (bool(wanted) and row.scope not in wanted, *_place(row)))


def differences(question: str, found: Sequence[Row], citations: Sequence[Citation]) -> tuple[Difference, ...]:
    """The table with the numbers of its rows' citations; a row without one is left out."""
    shown = []
    for row in found:
        quote, text = row.quote, row.text
        start = quote.start + row.value.start
        for citation in citations:
            within = citation.start <= start and start + len(text) <= citation.end
            same = (citation.document, citation.version) == (quote.hit.document, quote.hit.version)
            if same and within and text in citation.quote:
                shown.append(
                    DifferenceRow(row.scope or citation.kind.label, citation.title, text, citation.n)
                )
                break
    return (Difference(subject(question), tuple(shown)),) if len({row.value for row in shown}) > 1 else ()


def _about_the_same(found: Sequence[Row], words: Words, near: NearTo, *, told: bool) -> list[Row]:
    """The best row and those that count the same of the same thing in the same unit."""
    best, *others = found
    kept = [best]
    for row, alike in zip(others, near(best.about)([row.about for row in others]), strict=True):
        enough = alike >= ALIKE
        if not told:
            enough = alike + _in_common(words(row.about), words(best.about)) >= 2 * ALIKE_UNASKED
        if enough and row.value.unit == best.value.unit and not _others(row, best):
            kept.append(row)
    return kept


def _in_common(one: Sequence[str], other: Sequence[str]) -> float:
    """Twice the letters of the words that both have, of the letters of both."""
    total = sum(map(len, {*one})) + sum(map(len, {*other}))
    return 2 * sum(map(len, {*one} & {*other})) / total if total else 0.0


def _others(one: Row, other: Row) -> bool:
    """Whether two rows name stages, or people, and none in common: 初中 says nothing of 小学, 成员 of 主持人."""
    return _apart(one.stages, other.stages) or _apart(_people(one.quote), _people(other.quote))


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other and not one & other)


def _candidates(asked: str, quotes: Sequence[Quote], words: Words, near: NearTo) -> list[Row]:
    weights = {word: float(len(word)) for word in words(asked)}
    places = [
        (quote, value)
        for quote in quotes
        if _states_itself(quote) and _same_people(asked, quote)
        for value in values(asked, quote.text)
        if not _PENALTY.search(_clause(quote.text, value)) and _of_what_is_asked(quote.text, value, weights)
    ]
    clauses = [_clause(quote.text, value) for quote, value in places]
    placed = [
        "\n".join((*quote.hit.path[-2:], clause)) for (quote, _), clause in zip(places, clauses, strict=True)
    ]
    return [
        Row(quote, value, scope, _about(clause, quote.text, value), held + like)
        for (quote, value), clause, text, like in zip(
            places, clauses, placed, near(asked)(placed), strict=True
        )
        if (held := coverage(text, weights)) >= ABOUT and (scope := _scope(quote)) is not None
    ]


def _about(clause: str, text: str, value: Value) -> str:
    """A value's clause without what may differ: numbers, and 可以 or 不得."""
    if value.meaning in PERMISSIONS:
        clause = clause.replace(text[value.start : value.end], "", 1)
    return NUMBER.sub("", clause)


def _clause(text: str, value: Value) -> str:
    """The words that say what the value is of: its clause, or the one before as well where it is bare."""
    before = text[max(value.start - AROUND, 0) : value.start]
    after = text[value.end : value.end + AROUND]
    return _ENDS.split(before)[-1] + text[value.start : value.end] + _ENDS.split(after)[0]


def _of_what_is_asked(text: str, value: Value, asked: Iterable[str]) -> bool:
    """Whether what a permission allows or forbids is named by the question: that 成绩 may be told to parents
    (可以让家长知道) is no answer to whether they may be published."""
    if value.meaning not in PERMISSIONS:
        return True
    governed = _ENDS.split(text[value.end :])[0]
    return any(word in governed for word in asked if word != value.meaning)


def _states_itself(quote: Quote) -> bool:
    """Whether a rule or plan speaks for itself: a plan that names a 《rule》 repeats what that says."""
    return quote.hit.kind is Kind.POLICY or (quote.hit.kind is Kind.PLAN and "《" not in quote.text)


def _same_people(asked: str, quote: Quote) -> bool:
    """False where the question is about who leads and the quote about who takes part, or the other way."""
    return not _apart(_roles(asked), _people(quote))


def _people(quote: Quote) -> frozenset[str]:
    return _roles("".join((quote.hit.title, *quote.hit.path[-2:], quote.text)))


def _roles(text: str) -> frozenset[str]:
    return frozenset(role for role, words in _ROLES if words.search(text))


def _own_voices(found: Sequence[Row]) -> list[Row]:
    """Without digests where the rule, or an original of the same scope, speaks itself."""
    factors = digest_factors([Voice(row.quote.hit.title, row.quote.hit.form) for row in found])
    originals = {row.scope for row in found if row.quote.hit.form is Form.ORIGINAL and row.scope != "国家"}
    return [
        row
        for row, factor in zip(found, factors, strict=True)
        if row.quote.hit.form is not Form.DIGEST or (factor == 1 and row.scope not in originals)
    ]


def _scope(quote: Quote) -> str | None:
    """The scope of a quote: its document's; of a digest that compares scopes, the one it names (周期，校级：…)."""
    hit = quote.hit
    if hit.form is not Form.DIGEST or hit.scope != "工作室级":
        return hit.scope
    said = named(quote.text.partition("：")[0])
    return said[0] if len(said) == 1 else None


def _place(row: Row) -> tuple[int, int, int]:
    level = row.quote.hit.level
    return (
        _LEVELS.index(level) if level else len(_LEVELS),
        SCOPES.index(row.scope) if row.scope in SCOPES else len(SCOPES),
        row.quote.start,
    )

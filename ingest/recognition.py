"""Is this document new, the same as one we have, another version of it, or nearly a copy?

``Known`` holds what must be known of the catalog for that, loaded once for many files.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest import catalog_reads as reads
from ingest import likeness
from ingest.catalog import Catalog
from ingest.catalog_writes import Writer, text_hash
from ingest.model import Kind, Metadata, ParsedDocument
from ingest.records import Trace, VersionRecord

REVISED = 0.3
"""Likeness from which two documents that are no rules, but share a title, are versions of one."""
ROUGH = 0.6
"""A share of common hashes below which two sketches need no closer look."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a parsed document is. ``new``: a version is to be added, of ``document`` (None: a new one).

    ``exists``: ``document`` is in the catalog. ``trace`` is what the next files should know of it.
    """

    document: str | None
    new: bool
    exists: bool
    warnings: tuple[str, ...]
    trace: Trace


@dataclass(frozen=True, slots=True)
class Twin:
    """Another document with nearly the same text: its version that stands, its title, the share in common."""

    document: str
    version: int
    title: str
    share: float


@dataclass(slots=True)
class Known:
    """The documents of the catalog as far as recognising them needs, as they were at ``step``."""

    catalog: Catalog
    step: int = -1
    traces: dict[str, list[Trace]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    titles: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, catalog: Catalog) -> Known:
        """Everything in the catalog now."""
        known = cls(catalog)
        step = catalog.last_step()  # before the traces: what comes between is read again
        known.follow(step, catalog.traces())
        return known

    def catch_up(self, writer: Writer) -> None:
        """Read the catalog anew if anyone has written since: two programs may take in the same folder."""
        step = writer.last_step()
        if step == self.step:
            return
        for held in (self.traces, self.texts, self.titles):
            held.clear()
        self.follow(step, reads.traces(writer.connection))

    def follow(self, step: int, traces: Iterable[Trace]) -> None:
        """Know what this program itself has written, after its transaction; the catalog is at ``step``."""
        for trace in traces:
            self.add(trace)
        self.step = step

    def add(self, trace: Trace) -> None:
        """Know one more version."""
        self.traces.setdefault(trace.document, []).append(trace)
        self.texts.setdefault(trace.text_sha256, trace.document)
        namesakes = self.titles.setdefault(likeness.normal_title(trace.metadata.title), [])
        if trace.document not in namesakes:
            namesakes.append(trace.document)

    def match(self, parsed: ParsedDocument, id: str | None) -> Match:
        """Recognise a document. ``id`` is what its front matter calls it; it decides where it is given."""
        text = parsed.parse.text
        trace = Trace(id or "", parsed.metadata, text_hash(text), _pack(likeness.sketch(text)))
        if id is not None:
            return Match(id, True, id in self.traces, self._claims(id, trace.metadata), trace)
        same = self.texts.get(trace.text_sha256)
        if same is not None:
            return Match(same, False, True, ("正文与已有资料完全相同，没有新增版本",), trace)
        rule = self._same_rule(trace)
        if rule is not None:
            warnings = _about_versions(parsed.metadata, self.traces[rule])
            return Match(rule, True, True, warnings, trace)
        warnings = (*self._near(trace, text), *self._claims(None, trace.metadata))
        return Match(None, True, False, warnings, trace)

    def _claims(self, id: str | None, metadata: Metadata) -> tuple[str, ...]:
        """Warnings where a front matter would put its file in the place of another document."""
        warnings = []
        theirs = self.traces.get(id or "")
        if theirs and likeness.normal_title(theirs[-1].metadata.title) != likeness.normal_title(
            metadata.title
        ):
            title = theirs[-1].metadata.title
            warnings.append(f"文件开头的 id 是已有资料《{title}》的，发布后会取代它，请核对")
        situation = metadata.extra.get("situation")
        for document, traces in self.traces.items() if metadata.kind is Kind.EMERGENCY else ():
            other = traces[-1].metadata
            if document != id and other.kind is Kind.EMERGENCY and other.extra.get("situation") == situation:
                warnings.append(f"“{situation}”已有应急卡《{other.title}》：要改用这张，请先停用那张")
        return tuple(warnings)

    def _same_rule(self, trace: Trace) -> str | None:
        """The document of which this is a version.

        A rule is told by its title. Two cases or class plans may share a title by chance, so their texts
        must have something in common too.
        """
        for document in self.titles.get(likeness.normal_title(trace.metadata.title), ()):
            theirs = self.traces[document][-1]
            if not likeness.same_rule(theirs.metadata, trace.metadata):
                continue
            if trace.metadata.kind is Kind.POLICY or _alike(theirs, trace) >= REVISED:
                return document
        return None

    def _near(self, trace: Trace, text: str) -> tuple[str, ...]:
        """Warnings about documents of which this is nearly a copy."""
        return tuple(
            f"与已有资料《{twin.title}》（{twin.document}）有 {twin.share:.0%} 相同，请核对是否重复"
            for twin in self.twins(text, _unpack(trace.sketch))
        )

    def twins(self, text: str, sketch: frozenset[int], *, beside: str = "") -> list[Twin]:
        """Documents of which a text is nearly a copy, as they stand now; ``beside`` is not among them."""
        found = []
        for document, traces in self.traces.items():
            theirs = _unpack(traces[-1].sketch)
            if document == beside or len(sketch & theirs) < ROUGH * max(len(sketch), len(theirs)):
                continue
            there = self.catalog.version(document)
            share = likeness.near_duplicate(there.parse.text, text)
            if share >= likeness.NEAR_DUPLICATE:
                found.append(Twin(document, there.number, traces[-1].metadata.title, share))
        return found


def twins_of(catalog: Catalog, version: VersionRecord) -> list[Twin]:
    """Other documents of which a version is nearly a copy."""
    text = version.parse.text
    return Known.load(catalog).twins(text, likeness.sketch(text), beside=version.document)


def _alike(one: Trace, other: Trace) -> float:
    return likeness.likeness(_unpack(one.sketch), _unpack(other.sketch))


def _pack(sketch: frozenset[int]) -> bytes:
    """Four bytes a hash, ascending."""
    return array("I", sorted(sketch)).tobytes()


def _unpack(packed: bytes) -> frozenset[int]:
    return frozenset(array("I", packed))


def _about_versions(metadata: Metadata, traces: Sequence[Trace]) -> tuple[str, ...]:
    """What a host should know when a document that exists gets another version."""
    mine, theirs = _begins(metadata), max(filter(None, (_begins(t.metadata) for t in traces)), default=None)
    title = traces[-1].metadata.title
    if any(_begins(trace.metadata) == mine for trace in traces):
        when = f"施行日期同为 {mine}" if mine else "都没有读到施行日期"
        return (f"是《{title}》的另一版，{when}而文字不同，请核对",)
    if mine is None:
        return (f"是《{title}》的另一版，但没有读到施行日期，请补上；补上前已有的版本优先",)
    if theirs is not None and mine < theirs:
        return (f"是《{title}》的旧版（{mine} 施行），已有 {theirs} 施行的版本：只在按日期查时出现",)
    return (f"是《{title}》的新版（{mine} 施行），施行后取代已有的版本",)


def _begins(metadata: Metadata) -> date | None:
    """The day that orders versions, as in ``ingest.force``."""
    return metadata.effective or metadata.promulgated

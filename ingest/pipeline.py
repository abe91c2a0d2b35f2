"""The composition: files -> documents in the catalog, one row a file, one transaction a file.

Order, so that a crash at any point leaves nothing half-written: read and parse; then, in one transaction
that no other program can write beside, look whether they are known, keep the original and write all the
file's documents. An original without documents is harmless and is
taken up by the next attempt; documents without their original cannot come about.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ingest import catalog_reads as reads
from ingest import curation, law_questions, readers
from ingest.catalog import Catalog
from ingest.catalog_writes import Writer
from ingest.errors import StudioError
from ingest.inheriting import inherited
from ingest.law_questions import LawQuestions
from ingest.model import Kind, Metadata, ParsedDocument, Status
from ingest.originals import Originals, file_hash
from ingest.parsing import Parsed, Read, parse_file
from ingest.personal import file_name, without_personal_data
from ingest.pipeline_files import Found, find_files
from ingest.recognition import Known
from ingest.records import QuestionRecord, Trace, VersionState
from ingest.worker import read_isolated

log = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]

UNFORESEEN = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)
"""What a fault in our own parsing can raise on a strange file: logged, and the next file goes on."""


CARD_WAITS = "这是应急卡的新版，还是草稿：核对以后请单独发布"


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """A document that a file gave, or that it was found to be already.

    ``source`` is the name of its file without personal data: of this one, or of the one that gave it before.
    """

    id: str
    title: str
    kind: Kind
    passages: int
    warnings: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class FileResult:
    """A row for a file or path; ``error`` is empty if ``ok``."""

    path: str
    ok: bool
    error: str = ""
    documents: tuple[IngestedDocument, ...] = ()
    seconds: float = 0.0


@dataclass(slots=True)
class Run:
    """One ingest: where to, how, and what it has learned of the catalog so far.

    ``publish`` says whether to publish, given the versions that the document has already. ``mask`` is
    False only for the shipped documents, which hold no personal data (the corpus linter sees to it).
    ``lay`` are typical questions for laws that bring none.
    """

    catalog: Catalog
    originals: Originals
    known: Known
    actor: str
    today: date
    publish: Callable[[Sequence[VersionState]], bool]
    kind: Kind | None = None
    read: Read = read_isolated
    mask: bool = True
    lay: LawQuestions = field(default_factory=LawQuestions)


def ingest(  # noqa: PLR0913 (every choice is given by name)
    paths: Iterable[Path],
    *,
    catalog: Catalog,
    home: Path,
    kind: Kind | None = None,
    publish: bool = False,
    actor: str,
    today: date,
    progress: Progress | None = None,
    law_questions_file: Path | None = None,
) -> list[FileResult]:
    """Take files and folders in: a row each, in order; a bad one never stops the others.

    ``kind`` is set on every document that is new; without it the text tells. ``publish`` publishes at
    once what came in, else it stays a draft; so does the next version of an emergency card, which a host
    publishes by itself. ``progress(done, total, name)`` is called before each file
    and at the end. ``law_questions_file`` holds typical questions for national laws (``law_questions``).
    """
    originals = originals_of(home)
    originals.sweep()
    run = Run(
        catalog,
        originals,
        Known.load(catalog),
        actor,
        today,
        publish=lambda earlier: publish and not _is_card(earlier),
        kind=kind,
        lay=law_questions.load(law_questions_file),
    )
    return ingest_found(find_files(paths, readers.SUFFIXES), run, progress)


def originals_of(home: Path) -> Originals:
    """The originals folder of a home."""
    return Originals(home / "originals", home / "tmp")


def ingest_found(rows: Sequence[Found], run: Run, progress: Progress | None = None) -> list[FileResult]:
    """Take in files that were found already."""
    tell = progress or (lambda _done, _total, _name: None)
    results = []
    for done, row in enumerate(rows):
        tell(done, len(rows), row.path.name)
        results.append(_row(row, run))
    tell(len(rows), len(rows), "")
    return results


def _row(row: Found, run: Run) -> FileResult:
    begun = time.perf_counter()
    result = FileResult(str(row.path), ok=False, error=row.error)
    if not row.error:
        try:
            result = FileResult(str(row.path), ok=True, documents=tuple(_file(row.path, run)))
        except StudioError as error:
            result = replace(result, error=str(error))
        except UNFORESEEN:
            log.exception("ingest of one file failed")
            result = replace(
                result, error=f"处理《{row.path.name}》时出了意外的错误，已记入日志。其他文件不受影响。"
            )
    return replace(result, seconds=round(time.perf_counter() - begun, 3))


def _file(path: Path, run: Run) -> list[IngestedDocument]:
    """The documents of one file: parsed, kept and written, or recognised as known."""
    sha256 = file_hash(path)
    parsed = [] if run.catalog.states_with(source_sha256=sha256) else _parsed(path, run)
    with run.catalog.writing() as writer:
        # Another program may have taken the same file in while this one read it.
        run.known.catch_up(writer)
        outcomes = _same_bytes(writer, sha256, run) or _write(writer, path, parsed, sha256, run)
        step = writer.last_step()
    run.known.follow(step, [outcome.trace for outcome in outcomes if outcome.trace])
    return [outcome.document for outcome in outcomes]


def _parsed(path: Path, run: Run) -> list[Parsed]:
    parsed = parse_file(path, name=path.name, kind=run.kind, read=run.read)
    return [_masked(item, path.name) if run.mask else replace(item, source=path.name) for item in parsed]


def _masked(item: Parsed, name: str) -> Parsed:
    """The document as the catalog may hold it. Its file's name may hold a name that only its text tells."""
    document = without_personal_data(item.document)
    source = file_name(name, item.document)
    return replace(item, document=document, source=source, masked=document != item.document)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A document of a file, and the trace of its new version if it got one."""

    document: IngestedDocument
    trace: Trace | None = None


def _same_bytes(writer: Writer, sha256: str, run: Run) -> list[_Outcome]:
    """The documents that these bytes have given already; none if they are new."""
    same = reads.states_with(writer.connection, source_sha256=sha256)
    newest = {state.document: state for state in same}
    reason = "文件内容与已有资料完全相同，没有新增版本"
    return [_Outcome(_publish_known(writer, state, run, reason)) for state in newest.values()]


def _write(writer: Writer, path: Path, parsed: Sequence[Parsed], sha256: str, run: Run) -> list[_Outcome]:
    """Keep the original and write its documents; the original goes again if nothing came of it.

    All inside the catalog's transaction, so that no other program takes away, or relies on, an original
    that is about to go.
    """
    stored = run.originals.store(path)
    used = False
    try:
        if stored.sha256 != sha256:
            raise StudioError(f"《{path.name}》在读取时被改动了，请等它写完再导入。")
        outcomes = [_document(writer, item, sha256, run) for item in parsed]
        used = any(outcome.trace for outcome in outcomes)
    finally:
        if stored.new and not used:
            run.originals.remove(stored.sha256)
    return outcomes


def _document(writer: Writer, item: Parsed, sha256: str, run: Run) -> _Outcome:
    """Write one document, or recognise it."""
    parsed = item.document
    match = run.known.match(parsed, item.id)
    earlier = writer.states(match.document) if match.exists and match.document else []
    if not match.new:
        known = _publish_known(writer, earlier[-1], run, match.warnings[0])
        return _Outcome(replace(known, source=item.source))
    if earlier and not item.id:  # a file that names its document says all of it in its front matter
        before = reads.version(writer.connection, earlier[-1].document, earlier[-1].number)
        if before:
            parsed = replace(parsed, metadata=inherited(parsed.metadata, before.metadata, kind=run.kind))
    warnings = (*parsed.warnings, *match.warnings, *_calendar(parsed.metadata, run.today))
    record = writer.add_version(
        replace(parsed, warnings=warnings),
        document=match.document,
        source_name=item.source,
        source_sha256=sha256,
        actor=run.actor,
        masked=item.masked,
        sketch=match.trace.sketch,
    )
    _add_law_questions(writer, record.document, parsed, run)
    published = run.publish(earlier)
    if published:
        curation.publish_in(writer, record.document, record.number, actor=run.actor)
    document = IngestedDocument(
        record.document,
        record.metadata.title,
        record.metadata.kind,
        len(record.parse.passages),
        record.warnings if published or not _is_card(earlier) else (*record.warnings, CARD_WAITS),
        item.source,
    )
    return _Outcome(document, replace(match.trace, document=record.document))


def _is_card(earlier: Sequence[VersionState]) -> bool:
    """Whether a document has been an emergency card."""
    return any(state.kind is Kind.EMERGENCY for state in earlier)


def _add_law_questions(writer: Writer, document: str, parsed: ParsedDocument, run: Run) -> None:
    """Give a law that nobody has written typical questions for those that ship."""
    asked = run.lay.of(parsed)
    if asked and not reads.questions_of(writer.connection, document):
        records = [QuestionRecord(question, law_questions.SOURCE) for question in asked]
        writer.set_questions(document, records, actor=law_questions.SOURCE)


def _calendar(metadata: Metadata, today: date) -> tuple[str, ...]:
    """What the days of a rule mean for the search today."""
    begins = metadata.effective or metadata.promulgated
    if begins and begins > today:
        return (f"尚未施行：{begins} 起才会被查到",)
    if metadata.expires and metadata.expires <= today:
        return (f"已于 {metadata.expires} 失效：只在按日期查时出现",)
    return ()


def _publish_known(writer: Writer, state: VersionState, run: Run, reason: str) -> IngestedDocument:
    """A known version as a result; a draft is published if this run publishes, a withdrawn one is not."""
    warnings = [f"{reason}：《{state.title}》（{state.document}）"]
    if state.status in (Status.DRAFT, Status.SUBMITTED) and run.publish([state]):
        curation.publish_in(writer, state.document, state.number, actor=run.actor)
    elif state.status is Status.WITHDRAWN:
        warnings.append("这份资料已停用，要再用请先发布它")
    return IngestedDocument(
        state.document, state.title, state.kind, state.passages, tuple(warnings), state.source_name
    )

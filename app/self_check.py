"""The self-check against the vocational standard (对标自评): what a host does with it, and what an evaluator reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.access import Act
from app.desk import Desk
from app.gap_list import LONGEST_TITLE, GapList
from app.model import Citation
from app.pages.render import short
from app.self_check_draft import draft, to_markdown
from app.self_check_evidence import (
    Shelf,
    by_hand,
    candidates,
    cited,
    decided,
    fitting,
    shelf,
)
from app.self_check_model import COVER, Attainment, Check, Line, Opened, Proof
from app.standing import standing
from app.studio import today
from ingest import typical
from ingest.catalog_standard import EvidenceRecord, LineRecord, Span, StandardTable
from ingest.errors import StudioError
from ingest.masking import mask_text
from ingest.records import VersionState
from ingest.standards import Indicator, standard

LONGEST_STATEMENT, LONGEST_FACT = 2000, 100
_UNKNOWN = "标准里没有这一条指标。请刷新页面再试。"
_GONE = "这处证据已经撤下了。请刷新页面。"


class ChangedMeanwhileError(StudioError):
    """Somebody else has written about the indicator since it was opened."""


class NoStandardError(StudioError):
    """There are no indicators to check against."""


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The services over a desk, for the desk's account."""

    desk: Desk

    @property
    def _table(self) -> StandardTable:
        return StandardTable(self.desk.studio.catalog.engine)

    @property
    def writes(self) -> bool:
        """Whether this account may change anything."""
        return Act.SELF_ASSESS in self.desk.account.acts

    def whole(self) -> Check:
        """Every indicator with its state, statement and evidence, as all of it stands today.

        NoStandardError where the standard's data are not there.
        """
        self.desk.require(Act.SELF_CHECK)
        written = self._table.lines()
        proofs = self._proofs(self._table.evidence())
        lines = [
            _line(one, written.get(one.id), proofs.get(one.id, ())) for one in self._indicators().values()
        ]
        return Check(tuple(lines), self._table.cover())

    def opened(self, indicator: str) -> Opened:
        """One indicator with what may be its evidence. To whom may not write no candidates are given."""
        self.desk.require(Act.SELF_CHECK)
        known = self._indicator(indicator)
        records = self._table.evidence(indicator)
        proofs = self._proofs(records).get(indicator, ())
        line = _line(known, self._table.lines().get(indicator), proofs)
        on = shelf(self.desk.studio, today())
        if not self.writes:
            return Opened(line, (), 0, on.samples(indicator))
        spans = [record.decided.span for record in records]
        found, more = candidates(self.desk.studio, known, on, spans, today())
        return Opened(line, found, more, on.samples(indicator))

    def decide(self, indicator: str, span: Span, *, take: bool) -> None:
        """Take or refuse a quote as evidence, in place of an earlier decision on it.

        StudioError where the document may be no evidence, or the version is in force no more.
        """
        self.desk.require(Act.SELF_ASSESS)
        self._indicator(indicator)
        version = fitting(self.desk.studio, span.document, today())
        if version.number != span.version:
            raise StudioError(f"“{version.metadata.title}”已经换成第 {version.number} 版。请用新版里的句子。")
        self._store(indicator, span, take=take, hand=False)

    def add(self, indicator: str, document: str, clause: str, words: str = "") -> None:
        """Take a clause of a document, or ``words`` in it, as evidence. ``document``: its id or whole title."""
        self.desk.require(Act.SELF_ASSESS)
        self._indicator(indicator)
        version = fitting(self.desk.studio, self._document(document), today())
        self._store(indicator, by_hand(version, clause, words), take=True, hand=True)

    def drop(self, indicator: str, span: Span) -> None:
        """Take a decision back: the quote may be decided on again."""
        self.desk.require(Act.SELF_ASSESS)
        if not self._table.undecide(indicator, span, actor=self.desk.account.name):
            raise StudioError(_GONE)

    def write(self, indicator: str, state: str, statement: str, seen: int) -> None:
        """Store the host's judgement and statement, masked. ``seen``: the revision that the host has read.

        Raises:
            ChangedMeanwhileError: somebody else has written meanwhile; nothing is stored.
            StudioError: a state that there is none of, or a statement that is too long.
        """
        self.desk.require(Act.SELF_ASSESS)
        self._indicator(indicator)
        try:
            attainment = Attainment(state)
        except ValueError as error:
            raise StudioError("请在达到、部分达到、未达到、未评里选一个。") from error
        text = statement.strip()
        if len(text) > LONGEST_STATEMENT:
            raise StudioError(f"自评说明有 {len(text)} 字，太长了。请缩短到 {LONGEST_STATEMENT} 字以内。")
        line = self.whole().line(indicator)
        if attainment is Attainment.MET and not text and not (line and line.standing_proofs):
            raise StudioError(
                "选“达到”要有依据：先采用一处证据，或在说明里写明凭什么（比如纸质材料在哪里）。"
            )
        actor = self.desk.account.name
        theirs = self._table.write(
            indicator, attainment.value, mask_text(text), seen=seen, actor=actor, detail=attainment.value
        )
        if theirs:
            raise ChangedMeanwhileError(
                f"{theirs.changed_by} 刚改过这一条：{theirs.state}，"
                f"“{short(theirs.statement, 60) or '没有写说明'}”。您写的还在下面，没有保存；再点一次保存就以您的为准。"
            )

    def file(self, suffix: str) -> bytes:
        """The draft as ``docx`` or ``md``. StudioError for another suffix."""
        blocks = draft(self.whole(), today())
        if suffix == "docx":
            from app.export_draft import to_word  # python-docx takes a while

            return to_word(blocks, today())
        if suffix == "md":
            return to_markdown(blocks).encode()
        raise StudioError("不能导出成这种文件。请选 Word 或 Markdown。")

    def cover(self, facts: Mapping[str, str]) -> None:
        """Store the facts of the draft's cover, masked; those without words go."""
        self.desk.require(Act.SELF_ASSESS)
        kept = {name: facts.get(name, "").strip() for name in COVER}
        if long := [name for name, value in kept.items() if len(value) > LONGEST_FACT]:
            raise StudioError(f"{'、'.join(long)}太长了。请缩短到 {LONGEST_FACT} 字以内。")
        # With its name before it, so that a host's own name is told from a pupil's.
        masked = {
            name: mask_text(f"{name}：{value}").removeprefix(f"{name}：") for name, value in kept.items()
        }
        stored = {name: value for name, value in masked.items() if value}
        self._table.set_cover(stored, actor=self.desk.account.name)

    def gap(self, indicator: str) -> int:
        """Make an indicator a gap of the gap list, once; the gap's number."""
        self.desk.require(Act.SELF_ASSESS)
        known = self._indicator(indicator)
        written = self._table.lines().get(indicator)
        if written and written.gap:
            return written.gap
        title = short(f"对标 {known.id}：{known.text}", LONGEST_TITLE - 1)
        made = GapList(self.desk).made(title)
        self._table.link_gap(indicator, made, actor=self.desk.account.name)
        return made

    def clauses(self, document: str) -> tuple[str, list[str]]:
        """A document that may be evidence, by id or title: its id, and the clauses to choose from."""
        self.desk.require(Act.SELF_ASSESS)
        version = fitting(self.desk.studio, self._document(document), today())
        return version.document, typical.clauses(self.desk.studio.catalog, version.document)

    def titles(self) -> dict[str, str]:
        """Title of every document that may be evidence, by its id."""
        self.desk.require(Act.SELF_ASSESS)
        return {id: about.title for id, (_, about) in self._shelf().own.items()}

    def _shelf(self) -> Shelf:
        return shelf(self.desk.studio, today())

    def _store(self, indicator: str, span: Span, *, take: bool, hand: bool) -> None:
        made = decided(cited(self.desk.studio, span), confirmed=take, hand=hand)
        self._table.decide(indicator, made, actor=self.desk.account.name)

    def _document(self, named: str) -> str:
        """The id of a document by its id, or by its whole title where only one is called so."""
        wanted = named.strip()
        titles = {one.id: one.metadata.title for one in self.desk.studio.catalog.documents()}
        fitting_ids = [id for id, title in titles.items() if wanted in (id, title)]
        if wanted and len(fitting_ids) == 1:
            return fitting_ids[0]
        why = "有几份资料同名，请填编号" if fitting_ids else "没有这份资料，请从提示里选一份"
        raise StudioError(f"“{wanted}”：{why}。" if wanted else "请先选一份资料。")

    def _indicators(self) -> dict[str, Indicator]:
        found = standard(self.desk.studio.settings.corpus)
        if not found:
            raise NoStandardError(
                "没有找到标准的指标数据（standards/vocational.yaml）。请检查 STUDIO_CORPUS。"
            )
        return {one.id: one for one in found}

    def _indicator(self, wanted: str) -> Indicator:
        found = self._indicators().get(wanted)
        if found is None:
            raise StudioError(_UNKNOWN)
        return found

    def _proofs(self, records: Sequence[EvidenceRecord]) -> dict[str, list[tuple[EvidenceRecord, Proof]]]:
        """What was decided, by indicator, with how each version stands today."""
        if not records:
            return {}
        states: dict[str, list[VersionState]] = defaultdict(list)
        for state in self.desk.studio.catalog.states():
            states[state.document].append(state)
        found: dict[str, list[tuple[EvidenceRecord, Proof]]] = defaultdict(list)
        for record in records:
            found[record.indicator].append((record, _proof(record, states[record.decided.span.document])))
        return found


def _proof(record: EvidenceRecord, states: Sequence[VersionState]) -> Proof:
    made, span = record.decided, record.decided.span
    now = standing(states, span.version, today())
    citation = Citation(
        n=record.id,
        quote=made.quote,
        title=made.title,
        document=span.document,
        version=span.version,
        kind=made.kind,
        form=made.form,
        level=None,
        scope="",
        number=made.number,
        path=made.path,
        page=made.page,
        start=span.start,
        end=span.end,
        passage="",
        source="",
        in_force=now.in_force,
    )
    return Proof(citation, now, made.by_hand, record.account, record.at)


def _line(
    indicator: Indicator,
    written: LineRecord | None,
    decisions: Sequence[tuple[EvidenceRecord, Proof]],
) -> Line:
    taken = tuple(proof for record, proof in decisions if record.decided.confirmed)
    refused = tuple(proof for record, proof in decisions if not record.decided.confirmed)
    if written is None:
        return Line(indicator, Attainment.OPEN, "", taken, refused, None, 0, None, "")
    return Line(
        indicator,
        Attainment(written.state or Attainment.OPEN.value),
        written.statement,
        taken,
        refused,
        written.gap,
        written.revision,
        written.changed if written.revision else None,
        written.changed_by if written.revision else "",
    )

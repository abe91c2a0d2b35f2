"""The gap list: what hosts do with questions that were not answered well, and the way to close a gap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.access import ACTS, Act, Role
from app.assistant import ask
from app.coverage import Coverage, coverage
from app.desk import Desk
from app.gaps import Gap, Step, assembled, group, plain
from app.silence import Reason
from app.studio import today
from index.model import Filters, Matrix
from ingest.catalog_accounts import AccountTable
from ingest.catalog_gaps import CLOSED, DISMISSED, OPEN, GapQuestion, GapTable
from ingest.errors import StudioError
from ingest.masking import mask_text
from ingest.model import Kind, Status
from ingest.standards import standard

LONGEST_TITLE, LONGEST_NOTE = 100, 500
RECENT = timedelta(days=30)
AT_ONCE = 300
"""Wordings that are grouped together; what comes after them joins their gaps, or makes its own."""
_MISSING = (Reason.NO_BASIS.value,)
"""What is out of scope, personal or a professional's to judge is no gap of the corpus."""
_GONE = "这一组缺口已经不在了。请刷新页面。"
_MOVES = {CLOSED: "标为已解决", DISMISSED: "标为不属于本库", OPEN: "重新打开"}


@dataclass(frozen=True, slots=True)
class Listed:
    """The gaps of one step, None for those that are not done; ``counts`` for each of these choices.

    ``recent``: questions of the last 30 days in gaps that are not done.
    """

    step: Step | None
    gaps: tuple[Gap, ...]
    counts: Mapping[Step | None, int]
    recent: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A wording that was asked again. ``by``: the title of what answers it now, empty where nothing does."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Recheck:
    """What came of asking a gap's questions again."""

    rows: tuple[Checked, ...]

    @property
    def answered(self) -> int:
        return sum(bool(row.by) for row in self.rows)

    @property
    def closes(self) -> bool:
        return bool(self.rows) and self.answered == len(self.rows)


@dataclass(frozen=True, slots=True)
class GapList:
    """The services over a desk, for the desk's account."""

    desk: Desk

    @property
    def _table(self) -> GapTable:
        return GapTable(self.desk.studio.catalog.engine)

    def listed(self, step: Step | None = None) -> Listed:
        """The gaps, what was asked most first, with every question of today in its gap."""
        self.desk.require(Act.GAPS)
        self._gather()
        questions = self._table.questions()
        gaps = assembled(self._table.all(), questions)
        counts: Counter[Step | None] = Counter(gap.step for gap in gaps)
        counts[None] = sum(not gap.step.done for gap in gaps)
        since, undone = datetime.now(UTC) - RECENT, {gap.record.id for gap in gaps if not gap.step.done}
        recent = sum(question.at >= since and question.gap in undone for question in questions)
        shown = [gap for gap in gaps if (not gap.step.done if step is None else gap.step is step)]
        return Listed(step, tuple(shown), counts, recent)

    def describe(self, gap: int, *, title: str, assigned_to: str, document: str, note: str) -> None:
        """Name a gap, give it to a host, link a document (its id or whole title), write a note.

        An empty text takes the old one away. StudioError for nonsense; nothing is stored then.
        """
        self.desk.require(Act.GAPS)
        for what, text, most in (("名称", title, LONGEST_TITLE), ("说明", note, LONGEST_NOTE)):
            if len(text) > most:
                raise StudioError(f"{what}有 {len(text)} 字，太长了。请缩短到 {most} 字以内。")
        if assigned_to and assigned_to not in self.hosts():
            raise StudioError(f"“{assigned_to}”不是可用的主持人账号。请在名单里选。")
        linked = self._document(document.strip())
        values = {
            "title": mask_text(title.strip()),
            "note": mask_text(note.strip()),
            "assigned_to": assigned_to,
            "document": linked,
        }
        self._change(gap, values, f"负责人 {assigned_to or '无'}，资料 {linked or '无'}")

    def move(self, gap: int, state: str) -> None:
        """Close, dismiss or reopen."""
        self.desk.require(Act.GAPS)
        if state not in _MOVES:
            raise StudioError("不认识这个操作。请刷新页面再试。")
        self._change(gap, {"state": state}, _MOVES[state])

    def made(self, title: str) -> int:
        """A new gap that no question has shown, named by whoever misses the documents; its number."""
        self.desk.require(Act.GAPS)
        return self._table.make(mask_text(title), actor=self.desk.account.name)

    def recheck(self, gap: int) -> Recheck:
        """Ask a gap's questions again as a teacher would; where all are answered now, it is closed."""
        self.desk.require(Act.GAPS)
        found = self._table.one(gap)
        if found is None:
            raise StudioError(_GONE)
        done = self._asked_again(self._table.questions(gap))
        if done.closes and found.state == OPEN:
            self._change(gap, {"state": CLOSED}, f"重新检验，{len(done.rows)} 个问法都能答上，已解决")
        return done

    def recheck_all(self, report: Callable[[int, int, str], None] = lambda *_: None) -> int:
        """Ask the questions of every open gap again; how many were closed."""
        self.desk.require(Act.GAPS)
        self._gather()
        open_ones = [record for record in self._table.all() if record.state == OPEN]
        closed = 0
        for place, record in enumerate(open_ones):
            report(place, len(open_ones), "重新检验缺口")
            closed += self.recheck(record.id).closes
        return closed

    def hosts(self) -> list[str]:
        """Accounts that may work on gaps."""
        self.desk.require(Act.GAPS)
        accounts = AccountTable(self.desk.studio.catalog.engine).all()
        return [one.name for one in accounts if not one.disabled and Act.GAPS in ACTS[Role(one.role)]]

    def titles(self) -> dict[str, str]:
        """Title of every document by its id, to link one."""
        self.desk.require(Act.GAPS)
        return {record.id: record.metadata.title for record in self.desk.studio.catalog.documents()}

    def coverage(self) -> Coverage:
        """What the corpus has and lacks today."""
        self.desk.require(Act.GAPS)
        studio = self.desk.studio
        records = studio.catalog.documents()
        cards = {
            one.id: studio.catalog.version(one.id, one.version).parse.text
            for one in records
            if one.metadata.kind is Kind.EMERGENCY and one.status is Status.PUBLISHED
        }
        return coverage(records, standard(studio.settings.corpus), cards, today())

    def _gather(self) -> None:
        """Put what is in no gap yet into one."""
        table = self._table
        new: dict[str, list[GapQuestion]] = defaultdict(list)
        for question in table.ungrouped(_MISSING):
            new[plain(question.text)].append(question)
        while new:
            some = list(new)[:AT_ONCE]
            held: dict[int, dict[str, str]] = {record.id: {} for record in table.all()}
            for question in table.questions():
                if question.gap in held:
                    held[question.gap][plain(question.text)] = question.text
            vectors = self._vectors({wording: new[wording][-1].text for wording in some})
            grouping = group(vectors, {gap: self._vectors(texts) for gap, texts in held.items()})
            table.put(
                {one.id: gap for wording, gap in grouping.joins.items() for one in new[wording]},
                [[one.id for wording in made for one in new[wording]] for made in grouping.made],
            )
            for wording in some:
                del new[wording]
        table.drop_empty()

    def _vectors(self, texts: Mapping[str, str]) -> dict[str, Matrix]:
        if not texts:
            return {}
        rows = self.desk.studio.searcher.encoder.encode_queries(list(texts.values()))
        return dict(zip(texts, rows, strict=True))

    def _asked_again(self, questions: list[GapQuestion]) -> Recheck:
        same: dict[str, list[GapQuestion]] = defaultdict(list)
        for question in questions:
            same[plain(question.text)].append(question)
        return Recheck(tuple(Checked(ones[-1].text, self._answers(ones)) for ones in same.values()))

    def _answers(self, same: list[GapQuestion]) -> str:
        """The title of what answers one wording now.

        What was answered and disliked needs another answer: one that cites what those did not.
        """
        studio = self.desk.studio
        answer = studio.mended(
            lambda: ask(
                same[-1].text, Filters(), searcher=studio.searcher, catalog=studio.catalog, today=today()
            )
        )
        if not answer.answered:
            return ""
        disliked = [question.id for question in same if question.answered]
        known = self._table.cited(disliked)
        cited = [one for one in answer.citations if not disliked or (one.document, one.version) not in known]
        return cited[0].title if cited else ""

    def _document(self, named: str) -> str:
        if not named:
            return ""
        titles = self.titles()
        fitting = [id for id, title in titles.items() if named in (id, title)]
        if len(fitting) != 1:
            why = "没有这份资料" if not fitting else "有几份资料同名，请填编号"
            raise StudioError(f"“{named}”：{why}。请从提示里选一份。")
        return fitting[0]

    def _change(self, gap: int, values: Mapping[str, str], detail: str) -> None:
        if not self._table.change(gap, values, actor=self.desk.account.name, detail=detail):
            raise StudioError(_GONE)

"""Many documents at once: published or withdrawn together, with one update of the search for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.access import Act
from app.listing import Moves, moves_of
from app.readiness import lacking, waits_for
from app.reviewing import Reviewing
from ingest import curation
from ingest.errors import StudioError
from ingest.model import Kind
from ingest.records import DocumentRecord

_CARD = "应急卡请打开核对以后单独发布。"
_NONE_WAITS = "没有等待发布的版本。"
_NOT_LIVE = "没有发布，不用停用。"
_ACTS = {"publish": Act.PUBLISH, "withdraw": Act.WITHDRAW}
Tried = tuple[str, str]
"""(title, why it was not done, or '')"""


@dataclass(frozen=True, slots=True)
class Bulk:
    """Moves of many documents. One that cannot be done never stops the others."""

    reviewing: Reviewing

    def consequence(self, move: str, documents: Sequence[str]) -> tuple[str, str]:
        """(what search does then, the words of the button), for a host to confirm."""
        records = self._chosen(move, documents)
        why = {record.id: self._hindrance(move, record) for record in records}
        able = [record for record in records if not why[record.id]]
        rest = len(records) - len(able)
        left = f"另有 {rest} 份现在不能这样做，会逐份说明。" if rest else ""
        if move == "withdraw":
            said = f"停用后，{len(able)} 份资料立即不再被找到，按日期查也查不到。随时可以重新发布。{left}"
            return said, f"停用 {len(able)} 份"
        newer = sum(self._moves(record).waits for record in able)
        old = f"其中 {newer} 份的旧版不再被找到，按日期查仍查得到。" if newer else ""
        return f"发布后，{len(able)} 份资料立即可以被提问找到。{old}{left}", f"发布 {len(able)} 份"

    def move(self, move: str, documents: Sequence[str]) -> list[Tried]:
        """Publish what waits of each, or withdraw each, in order.

        An emergency card is published by itself, after it has been read.
        """
        rows, records = [], self._chosen(move, documents)
        act = self._acts[move]
        with self.reviewing.desk.changing():
            for record in records:
                said = self._hindrance(move, record)
                if not said:
                    try:
                        act(record)
                    except StudioError as problem:
                        said = str(problem)
                rows.append((record.metadata.title, said))
        if move == "publish":
            self.reviewing.desk.published_anew()
        return rows

    @property
    def _acts(self) -> Mapping[str, Callable[[DocumentRecord], object]]:
        desk = self.reviewing.desk
        return {
            "publish": self._publish,
            "withdraw": lambda record: curation.withdraw(
                desk.studio.catalog, record.id, actor=desk.account.name
            ),
        }

    def _publish(self, record: DocumentRecord) -> None:
        desk = self.reviewing.desk
        number = self._moves(record).pending or record.version
        curation.publish(
            desk.studio.catalog,
            record.id,
            self.reviewing.meant(record.id, number),
            actor=desk.account.name,
            second_person=desk.studio.settings.second_person,
        )

    def _chosen(self, move: str, documents: Sequence[str]) -> list[DocumentRecord]:
        if move not in _ACTS:
            raise StudioError("不认识这个操作。请刷新页面再试。")
        self.reviewing.desk.require(_ACTS[move])
        known = {record.id: record for record in self.reviewing.desk.documents()}
        return [known[document] for document in dict.fromkeys(documents) if document in known]

    def _moves(self, record: DocumentRecord) -> Moves:
        return moves_of(record, self.reviewing.desk.states(record.id))

    def _hindrance(self, move: str, record: DocumentRecord) -> str:
        """Why a document cannot be moved, a sentence; '' where it can."""
        moves = self._moves(record)
        if move == "withdraw":
            return _NOT_LIVE if moves.live is None else ""
        if moves.pending is None:
            return _NONE_WAITS
        if record.metadata.kind is Kind.EMERGENCY:
            return _CARD
        desk = self.reviewing.desk
        missing = lacking(desk.version(record.id, moves.pending))
        if missing:
            return f"还差：{'、'.join(missing)}。"
        state = next(one for one in desk.states(record.id) if one.number == moves.pending)
        return waits_for(state, desk.account.name, second_person=desk.studio.settings.second_person)

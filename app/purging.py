"""清除: a version that showed a pupil is emptied for good, and with it what was quoted from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from app import answer_stored, purging_records
from app.access import Act
from app.desk import Desk
from app.history import masked
from ingest.catalog_asked import AskedTable
from ingest.catalog_engine import empty_log
from ingest.catalog_purging import Purged, mentions, purge, require_withdrawn
from ingest.errors import StudioError
from ingest.masking import mask_text
from ingest.model import Status
from ingest.pipeline import originals_of

LONGEST_REASON = 200
BACKUPS = "以前做的备份里还有它，请一并换掉。"


@dataclass(frozen=True, slots=True)
class Done:
    """``left``: files of evaluations that could not be read or written, and may still quote it."""

    purged: Purged
    left: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not (self.purged.shared or self.left)


@dataclass(frozen=True, slots=True)
class Purging:
    """The service over a desk, for the desk's account."""

    desk: Desk

    def consequence(self, document: str, number: int) -> str:
        """What will be gone, for a host to confirm."""
        self.desk.require(Act.PURGE)
        return (
            f"清除后，第 {number} 版的正文、页面图和原件从数据目录里删掉，提问记录里引用它的话、"
            "评估记录和自己的题集里引用这份资料（哪一版都算）的话一起删掉，旧链接打开只说已清除。"
            f"不能恢复。{BACKUPS}请写明原因，不要写学生真名。"
        )

    def purge(self, document: str, number: int, reason: str) -> Done:
        """Empty a withdrawn version. StudioError without a reason, or where it is not withdrawn."""
        self.desk.require(Act.PURGE)
        why = mask_text(" ".join(reason.split()))
        if not 2 <= len(why) <= LONGEST_REASON:
            raise StudioError(f"请写明清除的原因，2 到 {LONGEST_REASON} 个字。没有清除。")
        studio, actor = self.desk.studio, self.desk.account.name
        with self.desk.changing():
            states = studio.catalog.states(document)
            require_withdrawn(states, document, number)
            # Before the version is gone: then nobody knows its file's name, and where sets are busy, it can be tried again.
            files = {PurePath(state.source_name).stem for state in states if state.source_name}
            left = purging_records.forget(studio.home, {document, *files})
            originals = originals_of(studio.home)
            done = purge(studio.catalog, originals, document, number, actor=actor, reason=why)
            self._forget_answers(document, number)
            return Done(done, left)

    def _forget_answers(self, document: str, number: int) -> None:
        """Stored answers without what they quote of it."""
        table = AskedTable(self.desk.studio.catalog.engine)
        for kept in table.citing(document):
            if mentions(kept.answer, document, number):
                answer = answer_stored.restored(kept.answer, kept.id)
                left = answer_stored.openable(answer, lambda *key: key != (document, number))
                table.replace_answer(kept.id, masked(left))
        empty_log(self.desk.studio.catalog.engine)


def told(done: Done) -> str:
    """What was done, a sentence or a few."""
    said = f"第 {done.purged.number} 版已清除。{BACKUPS}"
    if done.purged.shared:
        others = "、".join(f"{document} 第 {number} 版" for document, number in done.purged.shared)
        said += f"同一个原件还属于{others}，原件没有删：那一版也要清除，请先停用它。"
    if done.left:
        files = "、".join(done.left)
        said += f"{files} 读不出来或写不进去，里面可能还有它的话：请到数据目录的 evaluations 文件夹里把它的话删掉。"
    return said


def removed(desk: Desk, document: str, number: int | None) -> bool:
    """Whether what a link names was purged: this version, or without a number all that a document had."""
    desk.require(Act.BROWSE)
    states = desk.studio.catalog.states(document)
    named = [state for state in states if number in (None, state.number)]
    return bool(named) and all(state.status is Status.PURGED for state in named)

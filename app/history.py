"""What accounts have asked: kept masked for a time, shown to whoever asked it, deleted on request.

Nothing of it goes into a log. Who does not log in keeps nothing: such a question is stored without a name.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.access import Account, Act, require
from app.answer_json import answer_json
from app.model import Answer
from app.silence import Reason
from ingest.catalog import Catalog
from ingest.catalog_asked import AskedRecord, AskedTable, AskedTitle, FeedbackRecord
from ingest.catalog_engine import BUSY_MILLISECONDS
from ingest.errors import StudioError
from ingest.masking import mask_text

LONGEST_COMMENT, LONGEST_REASON = 500, 40
_SEPARATE = "\n\n※※\n\n"
_GONE = "这条提问已经删除，或不是您问的。"
NOT_KEPT = "目录库正忙，这次提问没有记进“最近提问”，也不能评价。回答本身不受影响。"
_AT_ONCE = 100
"""Milliseconds that an answer waits for another program's writing before it is shown unstored."""


@dataclass(frozen=True, slots=True)
class History:
    """The questions of ``account``. ``days``: how long questions are kept, 0 for not at all."""

    catalog: Catalog
    account: Account
    days: int

    @property
    def _table(self) -> AskedTable:
        return AskedTable(self.catalog.engine)

    def remember(self, answer: Answer) -> Answer:
        """The answer with the number under which it is stored with its question, if that is done at once.

        An answer is worth more than its record: while another program writes, it goes out unstored, and
        ``settle`` stores it afterwards.
        """
        if not self.days:
            return answer
        try:
            return replace(answer, asked=self._record(answer, _AT_ONCE))
        except StudioError:
            return answer

    def settle(self, answer: Answer) -> Answer:
        """Store an answer as it is when all has been shown: with a language model's words, or at all.

        Where even that fails, a note says so to whoever asked by name, and the log does.
        """
        if not self.days:
            return answer
        try:
            if not answer.asked:
                return replace(answer, asked=self._record(answer))
            if answer.phrasing:
                self._table.replace_answer(answer.asked, masked(answer))
        except StudioError:
            logging.getLogger("studio").warning("question not kept", exc_info=True)
            if self.account.name and not answer.asked:
                return replace(answer, notes=(*answer.notes, NOT_KEPT))
        return answer

    def _record(self, answer: Answer, patience: int = BUSY_MILLISECONDS) -> int:
        told = masked(answer)
        reason = next((reason.value for reason in Reason if reason.words == answer.reason), "")
        return self._table.record(self.account.name, told["question"], told, reason, patience)

    def mine(self) -> list[AskedRecord]:
        """One's own questions, newest first."""
        require(self.account, Act.HISTORY)
        return self._table.history(self.account.name)

    def recent(self, limit: int) -> list[AskedTitle]:
        """One's own last questions without their answers, newest first; none where nobody is named."""
        if Act.HISTORY not in self.account.acts:
            return []
        return self._table.titles(self.account.name, limit)

    def one(self, asked: int) -> AskedRecord:
        """A question of one's own with its answer. StudioError where it is gone or somebody else's."""
        require(self.account, Act.HISTORY)
        return self._own(asked)

    def rating(self, asked: int) -> FeedbackRecord | None:
        """What one thought of the answer, if anything."""
        require(self.account, Act.HISTORY)
        return next((f for f in self._table.feedback_on(asked) if f.account == self.account.name), None)

    def forget_mine(self, asked: int | None = None) -> int:
        """Delete one's own questions, or the one; how many."""
        require(self.account, Act.HISTORY)
        return self._table.forget(self.account.name, actor=self.account.name, only=asked)

    def forget(self, name: str) -> int:
        """Delete another account's questions; how many."""
        require(self.account, Act.ACCOUNTS)
        return self._table.forget(name, actor=self.account.name)

    def rate(self, asked: int, *, helpful: bool, reason: str = "", comment: str | None = "") -> None:
        """👍 or 👎 for an answer of one's own, in place of an earlier one. The comment is stored masked.

        Without a comment (None) the one that stands stays, as long as the answer is rated as before.
        """
        require(self.account, Act.FEEDBACK)
        self._own(asked)
        if comment and len(comment) > LONGEST_COMMENT:
            raise StudioError(f"意见有 {len(comment)} 字，太长了。请缩短到 {LONGEST_COMMENT} 字以内。")
        said, why = comment and mask_text(comment.strip()), reason[:LONGEST_REASON]
        if not self._table.feedback(asked, self.account.name, helpful=helpful, reason=why, comment=said):
            raise StudioError(_GONE)

    def submit(self, asked: int) -> None:
        """Hand a question of one's own over to the hosts."""
        require(self.account, Act.FEEDBACK)
        self._own(asked)
        self._table.submit(asked)

    def expire(self) -> int:
        """Delete what has been kept long enough; how many questions. For the server's own thread."""
        return self._table.forget_before(datetime.now(UTC) - timedelta(days=self.days))

    def _own(self, asked: int) -> AskedRecord:
        found = self._table.one(asked)
        if found is None or found.account != self.account.name:
            raise StudioError(_GONE)
        return found


def shown(answer: Answer) -> Answer:
    """The answer without personal data in its question: as it is shown, exported and sent anywhere."""
    question, understood = _masked_together([answer.question, answer.understood])
    return replace(answer, question=question, understood=understood)


def masked(answer: Answer) -> dict[str, Any]:
    """The answer as JSON without personal data of the question; quotes are of masked texts already."""
    told = answer_json(answer)
    sentences = told["phrasing"]["sentences"] if told["phrasing"] else ()
    own = [told["question"], told["understood"], *(sentence["text"] for sentence in sentences)]
    told["question"], told["understood"], *worded = _masked_together(own)
    for sentence, text in zip(sentences, worded, strict=True):
        sentence["text"] = text
    return told


def _masked_together(texts: Sequence[str]) -> list[str]:
    """Masked as one text, so that one person has one name in all of them."""
    found = mask_text(_SEPARATE.join(texts)).split(_SEPARATE)
    return found if len(found) == len(texts) else [mask_text(text) for text in texts]

"""What accounts have asked: kept masked for a time, shown to whoever asked it, deleted on request.

Nothing of it goes into a log. Who does not log in keeps nothing: such a question is stored without a name.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.access import Account, Act, require
from app.answer_json import answer_json
from app.model import Answer
from app.silence import Reason
from ingest.catalog import Catalog
from ingest.catalog_asked import AskedRecord, AskedTable, AskedTitle, FeedbackRecord
from ingest.errors import StudioError
from ingest.masking import mask_text

LONGEST_COMMENT, LONGEST_REASON = 500, 40
_SEPARATE = "\n\n※※\n\n"
_GONE = "这条提问已经删除，或不是您问的。"


@dataclass(frozen=True, slots=True)
class History:
    """The questions of ``account``. ``days``: how long questions are kept, 0 for not at all."""

    catalog: Catalog
    account: Account
    days: int

    @property
    def _table(self) -> AskedTable:
        return AskedTable(self.catalog.engine)

    def remember(self, answer: Answer) -> int:
        """Store a question with its answer; its number, 0 where nothing is kept.

        An answer is worth more than its record: where the catalog takes no writes now, there is none.
        """
        if not self.days:
            return 0
        told = masked(answer)
        reason = next((reason.value for reason in Reason if reason.words == answer.reason), "")
        try:
            return self._table.record(self.account.name, told["question"], told, reason)
        except StudioError:
            logging.getLogger("studio").warning("question not kept", exc_info=True)
            return 0

    def complete(self, answer: Answer) -> None:
        """Store an answer as it has become with a language model's words."""
        if answer.asked and answer.phrasing:
            self._table.replace_answer(answer.asked, masked(answer))

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

    def rate(self, asked: int, *, helpful: bool, reason: str = "", comment: str = "") -> None:
        """👍 or 👎 for an answer of one's own, in place of an earlier one. The comment is stored masked."""
        require(self.account, Act.FEEDBACK)
        self._own(asked)
        if len(comment) > LONGEST_COMMENT:
            raise StudioError(f"意见有 {len(comment)} 字，太长了。请缩短到 {LONGEST_COMMENT} 字以内。")
        said, why = mask_text(comment.strip()), reason[:LONGEST_REASON]
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

"""Pure: verdicts, when an item is settled, and who may judge it. The services are ``app.judging``.

Two reviewers judge an item by themselves; where they differ, a third decides. Nobody sees what another
thinks before both have submitted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from ingest.catalog_judgements import JudgementRecord
from ingest.errors import StudioError

LONGEST_COMMENT = 500
LONGEST_SECONDS = 3600.0
IMPORTED = "（导入）"
"""Ends the name of a reviewer whose judgement came in a file: it is not proven whose it is."""


class Verdict(StrEnum):
    """What a reviewer thinks of a whole answer."""

    CORRECT = "correct"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Verdict.CORRECT: "正确",
    Verdict.INCOMPLETE: "不完整",
    Verdict.WRONG: "错误",
    Verdict.REFUSE: "应拒答",
}
SILENT = (Verdict.WRONG, Verdict.REFUSE)
"""What may be thought of an answer that says nothing: it should have answered, or it was right to be silent."""


class State(StrEnum):
    """Where an item stands."""

    OPEN = "待复核"
    DIFFERS = "意见不同"
    SETTLED = "已有结论"


def person(name: str) -> str:
    """Whose judgement it is, imported or not."""
    return name.removesuffix(IMPORTED)


def both(judgements: Sequence[JudgementRecord]) -> tuple[JudgementRecord, ...]:
    """The judgements of the two reviewers, by name; fewer than two where they are not there yet."""
    return tuple(sorted((one for one in judgements if not one.adjudicates), key=lambda one: one.reviewer))


def agree(one: JudgementRecord, other: JudgementRecord) -> bool:
    """Whether two think the same of the answer and of each citation."""
    return one.verdict == other.verdict and dict(one.citations) == dict(other.citations)


def outcome(judgements: Sequence[JudgementRecord]) -> JudgementRecord | None:
    """What holds of an item: the third one's decision, or what two agree on; None as long as it is open."""
    decided = next((one for one in judgements if one.adjudicates), None)
    two = both(judgements)
    if decided or len(two) < 2 or not agree(*two):
        return decided
    return two[0]


def state(judgements: Sequence[JudgementRecord]) -> State:
    if outcome(judgements):
        return State.SETTLED
    return State.DIFFERS if len(both(judgements)) == 2 else State.OPEN


def took_part(name: str, judgements: Sequence[JudgementRecord]) -> bool:
    return any(person(one.reviewer) == person(name) for one in judgements)


def may_judge(name: str, judgements: Sequence[JudgementRecord]) -> bool:
    """Whether an item waits for this reviewer's judgement."""
    return len(both(judgements)) < 2 and not took_part(name, judgements)


def may_change(name: str, judgements: Sequence[JudgementRecord]) -> bool:
    """Whether a reviewer may judge anew: only as long as the other one has not judged."""
    return [one.reviewer for one in judgements] == [name]


def may_decide(name: str, judgements: Sequence[JudgementRecord]) -> bool:
    """Whether this person may decide between the two."""
    return state(judgements) is State.DIFFERS and not took_part(name, judgements)


def check(new: JudgementRecord, there: Sequence[JudgementRecord]) -> None:
    """StudioError unless ``new`` may join the judgements that are there."""
    name = new.reviewer
    if new.adjudicates:
        if not may_decide(name, there):
            raise StudioError(_undecidable(name, there))
    elif not may_judge(name, there) and not may_change(name, there):
        told = "您已经判过，另一位也判了" if took_part(name, there) else "已经有两位复核人判过"
        raise StudioError(f"这一题{told}，这次没有保存。请看下一题。")


def _undecidable(name: str, there: Sequence[JudgementRecord]) -> str:
    if state(there) is State.SETTLED:
        return "这一题已经有结论，这次没有保存。"
    if took_part(name, there):
        return "您判过这一题，要由第三个人裁定。"
    return "这一题还没有两个人都判过，不用裁定。"


def checked(
    verdict: object,
    citations: Mapping[str, object],
    *,
    wanted: Sequence[int],
    outdated: Mapping[str, str],
    answered: bool,
) -> tuple[Verdict, dict[str, bool]]:
    """A verdict with one on each of the citations ``wanted``. StudioError that names what is missing or wrong."""
    if verdict not in list(Verdict):
        raise StudioError("还差：对整个答案的判断（1–4）。")
    found = Verdict(str(verdict))
    if not answered and found not in SILENT:
        raise StudioError("这一题没有作答：拒得对选“应拒答”，本该答上选“错误”。")
    missing = [str(n) for n in wanted if not isinstance(citations.get(str(n)), bool)]
    if missing:
        raise StudioError(f"还差：引用 {'、'.join(missing)} 的判断（支持或不支持）。")
    bad = [str(n) for n in wanted if citations[str(n)] is True and str(n) in outdated]
    if bad:
        raise StudioError(f"引用 {'、'.join(bad)} 的文件已不是现行有效，只能判“不支持”。")
    return found, {str(n): citations[str(n)] is True for n in wanted}

"""Pure: who must, may or must not do what, in a sentence and in its quote.

Text is cut at commas and at the words that bind (应当, 可以, 不得 …). Each stretch has a force and an agent;
a stretch of the sentence is laid beside the stretch of the quote that it shares most with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.verify_negation import MARKER
from app.verify_organs import LEADING, ORGANS, agents_by, alike
from app.verify_organs import subjects as subjects_of
from app.verify_text import BAN, MAY, MUST, URGE, USUALLY, WAIVED, Finding, bigrams, clauses, sentences

NONE, NOT = "", "不"
_NAMES = {
    MUST: "应当",
    MAY: "可以",
    BAN: "不得",
    URGE: "鼓励",
    WAIVED: "无须",
    NOT: "否定",
    NONE: "没有这样的要求",
}
_TURNED = {MUST: BAN, MAY: WAIVED, URGE: URGE, BAN: MUST, WAIVED: WAIVED}

_USUALLY = re.compile(rf"{USUALLY}(?!惩戒|事故|的|性|教育)")
_JOINT = re.compile(
    rf"(?<=..)(?<!{MUST})(?<!{MAY})(?<!{BAN})(?:并|但|而(?!且)|且|也|却|则|就(?!学|业|读|是|诊|餐|近|地|寝))(?=..)"
)
"""Where a new predicate begins without a comma."""
_CIRCUMSTANCE = re.compile(r"在|对|因|为了|当(?!日|场|面|众)|自(?!行|愿)|除|从|根据|按照|如|若|未经|经(?!常)")
"""How a clause begins that only says where, when or for whom."""
_RULES = re.compile(f"是(?:{MUST}|{MAY}|{BAN}|{URGE}|{WAIVED})")


@dataclass(frozen=True, slots=True)
class Agents:
    """Who acts: named with 由, and the subjects (of 班主任由学校选聘, who is acted upon)."""

    by: frozenset[str]
    subjects: frozenset[str]

    @property
    def acting(self) -> frozenset[str]:
        return self.by or self.subjects


@dataclass(frozen=True, slots=True)
class Duty:
    """A stretch of text with its force and its agents.

    ``carried``: the force was stated before a comma; ``named``: the agents stand in this very clause;
    ``first``: nothing stands before the binding word (可以先…: advice, not leave for somebody).
    """

    force: str
    carried: bool
    usually: bool
    agents: Agents
    named: bool
    text: str
    first: bool = False


_GOES_ON = re.compile("；[对并也还必情]$")
"""How a part behind a semicolon begins that speaks of the one who acted before it."""


def duties(text: str) -> list[Duty]:
    """The stretches of a canonical text."""
    found: list[Duty] = []
    carried = frozenset[str]()
    for sentence in sentences(text):
        force, carried = (
            NONE,
            carried if _GOES_ON.search(text[: text.find(sentence) + 1]) else frozenset[str](),
        )
        parts = [part for clause in clauses(sentence) for part in _JOINT.split(clause)]
        for clause, following in zip(parts, [*parts[1:], ""], strict=False):
            marks = list(MARKER.finditer(clause))
            condition = clause.endswith("的") and not _RULES.search(clause)
            if condition:  # 不服的，没有交的，: a condition, no rule; 是应当买的 is one
                marks = []
            lead = clause[: marks[0].start()] if marks else clause
            by = agents_by(clause)
            # …的，sets a condition: who stands in it does not act in what follows.
            conditional = condition and clause is not parts[-1]
            subjects = frozenset[str]() if conditional and not marks else subjects_of(lead, bare=not marks)
            if subjects and subjects != carried:
                force, carried = NONE, subjects
            agents, named = Agents(by, subjects or carried), bool(by or subjects)
            usually = bool(_USUALLY.search(clause))
            if not marks and (conditional or BAN in following or _CIRCUMSTANCE.match(clause)):
                continue
            if not marks:
                found.append(Duty(force, force != NONE, usually, agents, named, clause))
            elif len(bigrams(lead)) > 3:
                found.append(Duty(NONE, True, usually, agents, named, lead))
            before = force if force not in (NOT, WAIVED) else NONE
            starts = [*(mark.start() for mark in marks), len(clause)]
            for mark, end in zip(marks, starts[1:], strict=True):
                force = _force(mark, force, adjacent=_joined(marks, mark))
                # 不得拒绝接收应当接受教育的孩子: what binds inside an attribute leaves the outer word in force.
                inner = end < len(clause) and "的" in clause[end:] and clause[end - 1] not in "，但和而也"
                tail = clause[mark.end() : len(clause) if inner else end]
                behind = LEADING.match(tail) if force in (BAN, URGE) else None
                if behind:  # 严禁教师收受…: who is bound stands behind the binding word
                    agents, named = Agents(by, frozenset({behind.group()})), True
                # 意外险是要买的: what is bound stands before
                told = tail if not tail or any(len(pair) > 1 for pair in bigrams(tail)) else clause
                found.append(Duty(force, False, usually, agents, named, told, first=not mark.start()))
            force = before if force in (NOT, WAIVED) else force
    return [duty for duty in found if duty.text]


def _joined(marks: Sequence[re.Match[str]], mark: re.Match[str]) -> bool:
    return any(other.end() == mark.start() for other in marks)


def _force(mark: re.Match[str], before: str, *, adjacent: bool) -> str:
    """A plain 不 behind 应当 turns that round (应当不…), one before 鼓励 takes it back."""
    if adjacent and before == URGE and mark["force"] in (BAN, MUST):  # 最好不要
        return URGE
    if mark["not"]:
        return _TURNED.get(before, NOT) if adjacent else NOT
    return NOT if adjacent and before == NOT else mark["force"]


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where who, whether or how binding differs (both canonical)."""
    theirs = duties(quote)
    both = USUALLY in sentence and (USUALLY in quote or bool(re.search("除外|除[^。；|]{2,60}?外", quote)))
    for mine in duties(sentence):
        share, beside = _beside(mine, theirs)
        if not beside:
            continue
        told = [list(_differs(mine, other, quote)) for other in beside]
        common = set.intersection(*({one.kind for one in reasons} for reasons in told))
        common -= {"usually"} if both else set()
        common -= {"agent"} if _does_so(mine, share, theirs, quote) else set()
        for one in told[0]:
            if one.kind in common:
                counts = one.share * (share**0.5 if one.share >= 0.5 else 2 * share**3)
                yield Finding(one.kind, one.why, counts)


def _does_so(mine: Duty, share: float, theirs: Sequence[Duty], quote: str) -> bool:
    """Whether the quote has these agents in a stretch that shares at least half as much as the nearest one."""
    wanted = bigrams(mine.text)
    return any(
        _same_agents(
            mine.agents.acting, other.agents.by | other.agents.subjects | _made_to(other.text), quote
        )
        for other in theirs
        if _shared(mine.text, wanted, other) >= share * len(wanted) / 2
    )


def _made_to(text: str) -> frozenset[str]:
    """Those who are let, made or seen to do something (不得使孩子脱离监护: 孩子不得脱离监护)."""
    return frozenset(_MADE_TO.findall(text))


_MADE_TO = re.compile(rf"(?:使|让|保证|保障|组织|安排|要求|督促|允许)[^，。；|]{{0,10}}?({ORGANS})")


def _beside(mine: Duty, theirs: Sequence[Duty]) -> tuple[float, list[Duty]]:
    """The stretches of the quote that share most with ``mine``, and how much; none where they share little."""
    wanted = bigrams(mine.text)
    if not wanted:
        return 0.0, []
    scored = [(_shared(mine.text, wanted, other), other) for other in theirs]
    best = max((score for score, _ in scored), default=0.0)
    if best < LEAST_SHARED * len(wanted):
        return 0.0, []
    near = [other for score, other in scored if score >= 0.75 * best]
    same_verb = [other for other in near if mine.text[:2] in other.text[:6]]
    return min(best / len(wanted), 1.0), same_verb or near


def _shared(text: str, wanted: set[str], other: Duty) -> float:
    held = wanted & bigrams(other.text)
    head = text[:2] in other.text[:6]
    return len(held) + (1.5 if head else 0.0)


LEAST_SHARED = 0.2
_AVOIDS = re.compile(r"避免|杜绝|防止|停止|制止|改为|才|除非|只有|仅")
"""Words that forbid without one of the binding words, or turn a condition round."""
_KINDS = {
    (MUST, MAY): ("weaker", 1.0),
    (MUST, URGE): ("weaker", 1.0),
    (BAN, URGE): ("weaker", 1.0),
    (MAY, MUST): ("stronger", 1.0),
    (URGE, MUST): ("stronger", 1.0),
    (URGE, MAY): ("weaker", 1.0),
    (BAN, MAY): ("turned", 1.0),
    (NOT, MAY): ("turned", 1.0),
    (MAY, BAN): ("turned", 1.0),
    (MUST, BAN): ("turned", 1.0),
    (BAN, MUST): ("turned", 1.0),
    (MUST, WAIVED): ("turned", 1.0),
    (WAIVED, MUST): ("turned", 1.0),
    (MAY, WAIVED): ("turned", 1.0),
    (NONE, WAIVED): ("turned", 1.0),
    (BAN, WAIVED): ("turned", 1.0),
    (WAIVED, NONE): ("turned", 1.0),
    (NONE, MAY): ("weaker", 0.3),
    (MAY, NONE): ("stronger", 0.3),
    (URGE, NONE): ("stronger", 0.3),
    (NONE, URGE): ("weaker", 1.0),
    (MAY, URGE): ("weaker", 1.0),
}
"""What it is called, and how much it counts, where the quote's force became the sentence's."""
CARRIED, CLEARLY_CARRIED = 0.3, 0.7
"""How much it counts where one of the two was stated before a comma; clearly: 应当, and in the sentence 鼓励."""


def _differs(mine: Duty, other: Duty, quote: str) -> Iterator[Finding]:
    kind, counts = _KINDS.get((other.force, mine.force), ("", 0.0))
    avoided = _AVOIDS.search(mine.text + other.text) and {mine.force, other.force} & {BAN, NOT}
    if kind and not avoided:
        if mine.carried or other.carried:
            clear = not mine.carried and other.force == MUST and mine.force in (URGE, MAY, WAIVED)
            counts *= CLEARLY_CARRIED if clear else CARRIED
            kind = kind if clear or kind == "turned" else ""
        if kind:
            yield Finding(kind, f"引文说的是“{_NAMES[other.force]}”，这句说成“{_NAMES[mine.force]}”", counts)
    if mine.usually != other.usually:
        why = "引文里的“一般、原则上”没有照原样" if other.usually else "引文里没有“一般、原则上”"
        yield Finding("usually", why)
    acting, theirs = mine.agents.acting, other.agents.by | other.agents.subjects
    does = mine.force != NONE or mine.agents.by
    if does and mine.named and acting and theirs and not _same_agents(acting, theirs, quote):
        names = f"{'、'.join(sorted(theirs))}，这句写成{'、'.join(sorted(acting))}"
        yield Finding("agent", f"做这件事的，引文里是{names}")


def _same_agents(mine: frozenset[str], theirs: frozenset[str], quote: str) -> bool:
    return any(alike(one, other, quote) for one in mine for other in theirs)

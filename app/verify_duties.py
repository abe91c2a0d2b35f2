"""Pure: who must, may or must not do what, in a sentence and in its quote.

Text is cut at commas and at the words that bind (应当, 可以, 不得 …). Each stretch has a force and an agent;
a stretch of the sentence is laid beside the stretch of the quote that it shares most with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.verify_organs import LEADING, agents_by, alike
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
_PLAIN_NOT = (
    r"不(?!得|仅|但|断|同|良|当|足|利|便|法|限|等于|论|管|适|幸|安|服|定期|一定|一致|到位|如|过(?:是|，)|久|了|由|妨|善|合格|称职"
    r"|含|满意|是|少|可|得|动产|变|改正|力|清|愿|知|测|只|正当|锈|太|够|好)"
    r"|(?<!有)没有?(?!收|人|法)|无(?!论|法定|正当|故|理由|民事|偿|须)|未(?!成年|来|必|知|经|婚)|拒绝(?=提供|履行|接受)"
)
_MARKER = re.compile(rf"(?P<force>{MUST}|{MAY}|{BAN}|{URGE}|{WAIVED})|(?P<not>{_PLAIN_NOT})")
_TURNED = {MUST: BAN, MAY: WAIVED, URGE: URGE, BAN: MUST, WAIVED: WAIVED}

_USUALLY = re.compile(rf"{USUALLY}(?!惩戒|事故|的|性|教育)")
_JOINT = re.compile(
    rf"(?<=..)(?<!{MUST})(?<!{MAY})(?<!{BAN})(?:并|但|而(?!且)|且|也|却|则|就(?!学|业|读|是|诊|餐|近|地|寝))(?=..)"
)
"""Where a new predicate begins without a comma."""
_CIRCUMSTANCE = re.compile(r"在|对|因|为了|当(?!日|场|面|众)|自(?!行|愿)|除|从|根据|按照|如|若|未经|经(?!常)")
"""How a clause begins that only says where, when or for whom."""


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


def duties(text: str) -> list[Duty]:
    """The stretches of a canonical text."""
    found: list[Duty] = []
    for sentence in sentences(text):
        force, carried, usually = NONE, frozenset[str](), False
        parts = [part for clause in clauses(sentence) for part in _JOINT.split(clause)]
        for clause, following in zip(parts, [*parts[1:], ""], strict=False):
            marks = list(_MARKER.finditer(clause))
            if clause.endswith("的"):  # 不服的，没有交的，: a condition, no rule
                marks = []
            lead = clause[: marks[0].start()] if marks else clause
            by = agents_by(clause)
            # …的，sets a condition: who stands in it does not act in what follows.
            conditional = clause.endswith("的") and clause is not parts[-1]
            subjects = frozenset[str]() if conditional and not marks else subjects_of(lead, bare=not marks)
            if subjects and subjects != carried:
                force, usually, carried = NONE, False, subjects
            agents, named = Agents(by, subjects or carried), bool(by or subjects)
            usually = usually or bool(_USUALLY.search(clause))
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
                found.append(Duty(force, False, usually, agents, named, tail, first=not mark.start()))
            force = before if force in (NOT, WAIVED) else force
    return [duty for duty in found if duty.text]


def _joined(marks: Sequence[re.Match[str]], mark: re.Match[str]) -> bool:
    return any(other.end() == mark.start() for other in marks)


def _force(mark: re.Match[str], before: str, *, adjacent: bool) -> str:
    """A plain 不 behind 应当 turns that round (应当不…), one before 鼓励 takes it back."""
    if mark["not"]:
        return _TURNED.get(before, NOT) if adjacent else NOT
    return NOT if adjacent and before == NOT else mark["force"]


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where who, whether or how binding differs (both canonical)."""
    theirs = duties(quote)
    both = USUALLY in sentence and USUALLY in quote
    for mine in duties(sentence):
        share, beside = _beside(mine, theirs)
        if not beside:
            continue
        told = [list(_differs(mine, other)) for other in beside]
        common = set.intersection(*({one.kind for one in reasons} for reasons in told))
        for one in told[0]:
            if one.kind in common and not (both and one.kind == "usually"):
                yield Finding(one.kind, one.why, one.share * share**0.5)
    yield from _negated(sentence, quote)
    yield from _single(sentence, quote)


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
    (MUST, NOT): ("denied", 1.0),
    (NONE, NOT): ("denied", 1.0),
    (NONE, BAN): ("denied", 1.0),
    (MAY, NOT): ("denied", 1.0),
    (BAN, NONE): ("affirmed", 1.0),
    (NOT, NONE): ("affirmed", 1.0),
    (NOT, MUST): ("affirmed", 1.0),
    (WAIVED, NONE): ("affirmed", 1.0),
    (NONE, MAY): ("weaker", 0.3),
    (MAY, NONE): ("stronger", 0.3),
    (URGE, NONE): ("stronger", 0.3),
    (NONE, URGE): ("weaker", 1.0),
    (MAY, URGE): ("weaker", 1.0),
}
"""What it is called, and how much it counts, where the quote's force became the sentence's."""
CARRIED = 0.3
"""How much it counts where one of the two was stated before a comma."""


def _differs(mine: Duty, other: Duty) -> Iterator[Finding]:
    kind, counts = _KINDS.get((other.force, mine.force), ("", 0.0))
    avoided = _AVOIDS.search(mine.text + other.text) and {mine.force, other.force} & {BAN, NOT}
    if kind and not avoided:
        if mine.carried or other.carried:
            kind, counts = kind if kind in ("denied", "affirmed") else "carried", CARRIED * counts
        yield Finding(kind, f"引文说的是“{_NAMES[other.force]}”，这句说成“{_NAMES[mine.force]}”", counts)
    if mine.usually != other.usually:
        why = "引文里的“一般、原则上”没有照原样" if other.usually else "引文里没有“一般、原则上”"
        yield Finding("usually", why)
    acting, theirs = mine.agents.acting, other.agents.by | other.agents.subjects
    if mine.named and acting and theirs and not _same_agents(acting, theirs):
        names = f"{'、'.join(sorted(theirs))}，这句写成{'、'.join(sorted(acting))}"
        yield Finding("agent", f"做这件事的，引文里是{names}")


def _same_agents(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return any(alike(one, other) for one in mine for other in theirs)


def _negated(sentence: str, quote: str) -> Iterator[Finding]:
    """What is negated on one side must not stand without negation on the other."""
    mine, theirs = _ways(sentence, anywhere=True), _ways(quote)
    for target in sorted(_targets(sentence) | _targets(quote)):
        ways, held = mine.get(target, set()), theirs.get(target, set())
        if target[0] not in "对向把将以因在使与和为给被" and len(ways) == len(held) == 1 and ways != held:
            was = True in held
            yield Finding(
                "negation lost" if was else "negation added",
                f"“{target}”在引文里{'是否定的' if was else '没有否定'}",
            )


def _single(sentence: str, quote: str) -> Iterator[Finding]:
    """不退 against 退还: a verb of one letter, in clauses that share much."""
    parts = clauses(quote)
    for clause in clauses(sentence):
        mine = bigrams(clause)
        beside = max(parts, key=lambda part: len(mine & bigrams(part)), default="")
        if clause.endswith("的") or len(mine & bigrams(beside)) < 0.3 * len(mine):
            continue
        for letter in re.findall(rf"(?:{BAN}|{WAIVED}|不|没|未)([\u4e00-\u9fff])", clause):
            if letter in beside and letter not in "是会用有得能要过到人" and not _MINUS.search(beside):
                yield Finding("negation added", f"引文没有否定“{letter}”")
        for letter in re.findall(rf"(?:{BAN}|{WAIVED}|不|没|未)([\u4e00-\u9fff])", beside):
            if letter in clause and letter not in "是会用有得能要过到人" and not _MINUS.search(clause):
                yield Finding("negation lost", f"引文否定了“{letter}”，这句没有")


_MINUS = re.compile(rf"{BAN}|{WAIVED}|[不没未无免拒禁]|避免|防止|才")


_LIGHT = re.compile("^(?:是|会|再|另|去|能|进行|予以|得到|随意|因此?|在)+")


def _targets(text: str) -> set[str]:
    """Pairs of letters right behind a negation."""
    ends = [m.end() for m in _MARKER.finditer(text) if _negates(m)]
    behind = [_LIGHT.sub("", LEADING.sub("", text[end : end + 12]))[:2] for end in ends]
    return {pair for pair in behind if len(pair) == 2 and pair.isalpha()}


def _ways(text: str, *, anywhere: bool = False) -> dict[str, set[bool]]:
    """For each pair of letters whether it stands behind (or ``anywhere`` near) a negation of its clause, or both."""
    found: dict[str, set[bool]] = {}
    for sentence in sentences(text):
        banned = False
        for clause in clauses(sentence):
            marks = {match.end(): match for match in _MARKER.finditer(clause)}
            negative = anywhere and any(_negates(mark) for mark in marks.values())
            for at in range(len(clause) - 1):
                if at in marks and not anywhere:
                    negative = _negates(marks[at])
                pair = clause[at : at + 2]
                if pair.isalpha():
                    # 不得占用假期，组织补课: what was forbidden before a comma may still be.
                    found.setdefault(pair, set()).update(
                        {negative, True} if banned and not marks else {negative}
                    )
            banned = banned or BAN in clause
    return found


def _negates(mark: re.Match[str]) -> bool:
    return bool(mark["not"]) or mark["force"] in (BAN, WAIVED)

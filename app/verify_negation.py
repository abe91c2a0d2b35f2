"""Pure: what is negated, and whether a sentence negates what its quote does not, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_organs import LEADING
from app.verify_text import BAN, MAY, MUST, URGE, WAIVED, Finding, bigrams, clauses, sentences
from index.tokens import is_noun, words

BESIDE = 0.25
"""Share of a clause's pairs of letters that another one must have to say the same thing."""
VERBATIM = 0.7
"""The same share, from which the clauses differ in little but the negation."""
LEAST_PAIRS = 3
_PLAIN_NOT = (
    r"(?<!是否)不(?!得|仅|但|断|同|良|当(?![众面场着])|足|利|便|法|限|等于|论|管|适|幸|安|服|定期|一定|一致|到位|如|过(?:是|，)|久|了|由得|妨|善|合格|称职"
    r"|含|满意|是|少|可|得|动产|变|改正|力|清|愿|知|测|只|正当|锈|太|够|好)"
    r"|(?<!有)没(?:有(?!收|人|法|民事)|(?!有|收|人|法))|无(?!论|法定|正当|故|理由|民事|偿|须)|未(?!成年|来|必|知|经|婚)|拒绝(?=提供|履行|接受)"
)
MARKER = re.compile(rf"(?P<force>{MUST}|{MAY}|{BAN}|{URGE}|{WAIVED})|(?P<not>{_PLAIN_NOT})")


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where a negation was added or lost (both canonical)."""
    for one in (*_negated(sentence, quote), *_single(sentence, quote), *_turned(sentence, quote)):
        yield weighed(one, sentence, quote)
    yield from _is_not(sentence, quote)
    yield from _bare(sentence, quote)


NEGATED_TOO = 0.4
"""What an added or lost negation counts where the other side has some negation as well."""


def weighed(one: Finding, sentence: str, quote: str) -> Finding:
    other = {
        "negation added": quote,
        "not added": quote,
        "negation lost": sentence,
    }
    if one.kind in other and _MINUS.search(other[one.kind]):
        return Finding(one.kind, one.why, one.share * NEGATED_TOO)
    return one


_NEGATIVE = re.compile(
    rf"{BAN}|{WAIVED}|不(?!同|仅|断|良|满|足|管|论|法)|没|未(?!来|成年)|无(?!论)|拒绝|避免|防止"
)


def _turned(said: str, held: str) -> Iterator[Finding]:
    """A clause with a negation beside one without, or the other way round."""
    theirs = [(bigrams(part), bool(_NEGATIVE.search(part))) for part in clauses(held)]
    told = clauses(said)
    for at, clause in enumerate(told):
        if at + 1 < len(told) and _names_only(clause):
            continue
        mine, minus = bigrams(clause), bool(_NEGATIVE.search(clause))
        alike, turned = (
            max((len(mine & other) for other, there in theirs if (there == minus) is same), default=0)
            for same in (True, False)
        )
        if turned > alike and turned >= BESIDE * len(mine):
            how = "多了" if minus else "没有了"
            if turned >= max(VERBATIM * len(mine), LEAST_PAIRS) and "是否" not in clause:
                yield Finding("parity", f"“{clause[:16]}”比引文{how}否定", turned / len(mine))
            if minus:
                yield Finding("not added", f"“{clause[:16]}”比引文多了否定", turned / len(mine))


def _names_only(clause: str) -> bool:
    """Whether it names when or what the next clause speaks of (节假日和寒暑假，都不得…) and says nothing of it."""
    return clause.endswith(("的", "时", "期间")) or is_noun((words(clause) or [clause])[-1])


_IS_NOT = re.compile(
    r"不(?:是|属于)(?!否|[^，。；]{0,12}(?:而是|就是))(?:[^，。；|]{0,6}的)?([\u4e00-\u9fff]{2,4}?)(?=[，。；|]|$)"
)


def _is_not(sentence: str, quote: str) -> Iterator[Finding]:
    """它不是处罚权 told as …是处罚权, and the other way round."""
    for one, other, kind, how in (
        (quote, sentence, "negation lost", "否定"),
        (sentence, quote, "negation added", "没有否定"),
    ):
        for match in _IS_NOT.finditer(one):
            part = next((part for part in clauses(other) if match[1] in part), "")
            if part and not re.search("[不没未无非]", part.replace(match[1], "")):
                yield Finding(kind, f"引文里“{match[1]}”是{how}的")


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


_LIGHT_LETTERS = "是会用有得能要过到人在对把向从以因让使为给由与和下来出起住成上"


def _single(sentence: str, quote: str) -> Iterator[Finding]:
    """不退 against 退还: a verb of one letter, in clauses that share much."""
    parts = clauses(quote)
    for clause in clauses(sentence):
        mine = bigrams(clause)
        beside = max(parts, key=lambda part: len(mine & bigrams(part)), default="")
        if clause.endswith("的") or len(mine & bigrams(beside)) < 0.3 * len(mine):
            continue
        for letter in re.findall(rf"(?:{BAN}|{WAIVED}|不|没|未)([\u4e00-\u9fff])", clause):
            if letter in beside and letter not in _LIGHT_LETTERS and not _MINUS.search(beside):
                yield Finding("negation added", f"引文没有否定“{letter}”")
        for letter in re.findall(rf"(?:{BAN}|{WAIVED}|不|没|未)([\u4e00-\u9fff])", beside):
            if letter in clause and letter not in _LIGHT_LETTERS and not _MINUS.search(clause):
                yield Finding("negation lost", f"引文否定了“{letter}”，这句没有")


_MINUS = re.compile(rf"{BAN}|{WAIVED}|[不没未无免拒禁]|避免|防止|才")


def _bare(sentence: str, quote: str) -> Iterator[Finding]:
    """不占午休 told as 可以安排在午休: what the quote names under a negation only, in a sentence without any."""
    if _MINUS.search(sentence):
        return
    mine, theirs = _ways(sentence), _ways(quote)
    for pair in sorted(set(mine) & set(theirs)):
        if theirs[pair] == {True} and is_noun(pair):
            yield Finding("bare", f"引文是在否定句里说“{pair}”的", 0.5)


_LIGHT = re.compile("^(?:是|会|再|另|去|能|进行|予以|得到|随意|因此?|在)+")


def _targets(text: str) -> set[str]:
    """Pairs of letters right behind a negation."""
    ends = [m.end() for m in MARKER.finditer(text) if _negates(m)]
    behind = [_LIGHT.sub("", LEADING.sub("", text[end : end + 12]))[:2] for end in ends]
    return {pair for pair in behind if len(pair) == 2 and pair.isalpha()}


def _ways(text: str, *, anywhere: bool = False) -> dict[str, set[bool]]:
    """For each pair of letters whether it stands behind (or ``anywhere`` near) a negation of its clause, or both."""
    found: dict[str, set[bool]] = {}
    for sentence in sentences(text):
        banned = False
        for clause in clauses(sentence):
            marks = {match.end(): match for match in MARKER.finditer(clause)}
            negative = anywhere and any(_negates(mark) for mark in marks.values())
            asked = "是否" in clause  # 是否有: both ways
            for at in range(len(clause) - 1):
                if at in marks and not anywhere:
                    negative = _negates(marks[at])
                pair = clause[at : at + 2]
                if pair.isalpha():
                    # 不得占用假期，组织补课: what was forbidden before a comma may still be.
                    both = asked or (banned and not marks)
                    found.setdefault(pair, set()).update({negative, True} if both else {negative})
                    if asked:
                        found[pair].add(False)
            banned = banned or BAN in clause
    return found


def _negates(mark: re.Match[str]) -> bool:
    return bool(mark["not"]) or mark["force"] in (BAN, WAIVED)

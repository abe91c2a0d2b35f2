"""Pure: is a question a follow-up, and what does it ask in full?

What tells a follow-up is learned (``app.follow_up``); rules decide only where they are certain: thanks and
a question said again in full stand alone, a bare alternative of the same kind (小学 -> 中职呢) and a request
for more (有没有案例) go on. Then the subject of the question before is carried, an alternative put in its
place. In doubt a question stands alone, and of a subject rather too much is carried than too little: what
is searched for suffers from a wrong word, hardly from one more word of the right subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app import follow_up
from app.dialogue_words import DEPENDENT_SLOTS, PERSONS, SLOTS
from app.follow_up import ASKS, END, EVENT, LEAD, NE, TOO, own_words
from index import tokens

MOST_PREVIOUS = 3
"""Questions before that a caller may name."""
LONGEST_SUBJECT = 200
"""Characters of a question that are carried on: a story is told in its first lines."""
SAID_AGAIN = 0.75
"""Share of the words of the question before from which a question says them again and needs no other."""
LEAST_AGAIN = 3

_POLITE = re.compile(
    r"(?:谢谢|多谢|感谢|您?你?好|再见|知道|明白|懂|好的?|收到|辛苦|行|嗯|哦|噢|请问|在吗|了解|了|啦|您|你|老师|[，,、！!。.\s])+"
)
_CHANGE = re.compile(r"^(?:换成|改成|换作|如果是|要是|如果|假如是?|万一是?|是|对于|对|在|到了)+(?=\S)")
_LIKEWISE = re.compile(
    r"(?:里|的|生|上|方面|那边|这边)*(?:要求|规定|标准|情况|做法)?"
    r"(?:呢|嘞|咧|(?:是不是)?(?:也|都)?(?:是|算|要)?(?:这样|一样|如此|适用|同样|相同|行|可以|可行|算|能)(?:规定|处理)?(?:吗|么|不))$"
)
_BARE = re.compile(r"(?:里|的|的话|生)$")
_EXCHANGE = re.compile(r"(?:换成|改成|换作)")
_WHOSE = ("stage", "level")
"""Kinds that say of which school: they may stand before any question."""
_LEVEL = re.compile(r"(?<=^[校市区县省])里?$")
_SOURCE = re.compile(r"这一?条|那一?条|哪里规定|哪条|第几条|出处|依据|原文|文件|规定|法律|哪部法|什么法")
_MORE = re.compile(
    r"(?:有没有|有|给我?(?:个|一个|几个)|能给(?:个|我))(?:什么|没有)?(?:现成|类似|相关|可用|具体|真实|别的|其他)?的?"
    r"(?:主题)?(?:案例|例子|班会课?|教案|活动|方案|模板|范本|话术|做法|规定|办法|表格)(?:可以|能|来)?(?:参考|借鉴|用|看看)?的?(?:吗|么|呢|没)?"
)
_QUESTION_WORD = re.compile(r"几|多[久少长大]|谁|什么|啥|怎|咋|如何|哪|何时|吗|[能要可]不")
_EITHER = re.compile(r"(能|可以|行|要|该|算|是|让|管)不\1|可不(可以)|有没(有)")
# What else is asked of the subject stays (家长会怎么开): its verb may be what the subject is.
_ASKING = re.compile(
    r"(?:到底|究竟|应该|应当|该)*"
    r"(?:怎么(?:办|处理|样|回事|(?=，|$))|如何(?:处理|(?=，|$))|怎样(?:处理|(?=，|$))|咋(?:办|处理|整|(?=，|$)))(?:才好|才行|好)?"
    r"|(?:最多|最少|至少|最长)?几(?:天|日|年|个月|月|周|小时|分钟|次|个人|个|人|名|岁|学期|条|篇|本)(?:之?内)?"
    r"|(?:最多|最少|至少|最长)?多(?:久|长时间|少|大)|什么时候|何时|(?:由|归|找|该)?谁来?"
    r"|有?哪些|哪个|哪里|是?什么|为什么|为啥|凭什么|吗|呢|[？?！!。]"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked before, as it was taken, and the place cited first in its answer, if known."""

    question: str
    title: str = ""
    clause: str = ""


def understood(question: str, previous: Sequence[Asked]) -> str:
    """The full question that a follow-up asks; empty where the question stands alone.

    ``previous`` in the order they were asked; each may be a follow-up itself.
    """
    before: Asked | None = None
    for asked in previous:
        taken = _full(asked.question, before, between=True) if before else ""
        before = replace(asked, question=taken or asked.question)
    return _full(question, before) if before else ""


def is_polite(text: str) -> bool:
    """Whether it only thanks or greets."""
    return _POLITE.fullmatch(text.strip()) is not None


def _full(question: str, before: Asked, *, between: bool = False) -> str:
    text = END.sub("", question.strip())
    earlier = END.sub("", before.question.strip())[:LONGEST_SUBJECT]
    if not text or is_polite(text) or not _has_subject(earlier) or _said_again(text, earlier):
        return ""
    rest = LEAD.sub("", text, count=1) or text
    if not _follows(text, rest, earlier, between=between):
        return ""
    return _exchanged(rest, earlier) or _joined(rest, earlier, before)


def _follows(text: str, rest: str, earlier: str, *, between: bool) -> bool:
    """Whether a question goes on from the one before; in doubt it does not.

    One that lies ``between`` is doubted less: what it says is carried along in any case.
    """
    if _MORE.fullmatch(rest) or _EXCHANGE.match(rest) or _alternative(rest, earlier):
        return True
    if not _says_something(text):
        return False
    model = follow_up.load()
    return model.probability(text, earlier) >= (model.chained if between else model.threshold)


def _said_again(text: str, earlier: str) -> bool:
    """Whether it is the question before once more, or that in full with what is asked of it."""
    if text == earlier:
        return True
    words = set(tokens.words(earlier)) - tokens.STOP_WORDS
    again = len(words & set(tokens.words(text))) / len(words) if len(words) >= LEAST_AGAIN else 0.0
    return again >= SAID_AGAIN


def _in_slot(text: str) -> bool:
    return any(pattern.search(text) for pattern in SLOTS.values())


def _has_subject(text: str) -> bool:
    return bool(text) and not is_polite(text) and (bool(own_words(text)) or _in_slot(text))


def _says_something(text: str) -> bool:
    return bool(ASKS.search(text)) or any(word not in tokens.STOP_WORDS for word in tokens.words(text))


def _asks_itself(text: str) -> bool:
    """Whether it has question words besides a 呢 at its end."""
    return bool(_QUESTION_WORD.search(NE.sub("", text)))


def _core(rest: str) -> str:
    """What is named, without 换成, 呢 or 也一样吗."""
    return _CHANGE.sub("", _LIKEWISE.sub("", rest))


def _alternative(rest: str, earlier: str) -> bool:
    """Whether it only names another member of a kind that the question before names."""
    for pattern in SLOTS.values():
        for core in (_core(rest), _BARE.sub("", rest)):
            named, place = pattern.fullmatch(core), _latest(pattern, earlier)
            if named and place and (core != rest or place.group() != core):
                return True
    return False


def _exchanged(rest: str, earlier: str) -> str:
    """The question before with an alternative of the same kind in place; empty where none is named.

    Where a question follows the stage, level or number (中职要几年) that is asked instead.
    """
    core = _core(rest)
    for name, pattern in SLOTS.items():
        named = pattern.match(core)
        if not named:
            continue
        asks = core[named.end() :].removeprefix("生").removeprefix("的")
        place = _latest(pattern, earlier)
        if asks and (name in PERSONS or name not in DEPENDENT_SLOTS or not ASKS.search(asks)):
            continue
        new = _LEVEL.sub("级", named.group()) if name == "level" else named.group()
        if place and place.group() != new:
            changed = earlier[: place.start()] + new + earlier[place.end() :]
        elif not place and not asks and name in _WHOSE and not EVENT.search(rest):
            changed = new + earlier
        else:
            continue
        return f"{_subject(changed)}，{asks}" if asks else changed
    return ""


def _latest(pattern: re.Pattern[str], earlier: str) -> re.Match[str] | None:
    """The first of its kind in what was asked last: a follow-up goes on from the follow-up before it."""
    for part in reversed(list(re.finditer(r"[^，]+", earlier))):
        found = pattern.search(earlier, part.start(), part.end())
        if found:
            return found
    return None


def _joined(rest: str, earlier: str, before: Asked) -> str:
    """What was asked before, and what is asked now of it."""
    likewise = NE.search(rest) or TOO.search(rest) or _EXCHANGE.match(rest)
    event = EVENT.search(rest)
    if likewise and not event and not _asks_itself(TOO.sub("", rest)):
        return f"{earlier}，{rest}"
    subject = _subject(earlier)
    if before.title and _SOURCE.search(rest):
        subject += f"（{' '.join(filter(None, (before.title, before.clause)))}）"
    return f"{subject}，{NE.sub('怎么办', rest) if event else rest}"


def _subject(question: str) -> str:
    """A question without its question words: what it is about."""
    plain = _EITHER.sub(lambda either: next(filter(None, either.groups())), question)
    return re.sub(r"，+", "，", _ASKING.sub("", plain)).strip("，, ") or question

"""Pure: is a question a follow-up, and what does it ask in full?

By rules. A follow-up names no topic of its own (几天内, 谁来批), points back (这条是哪里规定的, 那家长不同意呢),
or names an alternative of the same kind (小学 -> 中职呢). Then the subject of the question before is carried,
the alternative put in its place. In doubt a question stands alone: a subject carried wrongly is worse than
none, since the words before would be searched for as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.dialogue_words import DEPENDENT, DEPENDENT_SLOTS, EMPTY, LONGEST_WORD, SLOTS, WEIGHTY
from index import tokens

MOST_PREVIOUS = 3
"""Questions before that a caller may name."""
LONGEST_SUBJECT = 200
"""Characters of a question that are carried on: a story is told in its first lines."""
LONGEST_ELLIPSIS = 14
"""Characters up to which …呢 asks for an alternative or a turn of the case."""
LONGEST_BARE = 11
"""Characters up to which a question without a topic and without 那, 要是 or 呢 goes on from before."""
LONGEST_SHORT = 8
"""The same where it has one word of its own that no term of the studio dictionary holds (谁保管)."""
MOST_WEAK = 3
"""Words of its own, none a term of the studio dictionary, with which 那… still goes on from before."""

_LEAD = re.compile(r"(?:(?:那么|那|然后|另外|还有|可是|但是|不过|所以|对了|哦|嗯|噢)[，,、\s]*)+")
_GOES_ON = re.compile(r"那么|那(?!个|些|种|位|天|年|次|儿|边|里)")
_WHAT_IF = re.compile(r"要是|如果|万一|假如|假设|倘若")
_CHANGE = re.compile(r"^(?:换成|改成|换作|如果是|要是|如果|假如是?|万一是?|是|对于|对|在|到了)+(?=\S)")
_POLITE = re.compile(
    r"(?:谢谢|多谢|感谢|您?你?好|再见|知道|明白|懂|好的?|收到|辛苦|行|嗯|哦|请问|在吗|了|啦|您|你|[，,、\s])+"
)
_END = re.compile(r"[\s，,。．.！!？?、；;…~～]+$")
_LIKEWISE = re.compile(
    r"(?:里|的|生|上|方面|那边|这边)*(?:呢|嘞|咧|(?:是不是)?(?:也|都)?(?:是|算|要)?(?:这样|一样|如此|适用|同样|相同|行|可以|可行|算|能)(?:规定|处理)?(?:吗|么|不))$"
)
_TOO = re.compile(
    r"(?:也|都)?(?:是|要|算)?(?:这样|一样|如此|适用|同样|相同)(?:规定|处理)?(?:吗|么)$|也[是要算行能](?:吗|么)$"
)
_EXCHANGE = re.compile(r"(?:换成|改成|换作)")
_NE = re.compile(r"(?:呢|嘞|咧)$")
_POINTS = re.compile(
    r"这一?条|那一?条|这个?规定|那个?规定|该规定|这个?文件|那份文件|这份文件|这一?款|上面|前面(?:说|提)|刚才|刚刚说|上述"
    r"|(?:你|您)(?:说|提到?)的|其中|这种情况|这样的话|这么做|这样做|这事|这件事|那件事|第几条|哪条(?:法律|规定)|哪里规定"
)
_SOURCE = re.compile(r"这一?条|那一?条|哪里规定|哪条|第几条|出处|依据|原文|文件|规定|法律|哪部法|什么法")
_PRONOUN = re.compile(
    r"^(?:要是|如果|万一|就算|假如)?(?:他们?|她们?|它|对方|双方|这(?:孩子|学生|家长))(?!人)"
)
_MORE = re.compile(
    r"(?:有没有|有|给我?(?:个|一个|几个)|能给(?:个|我))(?:什么|没有)?(?:现成|类似|相关|可用|具体|真实|别的|其他)?的?"
    r"(?:主题)?(?:案例|例子|班会课?|教案|活动|方案|模板|范本|话术|做法|规定|办法|表格)(?:可以|能|来)?(?:参考|借鉴|用|看看)?的?(?:吗|么|呢)?"
)
_ASKS = re.compile(
    r"吗|么$|呢|几|多[久少长大]|谁|什么|啥|怎|咋|如何|哪|为何|何时|不[^是]|[能要行可]不|是否|有没有|没有?$"
)
_QUESTION_WORD = re.compile(r"几|多[久少长大]|谁|什么|啥|怎|咋|如何|哪|何时|吗|[能要可]不")
_EVENT = re.compile(r"不|没|要是|如果|万一|拒绝|非要|硬要|就是|一直|已经|还|又|再|了|超过|反对|坚持|跑|闹|死")
_ASKS_AT_ONCE = re.compile(
    r"能|要|可以|可不|谁|几|一[届期次]|多|怎么|最|该|用不|得|丢|被|不|没|有没有|直接|私下|还"
)
_RELATIVE = re.compile(r"家长|监护人|父母|爸妈|校长")
_ALLOWED = re.compile(r"可以|能|要|有权|得|必须")
_EITHER = re.compile(r"(能|可以|行|要|该|算|是|让|管)不\1|可不(可以)|有没(有)")
_ASKING = re.compile(
    r"(?:到底|究竟|应该|应当|该)*(?:怎么(?:办|处理|做|弄|说|写|开|讲|应对|处置|管|解决|安排|样|算|回事)?"
    r"|如何(?:处理|应对|处置|做)?|怎样(?:处理|做)?|咋(?:办|处理|整|弄|说)?)(?:才好|才行|好)?"
    r"|怎么[^，]{0,2}(?=，|$)|合法吗|违规吗|犯法吗|可以吗|行吗"
    r"|(?:最多|最少|至少|最长)?几(?:天|日|年|个月|月|周|小时|分钟|次|个人|个|人|名|岁|学期|条|篇|本)(?:之?内)?"
    r"|(?:最多|最少|至少|最长)?多(?:久|长时间|少|大)|什么时候|何时|(?:由|归|找|该)?谁(?:来)?(?:负责|管|批|定|出)?"
    r"|有?哪些|哪个|哪里|是?什么|为什么|为啥|凭什么|吗|呢|[？?！!。]"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked before, as it was taken, and the place cited first in its answer, if known."""

    question: str
    title: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said now: ``rest`` without 那 or 另外 in front, ``own`` the words that name a topic.

    ``terms`` are those of them in the studio dictionary that the question before does not have.
    """

    text: str
    rest: str
    own: frozenset[str]
    terms: frozenset[str]

    @classmethod
    def of(cls, text: str, earlier: str) -> _Said:
        own = _own(text)
        terms = {word for word in own if tokens.is_term(word)} - set(tokens.words(earlier))
        return cls(text, _LEAD.sub("", text, count=1) if _LEAD.match(text) else text, own, frozenset(terms))


def understood(question: str, previous: Sequence[Asked]) -> str:
    """The full question that a follow-up asks; empty where the question stands alone.

    ``previous`` in the order they were asked; each may be a follow-up itself.
    """
    before: Asked | None = None
    for asked in previous:
        taken = _full(asked.question, before) if before else ""
        before = replace(asked, question=taken or asked.question)
    return _full(question, before) if before else ""


def _full(question: str, before: Asked) -> str:
    text = _END.sub("", question.strip())
    earlier = _END.sub("", before.question.strip())[:LONGEST_SUBJECT]
    said = _Said.of(text, earlier)
    if not text or text == earlier or _POLITE.fullmatch(text):
        return ""
    if not _has_subject(earlier) or not _follows(said, earlier):
        return ""
    return _exchanged(said.rest, earlier) or _joined(said.rest, earlier, before)


def _follows(said: _Said, earlier: str) -> bool:
    """Whether a question goes on from the one before; in doubt it does not."""
    if _MORE.fullmatch(said.rest) or _EXCHANGE.match(said.rest) or _alternative(said.rest, earlier):
        return True
    if not said.own:
        return _goes_on_without_topic(said.text)
    return _likewise(said) or _points_back(said) or _bare(said)


def _goes_on_without_topic(text: str) -> bool:
    if any(sign.search(text) for sign in (_GOES_ON, _WHAT_IF, _NE, _PRONOUN)):
        return _says_something(text)
    if len(text) > LONGEST_BARE:
        return False
    if SLOTS["person"].match(text) and not _LIKEWISE.search(text):
        asked_if = bool(_ALLOWED.search(text)) and text.endswith("吗")
        return (asked_if or bool(_RELATIVE.match(text))) and not WEIGHTY.search(text)
    return _says_something(text)


def _likewise(said: _Said) -> bool:
    """耳机呢, 排名也一样吗."""
    if not _TOO.search(said.text) and (not _NE.search(said.text) or _asks_itself(said.text)):
        return False
    return len(said.text) <= LONGEST_ELLIPSIS or (not said.terms and bool(_GOES_ON.match(said.text)))


def _points_back(said: _Said) -> bool:
    """那…, 这条…, 他… without a topic of its own that would be another one."""
    if said.terms:
        return False
    if _GOES_ON.match(said.text) or _POINTS.search(said.text):
        return len(said.own) <= MOST_WEAK
    return len(said.own) == 1 and bool(_PRONOUN.match(said.text))


def _bare(said: _Said) -> bool:
    """谁保管, 能砸吗."""
    short = len(said.text) <= LONGEST_SHORT and len(said.own) == 1 and bool(_ASKS_AT_ONCE.match(said.text))
    return short and not any(tokens.in_term(word) or _in_slot(word) for word in said.own)


def _own(text: str) -> frozenset[str]:
    """Words that name what a question is about: those no follow-up needs."""
    return frozenset(word for word in tokens.words(text) if not _tiled(DEPENDENT, word))


def _tiled(words: re.Pattern[str], word: str) -> bool:
    return len(word) <= LONGEST_WORD and words.fullmatch(word) is not None


def _in_slot(text: str) -> bool:
    return any(pattern.search(text) for pattern in SLOTS.values())


def _has_subject(text: str) -> bool:
    return not _POLITE.fullmatch(text) and (bool(_own(text)) or _in_slot(text))


def _says_something(text: str) -> bool:
    return bool(_ASKS.search(text)) or any(not _tiled(EMPTY, word) for word in tokens.words(text))


def _asks_itself(text: str) -> bool:
    """Whether it has question words besides a 呢 at its end."""
    return bool(_QUESTION_WORD.search(_NE.sub("", text)))


def _alternative(rest: str, earlier: str) -> bool:
    """Whether it only names another member of a kind that the question before names."""
    core = _CHANGE.sub("", _LIKEWISE.sub("", rest))
    return core != rest and any(
        pattern.fullmatch(core) and _latest(pattern, earlier) for pattern in SLOTS.values()
    )


def _exchanged(rest: str, earlier: str) -> str:
    """The question before with an alternative of the same kind in place; empty where none is named.

    Where a question follows the alternative (中职要几年) that is asked instead.
    """
    core = _CHANGE.sub("", _LIKEWISE.sub("", rest))
    for name, pattern in SLOTS.items():
        named = pattern.match(core)
        if not named:
            continue
        asks = core[named.end() :].removeprefix("生").removeprefix("的")
        place = _latest(pattern, earlier)
        if asks and not _ASKS.search(asks):
            continue
        if place and place.group() != named.group():
            changed = earlier[: place.start()] + named.group() + earlier[place.end() :]
        elif not place and not asks and name in DEPENDENT_SLOTS and not _EVENT.search(rest):
            changed = named.group() + earlier
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
    likewise = _NE.search(rest) or _TOO.search(rest) or _EXCHANGE.match(rest)
    event = _EVENT.search(rest)
    if likewise and not event and not _asks_itself(_TOO.sub("", rest)):
        return f"{earlier}，{rest}"
    subject = _subject(earlier)
    if before.title and _SOURCE.search(rest):
        subject += f"（{' '.join(filter(None, (before.title, before.clause)))}）"
    return f"{subject}，{_NE.sub('怎么办', rest) if event else rest}"


def _subject(question: str) -> str:
    """A question without its question words: what it is about."""
    plain = _EITHER.sub(lambda either: next(filter(None, either.groups())), question)
    return re.sub(r"，+", "，", _ASKING.sub("", plain)).strip("，, ") or question

"""Pure: whether a question asks what several scopes or documents say, and of what.

带过几年班才够格牵头工作室，各级分别怎么写 asks 带过几年班才够格牵头工作室 of every level. The words that only
say whose rules are compared find nothing: with them a search finds whatever speaks of levels.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WHOSE = (
    "学校|本校|校内|[校市区县省]级|[校市区县省]里|区县|国家|全国|地方|教育部|教育局|中职|职校|中小学|普通|标准|法律|法条|法规|条例"
    "|通知|意见|禁令|准则|守则|纲要|手册|协议|(?:惩戒|考勤|管理|处理|请假)?办法|公约|部门|原文|要点|整理稿?|治理|文件|资料|规定|规矩"
    "|(?:教育|惩戒)*规则|方案|制度|班级|班规|校规|[个未]保法|民法典|[各几两三][部个份]?法律?"
    "|老条例|这几年|近年|成员|工作室|[校市区县省]"
)
"""Whose rules are compared."""
_HOW = (
    "各级|各[个份自部]?|分别|到底|其他|其它|哪些|哪几?一?[级个份部]|[几两三四]级|[几两三][份个部]|口径|说法|写法|时段|比例|次数|界限|数字|规格|尺度|要求|对比|比较"
    "|是一个|是不是|不?一样|不?一致|不?统一|不?相同|有?(?:什么|啥|何)?(?:不同|差别|差异|区别|出入)"
    "|差(?:在哪里?|多少|别|几)?|更?严|有没有|怎么?样?|如何|咋|样"
)
"""How it is said that they are compared."""
_LINKS = re.compile(
    r"[的和跟与同还是里上下吗呢吧么不没有说得写讲定怎样了啊都又也一、卡限设安排叫在算线给谁级来看对比提到过]"
)
_FRAME = re.compile(f"{_WHOSE}|{_HOW}")
_COMPARES = re.compile(
    r"各(?!种|项|方面|类|科|位|班|处|地)|分别|一样(?!东西)|[有啥么]两样|不同(?!意)|差(?:在|多少|别|异|几)|区别|出入|口径|(?:一个|同一)(?:说法|标准)|说法(?:不|一)|写法|对比"
    r"|[几两三][份个部](?:文件|规定|方案|法|制度)|哪(?:些|几[份部个])(?:法(?!子)|文件|规定|方案|制度|资料)|哪一?级|更严|[两三四]级|一致|统一(?:吗|不|没)"
)
_TWO = re.compile(r"([校市区县省])[级里]?(?:的|方案|工作室|规定)?[、和跟与同还到]?([校市区县省])[级里]")
_LEVELS = re.compile(r"各级|[几两三四]级|哪一?级|[校市区县省][级里]|[校市区县省]方案|工作室")
_CLAUSES = re.compile(r"[，,。？?！!；;]")
_WITHIN = re.compile(
    r"各级|各[份自]|各(?=文件|规定)|分别|到底|(?:规矩|说法|口径|要求)?的?不?一样[吗吧不么]*|口径|差(?:在哪里?|多少|别在哪里?)|区别在哪里?"
)
_NAMED = re.compile(
    "[未个]保法|民法典|法[律规条]|条例|通知|意见|准则|守则|禁令|公约|办法|协议|手册|要点|整理稿?|方案|制度|标准|规则|文件|规定"
)
"""Kinds of document: a clause that compares two of them says nothing else, whatever they are about."""
_LEAST = 4
ASKED = 64
"""Questions of which it is remembered whether they compare: half a dozen places ask it of the same one."""

_SCOPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("国家", re.compile(r"国家|全国|教育部")),
    ("省级", re.compile(r"省级|省里|[全我]省|省(?=工作室|方案|规定)")),
    ("地市级", re.compile(r"市级|市里|[全我]市|市(?=工作室|方案|规定)")),
    ("区县级", re.compile(r"[区县]级|[区县]里|[全我][区县]|[区县](?=工作室|方案|规定)")),
    ("学校级", re.compile(r"校级|校里|[本我]校|学校(?=(?:的|里的?)?(?:工作室|方案|规定|制度))")),
)


@lru_cache(maxsize=ASKED)
def compares(question: str) -> bool:
    """Whether the question asks to hold several scopes or documents against each other."""
    return bool(_COMPARES.search(question) or _TWO.search(question))


@lru_cache(maxsize=ASKED)
def subject(question: str) -> str:
    """What is asked, without the clauses and words that only say whose rules are compared.

    A question that compares nothing is asked as it stands.
    """
    if not compares(question):
        return question
    clauses = [clause for clause in _CLAUSES.split(question) if clause.strip()]
    kept = [
        clause
        for clause in clauses
        if not (
            compares(clause) and (_only_compares(clause) or (clause is not clauses[0] and _of_two(clause)))
        )
    ]
    asked = _WITHIN.sub("", "，".join(kept))
    return asked if len(asked) >= _LEAST else question


def asks_levels(question: str) -> bool:
    """Whether it is the levels below the state that are compared: what school, district and city rule."""
    return bool(_LEVELS.search(question)) and compares(question)


def named(text: str) -> tuple[str, ...]:
    """The 适用范围 that a text names (市里, 校级), in the vocabulary's words, widest first."""
    return tuple(scope for scope, words in _SCOPES if words.search(text))


def _of_two(clause: str) -> bool:
    return len(_NAMED.findall(clause)) > 1


def _only_compares(clause: str) -> bool:
    return len(_LINKS.sub("", _FRAME.sub("", clause))) < 2

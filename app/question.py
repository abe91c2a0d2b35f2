"""Pure: what a question asks for, and whether a sentence holds such a thing."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class AnswerType(StrEnum):
    """What kind of words answers a question."""

    PERIOD = "period"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    PERMISSION = "permission"
    STEPS = "steps"
    LIST = "list"
    REASON = "reason"
    DEFINITION = "definition"
    OTHER = "other"


ASKED = 64
"""Questions of which it is remembered what they ask: an answer looks at every sentence with the same question."""
COUNTED = frozenset({AnswerType.PERIOD, AnswerType.NUMBER})
"""Types whose answer is a number with its unit: it stands in a sentence or it does not."""

_DIGITS = r"[0-9０-９一二三四五六七八九十百千两半]"
_TIMES = "年(?!级)|个?月|天|日|号|周|个?星期|个?礼拜|个?小时|个?钟头|分钟|个?学期|学年|点钟?"
_THINGS = "名|个?人|位|次|回|趟|遍|篇|本|周?岁|项|条|元|块|节|课时|级|成|份|所|场|门|千|百|万|个"
# 头几分钟, 十几个, 我们几个: some, not how many.
_SOME = r"(?<![头前这那好十们])"
_ASKS: tuple[tuple[AnswerType, str], ...] = (
    (AnswerType.REASON, r"为什么|为啥|为何|凭什么|凭啥|什么原因|啥原因|什么道理|图什么|图个?啥|咋回事"),
    (
        AnswerType.DEFINITION,
        r"定义|什么是|啥是|(?:什么|啥)叫|叫(?:什么|啥|个?什么)|指(?:的是)?(?:什么|啥|哪)|(?:什么|啥)意思|含义"
        r"|怎(?:么|样)才?算(?!账)|咋才?算|(?:什么|啥|怎)样的?.{1,12}(?:才|就)?算|怎么界定|如何界定",
    ),
    (
        AnswerType.PERIOD,
        rf"{_SOME}几十?(?:{_TIMES})|多少(?:个)?(?:{_TIMES}|工作日)|多久|多长|(?:什么|啥)时候|啥时|何时|多会儿?"
        r"|期限|时限|哪(?:一)?[天年]|最[晚迟]|截止|多快",
    ),
    (
        AnswerType.NUMBER,
        rf"{_SOME}几十?(?:{_THINGS})(?!老师|同学|孩子|家长|学生|人?一起|[，。])|多少|多大|百分之|几成|(?:什么|啥|多大|多高)比例|多高",
    ),
    (
        AnswerType.PERSON,
        r"(?<!跟)谁(?![跟和都也])|[哪啥](?:个|些|一?级)?(?:部门|单位|机关|机构|领导|人)|什么(?:部门|单位|机关|机构|人)"
        r"|哪一?位|[找归由]哪|何人|向哪",
    ),
    (
        AnswerType.PLACE,
        r"哪里|哪儿|(?:什么|啥|哪个)地方|何处|地点|(?<!差)(?<!别)(?<!同)(?<!题)[在去到站上放]哪(?!边|些|种|个|几|[一级年天])",
    ),
    (
        AnswerType.PERMISSION,
        r"能不|可不可|可以.*[吗么不]|能.*吗|能.{1,12}(?:不|么)[？?]?$|能(?:先|直接|随便|自己)|让不让|让.{0,8}吗|允许|允不允"
        r"|准不准|许不许|该不该|行不|[行成给要准许管罚算收去]吗|成不成|妥[吗当]|妥不妥|合法|合不合|违[法规]|违不违|犯法|犯不犯|犯规"
        r"|犯哪|算不算|认不认|管不管|[要用]不[要用]|需不需|是不是[^。？?]{0,10}(?:得|要|必须|该|能|不能|可以|法定|违)"
        r"|是否|必须.*吗|[得该要用].{1,12}吗|有没有(?:规定|道理|权)|有(?:无|啥|什么)?规定|有权|有道理|站哪边|站在?哪一?边",
    ),
    (
        AnswerType.LIST,
        r"哪些|哪几|哪[样种]|有(?:什么|啥)(?!办法|法子|用|说法)|还有啥|(?:什么|啥)(?:条件|材料|内容|要求|职责|任务|手续|东西|情形|情况|资料|标准)"
        r"|包括(?:什么|啥)|几[类种样]|列一?下|清单",
    ),
    (
        AnswerType.STEPS,
        r"怎么|怎样|如何|咋|步骤|流程|程序|手续|办法|法子|支招|(?:先|该|得|头).{0,6}(?:干啥|干什么|做啥|做什么|查啥|查什么|说啥|说什么|帮什么|帮啥)"
        r"|从何|何从",
    ),
    (AnswerType.DEFINITION, r"是(?:什么|啥)|是个?(?:什么|啥)|算(?:什么|啥)"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKS)
_UNIT = re.compile(rf"{_SOME}(?:几十?|多少)(?P<unit>{_TIMES}|{_THINGS})")
_MEASURES = (
    ("工作日", "个?工作日"),
    ("年", "周?年"),
    ("月", "个?月"),
    ("天日号", "天|(?:个?工作)?日"),
    ("周星礼", "周(?!岁)|个?星期|个?礼拜"),
    ("小钟", "个?小时|个?钟头"),
    ("分", "分钟"),
    ("学", "个?学[期年]"),
    ("人名位", "[人名位]"),
    ("次回趟遍", "[次回趟遍]"),
    ("元块", "[元块]|万元"),
    ("岁", "周?岁"),
)
"""What a question's unit may be called by a rule: how the unit begins, and a pattern."""
_ORGANS = (
    "学校|班主任|主持人|带头人|负责人|监护人|公安机关|人民法院|人民检察院|人民政府|教育(?:行政)?(?:主管)?部门"
    "|委员会|教育局|校长|家长|办公室|领导小组|居民委员会|村民委员会|民政部门|妇女联合会"
)
LONGEST_PHRASE = 12
_SAYS = re.compile(
    r"[几哪谁吗呢么吧啊呀嘛啥了着过我你您他她它咱俺这那想，。、；：？！?!,;:]|什么|多少|有没有|是不是|不会|不肯|不让|老是|非要"
)
"""What makes of a few words a sentence: a question word, a particle, a person, a will."""
_HOLDS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.PERIOD: re.compile(
        rf"{_DIGITS}+\s*(?:个|余|多)?\s*(?:周年|年|个?月|个?工作日|日|天|周(?!岁)|星期|小时|分钟|学期|学年|届|[点时](?![间候代]))"
        r"|每(?:两|[一二三])?(?:周|月|日|天|学期|学年|年)|及时|立即|当天|当日"
    ),
    AnswerType.NUMBER: re.compile(
        rf"{_DIGITS}+\s*(?:余|多)?\s*(?:名|人|位|次|回|趟|遍|篇|本|周?岁|项|条|个|元|万元|分|%|％|级|课时|节|倍|成)|百分之"
    ),
    AnswerType.PERSON: re.compile(rf"由[^，。；]{{2,20}}(?:负责|确定|组织|决定|审批|批准|实施)|{_ORGANS}"),
    AnswerType.PLACE: re.compile(
        r"[在到于至去][^，。；]{1,16}(?:室|处|厅|馆|场|楼|区|站|院|门|门口|地点|场所|中心|教室|走廊)|地点"
    ),
    AnswerType.PERMISSION: re.compile(
        r"不得|禁止|严禁|可以|应当|必须|不准|不能|不许|不可|有权|无权|不应|经.{0,12}(?:同意|批准|允许)"
    ),
    AnswerType.STEPS: re.compile(
        r"应当|先|然后|再|首先|其次|及时|联系|告知|报告|第[一二三]步|[1-9一二三四五六][.、．]"
    ),
    AnswerType.LIST: re.compile(
        r"下列|以下|包括|分为|[:：]\s*(?:\n|$)|[（(][一二三四五六七八九]+[)）]|、[^、。；]{1,16}(?:、|和|以及)|\n\s*(?:\d|[-•·])"
    ),
    AnswerType.REASON: re.compile(
        r"因为|由于|为了|原因|是为|因此|所以|目的|以免|避免|防止|才能|为[^，。；]{2,20}，"
    ),
    AnswerType.DEFINITION: re.compile(
        r"是指|指的是|所称|称为|叫做|即|是[^。；]{4,60}的(?:行为|制度|组织|活动|人|信息|机构)"
    ),
}


@lru_cache(maxsize=ASKED)
def answer_type(question: str) -> AnswerType:
    """The first type whose question words occur; OTHER when none does."""
    return next((kind for kind, pattern in _COMPILED if pattern.search(question)), AnswerType.OTHER)


def is_phrase(question: str) -> bool:
    """Whether these are bare words, as typed into a search box (防溺水主题班会), and no question.

    True of 652 of the 710 phrases in ``eval/intent/data`` and of 2 of 1,743 questions of the tuning sets.
    """
    words = "".join(question.split())
    return (
        len(words) <= LONGEST_PHRASE and answer_type(question) is AnswerType.OTHER and not _SAYS.search(words)
    )


@lru_cache(maxsize=ASKED)
def asked_unit(question: str) -> str:
    """The unit after 几 or 多少 (几年 -> 年, 几个月 -> 月), empty where the question names none."""
    found = _UNIT.search(question)
    return (found["unit"].removeprefix("个") or "个") if found else ""


def held(kind: AnswerType, sentence: str, unit: str = "") -> list[tuple[int, int]]:
    """Where ``sentence`` holds what a question of this type asks for. OTHER holds always, at its start.

    With ``unit`` a period or number counts only in that unit, whatever a rule calls it (几天: 10 日):
    每学期读一本 is no answer to 几年.
    """
    pattern = _pattern(kind, unit)
    return [(0, 0)] if pattern is None else [match.span() for match in pattern.finditer(sentence)]


def holds(kind: AnswerType, sentence: str, unit: str = "") -> bool:
    """Whether anything is ``held``: the first will do."""
    pattern = _pattern(kind, unit)
    return pattern is None or pattern.search(sentence) is not None


def _pattern(kind: AnswerType, unit: str) -> re.Pattern[str] | None:
    return _in_unit(unit) if unit and kind in COUNTED else _HOLDS.get(kind)


@lru_cache(maxsize=ASKED)
def _in_unit(unit: str) -> re.Pattern[str]:
    """A number in ``unit`` or in what rules call it."""
    named = next((names for starts, names in _MEASURES if unit[0] in starts), re.escape(unit))
    return re.compile(rf"{_DIGITS}+\s*(?:余|多)?\s*个?(?:{named})|每(?:{named})")

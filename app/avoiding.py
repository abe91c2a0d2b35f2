"""Pure: whether a place of a document lists what not to do, told by its headings.

Under 不要这样做 a case writes 叫伤者自己走去医务室 without a 不要 of its own: quoted alone it reads as advice.
A heading that also holds what to do (班主任做什么、不做什么) says nothing of a single sentence under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

AVOID = "不要这样做"
LABEL = f"✕ {AVOID}："
"""Our words before such a quote, never within its marks."""

_NUMBER = r"[〇零一二三四五六七八九十百0-9０-９]+"
_NUMBERED = re.compile(rf"(?:第{_NUMBER}[编章节条款]|[（(]?{_NUMBER}[)）、.．])\s*")
_NOT = (
    r"(?:千万|绝对|坚决|一律)?"
    r"(?:不要|不能|不可以?|不应该?|不该|不得|不宜|不许|不准|请?勿|切勿|请?别|切忌|严禁|禁止|应?当?避免|不)"
)
_DO = (
    r"(?:(?:这样|这么|如此|那样)?(?:[做说干用]|使用|采用|采取|出现|处理)(?:什么)?(?:的(?:事情?|话语?|做法|行为|言行)?)?"
    r"|(?:的)?(?:行为|事项|做法|言行))"
)
_BARE = r"(?:千万)?(?:不要|不可|切勿|切忌|严禁|禁止)"
_FAULTS = (
    r"(?:误区|错误|错误(?:做法|说法|示范)|失误|反例|反面(?:例子|做法|教材|案例|典型|示范)|禁忌|忌讳|忌语|禁语|禁区|雷区|大忌|坑"
    r"|负面清单|禁止(?:行为|事项)|做错的地方|不当(?:做法|行为|言行|处理)|不可取的做法)"
)
_OF = (
    r"(?:班主任|教师|老师|家长|新手|家校|班级|现场|处理|处置|沟通|谈话|批评|教育|管理|家访|急救|工作|实施|操作){0,3}"
    r"(?:的|中|中的|里的)?"
)
_COMMON = rf"{_OF}(?:(?:{_NUMBER}|几)[个种条类大])?(?:常见|典型|容易犯|易犯|常犯)?的?"
_HEADING = re.compile(rf"(?:{_BARE}|{_NOT}{_DO}|{_COMMON}{_FAULTS})")
_ASIDE = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|[✕✗×❌⛔：:！!。\s]")


def to_avoid(path: Sequence[str]) -> bool:
    """Whether a heading of the clause path says that what stands under it is not to be done."""
    return any(_HEADING.fullmatch(_bare(name)) for name in path)


def _bare(heading: str) -> str:
    """Without its number, signs and what is set aside in brackets."""
    return _ASIDE.sub("", _NUMBERED.sub("", heading.strip(), count=1))

"""Pure: whether a sentence fixes what a question asks for, in whatever words."""

from __future__ import annotations

import re

from app.question import COUNTED, AnswerType, answer_type, asked_unit, holds
from app.values import asks_grade, grades

SILENT = re.compile(r"没有?(?:明?确?规定|写|给|设)|未(?:作)?规定")
"""That a document says nothing of it is its answer to a question what each says."""
_PLAINLY = re.compile(r"[不没无勿禁未须要]|可(?!能)|杜绝|只[能有]|才")
"""How handbooks, plans and digests allow or forbid: 不设扣分栏, 没有处罚权, 一概不去, 才带到有成人看管的地方."""
_ORDINAL = re.compile(r"第\s*[0-9一二三四五六七八九十百千]+")


def fixes(asked: str, text: str) -> bool:
    """Whether a sentence holds a value such as is asked for, in whatever unit, or says that there is none.

    How often something is done may stand as 每学期, 一次 or 定期; who asks whether 中级 will do is answered by
    a rank as well as by 可以. What is not allowed is often said without a modal verb (``_PLAINLY``).
    """
    kind = answer_type(asked)
    if kind in COUNTED:
        unit, counted = asked_unit(asked), _ORDINAL.sub("", text)
        fixed = "定期" in text or any(
            holds(one, counted, name) for one in COUNTED for name in dict.fromkeys((unit, ""))
        )
    elif kind is AnswerType.PERMISSION or asks_grade(asked):
        fixed = holds(AnswerType.PERMISSION, text) or (asks_grade(asked) and bool(grades(text)))
        fixed = fixed or (kind is AnswerType.PERMISSION and bool(_PLAINLY.search(text)))
    else:
        fixed = True
    return fixed or bool(SILENT.search(text))

"""A question without the names in it. Pure.

Who asks 王小明上课玩手机怎么处理 asks about a pupil: no document knows the name, so it only makes what is found
less like the question, and a question that has an answer is refused.
"""

from __future__ import annotations

import re

from ingest.masking import mask_text

_STANDS_IN = re.compile(r"(学生|家长|教师|人员)[A-Z]{1,2}(?:同学)?")
_LEFT_OUT = re.compile(r"〔[^〔〕]*隐去〕")


def without_names(question: str) -> str:
    """``question`` with 学生 where a pupil is named and 家长 for a parent, and without numbers of persons."""
    masked = mask_text(question)
    if masked == question:
        return question
    return _LEFT_OUT.sub("", _STANDS_IN.sub(r"\1", masked)).strip() or question

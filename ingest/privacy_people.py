"""Words around a name that say whose it is: a pupil's, a parent's, or an adult's in office."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.privacy_words import alternatives, listed

PUPIL, PARENT, ADULT, TEACHER = "pupil", "parent", "adult", "teacher"

WHY = {
    PUPIL: "学生的姓名",
    PARENT: "家长的姓名",
    TEACHER: "与学生同见一文的教师姓名",
    "again": "同一姓名再次出现",
    "short": "同一人的简称",
    "alone": "像是学生的姓名",
}

PUPIL_TEXT = re.compile(
    r"学生|同学|班|课|作业|孩子|家长|老师|宿舍|寝室|考试|妈妈|爸爸|成绩|请假|迟到|值日|操场|教室|小组|考生|名单|招生|年级|学籍|班级"
)
_LINK = r"(?:是|为|叫|名叫|叫做|名为|即)?[:\"“'‘(\[《 \t|]{0,3}"
_PUPIL_BEFORE = re.compile(alternatives("cue_pupil") + _LINK)
_PARENT_BEFORE = re.compile(alternatives("cue_parent") + r"(?:姓名|签名|签字)?(?:\([^()\n]{1,4}\))?" + _LINK)
_ADULT_BEFORE = re.compile(
    rf"(?:{alternatives('cue_office')}|(?:文|图|著|译|编)[/:])"
    r"(?:姓名|签名|签字)?(?:是|为|由)?[:\"“/ \t|]{0,3}"
)
_TOLD = re.compile(
    r"(?:告诉|向|跟|和|给|对|报告|被|请|找|同|与|问|骗|让|听)了?(?:班主任|[\u4e00-\u9fff]{0,2}老师)$"
)
_ADDRESSED = re.compile(r"[王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹]老师:")
"""The head of a letter: after 王老师： a child's name may follow, never the teacher's."""
_OF_A_CLASS = re.compile(r"班委|班会|中队|团支部|升旗|护旗|晚会|联欢|广播")
_COUNTED = r"(?:等[\d一二两三四五六七八九十几多]*)?[\d一二两三四五六七八九十几]*[名位个人]?"
_PUPIL_AFTER = re.compile(_COUNTED + alternatives("after_pupil"))
_PARENT_AFTER = re.compile(alternatives("after_parent"))
_ADULT_AFTER = re.compile(
    rf"\(?等?(?:任|是|系|担任)?{alternatives('office_prefix')}?"
    rf"(?:{alternatives('cue_office')}|{alternatives('after_adult')})|"
    rf",(?:任|是|系|担任)?{alternatives('office_prefix')}?{alternatives('cue_office')}(?=[,。;、)\s]|$)"
)
_THINGS_AFTER = re.compile(alternatives("after_thing"))
_CREDIT_LINE = re.compile(rf"\s*{alternatives('credit_line')}")
FAMOUS = listed("famous")
"""People whom lessons and speeches name. A pupil of the same name is found where a role word says so."""


def before_marks(folded: str) -> dict[int, str]:
    """Positions at which a name may begin, with the role that the words before it give."""
    marks: dict[int, str] = {}
    starts: dict[int, int] = {}
    for pattern, role in ((_PUPIL_BEFORE, PUPIL), (_PARENT_BEFORE, PARENT), (_ADULT_BEFORE, ADULT)):
        for match in pattern.finditer(folded):
            if role is ADULT and _TOLD.search(folded[max(0, match.start() - 4) : match.end()]):
                continue
            if role is ADULT and _ADDRESSED.match(folded, match.start() - 1):
                continue
            if (
                role is ADULT
                and match[0].startswith(("主持", "记录"))
                and _OF_A_CLASS.search(folded[max(0, match.start() - 60) : match.start()])
            ):
                marks.setdefault(match.end(), PUPIL)
                continue
            if match.start() <= starts.get(match.end(), match.start()):  # the longer word: 小记者, not 记者
                marks[match.end()], starts[match.end()] = role, match.start()
    return marks


def role_after(folded: str, at: int) -> str | None:
    """The role that the words following a name at ``at`` give it."""
    if _PARENT_AFTER.match(folded, at):
        return PARENT
    pupil = _PUPIL_AFTER.match(folded, at)
    if pupil:
        return PUPIL
    return ADULT if _ADULT_AFTER.match(folded, at) else None


def names_a_thing(folded: str, end: int) -> bool:
    """Whether what follows makes a name part of a place's, a school's or a prize's name."""
    return bool(_THINGS_AFTER.match(folded, end))


def is_credit_line(folded: str, start: int) -> bool:
    """Whether the line begins as one that lists authors, teachers or guests."""
    return bool(_CREDIT_LINE.match(folded, folded.rfind("\n", 0, start) + 1))


@dataclass(slots=True)
class People:
    """What is known of a document: found spans with their role, certain names, adults' names.

    ``firm``: the spans whose place alone says that a name stands there. ``staff``: where teachers are named.
    """

    spans: dict[tuple[int, int], str] = field(default_factory=dict)
    firm: set[tuple[int, int]] = field(default_factory=set)
    staff: list[tuple[int, int]] = field(default_factory=list)
    certain: dict[str, str] = field(default_factory=dict)
    adults: set[str] = field(default_factory=set)

    def add(self, folded: str, start: int, end: int, role: str) -> None:
        """Take down a name with whose it is."""
        name = folded[start:end]
        if role == ADULT:
            self.adults.add(name.replace(" ", ""))
        else:
            self.spans[start, end] = role
            self.certain.setdefault(name, role)
            self.certain.setdefault(name.replace(" ", ""), role)

"""The controlled words of the house: 类别, 层级, 学段, 状态, 可见. One word for one thing."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """类别 of a document."""

    POLICY = "policy"
    HANDBOOK = "handbook"
    CASE = "case"
    LESSON = "lesson"
    PLAN = "plan"
    ACTIVITY = "activity"
    EMERGENCY = "emergency"
    RECORD = "record"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.POLICY: "政策",
    Kind.HANDBOOK: "手册",
    Kind.CASE: "案例",
    Kind.LESSON: "教案",
    Kind.PLAN: "方案",
    Kind.ACTIVITY: "班级活动",
    Kind.EMERGENCY: "应急卡",
    Kind.RECORD: "档案",
}


class Level(StrEnum):
    """层级 of a rule, strongest first."""

    LAW = "国家法律"
    REGULATION = "行政法规"
    JUDICIAL = "司法解释"
    MINISTRY = "部门规章"
    LOCAL = "地方性法规"
    NORMATIVE = "规范性文件"
    SCHOOL = "学校制度"
    STUDIO = "工作室制度"


class Stage(StrEnum):
    """学段. A document without a stage is 通用 and fits every filter."""

    PRIMARY = "小学"
    JUNIOR = "初中"
    SENIOR = "高中"
    VOCATIONAL = "中职"


class Form(StrEnum):
    """Whether the text is the rule itself or our own sentences about it (要点整理, 非原文)."""

    ORIGINAL = "original"
    DIGEST = "digest"


class Status(StrEnum):
    """状态 of a version."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.DRAFT: "草稿",
    Status.SUBMITTED: "待审",
    Status.PUBLISHED: "已发布",
    Status.WITHDRAWN: "已停用",
    Status.PURGED: "已清除",
}


class Visibility(StrEnum):
    """可见: who may find and read a document."""

    EVERYONE = "everyone"
    CURATORS = "curators"

    @property
    def label(self) -> str:
        return "全体" if self is Visibility.EVERYONE else "主持人与评估者"

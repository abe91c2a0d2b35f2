"""Pure: who may do what. One table; a service that does something new gets an ``Act`` here first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from ingest.errors import StudioError


class Role(StrEnum):
    """What somebody is in the studio. The value is what the catalog and the command line say."""

    TEACHER = "teacher"
    HOST = "host"
    EVALUATOR = "evaluator"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {Role.TEACHER: "教师", Role.HOST: "主持人", Role.EVALUATOR: "评估者", Role.ADMIN: "管理员"}


class Act(Enum):
    """Everything that a service does; the value finishes the sentence 您不能…"""

    ASK = "提问和导出回答"
    BROWSE = "阅读已发布的资料"
    FEEDBACK = "评价回答"
    HISTORY = "查看自己的提问记录"
    PASSWORD = "修改自己的密码"  # noqa: S105 (a name, no password)
    RECORDS = "阅读只给主持人与评估者的资料"
    UPLOAD = "导入资料"
    REVIEW = "打开“资料”页和审核草稿"
    PUBLISH = "发布和退回资料"
    WITHDRAW = "停用资料"
    PURGE = "清除资料"
    QUESTIONS = "编辑典型问法"
    LEXICON = "编辑词表"
    ORIGINALS = "打开没有隐去个人信息的原件"
    GAPS = "处理缺口"
    SELF_CHECK = "查看对标自评"
    SELF_ASSESS = "填写对标自评"
    JOBS = "查看后台任务"
    EVALUATE = "评估"
    JUDGE = "评判回答"
    KEEPING = "检查和维护数据目录"
    ACCOUNTS = "管理账号"
    SETTINGS = "修改设置"
    BACKUP = "备份和恢复"


_ANYBODY = frozenset({Act.ASK, Act.BROWSE})
_TEACHER = _ANYBODY | {Act.FEEDBACK, Act.HISTORY, Act.PASSWORD}
_HOST = _TEACHER | {
    Act.RECORDS,
    Act.UPLOAD,
    Act.REVIEW,
    Act.PUBLISH,
    Act.WITHDRAW,
    Act.PURGE,
    Act.QUESTIONS,
    Act.LEXICON,
    Act.ORIGINALS,
    Act.GAPS,
    Act.SELF_CHECK,
    Act.SELF_ASSESS,
    Act.JOBS,
    Act.KEEPING,
}
_EVALUATOR = _TEACHER | {Act.RECORDS, Act.SELF_CHECK, Act.EVALUATE, Act.JUDGE, Act.JOBS}
ACTS: dict[Role, frozenset[Act]] = {
    Role.TEACHER: _TEACHER,
    Role.HOST: _HOST,
    Role.EVALUATOR: _EVALUATOR,
    Role.ADMIN: frozenset(Act),
}
"""An administrator may do everything: a studio of one person has nobody else."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whoever acts. ``name`` is what the audit trail says; it is empty where nobody is logged in.

    ``must_change``: logged in with a password that somebody else has set, and may only change it.
    """

    name: str
    role: Role | None
    must_change: bool = False

    @property
    def acts(self) -> frozenset[Act]:
        """What this account may do."""
        if self.role is None:
            return frozenset()
        if self.must_change:
            return frozenset({Act.PASSWORD})
        return ACTS[self.role] if self.name else _ANYBODY

    @property
    def curator(self) -> bool:
        """Whether documents for hosts and evaluators are found and opened."""
        return Act.RECORDS in self.acts


NOBODY = Account("", None)
"""Not logged in: may do nothing."""
READER = Account("", Role.TEACHER)
"""Not logged in where reading without an account is allowed: asks and reads like a teacher, keeps nothing."""


def operator(name: str) -> Account:
    """Whoever runs a command on the server's own machine, and so has the files in hand already."""
    return Account(name, Role.ADMIN)


class ForbiddenError(StudioError):
    """The account may not do this."""


class PasswordNeededError(ForbiddenError):
    """The account may do nothing before it has a password of its own."""


class LoginNeededError(StudioError):
    """Nobody is logged in."""


def require(account: Account, act: Act) -> None:
    """Raises LoginNeededError or ForbiddenError, in words for the user, unless ``account`` may do ``act``."""
    if act in account.acts:
        return
    if not account.name:
        raise LoginNeededError("请先登录。登录已过期的话，重新登录后再做一次。")
    if account.must_change:
        raise PasswordNeededError("请先改密码：现在的密码是管理员设的，改成自己的以后才能使用。")
    needed = " 或 ".join(role.label for role in Role if act in ACTS[role])
    role = account.role.label if account.role else "无"
    raise ForbiddenError(f"您的角色是{role}，不能{act.value}。需要的角色：{needed}。请联系管理员。")

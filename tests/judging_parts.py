"""A studio with teachers' questions under review, and accounts that judge them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.access import Account, Role
from app.desk import Desk
from app.judging import Judging
from app.judging_sources import Sources
from app.settings import Settings
from app.studio import open_studio
from index.model import Filters
from ingest.pipeline import ingest
from tests.catalog_parts import TODAY
from tests.pipeline_parts import law, write

TEACHER = Account("李老师", Role.TEACHER)
FIRST, SECOND, THIRD = (Account(name, Role.EVALUATOR) for name in ("甲评估", "乙评估", "丙评估"))
ASKED = (
    "学生一般能不能将手机带入校园",
    "手机进校后交给谁保管",
    "学校要不要设置公共电话",
    "手机能不能带入课堂",
    "带手机要不要家长同意",
)
VAIN = "皮划艇队的救生衣由谁晾晒收纳"


@contextmanager
def opened(home: Path) -> Iterator[Desk]:
    """A studio with one rule published."""
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        folder = write(home.parent / "in", {"手机.txt": law("手机管理规定", "2021年3月1日")})
        ingest([folder], catalog=studio.catalog, home=home, publish=True, actor="host", today=TODAY)
        studio.sync()
        yield Desk(studio)


def ask(desk: Desk, *questions: str) -> list[int]:
    """Ask as a teacher; the numbers under which the questions are kept."""
    return [desk.by(TEACHER).ask(question, Filters()).asked for question in questions]


def queued(desk: Desk, *questions: str) -> list[int]:
    """Items made of these questions, in this order."""
    ask(desk, *questions)
    sources(desk).real(100)
    numbers = {head.question: head.id for head in Judging(desk.by(FIRST)).table.heads()}
    return [numbers[question] for question in questions]


def sources(desk: Desk, by: Account = FIRST) -> Sources:
    return Sources(desk.by(by), random.Random(1))


def judge(
    desk: Desk,
    by: Account,
    item: int,
    verdict: str,
    *,
    against: tuple[int, ...] = (),
    decides: bool = False,
    comment: str = "",
) -> None:
    """All citations support, but for those ``against``."""
    task = Judging(desk.by(by)).task(item)
    assert task
    citations = {str(one.row.citation.n): one.row.citation.n not in against for one in task.rows}
    Judging(desk.by(by)).submit(item, verdict, citations, comment=comment, seconds=12.5, decides=decides)


SHOWN = (
    ("学生上课玩手机怎么处理", "correct", "correct"),
    ("老师能不能罚站", "correct", "correct"),
    ("主持人要当几年班主任", "incomplete", "correct"),
    ("家长在群里骂老师怎么办", "correct", "correct"),
    ("期中考试后的班会怎么开", "wrong", "incomplete"),
    (VAIN, "refuse", "refuse"),
    ("学生说不想活了", "incomplete", "incomplete"),
    ("请病假一个月要办休学吗", "", ""),
    ("怎么跟家长谈孩子成绩下降", "", ""),
)


def furnish(home: Path) -> None:
    """Into a home with the shipped corpus: answers that two evaluators have judged, and two that wait."""
    with open_studio(Settings(home=home)) as studio:
        studio.sync()
        desk = Desk(studio)
        items = queued(desk, *(question for question, *_ in SHOWN))
        for item, (_, first, second) in zip(items, SHOWN, strict=True):
            if first:
                judge(desk, FIRST, item, first, comment="少了一条依据" if first != second else "")
                judge(desk, SECOND, item, second)

"""A run as an Excel workbook: 汇总 (figures and groups), 题目 (every question), 比较 (against another run)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.titles import bracketed
from eval.comparison import Comparison
from eval.metrics import ALL, STEPS, means
from eval.runs import FUSED, Outcome, Run
from eval.summary import groups_of, intervals_of, silence_of

Cell = str | float | int | None
_GROUPED = ("hit@1", "hit@5", "MRR@10", "nDCG@10", "citation recall")


def workbook(run: Run, comparison: Comparison | None = None) -> bytes:
    """The file's content. Text stays text: what begins with = is no formula."""
    book = Workbook(write_only=True)
    _sheet(book, "汇总", (18, 14, 14, 14, 14, 40), _summary(run))
    _sheet(book, "题目", (14, 50, 10, 8, 30, 10, 10, 10, 10, 40, 60), _questions(run))
    if comparison:
        _sheet(book, "比较", (40, 10, 10, 10, 10, 10, 10, 16), _comparison(comparison))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _summary(run: Run) -> Iterable[Sequence[Cell]]:
    intervals = intervals_of(run.outcomes)
    yield "题集", run.set
    yield "编号", run.id
    yield "向量模型", run.encoder
    yield "程序版本", run.commit
    yield "资料修订", run.revision
    yield ()
    yield "指标", "值", "区间低", "区间高", "题数", "含义"
    for name, value in run.metrics.items():
        count = sum(name in outcome.values for outcome in run.outcomes)
        yield name, value, intervals[name].low, intervals[name].high, count, ALL[name]
    for by, groups in groups_of(run.outcomes).items():
        yield ()
        yield by, "题数", *_GROUPED
        for name, outcomes in groups.items():
            values = means(outcome.values for outcome in outcomes)
            yield name, len(outcomes), *(values.get(metric) for metric in _GROUPED)
    silence = silence_of(run.outcomes)
    yield ()
    yield "该不该答", "错了", "题数"
    for reason, (wrong, asked) in silence.false_answers.items():
        yield f"误答：{reason}", wrong, asked
    yield "误拒", *silence.false_refusals
    yield "风险-覆盖率曲线下面积", silence.area


def _questions(run: Run) -> Iterable[Sequence[Cell]]:
    steps = STEPS | {FUSED: "合并"}
    yield "编号", "问题", "题型", "学段", "应拒答的理由", *steps.values(), "答了", "第一条", "引文"
    for outcome in run.outcomes:
        yield (
            outcome.id,
            outcome.question,
            outcome.type.label,
            outcome.school,
            outcome.reason,
            *(outcome.ranks.get(step) or None for step in steps),
            "是" if outcome.answered else "否",
            _first(outcome),
            "\n".join(citation.quote for citation in outcome.citations),
        )


def _comparison(comparison: Comparison) -> Iterable[Sequence[Cell]]:
    yield "指标", "之前", "现在", "差", "区间低", "区间高", "p", "结论"
    for row in comparison.metrics:
        low, high = row.interval.low, row.interval.high
        yield row.metric, row.first, row.second, row.difference, low, high, row.p, row.verdict
    yield ()
    yield "变了的题", "之前名次", "现在名次"
    for change in comparison.changes:
        yield change.question, change.before.rank or None, change.after.rank or None


def _first(outcome: Outcome) -> str:
    if not outcome.hits:
        return ""
    return f"{bracketed(outcome.hits[0].title)}{' › '.join(outcome.hits[0].path)}"


def _sheet(book: Any, title: str, widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> None:
    sheet = book.create_sheet(title)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.font = Font(name="Microsoft YaHei")
    return cell

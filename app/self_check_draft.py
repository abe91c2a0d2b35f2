"""Pure: the draft of the self-assessment as blocks, the same for Word and for Markdown.

What the standard asks is restated and says so each time; what the host says and what the corpus says never
run together: a statement stands by itself, a quote stands whole behind its document, number and clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.citing import reference
from app.export_markdown import plain
from app.self_check_model import COVER, Attainment, Check, Line, Proof
from ingest.standards import NAME

TITLE = "对标自评（草稿）"
RESTATED = "本工具转述，非标准原文"
NOTES = (
    f"指标文字由{RESTATED}；标准没有分值。提交前请对照标准原件核对。",
    "“”里的句子是资料原文，一字未改；写明“要点整理（非原文）”的是本工作室写的，不是文件原文。",
    "达到与否由主持人判断，证据由主持人逐处采用，本工具不评分。",
)
_MISSING = "（待填）"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``name``, if any, stands before it in bold."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or with dots."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """``heads`` may be empty: then the first cell of each row names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Items | Table


def draft(check: Check, made_on: date) -> tuple[Block, ...]:
    """The whole draft behind its title: cover, sums, every indicator, what is open."""
    return tuple(_blocks(check, made_on))


def _blocks(check: Check, made_on: date) -> Iterator[Block]:
    facts = [(name, check.cover.get(name) or _MISSING) for name in COVER]
    yield Table((), (("对照标准", f"《{NAME}》"), *facts, ("导出日期", made_on.isoformat())))
    yield from map(Text, NOTES)
    yield Heading("汇总", 1)
    yield sums(check)
    for name, lines in check.groups.items():
        yield Heading(name, 1)
        for line in lines:
            yield from _line(line)
    yield Heading("待办", 1)
    todo = tuple(
        f"{line.indicator.id}：{''.join(line.open_items)}" for line in check.lines if line.open_items
    )
    yield Items(todo) if todo else Text("没有。")
    yield Text(f"本草稿由班主任工作室知识助手于 {made_on} 导出，须经学校审核后提交。")


def sums(check: Check) -> Table:
    """How many indicators of each group are met, and how many have no evidence in force."""
    heads = ("一级指标", "条数", *(one.value for one in Attainment), "没有证据")
    rows = [(name, *_counted(lines)) for name, lines in check.groups.items()]
    return Table(heads, (*rows, ("合计", *_counted(check.lines))))


def _counted(lines: Sequence[Line]) -> tuple[str, ...]:
    states = [sum(line.attainment is one for line in lines) for one in Attainment]
    return tuple(map(str, (len(lines), *states, sum(not line.standing_proofs for line in lines))))


def _line(line: Line) -> Iterator[Block]:
    known = line.indicator
    place = f"　{known.path[-1].partition('）')[2]}" if len(known.path) > 1 else ""
    yield Heading(f"{known.id}{place}", 2)
    yield Text(known.text, f"指标（{RESTATED}）：")
    yield Text(line.attainment.value, "自评：")
    yield Text(line.statement or "（待写）", "说明：")
    if line.proofs:
        yield Text("", f"证据（{len(line.proofs)} 处）：")
        yield Items(tuple(map(evidence, line.proofs)), numbered=True)
    else:
        yield Text("暂缺", "证据：")
    if line.open_items:
        yield Text("".join(line.open_items), "待办：")


def evidence(proof: Proof) -> str:
    """The full citation with its quote, and what has become of its version."""
    cited = reference(proof.citation)
    return cited if proof.standing.in_force else f"{cited}〔{proof.standing.label}〕"


def to_markdown(blocks: Sequence[Block]) -> str:
    """The draft as a Markdown file."""
    parts = [f"# {TITLE}", *("\n".join(_marked(block)) for block in blocks)]
    return "\n\n".join(parts) + "\n"


def _marked(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * (level + 1)} {plain(text)}"
        case Text(text, name):
            # Without the space the stars behind a Chinese colon would close nothing.
            yield (f"**{plain(name)}** " if name else "") + _lines(text)
        case Items(items, numbered):
            for place, item in enumerate(items, 1):
                yield f"{f'{place}.' if numbered else '-'} {_lines(item)}"
        case Table(heads, rows):
            width = len(heads or rows[0])
            yield _row(heads or ("",) * width)
            yield "|" + "---|" * width
            yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_lines(cell, ' ') for cell in cells)} |"


def _lines(text: str, joint: str = "\\\n  ") -> str:
    """Text of several lines, within one paragraph, item or cell."""
    return plain(text).replace("\n", joint)

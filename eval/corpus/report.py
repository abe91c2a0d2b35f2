"""``python -m eval.corpus.report docs``: the corpus beside its plan, as text and picture."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.corpus import library, lint_library, lint_rules, statutes
from eval.corpus.heatmap import Grid, draw
from eval.corpus.library import Shipped, length, of_kind
from ingest import vocabulary
from ingest.errors import StudioError
from ingest.model import Kind, Stage
from ingest.standards import Indicator, standard

NAME = "corpus_report.md"
PICTURE = "corpus_heatmap.png"
RULES = library.CORPUS.parents[1] / "shared" / "data" / "policy" / "national"

GENERAL = "通用"
STAGES = tuple(stage.value for stage in Stage)
KINDS = tuple(kind for kind in Kind if kind is not Kind.RECORD)

PLANNED_CASES = {
    "班级文化建设": (2, 2, 2, 6),
    "重点学生帮扶": (3, 3, 3, 8),
    "典型学生教育": (2, 3, 3, 8),
    "家校沟通协调": (2, 2, 2, 8),
    "突发事件处置": (2, 3, 2, 6),
}
"""Cases by type and 小学, 初中, 高中, 中职, as the plan of the corpus has them."""

PLANNED_LESSONS = (9, 8, 7, 12)


def main(arguments: Sequence[str]) -> int:
    """Write the report into the folder named, ``docs`` by default."""
    folder = Path(arguments[0] if arguments else "docs")
    folder.mkdir(parents=True, exist_ok=True)
    documents, indicators = library.load(), standard(library.CORPUS)
    texts = statutes.load(RULES) if RULES.is_dir() else None
    (folder / NAME).write_text(text(documents, indicators, texts), encoding="utf-8", newline="\n")
    sys.stdout.write(f"已写 {folder / NAME}\n")
    try:
        draw(grids(documents), folder / PICTURE)
    except StudioError as error:
        sys.stderr.write(f"没有画图：{error}\n")
        return 1
    sys.stdout.write(f"已画 {folder / PICTURE}\n")
    return 0


def grids(documents: Sequence[Shipped]) -> list[Grid]:
    """Case types by stage against the plan, kinds by stage, kinds and case types by work area."""
    planned = {name: dict(zip(STAGES, row, strict=True)) for name, row in PLANNED_CASES.items()}
    return [
        Grid("案例：类型 × 学段（实有 / 计划）", lint_library.case_grid(documents), planned),
        Grid("类别 × 学段（能用的篇数，含通用）", usable(documents)),
        Grid("类别与案例类型 × 工作领域", by_area(documents)),
    ]


def by_stage(documents: Sequence[Shipped]) -> dict[str, dict[str, int]]:
    """Kind -> stage (通用: for every stage) -> documents; a document may serve several."""
    return {
        kind.label: {
            stage: sum(
                stage in (document.values("stage") or [GENERAL]) for document in of_kind(documents, kind)
            )
            for stage in (*STAGES, GENERAL)
        }
        for kind in KINDS
    }


def usable(documents: Sequence[Shipped]) -> dict[str, dict[str, int]]:
    """Kind -> stage -> documents that a filter on this stage lets through."""
    return {
        kind: {stage: row[stage] + row[GENERAL] for stage in STAGES}
        for kind, row in by_stage(documents).items()
    }


def by_area(documents: Sequence[Shipped]) -> dict[str, dict[str, int]]:
    """Kind, then case type -> work area -> documents; a document may serve several."""
    rows = {kind.label: of_kind(documents, kind) for kind in KINDS}
    cases = of_kind(documents, Kind.CASE)
    for case_type in vocabulary.CASE_TYPES:
        rows[f"案例·{case_type}"] = [case for case in cases if case.front.get("case_type") == case_type]
    return {
        label: {area: sum(area in one.values("work_area") for one in found) for area in vocabulary.WORK_AREAS}
        for label, found in rows.items()
    }


def text(
    documents: Sequence[Shipped],
    indicators: Sequence[Indicator],
    texts: Mapping[str, statutes.Articles] | None,
) -> str:
    """The report in Markdown. ``texts``: the rules to check references against, None if not here."""
    parts = [
        "# 语料清点\n\n由 `make corpus-report` 生成，不要手改。检查本身在 `tests/test_corpus.py`。",
        f"![热力图]({PICTURE})",
        "## 篇数\n\n" + _kinds(documents),
        "## 案例：类型 × 学段（实有 / 计划）\n\n" + _cases(documents),
        "## 类别 × 学段\n\n没写学段的是通用；一篇可有几个学段。\n\n"
        + _table("类别", by_stage(documents))
        + "\n\n"
        + _lessons(documents),
        "## 类别与案例类型 × 工作领域\n\n" + _table("类别", by_area(documents)),
        "## 标准的指标\n\n" + _indicators(documents, indicators),
        "## 查重和条号\n\n" + _checks(documents, texts),
    ]
    return "\n\n".join(parts) + "\n"


def _kinds(documents: Sequence[Shipped]) -> str:
    rows: list[tuple[object, ...]] = []
    for kind in KINDS:
        found = of_kind(documents, kind)
        sizes = sorted(length(document.body) for document in found)
        rows.append(
            (
                kind.label,
                len(found),
                f"≥ {lint_library.FEWEST[kind]}",
                f"{sizes[0]}–{sizes[-1]}",
                sizes[len(sizes) // 2],
                sum(len(document.questions) for document in found),
            )
        )
    rows.append(("合计", len(documents), "", "", "", sum(len(document.questions) for document in documents)))
    return _rows(("类别", "实有", "计划", "字数", "中位", "典型问题"), rows)


def _cases(documents: Sequence[Shipped]) -> str:
    grid = lint_library.case_grid(documents)
    rows = [
        (
            name,
            *(f"{grid[name][stage]} / {plan}" for stage, plan in zip(STAGES, planned, strict=True)),
            f"{sum(grid[name].values())} / {sum(planned)}",
        )
        for name, planned in PLANNED_CASES.items()
    ]
    return _rows(("类型", *STAGES, "合计"), rows)


def _lessons(documents: Sequence[Shipped]) -> str:
    found = by_stage(documents)[Kind.LESSON.label]
    pairs = zip(STAGES, PLANNED_LESSONS, strict=True)
    return (
        "教案（实有 / 计划）："
        + "，".join(f"{stage} {found[stage]} / {plan}" for stage, plan in pairs)
        + "。"
    )


def _indicators(documents: Sequence[Shipped], indicators: Sequence[Indicator]) -> str:
    served = lint_library.coverage(documents, indicators)
    rows = [
        (one.id, " · ".join(one.path), len(served[one.id]), "、".join(_first(served[one.id])))
        for one in indicators
    ]
    note = "重述标准的两篇（studio-s04、studio-s07）不算在内。\n\n"
    return note + _rows(("指标", "位置", "篇数", "例如"), rows)


def _first(ids: Sequence[str], most: int = 3) -> list[str]:
    return list(ids[:most])


def _checks(documents: Sequence[Shipped], texts: Mapping[str, statutes.Articles] | None) -> str:
    likest = lint_library.likest(documents)[0]
    lines = [
        f"- 最像的两篇：{likest.first} 和 {likest.second}，五字片段相同 {likest.value:.1%}"
        f"（上限 {lint_library.NEAR_DUPLICATE:.0%}）。",
        f"- 在 {lint_library.PHRASE_DOCUMENTS} 篇以上重复的 {lint_library.PHRASE} 字套话："
        f"{len(lint_library.templates(documents))} 处。",
    ]
    if texts is None:
        lines.append("- 条号：旁边没有法规原文，这次没有核对。")
    else:
        here, absent = lint_rules.count_references(documents, texts)
        dead = len(lint_rules.dead_references(documents, texts))
        strange = len(lint_rules.foreign_numbers(documents, texts))
        loose = len(lint_rules.unverified_references(documents, texts))
        lines += [
            f"- 条号：有原文可查的 {here} 处，不存在的 {dead} 处；"
            f"政策要点里的数字不在所引条文中的 {strange} 处。",
            f"- 没有原文的规定引用了 {absent} 处，其中没有一篇政策要点核对过条号的 {loose} 处。",
        ]
    return "\n".join(lines)


def _table(corner: str, counts: Mapping[str, Mapping[str, int]]) -> str:
    columns = list(next(iter(counts.values())))
    return _rows((corner, *columns), [(row, *(cells[c] for c in columns)) for row, cells in counts.items()])


def _rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

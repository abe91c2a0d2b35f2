"""Pure: a run and a comparison as lines for a terminal, and as the JSON of the command-line contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from eval.comparison import Comparison
from eval.gate import Gated
from eval.metrics import ALL
from eval.runs import Run
from eval.summary import latency_of, silence_of

MISSED = CHANGED = 20
"""Questions that are named at most: those not found, those whose outcome changed."""
BRIEF = ("hit@1", "hit@5", "nDCG@10")


def head_json(run: Run) -> dict[str, Any]:
    """All but the questions."""
    return {
        "id": run.id,
        "made": run.made,
        "set": run.set,
        "split": run.split,
        "sha256": run.sha256,
        "questions": len(run.ranked),
        "unranked": len(run.outcomes) - len(run.ranked),
        "revision": run.revision,
        "encoder": run.encoder,
        "settings": run.settings,
        "commit": run.commit,
        "metrics": {name: round(value, 4) for name, value in run.metrics.items()},
        "seconds": run.seconds,
    }


def run_json(run: Run) -> dict[str, Any]:
    each = [{"id": o.id, "type": o.type.value, "rank": o.rank, "metrics": o.values} for o in run.ranked]
    return head_json(run) | {"silence": asdict(silence_of(run.outcomes)), "each": each}


def comparison_json(first: Run, second: Run, result: Comparison) -> dict[str, Any]:
    rows = [asdict(row) | {"significant": row.significant, "verdict": row.verdict} for row in result.metrics]
    changes = [
        {
            "id": change.id,
            "rank": [change.before.rank, change.after.rank],
            "answered": [change.before.answered, change.after.answered],
        }
        for change in result.changes
    ]
    return {"first": first.id, "second": second.id, "metrics": rows, "changes": changes}


def gate_json(run: Run, rows: list[Gated]) -> dict[str, Any]:
    return {
        "red": any(row.red for row in rows),
        "run": run.id,
        "metrics": [asdict(row) for row in rows],
    }


def run_lines(run: Run) -> Iterator[str]:
    yield f"{_set_of(run)}：{len(run.outcomes)} 题，{run.seconds:.1f} 秒，向量模型 {run.encoder}"
    for name, value in run.metrics.items():
        yield f"  {name:<18} {value:.3f}  {ALL[name]}"
    silence = silence_of(run.outcomes)
    for reason, (wrong, asked) in silence.false_answers.items():
        yield f"  误答（{reason}）：{asked} 题里 {wrong} 题"
    refused, asked = silence.false_refusals
    if asked:
        yield f"  误拒：{asked} 题里 {refused} 题；风险-覆盖率曲线下面积 {silence.area:.3f}（越小越好）"
    else:
        yield "  题集里没有带标准答案的题，没有检索指标，只看该沉默时沉默了没有"
    for label, (middle, late) in latency_of(run.outcomes).items():
        yield f"  {label}：中位 {middle:.0f} 毫秒，95% 的题在 {late:.0f} 毫秒内"
    missed = [outcome.question for outcome in run.ranked if not outcome.rank]
    if missed:
        yield f"没找到答案的题（{len(missed)}）："
        yield from (f"  {question}" for question in missed[:MISSED])
    yield f"记录：{run.id}（studio eval report {run.id} --out 报告.html）"


def brief(run: Run) -> str:
    """One line of the list of runs."""
    metrics = run.metrics
    figures = [f"{name} {metrics[name]:.3f}" for name in BRIEF if name in metrics]
    right, due = run.silent
    shown = "，".join(figures or [f"该沉默的 {due} 题里沉默了 {right} 题"])
    return f"{run.id}  {_set_of(run)} {len(run.outcomes)} 题  {shown}  {run.encoder}  {run.commit}"


def comparison_lines(first: Run, second: Run, result: Comparison) -> Iterator[str]:
    yield f"{first.id} → {second.id}，方括号里是差值的 95% 区间，p 已按多项指标校正（Holm）"
    for row in result.metrics:
        yield (
            f"  {row.metric:<18} {row.first:.3f} → {row.second:.3f}  {row.difference:+.3f}"
            f" [{row.interval.low:+.3f}, {row.interval.high:+.3f}]  p={row.p:.3f}  {row.verdict}"
        )
    if result.left_out:
        yield f"有 {result.left_out} 题只在一次评估里有，没有比较。"
    yield f"结果变了的题：{len(result.changes)}"
    for change in result.changes[:CHANGED]:
        yield f"  {change.question}：名次 {_rank(change.before.rank)} → {_rank(change.after.rank)}"


def gate_lines(rows: list[Gated]) -> Iterator[str]:
    for row in rows:
        yield (
            f"  {'红' if row.red else '绿'} {row.metric:<16} 基线 {row.baseline:.3f}"
            f" 现在 {row.now:.3f} p={row.p:.3f}"
        )
    red = any(row.red for row in rows)
    yield "有指标显著变差，不要合并。" if red else "没有指标显著变差。"


def _set_of(run: Run) -> str:
    return f"{run.set}（{run.split}）" if run.split else run.set


def _rank(rank: int) -> str:
    return str(rank) if rank else "未找到"

"""README's table of ``standing``, made from its figures: between two marks, so that one command refreshes it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval.benchmarks.report import RESULTS
from eval.comparison import ALPHA
from ingest.errors import StudioError

NAME = "standing"
SHIPPED, BM25 = "studio", "bm25"
SAME = "llama_index_chroma on our passages"
OTHERS = ("llama_index_chroma", "llama_index_bm25", "bm25s")
TITLES = {
    SHIPPED: "本项目",
    BM25: "只用词（BM25）",
    "llama_index_chroma": "LlamaIndex 默认",
    "llama_index_bm25": "LlamaIndex BM25",
    "bm25s": "bm25s",
    SAME: "LlamaIndex，用本项目的段落",
}
READ = {"seen in 700 characters": 700, "seen in 2000 characters": 2_000}
"""Characters that are read: the first are about one chunk of LlamaIndex's."""
DOCUMENTS = {"document@1": 1, "document@5": 5}
"""How many distinct documents are looked at."""
BY_PASSAGE = {
    "hit@1": "第一条",
    "hit@5": "前五条",
    "recall@10": "recall@10",
    "MRR@10": "MRR@10",
    "nDCG@10": "nDCG@10",
}
ALIKE = {
    **dict(zip(READ, ("读 700 字看得到", "读 2,000 字看得到"), strict=True)),
    **dict(zip(DOCUMENTS, ("第一份文件", "前五份文件"), strict=True)),
}
METRICS = BY_PASSAGE | ALIKE
_ANSWERS = {
    "false answers": "不该答的答了",
    "false refusals": "该答的没答",
    "citation precision": "引用里在标准条款中的",
    "citation recall": "标准条款被引到的",
    "exact any": "要的数字或名称在回答里",
}
_BLOCK = re.compile(rf"(<!-- measured: {NAME} -->\n).*?(<!-- end: {NAME} -->)", re.S)


def block(figures: Mapping[str, Any]) -> str:
    """Markdown: the tables, their marks, and what the shipped system answers and cites."""
    cut = {name: one["mean_characters"] for name, one in figures["cut"].items()}
    answers = "；".join(f"{title} {shown(figures['answers'][name])}" for name, title in _ANSWERS.items())
    head = (
        f"{figures['questions']} 个有标准答案的问题（`gold_450` 里没用来调过的一半），括号里是 95% 区间。"
        "≈：和本项目的差别不显著；↑：显著高于本项目；没有记号：显著低于本项目（配对随机化检验，Holm 校正）。"
    )
    between = (
        f"按条比，切得长的占便宜：本项目一条平均 {cut['ours']} 字，"
        f"LlamaIndex 的一段 {cut['SentenceSplitter']} 字。读同样多的字、看同样多份文件："
    )
    tail = (
        f"同一半题，另加 {figures['answers']['unanswerable']} 个不该答的，本项目的回答：{answers}。\n"
        f"（{figures['date']}，{figures['commit']}，`{figures['command']}`）"
    )
    return "\n\n".join((head, table(figures, BY_PASSAGE), between, table(figures, ALIKE), tail))


def table(figures: Mapping[str, Any], metrics: Mapping[str, str]) -> str:
    """Markdown: a row a system, a column a metric."""
    rows = [["", *metrics.values()], ["---"] * (1 + len(metrics))]
    for name, row in figures["systems"].items():
        against = figures["shipped minus"].get(name, {})
        rows.append([TITLES[name], *(shown(row[metric]) + mark(against.get(metric)) for metric in metrics)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def shown(figure: Mapping[str, float]) -> str:
    return f"{_two(figure['value'])}（{_two(figure['low'])}–{_two(figure['high'])}）"


def mark(difference: Mapping[str, float] | None) -> str:
    """Of a system's figure, from what ours is above it; none for our own."""
    if difference is None:
        return ""
    if difference["p"] >= ALPHA:
        return " ≈"
    return " ↑" if difference["value"] < 0 else ""


def filled(text: str, figures: Mapping[str, Any]) -> str:
    """The text with what stands between the marks made anew. Raises StudioError where there are none."""
    made, count = _BLOCK.subn(lambda found: f"{found[1]}{block(figures)}\n{found[2]}", text)
    if not count:
        raise StudioError(f"文件里没有“<!-- measured: {NAME} -->”和“<!-- end: {NAME} -->”，表没有地方写。")
    return made


def stored() -> dict[str, Any]:
    """The figures as they were last measured. Raises StudioError where they were not."""
    path = RESULTS / f"{NAME}.json"
    if not path.is_file():
        raise StudioError(f"还没有 {path.name}。请先运行 python -m eval.benchmarks.{NAME}。")
    figures: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return figures


def fill(readme: Path) -> None:
    """Write the table of the stored figures into a file."""
    made = filled(readme.read_text("utf-8"), stored())
    partial = readme.with_suffix(".partial")
    partial.write_text(made, "utf-8", newline="\n")
    partial.replace(readme)


def _two(value: float) -> str:
    """.07 rather than 0.07; 1.0 stays."""
    return f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 0.995 else f"{value:.1f}"

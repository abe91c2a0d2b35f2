"""Metrics of a question, of a set and of groups of it. Retrieval by ir-measures: hit@k (Success), recall,
reciprocal rank, nDCG@10 with graded relevance."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG

Ranking = Sequence[tuple[str, float]]

MEASURES = {
    "hit@1": Success @ 1,
    "hit@3": Success @ 3,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    "recall@10": R @ 10,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}
MEANINGS = {
    "hit@1": "第一条就是答案的题",
    "hit@3": "前三条里有答案的题",
    "hit@5": "前五条里有答案的题",
    "hit@10": "前十条里有答案的题",
    "recall@10": "前十条找到了几成的答案",
    "MRR@10": "第一个答案排名的倒数",
    "nDCG@10": "前十条的排序质量",
}
DEPTH = 10
STEPS = {"lexical": "按词", "vector": "按向量"}
"""What each retriever finds alone, before both are joined."""
LEXICON = "lexicon in gold"
OF_A_STEP = {LEXICON: "词表补的规范用语在标准条款里"} | {
    f"{step} {measure}": f"只{label}检索：{meaning}"
    for step, label in STEPS.items()
    for measure, meaning in (("hit@10", MEANINGS["hit@10"]), ("MRR@10", MEANINGS["MRR@10"]))
}
OF_AN_ANSWER = {
    "citation precision": "引文落在标准条款里的比例",
    "citation recall": "答案条款被引到的比例",
    "exact first": "答案的数字或名称在第一句里",
    "exact any": "答案的数字或名称在回答里",
    "answered": "该答的题答了",
    "silent": "该拒答的题拒答了",
}
ALL = MEANINGS | OF_A_STEP | OF_AN_ANSWER
"""Every metric of a question, 0 to 1 and better when higher, in the order they are shown."""


def evaluate(
    gold: Mapping[str, Mapping[str, int]], runs: Mapping[str, Ranking]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Means over all questions of ``gold``, and each question's own values.

    ``gold[question][key]`` is the graded relevance, ``runs[question]`` the ranking as (key, score).
    A question without a result scores 0 and stays in the mean.
    """
    qrels = [
        ir_measures.Qrel(question, key, relevance)
        for question, keys in gold.items()
        for key, relevance in keys.items()
    ]
    scored = [
        ir_measures.ScoredDoc(question, key, score)
        for question in gold
        for key, score in runs.get(question, ())
    ]
    names = {str(measure): name for name, measure in MEASURES.items()}
    each: dict[str, dict[str, float]] = {question: dict.fromkeys(MEASURES, 0.0) for question in gold}
    for value in ir_measures.iter_calc(list(MEASURES.values()), qrels, scored):
        each[value.query_id][names[str(value.measure)]] = float(value.value)
    means = {
        name: sum(values[name] for values in each.values()) / len(each) if each else 0.0 for name in MEASURES
    }
    return means, each


def of_a_step(rank: int) -> dict[str, float]:
    """hit@10 and MRR@10 of one question, from the rank of its first gold (from 1; 0: not found)."""
    found = 0 < rank <= DEPTH
    return {"hit@10": float(found), "MRR@10": 1 / rank if found else 0.0}


def means(each: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The mean of every metric over the questions that have it, in the order of ``ALL``."""
    rows = list(each)
    columns = {name: [row[name] for row in rows if name in row] for name in ALL}
    return {name: statistics.fmean(values) for name, values in columns.items() if values}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of all reach (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0

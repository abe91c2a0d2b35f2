"""Retrieval metrics, by ir-measures: hit@k (Success), recall, reciprocal rank, nDCG@10."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

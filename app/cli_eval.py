"""`studio eval`: measure retrieval on a question set."""

from __future__ import annotations

import argparse

from app.cli_output import Bar, print_json
from app.settings import Settings
from app.studio import open_studio, today


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from eval.metrics import MEANINGS
    from eval.run import run_set

    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        result = studio.mended(
            lambda: run_set(
                arguments.questions,
                searcher=studio.searcher,
                catalog=studio.catalog,
                today=today(),
                progress=lambda done, total: bar("评估", done, total),
            ),
            bar,
        )
        bar.close()
        encoder = studio.searcher.encoder.id
    if arguments.json:
        print_json(
            {
                "set": result.name,
                "questions": len(result.outcomes),
                "unranked": result.skipped,
                "encoder": encoder,
                "metrics": {name: round(value, 4) for name, value in result.metrics.items()},
                "seconds": round(result.seconds, 2),
                "each": [
                    {"id": o.question.id, "type": o.question.type.value, "rank": o.rank, "metrics": o.metrics}
                    for o in result.outcomes
                ],
            }
        )
        return 0
    print(f"{result.name}：{len(result.outcomes)} 题，{result.seconds:.1f} 秒，向量模型 {encoder}")
    for name, value in result.metrics.items():
        print(f"  {name:<10} {value:.3f}  {MEANINGS[name]}")
    missed = [outcome.question.question for outcome in result.outcomes if not outcome.rank]
    if missed:
        print("没找到答案的题：")
        print("\n".join(f"  {question}" for question in missed))
    return 0

"""评估: an evaluator runs a question set and sees how well the right clauses are found."""

from __future__ import annotations

from typing import Any

import gradio as gr

from app.evaluation import Report, Runner
from app.pages import frame, render
from ingest.errors import StudioError


def build(run: Runner, sets: list[str]) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/evaluate``. ``sets`` are the names to choose from."""
    with gr.Blocks(title="评估 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header("/evaluate/")
        with gr.Column(elem_classes="body"):
            with gr.Row(equal_height=False):
                name = gr.Dropdown(sets, value=next(iter(sets), None), label="题集", interactive=True)
                start = gr.Button("开始评估", variant="primary", elem_id="start")
            result = gr.HTML(apply_default_css=False, elem_id="result")

        def started(name: str, progress: Any = gr.Progress()) -> str:  # noqa: B008 (Gradio finds the bar by this default)
            try:
                report = run(name, lambda done, total: progress((done, total), desc="正在查"))
            except StudioError as problem:
                return render.message(str(problem))
            return view(report)

        start.click(frame.safely(started), [name], [result])
    return page


def view(report: Report) -> str:
    """Figures first, then every question, those not found at the top."""
    cards = [(f"{figure.value:.3f}", figure.name, figure.meaning) for figure in report.figures]
    order = sorted(report.rows, key=lambda row: -(row.rank or 10_000))
    rows = [(row.question, row.type, str(row.rank) if row.rank else "未找到", row.first) for row in order]
    heading = f"{report.name}：{len(report.rows)} 题，用时 {report.seconds:.1f} 秒"
    return render.heading(heading) + render.figures(cards) + render.question_table(rows)

"""Pure: what 维护 shows, as HTML: the home at a glance, what a job gave, the backups that are there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.backups import Backup
from app.pages import render
from app.upkeep import BACKUP, CHECK, REBUILD, RESET, TUNE, HomeState, megabytes
from index.training.outcome import LEAST_QUESTIONS
from ingest.catalog_jobs import JobRecord, JobState

TITLES = {
    CHECK: ("检查", "检查"),
    BACKUP: ("备份", "备份"),
    REBUILD: ("重建索引", "重建"),
    TUNE: ("再训练编码器", "再训练"),
    RESET: ("恢复自带编码器", "恢复"),
}
"""The heading of a job's card, and what the job is called in a sentence."""
_SAID = {
    CHECK: "逐个核对目录库、正文、原件和索引，看磁盘和日志。只看，不改任何东西。",
    BACKUP: (
        "把目录库、原件、再训练过的编码器和评估记录写成一个文件，放在数据目录的 backups 里，写完读回来核对一遍。"
        "请再拷到别的盘上：同一个盘坏了，备份也没有了。"
    ),
    REBUILD: "从目录库把全文索引和向量重新做一遍。做完以前照常检索，发布和停用要等它做完。",
    TUNE: (
        "用本工作室的资料和典型问法接着训练，再用没有学过的问法检验，变好才换上。要几分钟，"
        "期间检索照常，导入和评估要排队。"
    ),
    RESET: "不用再训练过的，换回随软件附带的编码器。做完以前照常检索。",
}
_LEFT = {
    CHECK: "没有结果。",
    BACKUP: "没有留下文件。",
    REBUILD: "检索仍用原来的索引。",
    TUNE: "没有换，检索和原来一样。",
    RESET: "没有换，检索和原来一样。",
}
"""What is left where a job was stopped."""


def state_view(state: HomeState, judging: int, last: Backup | None, *, backs_up: bool) -> str:
    """Figures, and a line each for the index, the encoder and the questions that can judge another.

    ``backs_up``: whether the reader may know of backups.
    """
    cards = [
        (str(state.published), "份已发布", f"共 {state.documents} 份资料"),
        (str(state.passages), "个段落", "已发布的版本"),
        (megabytes(state.free), "磁盘剩余", "数据目录所在的盘"),
    ]
    if backs_up:
        day, _, minute = render.local(last.made).partition(" ") if last and last.made else ("还没有", "", "")
        note = f"{minute}，{megabytes(last.size)}" if last else "数据目录里没有备份"
        cards.append((day, "上次备份", note))
    # What is free is above already, unless it is too little.
    lines = [(row.name, f"{row.found}。{row.todo}") for row in state.rows if row.name != "磁盘" or not row.ok]
    lines.append(("典型问法", _questions(judging)))
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in lines)
    return f'{render.heading("维护")}{render.figures(cards)}<dl class="kv">{facts}</dl>'


def _questions(judging: int) -> str:
    short = "" if judging >= LEAST_QUESTIONS else f"，至少要 {LEAST_QUESTIONS} 条才能再训练"
    return f"编码器没有学过的有 {judging} 条{short}（随软件附带的它都学过）。"


def card_view(kind: str) -> str:
    """The heading of a job's card and what the job does."""
    return f'<h2>{TITLES[kind][0]}</h2><p class="note">{_SAID[kind]}</p>'


def job_view(job: JobRecord | None) -> str:
    """How far a job is, or what came of it."""
    if job is None:
        return ""
    if job.state.open:
        doing = f"{job.doing}…" if job.doing else f"{job.state.label}…"
        return render.progress(f"{doing}离开页面不会中断。", job.done, job.total)
    when = f"{render.local(job.finished)} " if job.finished else ""
    name = TITLES[job.kind][1]
    if job.state is JobState.DONE:
        said = "".join(_line(tone, line) for tone, line in job.result["rows"])
        return f'<div role="status">{said}<p class="note">{when}完成，{escape(job.account)} 做的。</p></div>'
    if job.state is JobState.FAILED:
        return _line("bad", f"{when}{name}没有做成：{job.result.get('error', '')}")
    return _line("warn", f"{when}{name}{job.state.label}，{_LEFT[job.kind]}可以重新开始。")


def _line(tone: str, said: str) -> str:
    return f'<p class="message {tone}">{escape(said)}</p>'


def backups_view(backups: Sequence[Backup]) -> str:
    """A row a backup, to download or delete."""
    if not backups:
        return ""
    rows = "".join(_row(one) for one in backups)
    note = (
        '<p class="note">备份里有没隐去个人信息的原件和全部账号，请只交给该看的人。'
        "恢复用 studio --home 空文件夹 restore 文件。</p>"
    )
    return render.table("backups", ("做于", "大小", "内容", "文件", ""), rows) + note


def _row(one: Backup) -> str:
    made = render.local(one.made) if one.made else "读不出来"
    lost = f"，缺 {one.missing} 个原件" if one.missing else ""
    held = f"{one.documents} 份资料，{one.files} 个文件{lost}" if one.made else "不是备份，或已经损坏"
    name = escape(one.name)
    return (
        f'<tr><td>{made}</td><td class="num">{megabytes(one.size)}</td><td>{held}</td><td>{name}</td>'
        f'<td class="does"><a class="btn" href="/backup/{name}" download aria-label="下载 {name}">下载</a>'
        f'<button type="button" class="btn" data-drop="{name}" aria-label="删除 {name}">删除</button></td></tr>'
    )

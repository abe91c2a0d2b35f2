"""Pure: the item under review as HTML: each sentence beside what it cites, and what is to be decided of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from app.citing import clause_words, link
from app.judging_model import Seen, Task
from app.judging_rules import LONGEST_COMMENT, SILENT, Verdict
from app.model import Answer
from app.pages.render import level_badge, message
from ingest.catalog_judgements import JudgementRecord
from ingest.model import Form

NAMES = ("甲", "乙")
"""The two reviewers, for whoever decides between them."""
_DIGEST = "要点整理，非原文"
_MEANS = (
    "“支持”：这段引文能给<b>这个问题</b>的答案作依据。引文都照录自资料，不用判它在不在资料里；"
    "说的是别的事，就判“不支持”。"
)
_GLUED = 3
"""Characters at a sentence's end that stay on one line with the number behind them."""


def task_view(task: Task) -> str:
    """The item with its buttons. The script reads what is chosen from the data attributes.

    An item with its conclusion is only read: it has no number, so no key judges it.
    """
    rows = "".join(_row(seen, task) for seen in task.rows)
    heads = '<div class="sr2 hd" aria-hidden="true"><div>答案句</div><div>它引用的原文</div></div>'
    means = f'<p class="means">{_MEANS}</p>' if rows and not task.decided else ""
    inside = (
        f'<div class="qh"><h2 tabindex="-1">{escape(task.question)}</h2>{"".join(_about(task))}</div>'
        f"{_opinions(task)}{_silence(task.answer)}{means}{heads + rows if rows else ''}"
    )
    if task.decided:
        return f'<section class="card wk" aria-label="有结论的题" data-settled="{task.id}">{inside}{_BACK}</section>'
    flags = f"{' data-decides' if task.decides else ''}{' data-changes' if task.own else ''}"
    return (
        f'<section class="card wk" aria-label="正在判的题" data-item="{task.id}"{flags} '
        f'data-earlier="{escape(json.dumps(_earlier(task), ensure_ascii=False))}">{inside}'
        f'{_COMMENT}<div class="dk">{_verdicts(task)}{_foot(task)}</div></section>'
    )


_COMMENT = (
    f'<div class="cm"><input name="comment" maxlength="{LONGEST_COMMENT}" autocomplete="off" aria-label="说明" '
    'placeholder="说明理由，不要写学生真名"></div>'
)
_BACK = (
    '<div class="dk"><div class="ft"><span class="lack"></span>'
    '<button type="button" class="btn main" data-act="next">回到待判的题</button></div></div>'
)


def _earlier(task: Task) -> dict[str, object]:
    """What is filled in from the start: one's own judgement, or what both agree on for whoever decides."""
    if task.own:
        own = task.own
        return {"verdict": own.verdict, "cites": dict(own.citations), "comment": own.comment}
    if task.decides:
        verdict, alike = task.agreed
        return {"verdict": verdict, "cites": alike}
    return {}


def _about(task: Task) -> Iterator[str]:
    answer = task.answer
    if answer.as_of:
        yield f"<p>按 {answer.as_of} 查：当天有效、现在无效的文件，引用按“不支持”判</p>"
    if task.own:
        yield "<p>您判过这一题，另一位还没有判，现在可以改</p>"
    if answer.emergency:
        lines = "、".join(answer.emergency.hotlines)
        yield f"<p>应急卡：{escape(answer.emergency.situation)}，先拨打 {escape(lines)}</p>"
    for note in answer.notes:
        yield f"<p>{escape(note)}</p>"
    if answer.phrasing:
        said = "".join(sentence.text for sentence in answer.phrasing.sentences)
        yield f'<p class="said">语言模型的措辞：{escape(said)}</p>'


def _opinions(task: Task) -> str:
    """What the two reviewers think, without their names, and what came of it."""
    if not task.two:
        return ""
    rows = "".join(f"<li><b>{name}</b> {_said(one)}</li>" for name, one in zip(NAMES, task.two, strict=True))
    if task.decided:
        third = task.decided.adjudicates
        rows += f"<li><b>裁定</b> {_said(task.decided)}</li>" if third else ""
        how = "两人意见不同，由第三人裁定" if third else "两人一致"
        return f'<div class="two"><p>结论：{Verdict(task.decided.verdict).label}（{how}）</p><ul>{rows}</ul></div>'
    alike = "，两人一致的已经填好，可以改" if any(task.agreed) else ""
    return f'<div class="two"><p>两人意见不同，由您裁定{alike}：</p><ul>{rows}</ul></div>'


def _said(one: JudgementRecord) -> str:
    return Verdict(one.verdict).label + (f"：{escape(one.comment)}" if one.comment else "")


def _silence(answer: Answer) -> str:
    if answer.answered:
        return ""
    near = "".join(f"<li>{escape(hit.title)}：{escape(hit.text[:60])}</li>" for hit in answer.nearest)
    beside = f"<p>当时最接近的段落：</p><ul>{near}</ul>" if near else ""
    return f'<div class="quiet"><p><b>没有作答。</b>{escape(answer.reason)}</p>{beside}</div>'


def _row(seen: Seen, task: Task) -> str:
    n, outdated = seen.row.citation.n, bool(seen.outdated)
    other = "".join(
        f"<small>{name}：{_supports(one, n)}</small>" for name, one in zip(NAMES, task.two, strict=False)
    )
    if task.decided:
        acts = f"<b>{_supports(task.decided, n)}</b>"
    else:
        told = f'<span class="why">{escape(seen.outdated)}，只能判不支持</span>' if outdated else ""
        acts = f"{_support('yes', '支持', 'Q', disabled=outdated)}{_support('no', '不支持', 'W')}{told}"
    return (
        f'<div class="sr2" role="group" aria-label="引用 {n}" data-n="{n}"{" data-outdated" if outdated else ""}>'
        f'<div>{_sentence(seen)}<div class="vd">{acts}{other}</div></div><div>{_source(seen)}</div></div>'
    )


def _supports(one: JudgementRecord, n: int) -> str:
    return "支持" if one.citations.get(str(n)) else "不支持"


def _sentence(seen: Seen) -> str:
    row = seen.row
    mark = f'<b class="cite">{row.citation.n}</b>'
    if not row.sentence:
        return f'<p class="a same">同一句，另一份资料{mark}</p>'
    words = row.sentence if row.citation.form is Form.DIGEST else f"「{row.sentence}」"
    cut = max(len(words) - _GLUED, words.rfind("\n") + 1, 0)
    glued = f'{escape(words[:cut])}<span class="glue">{escape(words[cut:])}{mark}</span>'
    group = f'<p class="g">{escape(row.group)}</p>' if row.group else ""
    return f'{group}<p class="a">{glued}</p>'


def _source(seen: Seen) -> str:
    citation = seen.row.citation
    place = " › ".join(clause_words(citation.path).split(" › ")[-2:])
    named = f"{citation.title} {place}".strip()
    badge = level_badge(citation.level, citation.kind.label)
    digest = f'<span class="lv own">{_DIGEST}</span>' if citation.form is Form.DIGEST else ""
    state = f'<span class="st dead">{escape(seen.outdated)}</span>' if seen.outdated else ""
    opens = f'<a href="{escape(link(citation))}" target="_blank" rel="noopener">打开原文</a>'
    lost = "" if seen.known else '<p class="note">本机没有这份资料，只有引文。</p>'
    return (
        f'<div class="mt">{badge}{digest}<span>{escape(named)}</span>{state}{opens if seen.known else ""}</div>'
        f'<p class="x">{escape(seen.before)}<mark>{escape(citation.quote)}</mark>{escape(seen.after)}</p>{lost}'
    )


def _support(value: str, label: str, key: str, *, disabled: bool = False) -> str:
    return (
        f'<button type="button" class="btn s {value}" data-supports="{value}" aria-pressed="false"'
        f"{' disabled' if disabled else ''}>{label} <kbd>{key}</kbd></button>"
    )


def _verdicts(task: Task) -> str:
    buttons = "".join(
        f'<button type="button" class="btn {verdict}" data-verdict="{verdict}" aria-pressed="false"'
        f"{' disabled' if not task.answer.answered and verdict not in SILENT else ''}>"
        f"{verdict.label} <kbd>{place}</kbd></button>"
        for place, verdict in enumerate(Verdict, 1)
    )
    hint = "" if task.answer.answered else "<small>拒得对选“应拒答”，本该答上选“错误”</small>"
    return f'<div class="ov" role="group" aria-label="整个答案"><span class="lab">整个答案</span>{buttons}{hint}</div>'


def _foot(task: Task) -> str:
    drop = '<button type="button" class="btn" data-act="drop">移出队列</button>'
    word = "裁定，看下一题" if task.decides else "提交，看下一题"
    rest = (
        '<button type="button" class="btn" data-act="rest">其余都不支持 <kbd>E</kbd></button>'
        if task.rows
        else ""
    )
    return (
        '<div class="ft"><button type="button" class="btn" data-act="skip">先跳过 <kbd>S</kbd></button>'
        f'{"" if task.decides or task.own else drop}{rest}<span class="lack" role="status"></span>'
        '<button type="button" class="btn" data-act="back" hidden>上一题 <kbd>K</kbd></button>'
        f'<button type="button" class="btn main" data-act="submit">{word} <kbd>Enter</kbd></button></div>'
    )


def nothing(left_alone: int) -> str:
    """What stands in the place of an item where none waits."""
    more = f"您判过的 {left_alone} 题在等第二位复核人。" if left_alone else "在下面“取题”里选题目的来源。"
    return f'<section class="card wk none"><h2 tabindex="-1">没有等您判的题</h2><p>{more}</p></section>'


def refused(said: str) -> str:
    """A mistake, said in place."""
    return message(said)

"""Pure: what an asker can say of an answer: 有用, 没用 and why; of silence, that the hosts should see it."""

from __future__ import annotations

from app.pages.turns import Turn
from app.silence import Reason

REASONS = ("没有答到点上", "引文不对", "规定过时", "太长", "其他")
_ASKED = "哪里不好？可多选，也可以补充一句。主持人会看到；您删除这条提问，评价也一起删除。"


def block(one: Turn, index: int) -> str:
    """Empty where nothing can be said: without an account, or where questions are not kept."""
    if not one.said.asked:
        return ""
    rating = "" if one.answer.reason else _rating(one)
    return f'<div class="fb" data-of="{index}" tabindex="-1">{_submitting(one)}{rating}</div>'


def _submitting(one: Turn) -> str:
    """Only what is missing from the corpus is the hosts' to add."""
    if one.answer.reason != Reason.NO_BASIS.words:
        return ""
    if one.said.submitted:
        return '<p class="message ok" role="status">已提交给主持人，补充了资料就能查到。</p>'
    return '<p><button type="button" class="btn main" data-submit>提交给主持人</button></p>'


def _rating(one: Turn) -> str:
    said = one.said
    pressed = {True: said.helpful is True, False: said.helpful is False}
    buttons = "".join(
        f'<button type="button" class="chip" data-rate="{int(value)}" aria-pressed="{str(pressed[value]).lower()}">'
        f"{label}</button>"
        for value, label in ((True, "有用"), (False, "没用"))
    )
    if said.helpful is None:
        return f'<div class="rate">{buttons}</div>'
    if said.helpful or said.explained:
        thanks = "已记下，主持人会看到。" if said.explained else "已记下。"
        return f'<div class="rate">{buttons}<span role="status">{thanks}</span></div>'
    chips = "".join(
        f'<button type="button" class="chip" data-reason="{reason}" '
        f'aria-pressed="{str(reason in said.reasons).lower()}">{reason}</button>'
        for reason in REASONS
    )
    return (
        f'<div class="rate">{buttons}<span role="status">已记下。</span></div>'
        f'<div class="why"><p>{_ASKED}</p><div class="chips">{chips}</div>'
        '<div class="say"><input type="text" maxlength="200" aria-label="补充说明" '
        'placeholder="不要写学生真名">'
        '<button type="button" class="btn main" data-explain>提交</button></div></div>'
    )

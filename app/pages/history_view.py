"""Pure: what an account has asked, to open again or delete."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.pages.render import local
from ingest.catalog_asked import AskedTitle

_ALL = (
    "删除您的全部提问、回答和评价？删除后找不回来，主持人也看不到这些评价了。"
    "已提交给主持人的问题、评估者已经复核的回答会留下，不带您的名字。"
)
_ONE = "删除这条提问、回答和您的评价？主持人也看不到这个评价了。"


def rail(asked: Sequence[AskedTitle], *, kept: bool) -> str:
    """``kept``: whether the account's questions are kept at all; nothing is shown where they are not."""
    if not kept:
        return ""
    rows = "".join(map(_row, asked)) or '<li class="none-yet">还没有提问</li>'
    whole = (
        '<div class="all"><button type="button" class="mini" data-wipe>全部删除</button>'
        f'<div class="confirm" hidden><p>{_ALL}</p>{_sure("data-wipe-now")}</div></div>'
    )
    return (
        '<nav class="rail" aria-label="最近提问"><div class="hd"><h2>最近提问</h2>'
        '<button type="button" class="close" aria-label="关闭最近提问">×</button></div>'
        f"<ul>{rows}</ul>{whole if asked else ''}</nav>"
    )


def _row(one: AskedTitle) -> str:
    text = escape(one.question)
    mark = "" if one.answered else "<small>没找到依据</small>"
    return (
        f'<li data-id="{one.id}"><div class="row-of"><button type="button" class="again" '
        f'title="{text}（{local(one.at)}）"><span>{text}</span>{mark}</button>'
        f'<button type="button" class="del" aria-label="删除：{text}" title="删除">×</button></div>'
        f'<div class="confirm" hidden><p>{_ONE}</p>{_sure("data-delete-now")}</div></li>'
    )


def _sure(act: str) -> str:
    return (
        f'<button type="button" class="btn bad" {act}>删除</button>'
        '<button type="button" class="btn" data-keep>不删</button>'
    )

"""Pure: what a search found, for hosts: ranks and scores of each stage, and the effect of a wording."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.pages.render import message, short, table
from app.probing import STAGES, Probed
from app.wording import Effect
from index.lexicon import Entry
from index.model import Hit

MOST_LISTED = 50
_CAME = '<span class="st live">新进前五</span> '


def probed(found: Probed) -> str:
    """A row a hit; a stage that did not find it has a dash."""
    if not found.hits:
        return (
            f'{_terms(found.terms)}<div class="none"><h3>没有找到</h3><p>换个说法，或去掉筛选再试。</p></div>'
        )
    stages = [stage for stage in STAGES if any(stage in hit.parts for hit in found.hits)]
    body = "".join(_hit(hit, stages) for hit in found.hits)
    heads = ("名次", "条款", *(f"{STAGES[stage]}：名次，分数" for stage in stages), "合并分")
    return _terms(found.terms) + table("stages", heads, body)


def _hit(hit: Hit, stages: Sequence[str]) -> str:
    cells = "".join(f'<td class="num">{_part(hit, stage)}</td>' for stage in stages)
    return (
        f'<tr><td class="num">{hit.rank}</td><td class="ti"><b>{_place(hit)}</b>'
        f'<small>{escape(short(hit.text))}</small></td>{cells}<td class="num">{hit.score:.3f}</td></tr>'
    )


def _part(hit: Hit, stage: str) -> str:
    if stage not in hit.parts:
        return "—"
    rank, score = hit.parts[stage]
    return f"第 {rank}，{score:.3f}"


def _place(hit: Hit) -> str:
    return escape(" › ".join((hit.title, *hit.path)))


def _terms(terms: Sequence[tuple[str, float]]) -> str:
    if not terms:
        return '<p class="note">词表没有给这个问题加词。</p>'
    listed = "、".join(f"{escape(term)}（{weight:.1f}）" for term, weight in terms)
    return f'<p class="note">词表加的词：{listed}</p>'


def effect(before: Effect, after: Effect) -> str:
    """Both side by side; what is another first hit than before is marked."""
    said = "会变" if before.hits != after.hits or before.terms != after.terms else "不变"
    note = message(f"加上这一条，这个问题的结果{said}。还没有保存。", "ok" if said == "会变" else "warn")
    were = {hit.passage for hit in before.hits}
    return (
        f'{note}<div class="beside"><section><h3>现在</h3>{_terms(before.terms)}{_firsts(before, were)}</section>'
        f"<section><h3>加上以后</h3>{_terms(after.terms)}{_firsts(after, were)}</section></div>"
    )


def _firsts(shown: Effect, were: set[str]) -> str:
    rows = "".join(
        f"<li>{'' if hit.passage in were else _CAME}{_place(hit)}"
        f"<small>{escape(short(hit.text, 60))}</small></li>"
        for hit in shown.hits
    )
    return f"<ol>{rows}</ol>" if rows else "<p>没有找到。</p>"


def entries(own: Sequence[Entry], shipped: Sequence[Entry], words: str) -> str:
    """Own entries with what can be done with them, then those that ship; those with ``words`` in them."""
    mine = [entry for entry in own if _has(entry, words)]
    theirs = [entry for entry in shipped if _has(entry, words)]
    body = "".join(_entry(entry, own=True) for entry in mine)
    body += "".join(_entry(entry, own=False) for entry in theirs[:MOST_LISTED])
    said = f"本工作室 {len(mine)} 条，随软件附带 {len(theirs)} 条"
    more = f"，这里列出前 {MOST_LISTED} 条，搜一搜看其余的" if len(theirs) > MOST_LISTED else ""
    listed = table("words", ("说法", "规范用语", "类别", "来源"), body) if body else ""
    return f'<p class="note">{said}{more}。</p>{listed}'


def _has(entry: Entry, words: str) -> bool:
    return any(words in text for text in (entry.saying, *entry.terms, entry.topic))


def _entry(entry: Entry, *, own: bool) -> str:
    saying, terms, topic = (escape(text) for text in (entry.saying, "、".join(entry.terms), entry.topic))
    gone = '<button type="button" class="mini" data-word="remove">删除</button>' if own else ""
    return (
        f'<tr data-saying="{saying}" data-terms="{terms}" data-topic="{topic}"><td>{saying}</td><td>{terms}</td>'
        f"<td>{topic}</td><td>{'本工作室' if own else '附带'} "
        f'<button type="button" class="mini" data-word="edit">修改</button> {gone}</td></tr>'
    )

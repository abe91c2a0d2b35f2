"""A run as one HTML file that needs nothing else: figures, pictures, and every question to open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from app.studio import CHINA
from app.titles import bracketed
from eval import report_plots
from eval.comparison import Comparison
from eval.metrics import ALL, MEANINGS, STEPS, means
from eval.runs import FUSED, Cited, Found, Outcome, Run
from eval.summary import Silence, groups_of, intervals_of, latency_of, silence_of

_STYLE = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1d2129;--soft:#5b6470;--line:#d9dde3;--bar:#2f6fb3;--good:#1a7f4b;
--bad:#b3382f;--box:#f5f7fa}
@media(prefers-color-scheme:dark){:root{--bg:#15181d;--fg:#e7eaee;--soft:#9aa4b0;--line:#343b45;--bar:#6aa5e3;
--good:#5cc58e;--bad:#f08a80;--box:#1d2229}}
*{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 4rem;background:var(--bg);
color:var(--fg);font:16px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;font-size:.9rem;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
figure{margin:1rem 0}figcaption{font-size:.9rem;color:var(--soft)}svg{width:100%;height:auto;font-size:12px}
svg text{fill:var(--fg)}.end{text-anchor:end}.mid{text-anchor:middle}.bar{fill:var(--bar);opacity:.75}
.grid{stroke:var(--line)}.whisker{stroke:var(--fg);stroke-width:2}
.line{fill:none;stroke:var(--bar);stroke-width:2}
details{border:1px solid var(--line);border-radius:6px;margin:.4rem 0;padding:0 .8rem}
summary{padding:.4rem 0;cursor:pointer}summary small{color:var(--soft);margin-left:.5rem}
details ol,details ul{padding-left:1.4rem;font-size:.9rem}
.good{color:var(--good)}.bad{color:var(--bad)}.soft{color:var(--soft)}
"""
_KINDS_OF_GOLD = {0: "", 1: "有帮助", 2: "答案"}
_SETTINGS = {"fusion": "合并权重", "lexicon": "词表校验和"}
_SHOWN_OF_GROUPS = ("hit@1", "hit@5", "MRR@10", "nDCG@10", "citation recall", "answered", "silent")


def page(run: Run, comparison: Comparison | None = None) -> str:
    """The whole file. All text of the run is escaped."""
    silence = silence_of(run.outcomes)
    parts = [
        f"<h1>评估报告：{escape(run.set)}</h1>",
        _facts(run),
        _figures(run),
        _compared(comparison) if comparison else "",
        _groups(run),
        _silence(silence),
        _latency(run),
        f"<h2>每一题（{len(run.outcomes)}）</h2>",
        *(_question(outcome) for outcome in sorted(run.outcomes, key=_worst_first)),
    ]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>评估报告：{escape(run.set)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _facts(run: Run) -> str:
    facts = {
        "编号": run.id,
        "时间": f"{datetime.fromisoformat(run.made).astimezone(CHINA):%Y-%m-%d %H:%M}",
        "题数": f"{len(run.outcomes)}（{len(run.ranked)} 题有标准答案）" + f"，{run.split}" * bool(run.split),
        "题集校验和": run.sha256,
        "资料修订": str(run.revision),
        "向量模型": run.encoder,
        **{_SETTINGS.get(name, name): value for name, value in run.settings.items()},
        "程序版本": run.commit,
        "机器": run.machine,
        "用时": f"{run.seconds:.1f} 秒",
    }
    return f"<dl>{''.join(f'<dt>{escape(k)}</dt><dd>{escape(v)}</dd>' for k, v in facts.items())}</dl>"


def _figures(run: Run) -> str:
    intervals, metrics = intervals_of(run.outcomes), run.metrics
    counts = {name: sum(name in outcome.values for outcome in run.outcomes) for name in metrics}
    rows = [
        [
            name,
            f"{value:.3f}",
            f"{intervals[name].low:.3f}～{intervals[name].high:.3f}",
            str(counts[name]),
            ALL[name],
        ]
        for name, value in metrics.items()
    ]
    picture = report_plots.bars(
        "检索指标（线是 95% 区间）",
        {name: metrics[name] for name in MEANINGS if name in metrics},
        intervals,
    )
    return "<h2>指标</h2>" + _table(["指标", "#值", "#95% 区间", "#题数", "含义"], rows) + picture


def _compared(comparison: Comparison) -> str:
    rows = [
        [
            row.metric,
            f"{row.first:.3f}",
            f"{row.second:.3f}",
            f"{row.difference:+.3f}",
            f"{row.interval.low:+.3f}～{row.interval.high:+.3f}",
            f"{row.p:.3f}",
            row.verdict,
        ]
        for row in comparison.metrics
    ]
    changes = [
        [change.question, _place(change.before.rank), _place(change.after.rank)]
        for change in comparison.changes
    ]
    return (
        "<h2>和上一次比</h2><p class='soft'>p：成对随机化检验，按多项指标校正（Holm）。</p>"
        + _table(["指标", "#之前", "#现在", "#差", "#95% 区间", "#p", "结论"], rows)
        + f"<h2>变了的题（{len(changes)}）</h2>"
        + (_table(["问题", "#之前名次", "#现在名次"], changes) if changes else "<p>没有。</p>")
    )


def _groups(run: Run) -> str:
    parts = []
    for by, groups in groups_of(run.outcomes).items():
        each = {name: means(o.values for o in outcomes) for name, outcomes in groups.items()}
        rows = [
            [name, str(len(groups[name])), *(_number(values.get(metric)) for metric in _SHOWN_OF_GROUPS)]
            for name, values in each.items()
        ]
        parts.append(f"<h2>按{escape(by)}</h2>")
        parts.append(_table([by, "#题数", *(f"#{name}" for name in _SHOWN_OF_GROUPS)], rows))
        found = {name: values["hit@5"] for name, values in each.items() if "hit@5" in values}
        parts.append(report_plots.bars(f"按{by}：hit@5", found))
    return "".join(parts)


def _silence(silence: Silence) -> str:
    refused, asked = silence.false_refusals
    rows = [
        [f"误答：{reason}", str(wrong), str(count)]
        for reason, (wrong, count) in silence.false_answers.items()
    ]
    rows.append(["误拒", str(refused), str(asked)])
    title = f"风险和覆盖率，曲线下面积 {silence.area:.3f}（越小越好）"
    return (
        "<h2>该不该答</h2>"
        + _table(["", "#错了", "#题数"], rows)
        + report_plots.curve(title, silence.curve, "覆盖率：最有把握的这一部分题", "风险：其中会答错的")
    )


def _latency(run: Run) -> str:
    rows = [
        [label, f"{middle:.1f}", f"{late:.1f}"] for label, (middle, late) in latency_of(run.outcomes).items()
    ]
    return "<h2>快慢（毫秒）</h2>" + _table(["", "#p50", "#p95"], rows)


def _question(outcome: Outcome) -> str:
    told = f"第 {outcome.rank} 条" if outcome.rank else "未找到"
    if not outcome.gold:
        told = f"应拒答（{outcome.reason}）：" + ("答了" if outcome.answered else "拒答了")
    good = bool(outcome.rank) if outcome.gold else not outcome.answered
    steps = "，".join(
        f"{label} {_place(outcome.ranks.get(step, 0))}"
        for step, label in (STEPS | {FUSED: "合并"}).items()
        if outcome.gold
    )
    parts = [
        f"<p class='soft'>按此理解：{escape(outcome.understood)}</p>" if outcome.understood else "",
        _list("标准答案", [_gold_line(outcome, number) for number in range(len(outcome.gold))]),
        f"<p>第一个答案的名次：{escape(steps)}</p>" if steps else "",
        _list("查到的", [_hit_line(hit) for hit in outcome.hits], ordered=True),
        _list("引文", [_citation_line(citation) for citation in outcome.citations], ordered=True),
        f"<p>{escape(outcome.said)}</p>" if outcome.said else "",
    ]
    mark = "good" if good else "bad"
    return (
        f"<details><summary>{escape(outcome.question)}<small>{escape(outcome.type.label)} · "
        f'<span class="{mark}">{escape(told)}</span></small></summary>{"".join(parts)}</details>'
    )


def _gold_line(outcome: Outcome, number: int) -> str:
    gold = outcome.gold[number]
    place = " › ".join((gold.document, *gold.path))
    return f"{escape(place)}：“{escape(gold.quote)}” {_KINDS_OF_GOLD[gold.relevance]}"


def _hit_line(hit: Found) -> str:
    ranks = "，".join(f"{label} {hit.ranks[step]}" for step, label in STEPS.items() if step in hit.ranks)
    place = f"{bracketed(hit.title)}{' › '.join(hit.path)}"
    return f"{escape(place)} {_mark(hit.gold)} <span class='soft'>{escape(ranks)}</span>"


def _citation_line(citation: Cited) -> str:
    place = f"{bracketed(citation.title)}{' › '.join(citation.path)}"
    return f"{escape(citation.quote)} <span class='soft'>{escape(place)}</span> {_mark(citation.gold)}"


def _mark(gold: int) -> str:
    return f"<b class='good'>{_KINDS_OF_GOLD[gold]}</b>" if gold else ""


def _list(heading: str, items: Sequence[str], *, ordered: bool = False) -> str:
    """Items are already escaped."""
    if not items:
        return ""
    tag = "ol" if ordered else "ul"
    return f"<p><b>{escape(heading)}</b></p><{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A head that begins with # is of numbers."""
    numbers = [head.startswith("#") for head in heads]
    head = "".join(_cell("th", name.lstrip("#"), number=n) for name, n in zip(heads, numbers, strict=True))
    body = "".join(
        f"<tr>{''.join(_cell('td', value, number=n) for value, n in zip(row, numbers, strict=True))}</tr>"
        for row in rows
    )
    return f"<div class='wide'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def _cell(tag: str, text: str, *, number: bool) -> str:
    return f"<{tag}{' class=n' if number else ''}>{escape(text)}</{tag}>"


def _worst_first(outcome: Outcome) -> tuple[bool, int]:
    """Wrong answers to what has none and gold not found, then by rank."""
    if not outcome.gold:
        return not outcome.answered, 0
    return bool(outcome.rank), -outcome.rank


def _place(rank: int) -> str:
    return str(rank) if rank else "未找到"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"

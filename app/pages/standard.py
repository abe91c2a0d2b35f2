"""对标: the self-check against the standard. Hosts decide and write, evaluators read; both take the draft along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from app.answer_file import packed
from app.desk import Desk
from app.pages import frame
from app.pages.render import message
from app.pages.standard_one import Shown
from app.pages.standard_view import lost, standard_view
from app.self_check import ChangedMeanwhileError, NoStandardError, SelfCheck
from app.studio import today
from ingest.catalog_standard import Span
from ingest.errors import StudioError

_NONSENSE = "不认识这个操作。请刷新页面再试。"
_PLACES = {"pick": "hand", "add": "hand", "cover": "cover", "save": "say", "gap": "say"}
"""Where the page says what came of an act, and what stays open there."""
_SAID = {
    "take": "已采用。",
    "refuse": "已放到“不采用的”。",
    "drop": "已撤下，可以重新考虑。",
    "add": "已添加并采用。",
    "save": "已保存。",
    "cover": "已保存封面。",
    "gap": "已列为缺口，在“缺口”页处理。",
}


def build(desk: Desk) -> Any:
    """The page as a gr.Blocks, to be mounted at ``/standard``."""
    with gr.Blocks(title="对标 · 班主任工作室知识助手", fill_width=True, analytics_enabled=False) as page:
        frame.header(desk, "/standard/")
        with gr.Row(elem_id="shelf", elem_classes="body"):
            shown = gr.HTML(
                "", elem_id="standard", apply_default_css=False, js_on_load=frame.script("standard.js")
            )
        handed = gr.HTML(
            html_template="",
            visible="hidden",
            apply_default_css=False,
            js_on_load=frame.script("handed.js"),
        )

        def opened(request: gr.Request) -> str:
            return drawn(SelfCheck(frame.mine(desk, request)), "", Shown())

        def chosen(event: gr.EventData, request: gr.Request) -> str:
            return drawn(SelfCheck(frame.mine(desk, request)), str(event._data.get("indicator", "")), Shown())

        def acted(event: gr.EventData, request: gr.Request) -> str:
            work, data = SelfCheck(frame.mine(desk, request)), dict(event._data)
            indicator = str(data.get("indicator", ""))
            return drawn(work, indicator, done(work, indicator, data))

        def exported(event: gr.EventData, request: gr.Request) -> dict[str, str]:
            suffix = str(event._data.get("suffix", ""))
            made = SelfCheck(frame.mine(desk, request)).file(suffix)
            return packed(made, f"对标自评_{today()}", suffix)

        quiet: dict[str, Any] = {"show_progress": "hidden"}
        gr.on(None, frame.safely(opened), None, [shown], **quiet)
        shown.select(frame.safely(chosen), None, [shown], **quiet)
        shown.apply(frame.safely(acted), None, [shown], **quiet)
        shown.download(frame.safely(exported), None, [handed], **quiet)
    return page


def done(work: SelfCheck, indicator: str, data: Mapping[str, Any]) -> Shown:
    """Do what a host clicked or filled in. A mistake is said in place, and nothing typed is lost."""
    act = str(data.get("act", ""))
    shown = Shown(place=_PLACES.get(act, ""))
    try:
        picked = _done(work, indicator, act, data)
    except StudioError as problem:
        tone = "warn" if isinstance(problem, ChangedMeanwhileError) else "bad"
        return replace(shown, said=message(str(problem), tone))
    except (KeyError, ValueError) as error:
        raise StudioError(_NONSENSE) from error
    if picked:
        return replace(shown, picked=picked)
    return replace(shown, said=message(_SAID[act], "ok"), saved=act == "save")


def _done(work: SelfCheck, indicator: str, act: str, data: Mapping[str, Any]) -> tuple[str, list[str]] | None:
    """The document that was picked, with its clauses; None after any other act."""
    values = {str(name): str(value) for name, value in dict(data.get("values") or {}).items()}
    if act == "pick":
        return work.clauses(values["document"])
    if act in ("take", "refuse", "drop"):
        version, start, end = map(int, str(data["place"]).split())
        span = Span(str(data["document"]), version, start, end)
        if act == "drop":
            work.drop(indicator, span)
        else:
            work.decide(indicator, span, take=act == "take")
    elif act == "add":
        work.add(indicator, values["document"], values["clause"], values["words"])
    elif act == "save":
        work.write(indicator, values["state"], values["statement"], int(data["seen"]))
    elif act == "cover":
        work.cover(values)
    elif act == "gap":
        work.gap(indicator)
    else:
        raise KeyError(act)
    return None


def drawn(work: SelfCheck, indicator: str, shown: Shown) -> str:
    """The page with an indicator opened: the one asked for, else the first that nobody has judged."""
    try:
        check = work.whole()
    except NoStandardError as problem:
        return lost(str(problem))
    line = check.line(indicator) or next((one for one in check.lines if not one.judged), check.lines[0])
    if work.writes:
        shown = replace(shown, titles=work.titles())
    return standard_view(check, work.opened(line.indicator.id), shown, writes=work.writes)

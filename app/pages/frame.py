"""What every page shares: the theme, the style sheet, the header, the scripts' texts."""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr

from app.desk import Desk
from app.gate import form_token
from app.pages import render
from ingest.errors import StudioError

STATIC = Path(__file__).parent / "static"
STYLE_SHEETS = [
    STATIC / "studio.css",
    STATIC / "library.css",
    STATIC / "ask.css",
    STATIC / "gaps.css",
    STATIC / "judging.css",
    STATIC / "evaluate.css",
    STATIC / "standard.css",
    STATIC / "keeping.css",
]
# Gradio scopes its style sheets to its own container, so what concerns the window itself stands here.
HEAD = (
    f"<script>{{{(STATIC / 'head.js').read_text(encoding='utf-8')}}}</script>"
    "<style>html{scroll-padding-top:64px}html.covered{overflow:hidden}@page{margin:18mm}"
    # Gradio's clock of running events, which stands in the text even of those whose progress is hidden.
    "[data-testid=status-tracker] :is(.progress-text,.eta-bar,svg){display:none!important}"
    "@media print{html,html body,html body gradio-app,html body .gradio-container.gradio-container,"
    "html body gradio-app div{background:#fff!important}}</style>"
)
_SANS = [
    "-apple-system",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "sans-serif",
]


def script(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def theme() -> Any:
    """The design's colours for Gradio's own widgets."""
    return gr.themes.Base(font=_SANS, font_mono=["ui-monospace", "monospace"]).set(
        body_background_fill="#F3F6F4",
        body_background_fill_dark="#101513",
        body_text_color="#17211D",
        body_text_color_dark="#E5EBE7",
        body_text_color_subdued="#5D6A63",
        body_text_color_subdued_dark="#95A29B",
        block_background_fill="#FFFFFF",
        block_background_fill_dark="#181F1C",
        block_border_color="#DCE3DF",
        block_border_color_dark="#2B3631",
        block_label_text_color="#44514B",
        block_label_text_color_dark="#BAC5BF",
        block_title_text_color="#44514B",
        block_title_text_color_dark="#BAC5BF",
        input_background_fill="#FFFFFF",
        input_background_fill_dark="#181F1C",
        input_placeholder_color="#5D6A63",
        input_placeholder_color_dark="#95A29B",
        input_border_width="1px",
        input_border_color="#7F8C85",
        input_border_color_dark="#73827A",
        input_border_color_focus="#1F5E4B",
        input_border_color_focus_dark="#7CC6A9",
        button_primary_background_fill="#1F5E4B",
        button_primary_background_fill_dark="#7CC6A9",
        button_primary_background_fill_hover="#174A3B",
        button_primary_background_fill_hover_dark="#94D6BC",
        button_primary_border_color="#1F5E4B",
        button_primary_border_color_dark="#7CC6A9",
        button_primary_border_color_hover="#174A3B",
        button_primary_border_color_hover_dark="#94D6BC",
        button_primary_text_color="#FFFFFF",
        button_primary_text_color_dark="#0C1F18",
        button_secondary_background_fill="#FFFFFF",
        button_secondary_background_fill_dark="#181F1C",
        button_secondary_border_color="#B9C4BE",
        button_secondary_border_color_dark="#42514A",
        button_secondary_text_color="#17211D",
        button_secondary_text_color_dark="#E5EBE7",
    )


def safely(event: Callable[..., Any]) -> Callable[..., Any]:
    """The edge of the pages: a StudioError is shown as it is, anything else is logged and said plainly."""

    @functools.wraps(event)
    def run(*arguments: Any, **options: Any) -> Any:
        with _shown():
            return event(*arguments, **options)

    @functools.wraps(event)
    def grow(*arguments: Any, **options: Any) -> Any:
        with _shown():
            yield from event(*arguments, **options)

    return grow if inspect.isgeneratorfunction(event) else run


@contextmanager
def _shown() -> Iterator[None]:
    try:
        yield
    except StudioError as problem:
        raise gr.Error(str(problem), title="没有做成", print_exception=False) from problem
    except Exception as fault:  # the last place before the browser: nothing may vanish silently
        logging.getLogger("studio").exception("page event failed")
        raise gr.Error(
            "程序出错了，已记入日志。请告诉管理员。", title="没有做成", print_exception=False
        ) from fault


def header(desk: Desk, path: str) -> Any:
    """The page's header, filled in for whoever opens the page. Inside the page's ``gr.Blocks``."""
    shown = gr.HTML(render.header(path), elem_id="header", apply_default_css=False)

    def filled(request: gr.Request) -> str:
        return render.header(path, mine(desk, request).account, form_token(dict(request.cookies)))

    gr.on(None, safely(filled), None, [shown], show_progress="hidden")
    return shown


def mine(desk: Desk, request: gr.Request) -> Desk:
    """The desk of the account whose event this is, with the role that it has now."""
    return desk.named(request.username)

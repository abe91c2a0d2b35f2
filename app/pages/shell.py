"""The pages that are HTML of ours: the frame around a body, and the headers that go with it."""

from __future__ import annotations

import base64
import functools
import hashlib
from html import escape
from pathlib import Path

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("theme.js", "doc.js")


@functools.cache
def _asset(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def document(title: str, body: str, top: str, *, script: str = "") -> str:
    """A whole page. ``body`` and ``top`` (the header) are HTML, ``title`` is text."""
    tail = f"<script>{_asset(script)}</script>" if script else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · 班主任工作室知识助手</title><link rel="icon" href="data:,">'
        f"<style>{_asset('studio.css')}{_asset('doc.css')}</style></head>"
        f'<body class="doc-page"><script>{_asset("theme.js")}</script>{top}{body}{tail}</body></html>'
    )


def headers(*, kept: bool = False) -> dict[str, str]:
    """Headers of these pages: their own scripts and styles, forms to this server, nothing from elsewhere.

    ``kept``: a browser may keep the page for this person; otherwise nothing of it stays.
    """
    sums = (hashlib.sha256(_asset(name).encode()).digest() for name in _SCRIPTS)
    scripts = " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in sums)
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "private, no-cache" if kept else "no-store",
    }


def refused(said: str, top: str) -> str:
    """A page that says why something was not done."""
    body = (
        f'<main class="lost"><h1>没有打开</h1><p>{escape(said)}</p>'
        '<p><a class="btn" href="/">去提问</a></p></main>'
    )
    return document("没有打开", body, top)

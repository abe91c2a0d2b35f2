"""Pure: what stands under the answers while one is looked for, and what is said where none came."""

from __future__ import annotations

from html import escape


def waiting(documents: int) -> str:
    """All of it hidden until the page's script shows it."""
    return (
        f'<div class="thread loading" hidden><p role="status">正在查 {documents} 份资料…</p><i></i><i></i><i></i>'
        '<p><button type="button" class="btn" data-stop hidden>停止</button></p></div>'
        '<p class="offscreen" id="heard" role="status"></p>'
    )


def refused(said: str) -> str:
    """Why there is no answer, in place, with the way to ask again. The question is still in its box."""
    return (
        f'<p class="message bad" role="alert">{escape(said)} '
        '<button type="button" class="mini" data-retry>重试</button></p>'
    )

"""Pure: how a document's title is written in a sentence."""

from __future__ import annotations


def bracketed(title: str) -> str:
    """《title》, but never double: a digest's title carries its own brackets."""
    return title if title.startswith("《") else f"《{title}》"

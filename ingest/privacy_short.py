"""Pure: the short forms of a name, and whose they can be."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.privacy_words import given, surnames


def owners(mention: str, names: Iterable[str]) -> list[str]:
    """The full names that a short mention (雨桐, 小雨) can mean."""
    plain = mention.replace(" ", "")
    return [name for name in names if plain != name and plain in shorts_of(name)]


def shorts_of(name: str) -> set[str]:
    """雨桐, 小雨, 小桐, 雨雨 for 张雨桐; the parts of a name with a dot."""
    plain = name.replace(" ", "")
    if "·" in plain:
        return {part for part in plain.split("·") if len(part) > 1}
    width = 2 if plain[:2] in surnames() and len(plain) > 2 else 1
    first = plain[width:]
    short = {f"{prefix}{character}" for prefix in "小阿" for character in first}
    short |= {f"{character}{character}" for character in first}
    whole = len(first) >= 2 and all(character in given() for character in first)
    return short | {first} if whole else short

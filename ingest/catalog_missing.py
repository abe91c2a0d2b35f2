"""One wording for what the catalog does not have, whoever looks for it."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.errors import StudioError

_LIST = "用 docs list 可以看到全部编号。"


def no_document(document: str) -> StudioError:
    """The error for an unknown document id."""
    return StudioError(f"没有编号为“{document}”的资料。{_LIST}")


def no_version(document: str, number: int, existing: Iterable[int]) -> StudioError:
    """The error for a version that a document does not have; says which it has."""
    have = "、".join(str(one) for one in sorted(existing))
    if not have:
        return no_document(document)
    return StudioError(f"资料“{document}”没有第 {number} 版，现有第 {have} 版。")

"""The vocational standard for studios, restated: its indicators, and which documents serve each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

RESTATEMENTS = frozenset({"studio-s04-biaozhun", "studio-s07-zicha"})
"""The restated standard and its self-check: they name every indicator and serve none."""

NAME = "中等职业学校班主任工作室建设标准"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A third-level indicator of the vocational standard, restated."""

    id: str
    path: tuple[str, ...]
    text: str


def standard(corpus: Path) -> list[Indicator]:
    """The indicators of ``standards/vocational.yaml`` in the standard's order; none where it is not there."""
    path = corpus / "standards" / "vocational.yaml"
    if not path.is_file():
        return []
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Indicator(str(row["id"]), tuple(row["path"]), str(row["text"])) for row in rows]


def served(
    documents: Iterable[tuple[str, Sequence[str]]], indicators: Sequence[Indicator]
) -> dict[str, list[str]]:
    """Indicator -> ids of the documents that serve it. ``documents``: (id, the indicators that it names)."""
    found: dict[str, list[str]] = {indicator.id: [] for indicator in indicators}
    for document, names in documents:
        for name in names:
            if name in found and document not in RESTATEMENTS:
                found[name].append(document)
    return found

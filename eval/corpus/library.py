"""The shipped corpus as the checks see it: every document read, parsed once, and its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest import readers
from ingest.clean import clean
from ingest.model import Kind, Parse
from ingest.readers.markdown import split_front_matter
from ingest.split import split
from ingest.structure import parse

CORPUS = Path(__file__).resolve().parents[2] / "corpus"

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the Markdown below it, down to the next heading of any level."""

    level: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """One shipped document. ``front`` is its front matter as written, ``body`` the Markdown below.

    ``parse`` is what the pipeline makes of it (of its first part, should it fall into several).
    """

    path: Path
    front: dict[str, Any]
    body: str
    parts: int
    parse: Parse

    @property
    def id(self) -> str:
        return str(self.front.get("id", self.path.stem))

    @property
    def kind(self) -> Kind:
        return Kind(self.front["kind"])

    @property
    def title(self) -> str:
        return str(self.front.get("title", ""))

    @property
    def questions(self) -> list[tuple[str, str]]:
        """(question, heading path or empty)."""
        asked = self.front.get("questions") or []
        return [(q["q"], q["at"]) if isinstance(q, dict) else (str(q), "") for q in asked]

    @property
    def sections(self) -> list[Section]:
        found = list(_HEADING.finditer(self.body))
        ends = [match.start() for match in found[1:]] + [len(self.body)]
        return [
            Section(len(match[1]), match[2], self.body[match.end() : end].strip())
            for match, end in zip(found, ends, strict=True)
        ]

    def values(self, field: str) -> list[str]:
        """A list field of the front matter; empty where it is absent."""
        return [str(value) for value in self.front.get(field) or []]

    def section(self, title: str) -> str:
        """The text of the ``##`` section of that title with its subsections; empty if there is none."""
        parts: list[str] = []
        for section in self.sections:
            if section.level <= 2 and parts:
                break
            if parts or (section.level == 2 and section.title == title):
                parts.append(section.text)
        return "\n".join(parts)


def load(folder: Path = CORPUS) -> list[Shipped]:
    """Every document below ``folder`` (its README is none), by path. StudioError as the readers raise."""
    return [read(path) for path in sorted(folder.rglob("*.md")) if path.name != "README.md"]


def read(path: Path) -> Shipped:
    """One document as shipped, read and parsed as the pipeline does it."""
    source = readers.read(path)
    body, front = split_front_matter(path.read_text(encoding="utf-8"), name=path.name)
    parts = split(clean(source).blocks, str(front.get("title", path.stem)))
    return Shipped(path, dict(front), body, len(parts), parse(parts[0].blocks, parts[0].title))


def length(text: str) -> int:
    """Characters of a text without white space."""
    return len(re.sub(r"\s", "", text))


def of_kind(documents: Sequence[Shipped], kind: Kind) -> list[Shipped]:
    """The documents of one kind, in order."""
    return [document for document in documents if document.kind is kind]

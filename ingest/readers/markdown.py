"""Markdown as a document, not as a web page: headings, list items and tables become blocks.

Front matter is read with YAML's safe loader into ``Source.front_matter``. Lines are kept as lines;
emphasis marks, link targets, comments and zero-width characters are dropped, words are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import StudioError
from ingest.model import Block, BlockKind, Source
from ingest.readers.decode import without_controls, without_zero_width
from ingest.readers.tables import cell, table_blocks
from ingest.readers.text import load

_FENCE = re.compile(r"^---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_BULLET = re.compile(r"^\s*[-*+][ \t]+(?=\S)")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?")
_RULE = re.compile(r"^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_TABLE_LINE = re.compile(r"^\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"^[\s|:-]+$")
# Every repetition has a bound, so that a hostile line of a megabyte takes linear time.
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((?:[^()]|\([^()]{0,100}\)){0,500}\)")
# A longer run of underscores is a blank to be filled in (我想借你的____), not emphasis.
_EMPHASIS = re.compile(r"(?<!_)(\*\*\*|\*\*|__|`)(?=[^\s_])(.{1,400}?)(?<=[^\s_])\1(?!_)")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]{1,400}?)(?<=\S)\*(?![\w*])")
_TAG = re.compile(
    r"</?(?:br|p|div|span|font|center|b|i|u|strong|em|sup|sub|a|img|details|summary)\b[^<>]{0,300}>", re.I
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")


class _PlainLoader(yaml.SafeLoader):
    """Without aliases: nine lines of them stand for a billion values, or for one that holds itself."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "alias", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def read(path: Path) -> Source:
    """Read a Markdown file.

    Raises:
        StudioError: the encoding is unknown or the front matter is no YAML mapping.
    """
    body, front_matter = split_front_matter(load(path), name=path.name)
    body = without_zero_width(_without_comments(body))
    return Source(tuple(_blocks(body.split("\n"))), reader="markdown", front_matter=front_matter)


def split_front_matter(text: str, *, name: str) -> tuple[str, dict[str, object]]:
    """``(body, mapping)`` of a Markdown text; an empty mapping where it has no front matter."""
    text = text.lstrip("\ufeff")
    match = _FENCE.match(text)
    if match is None:
        return text, {}
    try:
        data = yaml.load(match.group(1), Loader=_PlainLoader)  # noqa: S506 - a SafeLoader that takes less
    except (
        yaml.YAMLError,
        ValueError,
    ) as error:  # ValueError: the 30th of February, a number of 5,000 digits
        mark = getattr(error, "problem_mark", None)
        line = f"第 {mark.line + 2} 行" if mark else "开头"
        raise StudioError(
            f"《{name}》开头的说明（两条 --- 之间）在{line}写错了，读不懂。请改正后再导入。"
        ) from error
    if data is None:
        return text[match.end() :], {}
    if not isinstance(data, dict):
        # A rule between two lines looks like front matter but is none: it belongs to the text.
        return text, {}
    return text[match.end() :], {str(key): _visible(value) for key, value in data.items()}


def _visible(value: object) -> object:
    """A value without characters that nobody sees; YAML writes them as escapes too."""
    if isinstance(value, str):
        return without_controls(without_zero_width(value))
    if isinstance(value, list):
        return [_visible(item) for item in value]
    if isinstance(value, dict):
        return {key: _visible(item) for key, item in value.items()}
    return value


def plain(text: str) -> str:
    """A line without Markdown's marks."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _TAG.sub("", text)
    for _ in range(2):  # marks can stand inside each other: **`a`**
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", _ITALIC.sub(r"\1", text))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join(kept) + text[position:]


def _blocks(lines: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        end = position
        while end < len(lines) and _TABLE_LINE.match(lines[end]):
            end += 1
        if end - position >= 2:
            rows = [
                line.strip()[1:-1].split("|") for line in lines[position:end] if not _TABLE_RULE.match(line)
            ]
            blocks.extend(table_blocks([[cell(plain(part)) for part in row] for row in rows]))
            position = end
            continue
        blocks.append(_line(lines[position]))
        position += 1
    return blocks


def _line(line: str) -> Block:
    line = _QUOTE.sub("", line.rstrip())
    heading = _HEADING.match(line)
    if heading:
        return Block(plain(heading.group(2)).strip(), kind=BlockKind.HEADING, level=len(heading.group(1)))
    if _RULE.match(line):
        return Block("")
    if _BULLET.match(line):
        return Block(plain(_BULLET.sub("", line)), kind=BlockKind.LIST_ITEM)
    return Block(plain(line))

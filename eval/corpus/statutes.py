"""Articles of the rules, where we have their texts, and the articles a text refers to. Pure but ``load``.

The checks read the texts with a parser of their own, a line at a time: it must not share a mistake with
the one under test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Articles = Mapping[int, tuple[str, ...]]
"""Article number -> its paragraphs (款), each with its items (项) as following lines."""

CIVIL_CODE = "民法典"
CIVIL_CODE_PARTS = ("总则", "物权编", "合同编", "人格权编", "婚姻家庭编", "继承编", "侵权责任编")

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_N = "[零〇一二三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"^[\s　>*#]*第({_N})条(?!之)[\s　*]+(.*)$")
_ITEM = re.compile(rf"^[\s　]*（{_N}）")
_PLACE = rf"第{_N}条(?:第{_N}款)?(?:第{_N}项)?"
_NAMED = re.compile(rf"《([^《》]+)》(?:〔[^〕]*〕)?({_PLACE}(?:[、和及至—]+{_PLACE})*)")
_BARE = re.compile(_PLACE)
_PARTS = re.compile(rf"第({_N})条(?:第({_N})款)?(?:第({_N})项)?")
_DATED = re.compile(r"^(.*?)(?:\((\d{4}-\d{2}-\d{2})\))?$")


@dataclass(frozen=True, slots=True)
class Reference:
    """``《rule》第七十条第二款第一项``; 0 where no paragraph or item is named."""

    rule: str
    article: int
    paragraph: int = 0
    item: int = 0

    def __str__(self) -> str:
        named = "".join(f"第{n}{unit}" for n, unit in ((self.paragraph, "款"), (self.item, "项")) if n)
        return f"《{self.rule}》第{self.article}条{named}"


def number(text: str) -> int:
    """一百三十 -> 130. Digits without units are read as written: 二〇 -> 20."""
    total = digit = 0
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    for c in text:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def name(title: str) -> str:
    """A rule's name without 中华人民共和国, so that the long and the short one meet."""
    return re.sub(r"\s|中华人民共和国", "", title)


def articles(text: str) -> dict[int, tuple[str, ...]]:
    """The articles of a law in Markdown. A table of contents holds none: its lines name chapters only."""
    found: dict[int, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        match = _ARTICLE.match(line)
        if match:
            current = found.setdefault(number(match[1]), [])
            current.append(match[2].strip())
        elif line.lstrip().startswith("#"):
            current = None
        elif current is not None and line.strip(" \u3000\u200b>"):
            if _ITEM.match(line) and current:
                current[-1] += "\n" + line.strip()
            else:
                current.append(line.strip())
    return {article: tuple(lines) for article, lines in found.items()}


def newest(files: Iterable[Path]) -> dict[str, Path]:
    """Rule name -> the file of its newest version, by the date in the file's name."""
    latest: dict[str, tuple[str, Path]] = {}
    for path in files:
        match = _DATED.match(path.stem)
        rule, date = (name(match[1]), match[2] or "") if match else (path.stem, "")
        if rule not in latest or latest[rule][0] < date:
            latest[rule] = (date, path)
    return {rule: path for rule, (_, path) in latest.items()}


def load(folder: Path) -> dict[str, Articles]:
    """Rule name -> articles, of the newest versions in a folder of Markdown files.

    The Civil Code lies there in parts that number through; they become one rule.
    """
    texts = {
        rule: articles(path.read_text(encoding="utf-8"))
        for rule, path in newest(sorted(folder.glob("*.md"))).items()
    }
    code: dict[int, tuple[str, ...]] = {}
    for part in CIVIL_CODE_PARTS:
        code.update(texts.pop(part, {}))
    return {**texts, CIVIL_CODE: code}


def references(text: str) -> list[Reference]:
    """Every ``《rule》第X条``, with those that follow in a row (第四十条、第四十一条)."""
    return [
        reference
        for match in _NAMED.finditer(re.sub(r"[ \t]", "", text))
        for reference in _places(name(match[1]), match[2])
    ]


def bare_references(text: str, rule: str) -> list[Reference]:
    """Articles without a rule's name beside them, as a digest of one rule writes them."""
    unnamed = _NAMED.sub("", re.sub(r"[ \t]", "", text))
    return [
        reference
        for match in re.finditer(rf"(?<![\w》]){_PLACE}(?:[、和及至]{_PLACE})*", unnamed)
        for reference in _places(name(rule), match[0])
    ]


def missing(reference: Reference, texts: Mapping[str, Articles]) -> str:
    """What of a reference is not there, in Chinese; empty if it is, or if we lack the rule's text."""
    rule = texts.get(reference.rule)
    if rule is None:
        return ""
    paragraphs = rule.get(reference.article)
    if paragraphs is None:
        return f"{reference} 不存在"
    if reference.paragraph > len(paragraphs):
        return f"{reference} 不存在：那一条只有 {len(paragraphs)} 款"
    chosen = paragraphs[reference.paragraph - 1 :][:1] if reference.paragraph else paragraphs
    items = sum(len(re.findall(rf"^（{_N}）", paragraph, re.MULTILINE)) for paragraph in chosen)
    return f"{reference} 不存在：那里只有 {items} 项" if reference.item > items else ""


def _places(rule: str, text: str) -> list[Reference]:
    return [
        Reference(rule, number(m[1]), number(m[2]) if m[2] else 0, number(m[3]) if m[3] else 0)
        for m in _PARTS.finditer(text)
    ]

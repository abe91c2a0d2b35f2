"""The linter against the rules themselves: articles exist, and a digest's numbers stand in its articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from eval.corpus.library import Shipped
from eval.corpus.statutes import Articles, Reference, bare_references, missing, name, number, references
from ingest.model import Kind

VERSIONS = {"未成年人保护法": "2024-04-26", "治安管理处罚法": "2025-06-27", "职业教育法": "2022-04-20"}
"""Rules of which an older version lies about, too, and the version in force."""

SHORT_NAMES = {"准则": "新时代中小学教师职业行为十项准则", "守则": "中小学生守则"}
"""How a digest of two rules names one of them before an article."""

AGES_OF_THE_CIVIL_CODE = {8, 18}
"""The code says 无民事行为能力人 where a digest says 不满8周岁 (articles 17 to 20)."""

_N = "[零〇一二三四五六七八九十百千]+"
_FACT = re.compile(r"^\d+\. (.*)$", re.MULTILINE)
_COUNTED = re.compile(rf"\d+|{_N}(?=(?:周岁|岁|日|天|年|元|倍|小时|分钟|次|以上))")
_PLACE = re.compile(rf"第{_N}[编章节条款项]")


def dead_references(documents: Iterable[Shipped], texts: Mapping[str, Articles]) -> list[str]:
    """Articles, paragraphs and items that a document names and the rule has not, where we have its text."""
    return [
        f"{document.id}：{problem}"
        for document in documents
        for reference in _references(document)
        if (problem := missing(reference, texts))
    ]


def count_references(documents: Iterable[Shipped], texts: Mapping[str, Articles]) -> tuple[int, int]:
    """(references to rules that we have, references to rules that we lack)."""
    found = [reference.rule in texts for document in documents for reference in _references(document)]
    return sum(found), len(found) - sum(found)


def unverified_references(documents: Sequence[Shipped], texts: Mapping[str, Articles]) -> list[str]:
    """Articles of rules whose text we lack that no digest names: nobody has checked their number."""
    digests = [document for document in documents if document.kind is Kind.POLICY]
    known = {(_short(r.rule), r.article) for document in digests for r in _references(document)}
    return [
        f"{document.id}：{reference} 没有一篇政策要点核对过"
        for document in documents
        for reference in _references(document)
        if document.kind is not Kind.POLICY
        and reference.rule not in texts
        and (_short(reference.rule), reference.article) not in known
    ]


def foreign_numbers(documents: Iterable[Shipped], texts: Mapping[str, Articles]) -> list[str]:
    """Ages, days, sums and shares in a digest's fact that the articles it names do not have."""
    problems = []
    for document in documents:
        for fact in _FACT.findall(document.body) if document.kind is Kind.POLICY else []:
            named = [r for r in _of_fact(fact, document) if not missing(r, texts) and r.rule in texts]
            if not named:
                continue
            there = {n for r in named for line in texts[r.rule][r.article] for n in _all_numbers(line)}
            if any(r.rule == "民法典" for r in named):
                there |= AGES_OF_THE_CIVIL_CODE
            strange = sorted(_counted(fact) - there)
            if strange:
                problems.append(f"{document.id}：{'、'.join(map(str, strange))} 不在所引条文里：{fact}")
    return problems


def _references(document: Shipped) -> list[Reference]:
    text = "\n".join([document.body, *document.values("basis")])
    found = references(text)
    if document.kind is not Kind.POLICY:
        return found
    rules = str(document.front.get("rule", "")).split("；")
    if len(rules) == 1:
        found += bare_references(document.body, rules[0])
    for short, rule in SHORT_NAMES.items():
        if any(rule in _short(name(one)) for one in rules):
            found += [
                Reference(rule, number(match[1]))
                for match in re.finditer(rf"{short}第({_N})条", document.body)
            ]
    return found


def _of_fact(fact: str, document: Shipped) -> list[Reference]:
    named = references(fact)
    return named or bare_references(fact, str(document.front.get("rule", "")))


def _short(rule: str) -> str:
    """A rule's name without the year of its revision."""
    return re.sub(r"（\d{4}年?修[订正]）$", "", rule)


def _counted(text: str) -> set[int]:
    return {_value(word) for word in _COUNTED.findall(_PLACE.sub("", text))}


def _all_numbers(text: str) -> set[int]:
    return {_value(word) for word in re.findall(rf"\d+|{_N}", text)}


def _value(word: str) -> int:
    return int(word) if word.isascii() else number(word)

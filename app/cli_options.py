"""Turning words of the command line into values, with Chinese messages for wrong ones."""

from __future__ import annotations

import argparse
import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.access import Role
from index.model import Filters
from ingest.model import Kind, Level, Stage

MOST_HITS = 1_000
Choice = TypeVar("Choice", bound=StrEnum)


def _choice(values: type[Choice], word: str, what: str) -> Choice:
    for value in values:
        if word in (value.value, getattr(value, "label", value.value)):
            return value
    known = "、".join(value.value for value in values)
    raise argparse.ArgumentTypeError(f"没有“{word}”这个{what}，可用：{known}")


def kinds(word: str) -> Kind:
    return _choice(Kind, word, "类别")


def roles(word: str) -> Role:
    return _choice(Role, word, "角色")


def stages(word: str) -> Stage:
    return _choice(Stage, word, "学段")


def levels(word: str) -> Level:
    return _choice(Level, word, "层级")


def dates(word: str) -> date:
    """A day written YYYY-MM-DD and no other way: 20240101 is as likely a slip as a date."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
            return date.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"没有“{word}”这一天，请检查月和日") from error
    raise argparse.ArgumentTypeError(f"“{word}”不是日期，应写成 2025-11-20 这样")


def counts(word: str) -> int:
    """How many hits: a whole number from 1 to MOST_HITS."""
    return _between(word, 1, MOST_HITS, "条数")


def versions(word: str) -> int:
    """The number of a version."""
    return _between(word, 1, 1_000_000, "版本号")


def numbers(word: str) -> int:
    """The number of a row in a list that was printed, from 1."""
    return _between(word, 1, 1_000_000, "序号")


def ports(word: str) -> int:
    """A TCP port; 0 lets the system choose one."""
    return _between(word, 0, 65535, "端口")


def _between(word: str, low: int, high: int, what: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", word) or not low <= int(word) <= high:
        raise argparse.ArgumentTypeError(f"“{word}”不能作{what}，应是 {low} 到 {high} 的整数")
    return int(word)


def filters(arguments: argparse.Namespace) -> Filters:
    """The filters of `search` and `ask`. The person at the command line is a curator."""
    return Filters(
        kinds=tuple(arguments.kind),
        stages=tuple(arguments.stage),
        levels=tuple(arguments.level),
        as_of=arguments.as_of,
        curator=True,
    )

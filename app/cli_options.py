"""Turning words of the command line into values, with Chinese messages for wrong ones."""

from __future__ import annotations

import argparse
from datetime import date
from enum import StrEnum
from typing import TypeVar

from index.model import Filters
from ingest.model import Kind, Level, Stage

Choice = TypeVar("Choice", bound=StrEnum)


def _choice(values: type[Choice], word: str, what: str) -> Choice:
    for value in values:
        if word in (value.value, getattr(value, "label", value.value)):
            return value
    known = "、".join(value.value for value in values)
    raise argparse.ArgumentTypeError(f"没有“{word}”这个{what}，可用：{known}")


def kinds(word: str) -> Kind:
    return _choice(Kind, word, "类别")


def stages(word: str) -> Stage:
    return _choice(Stage, word, "学段")


def levels(word: str) -> Level:
    return _choice(Level, word, "层级")


def dates(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{word}”不是日期，应写成 2025-11-20 这样") from error


def filters(arguments: argparse.Namespace) -> Filters:
    """The filters of `search` and `ask`. The person at the command line is a curator."""
    return Filters(
        kinds=tuple(arguments.kind),
        stages=tuple(arguments.stage),
        levels=tuple(arguments.level),
        as_of=arguments.as_of,
        curator=True,
    )

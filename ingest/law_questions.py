"""Typical questions that ship for national laws which a studio takes in itself.

``laws.tsv.gz`` (UTF-8, tab-separated: law's short name, article in Chinese numerals, question) and,
beside it, ``articles.tsv`` (law's short name, number of articles of the edition that was asked about).
An edition with another number of articles has other articles under the same numbers: it gets none.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import StudioError
from ingest.model import ClauseKind, Form, Kind, ParsedDocument, TypicalQuestion

SOURCE = "随软件附带"
"""Who wrote them, as a host sees it beside a question (``QuestionRecord.source``)."""

COUNTS = "articles.tsv"
_FRAME = re.compile(r"中华人民共和国|民法典|[\s《》]|[（(][^（）()]*[)）]")


def core_title(title: str) -> str:
    """A law's short name: 《中华人民共和国民法典 侵权责任编》（2020） is 侵权责任编."""
    return _FRAME.sub("", title)


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """A lay question about an article; ``article`` as the file has it, in Chinese numerals."""

    law: str
    article: str
    question: str


@dataclass(frozen=True, slots=True)
class LawQuestions:
    """Questions by law, and the number of articles of the edition that they are about, where known."""

    by_law: Mapping[str, tuple[TypicalQuestion, ...]] = field(default_factory=dict)
    articles: Mapping[str, int] = field(default_factory=dict)

    def of(self, parsed: ParsedDocument) -> tuple[TypicalQuestion, ...]:
        """The questions for this document's articles; none where it is no such law, or another edition."""
        metadata = parsed.metadata
        if metadata.kind is not Kind.POLICY or metadata.form is not Form.ORIGINAL:
            return ()
        law = core_title(metadata.title)
        asked = self.by_law.get(law, ())
        if not asked:
            return ()
        found = {clause.name for clause in parsed.parse.clauses if clause.kind is ClauseKind.ARTICLE}
        return asked if len(found) == self.articles.get(law, len(found)) else ()


def read_lines(path: Path) -> list[LawQuestion]:
    """Every question of ``laws.tsv.gz`` in file order.

    StudioError where it is missing, damaged, or a line has not three fields.
    """
    try:
        lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
        return [LawQuestion(law, article, text) for law, article, text in (x.split("\t") for x in lines)]
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise StudioError(
            f"附带的法律典型问法 {path} 读不出来（{error}）。请重新安装本程序，或删除这个文件后再导入。"
        ) from error


def load(path: Path | None) -> LawQuestions:
    """The questions of ``laws.tsv.gz``; nothing for None or where there is no such file."""
    if path is None or not path.is_file():
        return LawQuestions()
    by_law: dict[str, list[TypicalQuestion]] = {}
    for line in read_lines(path):
        by_law.setdefault(line.law, []).append(TypicalQuestion(line.question, f"第{line.article}条"))
    return LawQuestions({law: tuple(asked) for law, asked in by_law.items()}, _counts(path.with_name(COUNTS)))


def _counts(path: Path) -> dict[str, int]:
    if not path.is_file():
        return {}
    try:
        rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line)
        return {law: int(count) for law, count in rows}
    except (OSError, ValueError) as error:
        raise StudioError(f"附带的法律条数表 {path} 读不出来（{error}）。请重新安装本程序。") from error

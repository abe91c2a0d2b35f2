"""How exactly are clauses found? Figures of the parser against gold that is built without it.

    python -m eval.benchmarks.clause_boundaries [--data ../shared/data] [NAME ...]

Names: laws, wrapped, docx, hundred, articles, roundtrip, sizes; all of them without a name. Each writes
``eval/results/clause_boundaries_NAME.json``. A clause counts as found if a clause of the same number
begins with the same words; blanks never count, since cleaning changes them.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.benchmarks.clause_gold import (
    WORDS,
    Key,
    Score,
    add,
    assembled,
    found_in,
    gold_of,
    plain,
    rewrap,
    score,
)
from eval.benchmarks.passage_sizes import sizes
from ingest.clean import clean
from ingest.errors import StudioError
from ingest.model import Block, ClauseKind, Parse
from ingest.readers import SUFFIXES, read
from ingest.split import split
from ingest.structure import parse

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "eval" / "results"
HUNDRED = ROOT / "eval" / "sets" / "clauses_100.jsonl"

Figures = dict[str, Any]  # what is written to JSON


def parse_file(path: Path) -> list[Parse]:
    blocks = clean(read(path)).blocks
    return [parse(part.blocks, part.title) for part in split(blocks, path.stem)]


def law_files(data: Path) -> list[Path]:
    policy = data / "policy"
    return sorted((policy / "national").glob("*.md")) + sorted((policy / "local").glob("*.md"))


# -- the measurements ---------------------------------------------------------------------------------


def laws(data: Path) -> Figures:
    """Articles of all Markdown laws; whole texts too; headings that are references."""
    total = Score(0, 0, 0)
    documents = 0
    whole = references = clauses = 0
    for path in law_files(data):
        lines = path.read_text("utf-8").split("\n")
        parses = parse_file(path)
        documents += len(parses)
        found: Counter[Key] = sum((found_in(p) for p in parses), Counter())
        total = add(total, score(found, gold_of(lines)))
        source = plain("".join(lines))
        for parsed in parses:
            clauses += len(parsed.clauses)
            whole += sum(
                _whole(parsed, c.start, c.end, source) for c in parsed.clauses if _is_article(c.kind)
            )
            references += sum(_is_reference(c.label, c.title) for c in parsed.clauses)
    return {
        "files": len(law_files(data)),
        "documents": documents,
        "articles": total.as_dict(),
        "articles_verbatim": whole,
        "clauses": clauses,
        "headings_made_of_references": references,
    }


def wrapped(data: Path) -> Figures:
    """The same laws as a bad PDF would give them: 28 characters a line, running heads, page numbers."""
    total = Score(0, 0, 0)
    worst: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for path in law_files(data):
            lines = path.read_text("utf-8").split("\n")
            target = Path(folder) / f"{path.stem}.txt"
            target.write_text("\n".join(rewrap(lines, path.stem.split("(")[0])), "utf-8")
            found: Counter[Key] = sum((found_in(p) for p in parse_file(target)), Counter())
            one = score(found, gold_of(lines))
            worst.append((one.f1, path.stem))
            total = add(total, one)
    return {"articles": total.as_dict(), "worst": [[round(f, 4), name] for f, name in sorted(worst)[:3]]}


def docx(data: Path) -> Figures:
    """The DOCX laws; gold from the paragraphs' own XML, read without the reader."""
    import zipfile

    total = Score(0, 0, 0)
    for path in sorted((data / "policy" / "docx").glob("*.docx")):
        xml = zipfile.ZipFile(path).read("word/document.xml").decode()
        xml = re.sub(r"<w:br/>|<w:br [^>]*>|</w:p>", "\n", xml)
        lines = re.sub(r"<[^>]+>", "", xml).split("\n")
        found: Counter[Key] = sum((found_in(p) for p in parse_file(path)), Counter())
        total = add(total, score(found, gold_of(lines)))
    return {"articles": total.as_dict()}


def hundred(data: Path) -> Figures:
    """款 and 项 of a hundred articles, marked by hand before the parser was run (places and counts)."""
    marks = [json.loads(line) for line in HUNDRED.read_text("utf-8").splitlines()]
    files = {path.stem: path for path in law_files(data)}
    parses: dict[str, Parse] = {}
    total = {"款": Score(0, 0, 0), "项": Score(0, 0, 0)}
    differing: list[str] = []
    for mark in marks:
        parsed = parses.setdefault(mark["law"], parse_file(files[mark["law"]])[0])
        gold = Counter((kind, str(at)) for kind, at in mark["starts"])
        found = _inside(parsed, mark["article"])
        for kind in total:
            one = score(_only(found, kind), _only(gold, kind))
            total[kind] = add(total[kind], one)
            if one.extra or one.missed:
                differing.append(f"{mark['law']} {mark['article']} {kind}")
    return {"articles": len(marks), **{k: s.as_dict() for k, s in total.items()}, "differing": differing}


def _inside(parsed: Parse, article: str) -> Counter[Key]:
    """款 and 项 of the article with their offsets, blanks not counted; an article of one 款 begins it."""
    number = next(i for i, c in enumerate(parsed.clauses) if c.label == article)
    owner = parsed.clauses[number]
    keys: Counter[Key] = Counter()
    family = {number}
    for i, clause in enumerate(parsed.clauses):
        if clause.parent not in family:
            continue
        family.add(i)
        at = len(plain(parsed.text[owner.start : clause.start]))
        if clause.kind is ClauseKind.PARAGRAPH:
            keys["款", str(at if keys["款", "0"] else 0)] += 1
        elif clause.kind is ClauseKind.ITEM:
            keys["项", str(at)] += 1
    if not any(kind == "款" for kind, _ in keys):
        keys["款", "0"] += 1
    return +keys


def articles(data: Path) -> Figures:
    """All articles of law_articles.jsonl.gz, put together into documents, split and parsed."""
    documents: dict[str, list[dict[str, str]]] = {}
    with gzip.open(data / "policy" / "law_articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            documents.setdefault(row["path"], []).append(row)
    total = Score(0, 0, 0)
    characters = compilations = longest = 0
    began = time.perf_counter()
    for rows in documents.values():
        lines = assembled(rows)
        characters += sum(map(len, lines))
        parts = split([Block(line) for line in lines], rows[0]["law"])
        compilations += len(parts) > 1
        parses = [parse(part.blocks, part.title) for part in parts]
        longest = max(longest, *(len(p.text) for q in parses for p in q.passages))
        found: Counter[Key] = sum((found_in(p) for p in parses), Counter())
        gold = Counter((r["article"], plain(r["text"].split("\n")[0])[:WORDS]) for r in rows)
        total = add(total, score(found, gold))
    return {
        "documents": len(documents),
        "characters": characters,
        "articles": total.as_dict(),
        "taken_for_compilations": compilations,
        "longest_passage": longest,
        "seconds": round(time.perf_counter() - began, 1),
    }


def roundtrip(data: Path) -> Figures:
    """Joined nodes against the text, and the text against the cleaned blocks, for every readable file."""
    files = [p for p in sorted(data.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file()]
    same, unread, differing = 0, [], []
    for path in files:
        try:
            blocks = clean(read(path)).blocks
        except StudioError as error:
            unread.append(f"{path.name}: {error}")
            continue
        parts = split(blocks, path.stem)
        parses = [parse(part.blocks, part.title) for part in parts]
        joined = ["".join(p.text[n.start : n.end] for n in p.nodes) for p in parses]
        kept = "\n".join(joined) == "\n".join(block.text for block in blocks)
        cited = all(p.text == q.text[p.start : p.end] for q in parses for p in q.passages)
        if kept and cited and joined == [p.text for p in parses]:
            same += 1
        else:
            differing.append(path.name)
    return {"files": len(files), "same": same, "differing": differing, "unread": unread}


# -- small parts --------------------------------------------------------------------------------------


def _only(keys: Counter[Key], kind: str) -> Counter[Key]:
    return Counter({key: n for key, n in keys.items() if key[0] == kind})


def _is_article(kind: ClauseKind) -> bool:
    return kind is ClauseKind.ARTICLE


def _whole(parsed: Parse, start: int, end: int, source: str) -> bool:
    return plain(parsed.text[start:end]) in source


def _is_reference(label: str, title: str) -> bool:
    return label.startswith("第") and bool(re.match(r"规定|所称|所列|、|至第|和第|或者第|的", title))


MEASUREMENTS: dict[str, Callable[[Path], Figures]] = {
    "laws": laws, "wrapped": wrapped, "docx": docx, "hundred": hundred, "articles": articles,
    "roundtrip": roundtrip, "sizes": sizes,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []], help="measurements; all without one")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name in options.names or MEASUREMENTS:
        figures = MEASUREMENTS[name](options.data)
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        (RESULTS / f"clause_boundaries_{name}.json").write_text(text + "\n", "utf-8")
        print(name, hashlib.sha256(text.encode()).hexdigest()[:8], text)


if __name__ == "__main__":
    main()

"""`studio standard`: how the self-check against the standard stands, and its draft as a file."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app import answer_file
from app.access import operator
from app.citing import reference
from app.cli_output import Bar, print_json
from app.desk import Desk
from app.self_check import SelfCheck
from app.self_check_model import Attainment, Check, Line, Proof
from app.settings import Settings
from app.studio import open_studio


def check(arguments: argparse.Namespace, settings: Settings) -> int:
    target = answer_file.checked_target(arguments.out) if arguments.out else None
    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        bar.close()
        work = SelfCheck(Desk(studio, operator(settings.actor)))
        whole = work.whole()
        made = work.file(target.suffix.lower().removeprefix(".")) if target else b""
    if target:
        answer_file.save(made, target)
        print(f"已写到 {target}", file=sys.stderr)
    if arguments.json:
        print_json(check_json(whole))
    else:
        print("\n".join(check_lines(whole)))
    return 0


def check_lines(whole: Check) -> list[str]:
    """A line an indicator below its group, the sums at the end."""
    lines: list[str] = []
    for name, group in whole.groups.items():
        lines += [name, *(_told(line) for line in group)]
    sums = "，".join(f"{one} {whole.counts[one]}" for one in Attainment)
    return [*lines, f"共 {len(whole.lines)} 条：{sums}；没有现行证据 {len(whole.without_evidence)}。"]


def _told(line: Line) -> str:
    return f"  {line.indicator.id}  {line.attainment}  证据 {len(line.proofs)} 处  {''.join(line.open_items)}".rstrip()


def check_json(whole: Check) -> dict[str, Any]:
    return {
        "counts": {one.value: whole.counts[one] for one in Attainment},
        "without_evidence": len(whole.without_evidence),
        "cover": dict(whole.cover),
        "indicators": [_line_json(line) for line in whole.lines],
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "id": line.indicator.id,
        "path": list(line.indicator.path),
        "restated": line.indicator.text,
        "state": line.attainment.value,
        "statement": line.statement,
        "evidence": [_proof_json(proof) for proof in line.proofs],
        "open": list(line.open_items),
        "gap": line.gap,
    }


def _proof_json(proof: Proof) -> dict[str, Any]:
    cited = proof.citation
    return {
        "reference": reference(cited),
        "quote": cited.quote,
        "document": cited.document,
        "version": cited.version,
        "path": list(cited.path),
        "page": cited.page,
        "start": cited.start,
        "end": cited.end,
        "in_force": proof.standing.in_force,
        "standing": proof.standing.label,
        "by_hand": proof.by_hand,
    }

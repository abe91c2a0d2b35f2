"""`studio docs`: what the catalog holds, and the moves of a version."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from typing import Any

from app.access import operator
from app.cli_output import Bar, print_closed, print_json
from app.desk import Desk
from app.gap_recheck import recheck
from app.outline_text import outline_lines
from app.purging import Purging, told
from app.settings import Settings
from app.studio import open_studio
from app.titles import bracketed
from ingest import curation, review
from ingest.pipeline import originals_of
from ingest.records import DocumentRecord, VersionRecord, VersionState


def listing(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings) as studio:
        records = [
            record
            for record in studio.catalog.documents()
            if arguments.kind is None or record.metadata.kind is arguments.kind
        ]
    if arguments.json:
        print_json({"documents": [document_json(record) for record in records]})
    else:
        for record in records:
            pending = f"  有待发布的 v{record.pending}" if record.pending else ""
            print(
                f"{record.id}  {record.status.label}  v{record.version}  {record.metadata.kind.label}  "
                f"{bracketed(record.metadata.title)}  {record.passages} 段{pending}"
            )
        print(f"共 {len(records)} 份。")
    return 0


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings) as studio:
        version = studio.catalog.version(arguments.id, arguments.version)
    if arguments.json:
        print_json(version_json(version))
    else:
        print("\n".join(outline_lines(version)))
    return 0


def text(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exactly the text that spans index into: no newline is translated, none is added."""
    with open_studio(settings) as studio:
        version = studio.catalog.version(arguments.id, arguments.version)
    sys.stdout.buffer.write(version.parse.text.encode("utf-8"))
    sys.stdout.flush()
    return 0


def publish(arguments: argparse.Namespace, settings: Settings) -> int:
    second = settings.second_person
    return _move(
        arguments, settings, "已发布", curation.publish, version=arguments.version, second_person=second
    )


def withdraw(arguments: argparse.Namespace, settings: Settings) -> int:
    return _move(arguments, settings, "已停用", curation.withdraw)


def rollback(arguments: argparse.Namespace, settings: Settings) -> int:
    return _move(arguments, settings, "已退回到", curation.rollback, version=arguments.version)


def purge(arguments: argparse.Namespace, settings: Settings) -> int:
    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        desk = Desk(studio, operator(settings.actor))
        purging = Purging(desk)
        if not arguments.yes:
            print(purging.consequence(arguments.id, arguments.version))
            print("确定要清除，请再加 --yes。没有清除。")
            return 1
        done = purging.purge(arguments.id, arguments.version, arguments.reason)
        bar.close()
    print(told(done))
    return 0


def history(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings) as studio:
        entries = curation.history(studio.catalog, arguments.id)
    rows = [
        {
            "at": entry.at.isoformat(),
            "actor": entry.actor,
            "action": entry.action,
            "version": entry.version,
            "detail": entry.detail,
        }
        for entry in entries
    ]
    if arguments.json:
        print_json({"document": arguments.id, "entries": rows})
    else:
        for row in rows:
            print(f"{row['at']}  {row['actor']}  {row['action']}  v{row['version']}  {row['detail']}")
    return 0


def findings(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings) as studio:
        found = review.masked(studio.catalog, originals_of(studio.home), arguments.id, arguments.version)
    if arguments.json:
        print_json({"document": arguments.id, "findings": [asdict(one) for one in found]})
    else:
        for one in found:
            state = "保留" if one.kept else "已隐去"
            print(f"{one.number}. {state}  {one.label}（{one.why}）  …{one.context}…")
        print(f"共 {len(found)} 处。")
    return 0


def keep(arguments: argparse.Namespace, settings: Settings) -> int:
    with open_studio(settings) as studio:
        version = review.keep(
            studio.catalog,
            originals_of(studio.home),
            arguments.id,
            arguments.numbers,
            actor=settings.actor,
        )
    if arguments.json:
        print_json({"document": version.document, "version": version.number, "status": version.status.value})
    else:
        print(f"已生成草稿 v{version.number}，发布后生效：studio docs publish {version.document}")
    return 0


def _move(arguments: argparse.Namespace, settings: Settings, done: str, move: Any, **options: Any) -> int:
    bar = Bar()
    closed = 0
    with open_studio(settings, progress=bar) as studio:
        moved = move(studio.catalog, arguments.id, actor=settings.actor, **options)
        studio.sync(bar)
        if move is not curation.withdraw:
            closed = recheck(studio, settings.actor, bar)
        bar.close()
        record = studio.catalog.document(arguments.id)
    if arguments.json:
        print_json(document_json(record))
    else:
        numbers = "、".join(
            f"v{state.number}" for state in ([moved] if isinstance(moved, VersionState) else moved)
        )
        print(f"{done}：{bracketed(record.metadata.title)} {numbers}")
        print_closed(closed)
    return 0


def document_json(record: DocumentRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "title": record.metadata.title,
        "kind": record.metadata.kind.value,
        "form": record.metadata.form.value,
        "level": record.metadata.level.value if record.metadata.level else None,
        "status": record.status.value,
        "version": record.version,
        "passages": record.passages,
        "pending": record.pending,
        "source": record.source_name,
    }


def version_json(version: VersionRecord) -> dict[str, Any]:
    metadata = version.metadata
    return {
        "id": version.document,
        "version": version.number,
        "status": version.status.value,
        "title": metadata.title,
        "kind": metadata.kind.value,
        "form": metadata.form.value,
        "level": metadata.level.value if metadata.level else None,
        "scope": metadata.scope,
        "issuer": metadata.issuer,
        "number": metadata.number,
        "promulgated": metadata.promulgated.isoformat() if metadata.promulgated else None,
        "effective": metadata.effective.isoformat() if metadata.effective else None,
        "expires": metadata.expires.isoformat() if metadata.expires else None,
        "stages": [stage.value for stage in metadata.stages],
        "source": version.source_name,
        "characters": len(version.parse.text),
        "clauses": [
            {
                "kind": clause.kind.value,
                "name": clause.name,
                "path": [*version.parse.path(i)],
                "start": clause.start,
                "end": clause.end,
                "page": clause.page_start,
            }
            for i, clause in enumerate(version.parse.clauses)
        ],
        "passages": [
            {"path": [*passage.path], "start": passage.start, "end": passage.end, "page": passage.page_start}
            for passage in version.parse.passages
        ],
        "removed": [
            {"step": removal.step, "text": removal.text, "page": removal.page, "note": removal.note}
            for removal in version.removals
        ],
        "warnings": [*version.warnings],
    }

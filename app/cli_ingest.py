"""`studio ingest`: files and folders in, one row a file out."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.cli_output import Bar, print_json
from app.settings import Settings
from app.studio import open_studio, today
from app.titles import bracketed
from ingest.pipeline import FileResult, ingest


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    bar = Bar()
    with open_studio(settings, starter=not arguments.no_starter, progress=bar) as studio:
        results = ingest(
            arguments.paths,
            catalog=studio.catalog,
            home=studio.home,
            kind=arguments.kind,
            publish=arguments.publish,
            actor=settings.actor,
            today=today(),
            progress=lambda done, total, _: bar("导入", done, total),
            law_questions_file=settings.law_questions,
        )
        studio.sync(bar)
        bar.close()
    if arguments.json:
        print_json({"files": [file_json(result) for result in results]})
    else:
        _print(results)
    return 0 if all(result.ok for result in results) else 1


def file_json(result: FileResult) -> dict[str, Any]:
    return {
        "path": str(result.path),
        "ok": result.ok,
        "error": result.error or None,
        "documents": [
            {
                "id": document.id,
                "title": document.title,
                "kind": document.kind.value,
                "passages": document.passages,
                "warnings": list(document.warnings),
            }
            for document in result.documents
        ],
        "seconds": round(result.seconds, 3),
    }


def _print(results: list[FileResult]) -> None:
    for result in results:
        if not result.ok:
            print(f"失败  {result.path}：{result.error}", file=sys.stderr)
            continue
        for document in result.documents:
            title = bracketed(document.title)
            print(f"完成  {document.id}  {title} {document.kind.label} {document.passages} 段")
            for warning in document.warnings:
                print(f"      注意：{warning}")
    failed = sum(not result.ok for result in results)
    print(f"共 {len(results)} 个文件，成功 {len(results) - failed}，失败 {failed}。")

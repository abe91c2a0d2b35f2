"""`studio ingest`: files and folders in, one row a file out."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.cli_output import Bar, print_closed, print_json
from app.gap_recheck import recheck
from app.settings import Settings
from app.studio import open_studio, today
from app.titles import bracketed
from ingest.errors import StudioError
from ingest.pipeline import FileResult, ingest


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.publish and settings.second_person:
        raise StudioError(
            "本工作室要求第二人审核（STUDIO_SECOND_PERSON），导入时不能直接发布。请去掉 --publish，"
            "导入为草稿以后提交审核。"
        )
    bar = Bar()
    closed = 0
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
        if arguments.publish:
            closed = recheck(studio, settings.actor, bar)
        bar.close()
    if arguments.json:
        print_json({"files": [file_json(result) for result in results]})
    else:
        _print(results)
        print_closed(closed)
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

"""`studio backup`, `studio restore` and `studio check`: keeping a home, and knowing that it is whole."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from app import checking, keeping
from app.cli_output import Bar, print_json
from app.settings import Settings
from app.studio import open_studio
from ingest.errors import StudioError


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    _there(settings)
    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        made = keeping.backup(studio, arguments.file, bar)
    bar.close()
    print(f"已备份到 {arguments.file}：{keeping.summary(made)}")
    if lost := keeping.lost(made):
        print(f"{lost}见 studio check。", file=sys.stderr)
    return 0


def restore(arguments: argparse.Namespace, settings: Settings) -> int:
    bar = Bar()
    made = keeping.restore(settings, arguments.file, bar)
    with open_studio(settings, starter=False, progress=bar) as studio:
        studio.sync(bar)
        bar.close()
        home = studio.home
    print(f"已恢复到 {home}：{made.counts['documents']} 份资料，备份做于 {made.made}。所有人都要重新登录。")
    return 0


def check(arguments: argparse.Namespace, settings: Settings) -> int:
    _there(settings)
    bar = Bar()
    try:
        with open_studio(settings, starter=False, progress=bar) as studio:
            rows = checking.check(studio, bar)
    except StudioError as problem:
        rows = [checking.unreadable("目录库", problem)]
    bar.close()
    whole = all(row.ok for row in rows)
    if arguments.json:
        print_json({"ok": whole, "rows": [asdict(row) for row in rows]})
    else:
        for row in rows:
            print(f"{'正常' if row.ok else '有问题'}  {row.name}：{row.found}")
            if row.todo:
                print(f"        {row.todo}")
    return 0 if whole else 1


def _there(settings: Settings) -> None:
    """A mistyped folder must not become a home of its own."""
    home = settings.home.expanduser()
    if not settings.catalog_url and not (home.is_dir() and any(home.iterdir())):
        raise StudioError(f"{home} 不是数据目录，里面什么也没有。请用 --home 指定要备份或检查的那一个。")

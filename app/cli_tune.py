"""`studio tune`: train the encoder further on a studio's own documents, and keep it only if it is better."""

from __future__ import annotations

import argparse
import time

from app.cli_output import Bar, print_json
from app.settings import Settings
from app.studio import open_studio
from app.tuning import check_ours, report_json, report_lines, reset, reset_line, tune_studio


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    check_ours(settings)
    began = time.perf_counter()
    bar = Bar()
    with open_studio(settings, progress=bar) as studio:
        studio.sync(bar)
        if arguments.reset:
            had = reset(studio, bar)
            bar.close()
            if arguments.json:
                print_json({"reset": had, "encoder": studio.searcher.encoder.id})
            else:
                print(reset_line(had))
            return 0
        report = tune_studio(studio, progress=bar)
        bar.close()
        found = report_json(report, studio.searcher.encoder.id, time.perf_counter() - began)
    if arguments.json:
        print_json(found)
    else:
        back = "要换回来：studio tune --reset" if report.kept else ""
        print("\n".join(report_lines(report)) + back)
        print(f"用时 {found['seconds']:.0f} 秒。")
    return 0

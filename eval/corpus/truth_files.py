"""``python -m eval.corpus.truth_files build/corpus-files``: policies as PDF and DOCX whose text is known.

The Markdown is the truth: what the readers make of the files must be the same clauses and the same text.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from eval.corpus import library, truth_docx, truth_pdf
from eval.corpus.library import Shipped
from eval.corpus.truth_lines import Frame, lines
from ingest.errors import StudioError

CHOSEN = (
    "policy-y01-chengjie",
    "policy-y09-qiling",
    "policy-y10-qiangzhibaogao",
    "policy-y15-weibaofa",
    "policy-y16-yufangfa",
    "policy-y21-wuguanli",
    "studio-s03-shiji",
    "studio-s04-biaozhun",
)


def main(arguments: Sequence[str]) -> int:
    """Write the files into the folder named, ``build/corpus-files`` by default."""
    folder = Path(arguments[0] if arguments else "build/corpus-files")
    folder.mkdir(parents=True, exist_ok=True)
    documents = chosen()
    for document in documents:
        truth_docx.write(lines(document), frame(document), folder / f"{document.id}.docx")
    sys.stdout.write(f"已写 {len(documents)} 份 DOCX 到 {folder}\n")
    try:
        fonts = truth_pdf.fonts()
    except StudioError as error:
        sys.stderr.write(f"没有写 PDF：{error}\n")
        return 1
    for document in documents:
        truth_pdf.write(lines(document), frame(document), folder / f"{document.id}.pdf", fonts)
    sys.stdout.write(f"已写 {len(documents)} 份 PDF 到 {folder}\n")
    return 0


def chosen() -> list[Shipped]:
    """The policies that are made into files: short and long ones, national and a studio's."""
    return [library.read(library.CORPUS / "policies" / f"{name}.md") for name in CHOSEN]


def frame(document: Shipped) -> Frame:
    """The head and foot of a document's pages: two fashions, so that readers meet both."""
    head = f"政策要点汇编　{document.front['rule']}"
    if CHOSEN.index(document.id) % 2:
        return Frame(head, "- ", "", " -")
    return Frame(head)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

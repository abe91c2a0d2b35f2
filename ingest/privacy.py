"""Personal data of minors and their families in a text: what it is, where it stands and what gave it away.

Rules and word lists only: no network, no model, the same answer every time. See the ``privacy_*`` modules
for names, numbers and places. ``ingest.masking`` takes the findings out of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.privacy_accounts import find_accounts
from ingest.privacy_beside import find_alike, find_beside
from ingest.privacy_model import LABELS, NUMBERS, Finding, fold
from ingest.privacy_names import find_names
from ingest.privacy_numbers import find_numbers
from ingest.privacy_places import find_places

__all__ = ["LABELS", "NUMBERS", "Finding", "find", "fold"]


_BLANK = re.compile(r"[0\s\-]+|[xX\s\-]+")
"""What sample forms put where a number stands: 0000000000, 000-00000000."""


def find(text: str) -> list[Finding]:
    """Findings in ``text``, in order and never overlapping; spans count code points of ``text``."""
    folded = fold(text)
    numbers = _without_overlaps(_numbers(folded))
    places = _without_overlaps(find_places(folded), numbers)
    firm = [*numbers, *places]
    names = _without_overlaps(find_names(folded, [(f.start, f.end) for f in firm]), firm)
    beside = _without_overlaps(find_beside(folded, names), [*firm, *names])
    alike = _without_overlaps(find_alike(folded, [*firm, *beside]), [*firm, *names, *beside])
    found = sorted([*firm, *names, *beside, *alike], key=lambda finding: finding.start)
    return [replace(finding, text=text[finding.start : finding.end]) for finding in found]


def _numbers(folded: str) -> Iterator[Finding]:
    """Numbers, best founded first: mail addresses and 学籍号 hold digits that look like something else."""
    accounts = list(find_accounts(folded))
    firm = ("email", "student_number")
    yield from (finding for finding in accounts if finding.kind == "email" or finding.why == "学籍号")
    numbers = list(find_numbers(folded))
    yield from (finding for finding in numbers if finding.kind == "id_card")
    yield from (finding for finding in accounts if finding.kind in firm)
    yield from accounts
    yield from numbers


def _without_overlaps(found: Iterable[Finding], taken: Iterable[Finding] = ()) -> list[Finding]:
    """The findings that overlap neither ``taken`` nor one that came before them."""
    covered: set[int] = {at for finding in taken for at in range(finding.start, finding.end)}
    kept = []
    for finding in found:
        span = range(finding.start, finding.end)
        blank = finding.kind != "name" and _BLANK.fullmatch(finding.text)
        if finding.start < finding.end and not blank and covered.isdisjoint(span):
            covered.update(span)
            kept.append(finding)
    return kept

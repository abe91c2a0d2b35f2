"""Pure: which of the quotes found are worth showing, so that an answer holds what is asked and little else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.merging import merged, say_the_same
from app.model import SECTION_OF_KIND, Quote, SectionKind
from index.fusion import EXACT

PER_SECTION = 7
FAR, FAR_OF_SECTION, FAR_COMPARED = 6.0, 4.0, 4.0
"""Below the best quote's score (``app.quoting``), below its section's best, and below the best where all rules are read
anyway (``app.comparison``): what is farther is about something else and only pads the answer. On 669 answerable
questions of the seen sets of ``eval.benchmarks.answers`` the right evidence is shown to .946 with 19.3 citations in 2.95
sections; with 5, 3 and 2 to .936 with 17.1, with 9, 6 and 4 to .948 with 21.5."""
FAR_LEADING = 7.0
"""The same for a section's best: what rules and handbooks say is asked also beside one close case."""


def worth_showing(found: Sequence[Quote], far: float = FAR) -> list[Quote]:
    """The quotes not far below the best, at most ``PER_SECTION`` statements of a section, none twice.

    ``found`` is best first; of what is ``far`` below the best, a section's best is left where it is within ``FAR_LEADING``.
    """
    near = _near(found, far)
    taken: Counter[SectionKind] = Counter()
    kept: list[Quote] = []
    for first, *others in merged(near):
        section = SECTION_OF_KIND[first.hit.kind]
        if taken[section] < PER_SECTION and not any(say_the_same(one, first) for one in kept):
            taken[section] += 1
            kept += [first, *others]
    return kept


def _near(found: Sequence[Quote], far: float) -> list[Quote]:
    # What holds the question word for word is first, but no measure of the others (as in app.quoting).
    ordinary = [quote for quote in found if EXACT not in quote.hit.parts] or list(found)
    leading: dict[SectionKind, Quote] = {}
    for quote in ordinary:
        leading.setdefault(SECTION_OF_KIND[quote.hit.kind], quote)
    kept = []
    for quote in found:
        best, lead = ordinary[0].score, leading.get(SECTION_OF_KIND[quote.hit.kind], quote)
        least = best - FAR_LEADING if quote is lead else max(best - far, lead.score - FAR_OF_SECTION)
        if quote.score >= least:
            kept.append(quote)
    return kept

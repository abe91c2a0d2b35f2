"""What was put beside words that are the quote's own.

A paraphrase says everything in other words; an invention mostly stands next to what was kept. So a part counts
the more against a sentence the less the quote bears it and the better the quote bears the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from app.verify_text import MUST, WAIVED, Finding

LEAST = 3
"""Letters of a part that says something."""
_JOINT = re.compile(
    rf"[，。；：！？|]|(?<=..)(?:并且?|而且|且|同时)(?=..)|(?<=..)和(?=(?:{MUST}|支付|缴纳|处))"
)
_LET_GO = re.compile(rf"{WAIVED}|可以不|自愿|免|无论|是否|不(?:得要求|得强制|承担|负)|除外")
Borne = Callable[[str], float]


def findings(said: str, held: str, borne: Borne, letters: Callable[[str], int]) -> Iterator[Finding]:
    """Parts that are added (both canonical); ``borne`` is how far the quotes bear a text, 0 to 1."""
    parts = [part for part in _JOINT.split(said) if part and letters(part) >= LEAST]
    yield from _beside(parts, borne, "added part")
    if WAIVED in said and not _LET_GO.search(held):
        yield Finding("waived", "引文没有说“不用”")


def _beside(parts: list[str], borne: Borne, kind: str) -> Iterator[Finding]:
    if len(parts) < 2:
        return
    shares = [borne(part) for part in parts]
    least = min(range(len(parts)), key=lambda at: shares[at])
    rest = max(share for at, share in enumerate(shares) if at != least)
    if rest > shares[least]:
        yield Finding(kind, f"“{parts[least][:16]}”在引文里找不到依据", (rest - shares[least]) ** 2)

"""How good the text of a page is: the measure by which pypdf's and pdfium's are compared. Pure."""

from __future__ import annotations

import re

GARBAGE = 0.25
"""A page with a larger share of garbage has no usable text layer."""
FEW_CHARS = 60
"""A page with less text may be a picture with a stamp on it."""

# Controls, private use, U+FFFD and its kin, and scripts from Latin Extended to Greek Extended, less
# pinyin's vowels, Greek and Cyrillic: what codes of a font look like when they are read as characters.
_GARBAGE_CHARS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufff0-\uffff\U000f0000-\U0010ffff"
    "\u0102-\u0112\u0114-\u011a\u011c-\u012a\u012c-\u0143\u0145-\u0147\u0149-\u014c\u014e-\u016a"
    "\u016c-\u01cd\u01dd-\u01f7\u01fa-\u036f\u0500-\u1fff]"
)


def garbage(text: str) -> float:
    """Share of characters that no Chinese document contains; 0 for an empty text.

    Such are private-use, unassigned and control characters, U+FFFD, and letters of scripts that
    turn up when a font's codes are read as if they were characters.
    """
    return len(_GARBAGE_CHARS.findall(text)) / max(1, len(text))


def is_better(candidate: str, present: str) -> bool:
    """Whether pypdf's text beats pdfium's: clearly less garbage, or clearly more text."""
    if not candidate:
        return False
    if not present:
        return garbage(candidate) < GARBAGE
    if garbage(candidate) + 0.1 < garbage(present):
        return True
    return len(candidate) > 1.5 * len(present) + FEW_CHARS and garbage(candidate) <= garbage(present) + 0.02

"""A finding of personal data, its kinds, and the one-to-one folding of characters all finders share."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LABELS = {
    "name": "姓名",
    "phone": "电话",
    "id_card": "身份证号",
    "address": "住址",
    "qq": "QQ号",
    "wechat": "微信号",
    "student_number": "学号",
    "email": "邮箱",
    "birth_date": "出生日期",
    "bank_card": "银行卡号",
    "plate": "车牌号",
}
NUMBERS = frozenset(LABELS) - {"name", "address"}
"""Kinds that are numbers and accounts: what has a shape of its own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data in ``[start, end)`` of a text. ``why`` says in Chinese what gave it away.

    ``why`` never holds the data itself, so that it may be shown and logged.
    """

    kind: str
    start: int
    end: int
    text: str
    why: str

    @property
    def label(self) -> str:
        """The kind as a host reads it."""
        return LABELS[self.kind]

    def overlaps(self, other: Finding) -> bool:
        return self.start < other.end and other.start < self.end


def _fold_table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord("\u3000"): " ", ord("\u00a0"): " ", ord("\u2002"): " ", ord("\u2003"): " "}
    table |= dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
    table |= dict.fromkeys(map(ord, "•・‧∙⋅●"), "·")
    for code in [*range(0x2460, 0x2474)]:  # ① … are list marks here, never digits
        table[code] = chr(code)
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Full-width digits, letters and marks as half-width ones; the length never changes.

    >>> fold("１３８　００１３")
    '138 0013'
    """
    folded = text.translate(_FOLD)
    if not folded.isascii() and any(unicodedata.category(c) == "Nd" and not c.isascii() for c in folded):
        folded = "".join(
            str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" and not c.isascii() else c
            for c in folded
        )
    return folded

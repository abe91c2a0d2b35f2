"""Characters that are wrong in themselves: invisible, private, doubled, compatibility, full-width.

Punctuation is never touched: ``（一）`` and ``(一)`` stay as the rule writes them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from ingest.clean_edit import Edit, rewrite
from ingest.model import Block, Removal

# CJK radicals (Kangxi and supplement), compatibility ideographs and their supplement: the only
# characters that NFKC is applied to. Bad text layers of PDFs are full of them.
_COMPAT = "\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
_IS_COMPAT = re.compile(f"[{_COMPAT}]")
_FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\u061c\ufeff"
    "\ufe00-\ufe0f\ufff9-\ufffb\U000e0100-\U000e01ef]+"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]+")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
# Radicals that NFKC leaves alone although they look like, and stand for, a character.
_RADICALS = {
    "⺟": "母",
    "⺠": "民",
    "⺀": "冫",
    "⻁": "虎",
    "⻄": "西",
    "⻅": "见",
    "⻆": "角",
    "⻉": "贝",
    "⻋": "车",
    "⻓": "长",
    "⻔": "门",
    "⻘": "青",
    "⻙": "韦",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻝": "食",
    "⻢": "马",
    "⻣": "骨",
    "⻤": "鬼",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻨": "麦",
    "⻩": "黄",
    "⻬": "齐",
    "⻮": "齿",
    "⻰": "龙",
    "⻳": "龟",
    "⺫": "目",
    "⺡": "氵",
    "⺮": "竹",
    "⺾": "艹",
    "⻌": "辶",
    "⻖": "阝",
    "⺼": "月",
    "⺣": "灬",
}

_Finder = Callable[[str], list[Edit]]


def clean_characters(blocks: Sequence[Block]) -> tuple[list[Block], list[Removal]]:
    """Every step over all blocks; one removal per step with its count and first examples."""
    removals: list[Removal] = []
    current = list(blocks)
    for step, finder in _STEPS:
        current, removal = _apply(step, finder, current)
        removals.extend(removal)
    return current, removals


def _apply(step: str, finder: _Finder, blocks: Sequence[Block]) -> tuple[list[Block], list[Removal]]:
    changed: list[Block] = []
    examples: list[str] = []
    count, page = 0, None
    for block in blocks:
        edits = finder(block.text)
        if edits:
            count += len(edits)
            page = page if examples else block.page
            examples.extend(_shown(block.text[start:end], text) for start, end, text in edits[:3])
        changed.append(rewrite(block, edits))
    if not count:
        return changed, []
    kept = list(dict.fromkeys(examples))[:8]
    return changed, [Removal(step, "、".join(kept), page=page, note=f"共 {count} 处")]


def _shown(before: str, after: str) -> str:
    visible = "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in before)
    return f"{visible}→{after}" if after else visible


def _doubled(text: str) -> list[Edit]:
    """``⽂文`` → ``文``: a bad text layer gives a character as radical and again as itself."""
    edits: list[Edit] = []
    last = 0
    for match in _IS_COMPAT.finditer(text):
        if match.start() < last:
            continue
        start = (
            match.start() - 1
            if match.start() > last and _twins(text[match.start() - 1], match.group())
            else match.start()
        )
        end = match.end()
        while end < len(text) and text[end] not in text[start:end] and _twins(text[end - 1], text[end]):
            end += 1
        if end - start > 1:
            edits.append((start, end, normal(match.group())))
        last = end
    return edits


def _twins(first: str, second: str) -> bool:
    """Two different code points of one character. 妈妈 and 人人 are written with equal ones."""
    return first != second and normal(first) == normal(second)


def normal(char: str) -> str:
    """The ordinary ideograph that a radical or compatibility ideograph stands for."""
    return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)


def _compat(text: str) -> list[Edit]:
    found = ((match.start(), normal(match.group())) for match in _IS_COMPAT.finditer(text))
    return [(start, start + 1, to) for start, to in found if to != text[start]]


def _full_width(text: str) -> list[Edit]:
    found = _FULL_WIDTH.finditer(text)
    return [(match.start(), match.end(), unicodedata.normalize("NFKC", match.group())) for match in found]


def _deleted(pattern: re.Pattern[str]) -> _Finder:
    return lambda text: [(match.start(), match.end(), "") for match in pattern.finditer(text)]


def _blanks(text: str) -> list[Edit]:
    return [(match.start(), match.end(), " ") for match in _BLANKS.finditer(text)]


_STEPS: tuple[tuple[str, _Finder], ...] = (
    ("不可见字符", _deleted(_INVISIBLE)),
    ("特殊空格", _blanks),
    ("重影字", _doubled),
    ("兼容字", _compat),
    ("无法显示的字符", _deleted(_PRIVATE)),
    ("全角数字和字母", _full_width),
)

"""Bytes to text: UTF-8, UTF-16 and GB18030, with a byte order mark or without."""

from __future__ import annotations

import codecs
import re
import unicodedata

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("gb18030", "utf-16-le", "utf-16-be")
# The most frequent characters of modern Chinese: a wrong decoding gives rare ones.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经校班级师家教育应当规定第条章任未成保护，。、：；（）《》“”"
)
_MAX_LOST = 0.01
_MAX_CONTROLS = 0.02
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\u061c\ufeff\u00ad]")


def decode(data: bytes) -> tuple[str, str]:
    """``(text, encoding)`` of the bytes of a text file; line ends become ``\\n``.

    UTF-8 is believed when it fits, because other encodings of Chinese almost never do; among the
    others the one that gives most of the frequent Chinese characters wins. A few broken bytes
    (at most 1 %) are replaced by U+FFFD.

    Raises:
        ValueError: the bytes are no text.
    """
    text, encoding = _decode(data)
    controls = sum(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in text)
    if controls > max(8, len(text) * _MAX_CONTROLS):
        raise ValueError("control characters")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def without_zero_width(text: str) -> str:
    """``text`` without zero-width and direction marks, which editors of web pages leave behind."""
    return _ZERO_WIDTH.sub("", text)


def without_controls(text: str) -> str:
    """``text`` without control characters (a terminal takes them for commands) but line ends and tabs."""
    return "".join(char for char in text if unicodedata.category(char) != "Cc" or char in "\t\n")


def _decode(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_losses(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if text.count("\0") <= len(text) // 100:
            return text, "utf-8"
    best = max(
        ((_naturalness(text), text, name) for name in _GUESSES if (text := _strict(data, name))), default=None
    )
    if best is not None and best[0] > 0:
        return best[1], best[2]
    for name in ("utf-8", "gb18030"):
        try:
            return _with_losses(data, name)
        except ValueError:
            continue
    raise ValueError("no encoding fits")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _with_losses(data: bytes, encoding: str) -> tuple[str, str]:
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > max(2, len(text) * _MAX_LOST):
        raise ValueError(f"not {encoding}")
    return text, encoding


def _naturalness(text: str) -> float:
    """Share of frequent Chinese characters and ASCII letters, less what no text contains."""
    sample = text[:20_000]
    good = sum(
        char in _FREQUENT or (char.isascii() and char.isprintable()) or char in "\r\n\t" for char in sample
    )
    bad = sum(
        unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\r\n\t\f" for char in sample
    )
    return (good - 3 * bad) / max(1, len(sample))

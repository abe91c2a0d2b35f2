"""The one primitive of cleaning: change a block's text and keep its pieces in step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.model import Block, Piece

Edit = tuple[int, int, str]
"""Replace ``text[start:end]`` by the string."""


def rewrite(block: Block, edits: Sequence[Edit]) -> Block:
    """``block`` with non-overlapping edits, given in order, applied to text and pieces.

    A replacement counts to the piece in which the replaced stretch begins. Pieces left empty are
    dropped; the lengths of the rest add up to the new text.
    """
    if not edits:
        return block
    parts: list[str] = []
    position = 0
    for start, end, text in edits:
        parts.append(block.text[position:start] + text)
        position = end
    text = "".join(parts) + block.text[position:]
    return replace(block, text=text, pieces=_shifted(block.pieces, edits))


def _shifted(pieces: Sequence[Piece], edits: Sequence[Edit]) -> tuple[Piece, ...]:
    bounds = [0]
    for piece in pieces:
        bounds.append(bounds[-1] + piece.length)
    lengths = [piece.length for piece in pieces]
    for start, end, text in edits:
        gained = False
        for index, (low, high) in enumerate(pairwise(bounds)):
            lengths[index] -= max(0, min(end, high) - max(start, low))
            if not gained and low <= start < high:
                lengths[index] += len(text)
                gained = True
        if not gained and lengths:
            lengths[-1] += len(text)
    kept = zip(pieces, lengths, strict=True)
    return tuple(replace(piece, length=length) for piece, length in kept if length)


def stripped(block: Block) -> Block:
    """``block`` without white space at its ends."""
    text = block.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if start >= end:
        return rewrite(block, [(0, len(text), "")] if text else [])
    edits: list[Edit] = [(0, start, "")] if start else []
    if end < len(text):
        edits.append((end, len(text), ""))
    return rewrite(block, edits)


def joined(first: Block, second: Block) -> Block:
    """One block of two; a space goes between Latin words, and both keep their pieces."""
    left, right = stripped(first), stripped(second)
    gap = " " if _latin(left.text[-1:]) and _latin(right.text[:1]) else ""
    pieces: tuple[Piece, ...] = ()
    if left.pieces and right.pieces:
        last = left.pieces[-1]
        pieces = (*left.pieces[:-1], replace(last, length=last.length + len(gap)), *right.pieces)
    confidence = min((c for c in (left.confidence, right.confidence) if c is not None), default=None)
    return replace(left, text=left.text + gap + right.text, pieces=pieces, confidence=confidence)


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ",.;:)%")

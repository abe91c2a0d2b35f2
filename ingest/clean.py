"""Cleaning: pure, in steps, each step's removals reported so that a host can see them.

The order matters: characters first (heads are compared by their text), then lines that belong to the
page, then wrapped lines are joined, across pages too now that nothing stands between them.
"""

from __future__ import annotations

from ingest.clean_chars import clean_characters
from ingest.clean_edit import stripped
from ingest.clean_heads import drop_page_lines
from ingest.clean_lines import join_lines
from ingest.model import Block, BlockKind, Cleaned, Source

# Formats whose blocks are lines; in the others a block is a paragraph already.
_LINE_READERS = ("pdf", "ocr", "text", "markdown")


def clean(source: Source) -> Cleaned:
    """``source``'s blocks ready for splitting, and what was taken out or changed.

    Every block of the result has text, without white space at its ends; the lengths of a block's
    pieces, where it has any, add up to the length of its text.
    """
    blocks, removals = clean_characters(source.blocks)
    blocks, dropped = drop_page_lines(blocks)
    if source.reader in _LINE_READERS:
        blocks, seams = join_lines(blocks)
    else:
        seams = []
    blocks = [one for block in blocks if (one := stripped(block)).text]
    return Cleaned(tuple(map(_settled, blocks)), (*removals, *dropped, *seams))


def _settled(block: Block) -> Block:
    """Asserts the promise about pieces, which every later span rests on."""
    assert not block.pieces or sum(piece.length for piece in block.pieces) == len(block.text), block
    assert block.text or block.kind is not BlockKind.HEADING
    return block

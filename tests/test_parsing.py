"""What was cleaned out of a compilation is shown with the document it stood in."""

from __future__ import annotations

from ingest.model import Block, Part, Piece, Removal
from ingest.parsing import WHOLE_FILE, removals_by_part

HEAD, FOOT, MARKS = Removal("页眉", "甲", 1), Removal("页脚", "乙", 3), Removal("空白", "", note="共 2 处")


def part(*pages: int, text: str = "文字") -> Part:
    return Part("题", tuple(Block(text, pieces=(Piece(len(text), page),)) for page in pages))


def test_a_removal_belongs_to_the_document_on_its_page():
    assert removals_by_part([part(1, 2), part(3)], [HEAD, FOOT]) == [(HEAD,), (FOOT,)]


def test_on_a_shared_page_a_mended_line_belongs_where_its_words_are():
    line = Removal("断行合并", "手机由班主⏎任统一保管", 1)
    one, other = part(1, text="手机由班主任统一保管。"), part(1, text="手机由学生自己保管。")
    assert removals_by_part([one, other], [line]) == [(line,), ()]


def test_what_cannot_be_told_apart_is_marked_as_the_whole_files():
    for removals in ([HEAD], [MARKS]):
        found = removals_by_part([part(1), part(1)], removals)
        assert [[removal.note.endswith(WHOLE_FILE) for removal in one] for one in found] == [[True], [True]]
    [[unknown], _] = removals_by_part([Part("题", (Block("文字"),)), part(1)], [HEAD])
    assert unknown.note == WHOLE_FILE


def test_a_single_document_keeps_all_as_it_is():
    assert removals_by_part([part(1)], [MARKS, FOOT]) == [(MARKS, FOOT)]

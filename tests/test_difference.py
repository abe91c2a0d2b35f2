from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.difference import ChangeKind, EditKind, difference, edits_between
from ingest.model import Parse
from ingest.structure import parse
from tests.structure_parts import blocks_strategy, law

ARTICLES = [
    "第一条 为了保护学生的身心健康，制定本办法。",
    "第二条 学生手机由班主任统一保管，放学时归还。",
    "第三条 学校每学期至少召开一次家长会，听取家长意见。",
    "第四条 本办法由德育处负责解释。",
]


def versions(*changed: str) -> tuple[Parse, Parse]:
    return law(*ARTICLES), law(*changed)


def test_the_same_text_has_no_change():
    assert difference(*versions(*ARTICLES)) == []


def test_blanks_alone_are_no_change():
    assert difference(*versions(*[text.replace(" ", "　") for text in ARTICLES])) == []


def test_a_changed_number_is_shown_with_its_words():
    old, new = versions(*[text.replace("一次", "两次") for text in ARTICLES])
    (change,) = difference(old, new)
    assert change.kind is ChangeKind.CHANGED
    assert change.old_path == change.new_path == ("第三条",)
    assert [(e.kind, e.text) for e in change.edits if e.kind is not EditKind.EQUAL] == [
        (EditKind.DELETED, "一"),
        (EditKind.INSERTED, "两"),
    ]
    assert change.new is not None and new.text[slice(*change.new)] == ARTICLES[2].replace("一次", "两次")


def test_an_inserted_article_renumbers_the_rest_without_making_it_new():
    inserted = "第二条 学校成立工作小组，由校长任组长。"
    rest = [
        ARTICLES[1].replace("第二条", "第三条"),
        ARTICLES[2].replace("第三条", "第四条"),
        ARTICLES[3].replace("第四条", "第五条"),
    ]
    changes = difference(*versions(ARTICLES[0], inserted, *rest))
    assert [c.kind for c in changes] == [ChangeKind.ADDED, *[ChangeKind.RENUMBERED] * 3]
    assert (changes[1].old_path, changes[1].new_path) == (("第二条",), ("第三条",))


def test_a_removed_article():
    changes = difference(*versions(ARTICLES[0], ARTICLES[1], ARTICLES[3].replace("第四条", "第三条")))
    assert [c.kind for c in changes] == [ChangeKind.REMOVED, ChangeKind.RENUMBERED]
    assert changes[0].new is None and changes[0].new_path == ()


def test_a_moved_clause_is_not_removed_and_added():
    last = ARTICLES[1].replace("第二条", "第四条")
    rest = [ARTICLES[2].replace("第三条", "第二条"), ARTICLES[3].replace("第四条", "第三条"), last]
    changes = difference(*versions(ARTICLES[0], *rest))
    moved = [c for c in changes if c.kind is ChangeKind.MOVED]
    assert [(c.old_path, c.new_path) for c in moved] == [(("第二条",), ("第四条",))]
    assert len(changes) == 3


def test_numbers_are_never_cut():
    edits = edits_between("每年2023人", "每年2024人")
    assert [(e.kind, e.text) for e in edits] == [
        (EditKind.EQUAL, "每年"),
        (EditKind.DELETED, "2023"),
        (EditKind.INSERTED, "2024"),
        (EditKind.EQUAL, "人"),
    ]


@given(
    st.text(alphabet="班主任学生12 ，。𠮷", max_size=60), st.text(alphabet="班主任学生12 ，。𠮷", max_size=60)
)
def test_edits_make_the_new_text_of_the_old(old, new):
    edits = edits_between(old, new)
    assert "".join(e.text for e in edits if e.kind is not EditKind.INSERTED) == old
    assert "".join(e.text for e in edits if e.kind is not EditKind.DELETED) == new


@settings(max_examples=60, deadline=None)
@given(blocks_strategy, blocks_strategy)
def test_every_change_quotes_both_versions(a, b):
    old, new = parse(a, "某某条例"), parse(b, "某某条例")
    for change in difference(old, new):
        before = "".join(e.text for e in change.edits if e.kind is not EditKind.INSERTED)
        after = "".join(e.text for e in change.edits if e.kind is not EditKind.DELETED)
        assert before == ("" if change.old is None else old.text[slice(*change.old)])
        assert after == ("" if change.new is None else new.text[slice(*change.new)])


def test_real_versions_of_a_law(shared):
    from ingest.clean import clean
    from ingest.readers import read

    folder = shared / "data" / "policy" / "national"
    old, new = (
        parse(clean(read(folder / f"未成年人保护法({day}).md")).blocks, "中华人民共和国未成年人保护法")
        for day in ("2020-10-17", "2024-04-26")
    )
    paths = [change.new_path for change in difference(old, new)]
    assert paths[0] == ()  # the history lines
    assert ("第一章 总则", "第九条") in paths
    assert len(paths) <= 4

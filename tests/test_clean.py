"""Cleaning: what is taken out is taken out, what is a line end stays one, and the pieces add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.clean_edit import joined, rewrite, stripped
from ingest.clean_heads import is_advert
from ingest.clean_text import begins_clause, width
from ingest.model import Block, BlockKind, Piece, Source
from tests.known_files import wrapped


def lines(*texts: str, reader: str = "text") -> Source:
    return Source(tuple(Block(text) for text in texts), reader=reader)


def cleaned(*texts: str, reader: str = "text") -> list[str]:
    return [block.text for block in clean(lines(*texts, reader=reader)).blocks]


def steps(*texts: str) -> set[str]:
    return {removal.step for removal in clean(lines(*texts)).removals}


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("中⽂文⼩小样本", "中文小样本"),
        ("进⾏行\ufa08调查", "进行调查"),
        ("数量\uf97e", "数量"),
        ("⼈⼈都有⽤", "人人都有用"),
        ("妈妈和人人", "妈妈和人人"),
        ("⺠族⻓大", "民族长大"),
        ("第１２条　Ａ班", "第12条　A班"),
        ("（一）：；，！", "（一）：；，！"),
        ("(1)ﬁ①㎡½", "(1)ﬁ①㎡½"),
        ("第一条\x00\u200b\ue5e5 内容\ufffd", "第一条 内容"),
        ("第一条\u2002内\u00a0容", "第一条 内 容"),
    ],
)
def test_characters(bad: str, good: str):
    assert cleaned(bad) == [good]


def test_every_step_says_what_it_did():
    removal = clean(lines("中⽂文 第１条\x00")).removals
    assert [(item.step, item.note) for item in removal] == [
        ("不可见字符", "共 1 处"),
        ("重影字", "共 1 处"),
        ("全角数字和字母", "共 1 处"),
    ]
    assert removal[0].text == "U+0000" and removal[1].text == "⽂文→文"


@pytest.mark.parametrize(
    "advert",
    [
        "以上内容仅为本文档的试下载部分，为可阅读页数的一半内容。如要下载或阅读全文，请访问：<https://d.book118.com/1>",
        "扫一扫关注我们",
        "更多精彩范文请关注百度文库",
        "本文来源于网络，如有侵权请联系删除",
    ],
)
def test_adverts_go(advert: str):
    assert is_advert(advert)
    assert cleaned("第一条 正文。", advert) == ["第一条 正文。"]
    assert steps("第一条 正文。", advert) == {"广告和水印"}


@pytest.mark.parametrize(
    "text",
    [
        "学校应当引导学生扫除陋习，关注心理健康。",
        "班级公众号由专人负责。",
        "资料下载须经批准。",
        "https://www.example.edu.cn",
    ],
)
def test_rules_about_such_things_stay(text: str):
    assert cleaned(text) == [text]


PROSE = (
    "工作室应当定期组织成员开展集体备课和专题研讨活动，通过示范课、报告会和线上交流等形式，帮助"
    "青年班主任解决带班育人中遇到的实际问题，并及时总结经验形成可以推广的成果。"
)


def test_a_sentence_torn_at_a_page_end_is_joined_over_the_blank_line():
    head, tail = PROSE[:40], PROSE[40:]
    assert cleaned("一、工作目标", "", head, "", tail, "", "二、工作内容") == [
        "一、工作目标",
        PROSE,
        "二、工作内容",
    ]
    assert steps(head, "", tail) == {"断行合并"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("根据全国人民代表大会常务委员会关于修改部分法律的决定修正", "本法自公布之日起施行，原法同时废止。"),
        (PROSE, "本办法由学校负责解释，自发布之日起施行。"),
        ("有下列情形之一的，应当及时向学校和有关部门报告并且做好记录", "（一）学生失踪，去向不明的；"),
        ("各年级、各班级要高度重视，认真组织学习并且抓好落实工作", "附件：考核细则，共两页。"),
    ],
)
def test_lines_that_end_stay_apart(first: str, second: str):
    assert cleaned(first, second) == [first, second]


def law(count: int) -> list[str]:
    sentence = "学校应当关心、爱护未成年学生，对行为偏差、学习有困难的学生应当耐心教育、帮助，不得歧视"
    return [f"第{number}条　{sentence[: 12 + 7 * (number % 5)]}。" for number in range(1, count + 1)]


@pytest.mark.parametrize("indent", ["", "　　"])
def test_wrapped_text_with_heads_and_page_numbers(indent: str):
    paragraphs = law(60)
    broken = [line for text in paragraphs for line in wrapped(text, 28, indent)]
    for page, at in enumerate(range(30, len(broken) + 1, 32), start=1):
        broken[at:at] = [f"- {page} -", "某校制度汇编"]
    assert cleaned(*broken) == paragraphs
    assert steps(*broken) >= {"页码", "页眉页脚", "断行合并"}


def test_a_reference_at_a_line_start_begins_nothing():
    text = "第九条　违反本办法规定，情节严重的，由学校依照本办法第三十一条规定给予处分，并且通知其家长到校。"
    assert cleaned(*wrapped(text, 34), *[line for other in law(40) for line in wrapped(other, 34)])[0] == text
    assert not begins_clause("第三十一条规定给予处分") and begins_clause("第三十一条 学校")
    assert not begins_clause("（一）项规定的") and begins_clause("（一）组织学习；")
    assert not begins_clause("1.5米以内") and begins_clause("1.学习")


def test_repeated_headings_are_no_running_heads():
    parts = [
        text
        for n in range(4)
        for text in ("一、工作目标", f"目标{n}是提高带班能力。", "二、工作措施", f"措施{n}是集体备课。")
    ]
    assert cleaned(*parts) == parts


def test_headings_and_table_rows_are_never_joined():
    source = Source(
        (
            Block(PROSE[:40], kind=BlockKind.HEADING, level=2),
            Block(PROSE[40:]),
            Block(PROSE[:40], kind=BlockKind.TABLE_ROW, path=("一",)),
            Block(PROSE[40:], kind=BlockKind.TABLE_ROW, path=("一",)),
        ),
        reader="markdown",
    )
    assert len(clean(source).blocks) == 4


def test_word_paragraphs_are_left_as_they_are():
    assert cleaned(PROSE[:40], PROSE[40:], reader="docx") == [PROSE[:40], PROSE[40:]]


def boxed(text: str, page: int, x0: float, y: float, size: float = 12) -> Block:
    right = x0 + width(text) * size / 595
    return Block(text, size=size, pieces=(Piece(len(text), page, (x0, y, right, y + 0.015)),))


def test_on_a_page_the_right_edge_and_the_indent_decide():
    full = "教师应当关爱学生尊重学生人格促进学生全面发展保护学生"  # 26 characters reach the edge
    blocks = [boxed(f"工作手册 {page}", page, 0.4, 0.03, 9) for page in (1, 2, 3)]
    for page in (1, 2, 3):
        blocks += [
            boxed(full[:24], page, 0.15 + 2 * 12 / 595, 0.2),
            boxed(full[:25] + "。", page, 0.15, 0.23),
            boxed("另起一句。", page, 0.15, 0.26),
            boxed(full[:24], page, 0.15 + 2 * 12 / 595, 0.29),
            boxed("到此为止", page, 0.15, 0.32),
            boxed("校长办公室", page, 0.6, 0.36),
        ]
    result = clean(Source(tuple(blocks), reader="pdf"))
    one_page = [full[:24] + full[:25] + "。另起一句。", full[:24] + "到此为止", "校长办公室"]
    assert [block.text for block in result.blocks] == one_page * 3
    assert [piece.length for piece in result.blocks[0].pieces] == [24, 26, 5]
    assert sum(removal.step == "页眉页脚" for removal in result.removals) == 3


def test_watermark_in_the_middle_of_every_page():
    blocks = [
        block
        for page in range(1, 7)
        for block in (
            boxed(f"第{page}条 内容各不相同", page, 0.15, 0.2 + page / 50),
            boxed("内部资料", page, 0.4, 0.5),
        )
    ]
    result = clean(Source(tuple(blocks), reader="pdf"))
    assert all("内部资料" not in block.text for block in result.blocks)
    assert {removal.step for removal in result.removals} == {"广告和水印"}


TEXT = st.text(alphabet="第一条内容，。（）⽂文１Ａab \u3000\x00\u200b\ue000", max_size=40)


@given(
    st.lists(st.tuples(TEXT, st.integers(1, 3), st.booleans()), max_size=30),
    st.sampled_from(["pdf", "text", "docx"]),
)
def test_pieces_always_add_up(parts: list[tuple[str, int, bool]], reader: str):
    blocks = tuple(
        Block(
            text, pieces=(Piece(len(text), page, (0.1, 0.2, 0.8, 0.22) if has_box else None),) if text else ()
        )
        for text, page, has_box in sorted(parts, key=lambda part: part[1])
    )
    for block in clean(Source(blocks, reader=reader)).blocks:
        assert block.text == block.text.strip() != ""
        assert sum(piece.length for piece in block.pieces) == (len(block.text) if block.pieces else 0)


@given(st.text(min_size=1, max_size=30), st.data())
def test_rewrite_is_replacement_with_pieces_in_step(text: str, data: st.DataObject):
    cut = data.draw(st.integers(0, len(text)))
    pieces = tuple(Piece(length, page) for page, length in ((1, cut), (2, len(text) - cut)) if length)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    word = data.draw(st.text(max_size=4))
    block = rewrite(Block(text, pieces=pieces), [(start, end, word)])
    assert block.text == text[:start] + word + text[end:]
    assert sum(piece.length for piece in block.pieces) == len(block.text)


def test_joining_keeps_both_places_and_parts_latin_words():
    first = Block("open the ", pieces=(Piece(9, 1),))
    second = Block(" door", pieces=(Piece(5, 2),))
    both = joined(first, second)
    assert both.text == "open the door"
    assert [(piece.length, piece.page) for piece in both.pieces] == [(9, 1), (4, 2)]
    assert stripped(Block("　　", pieces=(Piece(2, 1),))).pieces == ()

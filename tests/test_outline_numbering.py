from __future__ import annotations

import pytest

from ingest.numbering import Family, recognise, title_of, value


@pytest.mark.parametrize(
    ("line", "family", "text", "number", "sub"),
    [
        ("第一千零四十二条 禁止", Family.ARTICLE, "第一千零四十二条", 1042, 0),
        ("第 十 条 学校", Family.ARTICLE, "第十条", 10, 0),
        ("第十七条之一 已满", Family.ARTICLE, "第十七条之一", 17, 1),
        ("第12条　学生", Family.ARTICLE, "第12条", 12, 0),
        ("第一百零一条 各级", Family.ARTICLE, "第一百零一条", 101, 0),
        ("第一编 总则", Family.BOOK, "第一编", 1, 0),
        ("第五章　网络保护", Family.CHAPTER, "第五章", 5, 0),
        ("第二节 检查", Family.SECTION, "第二节", 2, 0),
        ("一、工作目标", Family.COMMA, "一、", 1, 0),
        ("（一）领导有力", Family.BRACKET, "（一）", 1, 0),
        ("(三) 半角", Family.BRACKET, "(三)", 3, 0),
        ("１．全角", Family.DOT, "１．", 1, 0),
        ("2. 2021年起", Family.DOT, "2.", 2, 0),
        ("1.2 背景", Family.DECIMAL, "1.2", 2, 0),
        ("（4）记录", Family.ROUND, "（4）", 4, 0),
        ("③复查", Family.CIRCLE, "③", 3, 0),
        ("甲、旗面", Family.STEM, "甲、", 1, 0),
        ("附件 1 申报条件", Family.APPENDIX, "附件1", 1, 0),
        ("附件：名单", Family.APPENDIX, "附件", 1, 0),
        ("附：", Family.APPENDIX, "附", 1, 0),
    ],
)
def test_numbers_are_recognised_as_written(line, family, text, number, sub):
    label = recognise(line)
    assert label is not None
    assert (label.family, label.text, label.number, label.sub) == (family, text, number, sub)


@pytest.mark.parametrize(
    "line",
    [
        "第三条规定的情形，由学校处理。",
        "第三条 规定的情形，由学校处理。",
        "第十三条、第十四条所列行为",
        "第四十二条第一款所列物品",
        "第二十条至第二十五条的处罚",
        "第一款所称标志，是指",
        "第三章的规定适用于",
        "第七节相应改为第八节，第一百条改为第二百条。",
        "依照本法第三十一条规定处理。",
        "附件材料应当齐全。",
        "附件1和附件2",
        "1.5米以内",
        "3.5%的学生",
        "2019.04.20",
        "2021年6月1日",
        "一是要加强领导",
        "一、二年级学生不留书面作业。",
        "12356 心理热线",
        "",
    ],
)
def test_references_and_figures_are_no_numbers(line):
    assert recognise(line) is None


def test_an_article_number_without_a_blank_is_doubtful():
    label = recognise("第五条学生不得迟到")
    assert label is not None and label.doubtful


@pytest.mark.parametrize(
    ("numeral", "expected"),
    [("十", 10), ("二十一", 21), ("一千零四十二", 1042), ("二〇", 20), ("３", 3), ("甲", 0), ("", 0)],
)
def test_numerals(numeral, expected):
    assert value(numeral) == expected


def test_only_short_words_are_a_title():
    assert title_of("总　　则") == "总则"
    assert title_of("工作室例会制度：") == "工作室例会制度"
    assert title_of("培养任务。工作室要") == ""
    assert title_of("警告；") == ""

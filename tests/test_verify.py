"""A sentence against its quotes: honest paraphrases pass, alterations do not, and the reason is said.

The pairs of ``eval/verifier`` are what the verifier was made with: they show that little of it is lost, and no
figure comes from them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sentences import sentences
from app.verify import verify
from app.verify_numbers import quantities
from app.verify_text import canonical
from eval.benchmarks.verifier import score
from eval.verifier.data import FILES, SETS, SOURCES, Lesson, lessons, written

ROOT = Path(__file__).resolve().parent
KINDS = ("number", "negation", "modality", "organ", "scope", "invented")
CAUGHT, KEPT = 0.8, 0.78
# Of the lessons themselves, which are fitted on: a floor that a broken check falls through, no figure.


def told(*, altered: bool) -> list[Lesson]:
    return [one for name in FILES for one in written(name) if bool(one.altered) is altered]


def test_every_lesson_has_one_source():
    assert sorted(name for origins in SOURCES.values() for name in origins) == sorted((*FILES, *SETS))
    assert set(lessons()) == set(SOURCES)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_altered_is_caught_and_the_reason_is_chinese(kind: str):
    altered = [one for one in told(altered=True) if one.altered == kind]
    assert len(altered) >= 20
    refused = [v for one in altered if not (v := verify(one.sentence, one.quotes)).supported]
    assert len(refused) >= CAUGHT * len(altered)
    assert all(re.search("[\u4e00-\u9fff]{4}", verdict.why) for verdict in refused)


def test_what_is_faithful_is_kept():
    faithful = told(altered=False)
    assert len(faithful) >= 200
    refused = {
        one.sentence: v.why for one in faithful if not (v := verify(one.sentence, one.quotes)).supported
    }
    assert len(refused) <= (1 - KEPT) * len(faithful), refused


def corpus_sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT.parent / "corpus").rglob("*.md"))]
    bodies = [text.split("\n---\n", 1)[-1] for text in texts]
    found = [body[a:b] for body in bodies for a, b in sentences(body) if 14 <= b - a <= 150]
    return list(dict.fromkeys(found))


def test_a_quote_supports_itself_and_no_neighbour_supports_it():
    told = corpus_sentences()[::7]
    assert len(told) > 500
    assert [(one, v.why) for one in told if not (v := verify(one, [one])).supported] == []
    strangers = [
        (one, other) for one, other in zip(told, told[3:], strict=False) if verify(one, [other]).supported
    ]
    assert len(strangers) <= len(told) // 200, strangers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三十日", "30天"),
        ("一百二十元", "120元"),
        ("百分之八十", "80%"),
        ("三分之一", "1/3"),
        ("两成", "20%"),
        ("半小时", "30分钟"),
        ("一个半小时", "90分钟"),
        ("一周", "7天"),
        ("十六周岁", "16岁"),
        ("二十二时", "22:00"),
        ("晚十点", "22点"),
        ("二〇二一年三月一日", "2021年3月1日"),
        ("2万元", "20000元"),
        ("教基厅函〔2021〕3号", "教基厅函[2021]3号"),
        ("三十八摄氏度", "38度"),
        ("六点四十", "6:40"),
        ("夜里十一点", "23点"),
        ("一刻钟", "15分钟"),
        ("每点二十分", "每点20分"),
        ("隔一周", "每两周"),
        ("一两次", "1至2次"),
        ("十六七岁", "16、17岁"),
        ("第三个星期", "第3周"),
        ("三本里抽一本", "三分之一"),
        ("过半", "50%"),
        ("1,200元", "一千二百元"),
    ],
)
def test_numbers_have_one_value_however_they_are_written(one: str, other: str):
    first, second = (quantities(canonical(text)) for text in (one, other))
    assert [(q.kind, q.value) for q in first] == [(q.kind, q.value) for q in second] != []


@pytest.mark.parametrize(
    ("one", "other"),
    [("半年", "6个月"), ("两天", "48小时"), ("5秒", "五秒钟"), ("一个月", "四周"), ("半个月", "两周")],
)
def test_one_span_in_other_units_is_no_other_number(one: str, other: str):
    assert not verify(f"期限是{one}。", [f"期限{other}。"]).why.startswith("数字")


@pytest.mark.parametrize("idle", ["一般", "统一保管", "一律", "进一步", "之一", "一些", "十分重要"])
def test_words_that_only_look_like_numbers_count_nothing(idle: str):
    assert [q.text for q in quantities(canonical(idle))] == []


@pytest.mark.parametrize(
    ("sentence", "quote", "why"),
    [
        ("停课不超过7天。", "停课不超过三日。", "7天"),
        ("学校可以告知家长。", "学校应当告知家长。", "应当"),
        ("由公安机关及时告知家长。", "由学校及时告知家长。", "公安机关"),
        ("学校应当“统一妥善保管”手机。", "学校应当统一保管手机，妥善处理。", "原话"),
        ("《校规》要求手机统一保管。", "手机由学校统一保管。", "校规"),
    ],
)
def test_the_reason_names_what_is_wrong(sentence: str, quote: str, why: str):
    verdict = verify(sentence, [quote])
    assert not verdict.supported
    assert why in verdict.why


RULES = {
    "bound": (
        "值日生每天打扫至少一次，打扫后由组长检查。",
        "值日生每天最多打扫一次。",
        "每天至少要打扫一回。",
    ),
    "consequence": (
        "请假一天的由班主任批准，请假五天的由校长批准。",
        "请假五天的，由班主任批准。",
        "请假五天的，要校长批准。",
    ),
    "working days": ("学校应当在六个工作日内答复。", "学校应当在六天内答复。", "学校要在6个工作日内答复。"),
    "before and after": (
        "教师应当在放学前清点人数。",
        "教师应当在放学后清点人数。",
        "老师要在放学之前清点人数。",
    ),
    "word order": (
        "学籍由转出学校寄出，由转入学校接收。",
        "学籍由转出学校接收。",
        "学籍由转入学校来接收。",
    ),
    "all or most": ("所有班级已配备急救箱。", "多数班级已配备急救箱。", "所有的班都已经配备了急救箱。"),
    "only": ("图书馆对教师和学生开放。", "图书馆只对教师开放。", "图书馆向教师和学生都开放。"),
    "named under a negation": ("春游不安排购物环节。", "春游安排了购物环节。", "春游不能安排购物。"),
    "what it is not": ("值日是劳动，不是惩罚。", "值日是对学生的惩罚。", "值日不是惩罚，是劳动。"),
    "better not": ("学生不得攀爬围栏。", "学生最好不要攀爬围栏。", "攀爬围栏是不允许的。"),
    "or for and": (
        "外出须有教师和家长陪同。",
        "外出须有教师或者家长陪同。",
        "外出要有老师和家长一起陪着。",
    ),
    "role": (
        "课代表收作业，生活教师检查宿舍。",
        "课代表检查宿舍，生活教师收作业。",
        "作业课代表来收，宿舍由生活老师检查。",
    ),
    "condition": (
        "情节严重的，学校可以给予处分。",
        "学生打架的，学校可以给予处分。",
        "情节严重的，学校可以处分学生。",
    ),
    "span": ("每个年级设3至5个小组。", "每个年级最少设5个小组。", "每个年级最多设5个、最少设3个小组。"),
    "and above": ("成员有三年及以上教龄。", "成员有三年及以下教龄。", "成员至少有三年教龄。"),
    "listed cases": (
        "有下列情形的，可以请假：（一）生病；（二）丧事；（三）比赛。",
        "有两种情形的，可以请假。",
        "有三种情形可以请假。",
    ),
    "degree": (
        "教师有故意或者重大过失的，学校可以追偿。",
        "教师有一般过失的，学校可以追偿。",
        "教师有重大过失的，学校可以向他追偿。",
    ),
    "place": (
        "学生可以在教室里吃午饭。",
        "学生可以在操场上吃午饭。",
        "学生能在教室里吃午饭。",
    ),
    "all for some": (
        "条件不具备的班级，可以推迟一周交表。",
        "所有班级都可以推迟一周交表。",
        "条件不具备的班级可以晚一周交表。",
    ),
    "left out": (
        "每天运动一小时（含体育课）。",
        "每天运动一小时，体育课不计算在内。",
        "每天运动一小时，体育课包括在内。",
    ),
    "urged": (
        "有条件的学校应当参加责任保险，提倡学生自愿买意外险。",
        "学生的意外险是要买的。",
        "学校提倡学生自愿买意外险。",
    ),
    "made to": (
        "父母不得使未满十六周岁的孩子单独生活。",
        "教师不得使未满十六周岁的孩子单独生活。",
        "未满16岁的孩子不能单独生活。",
    ),
    "either case": (
        "屡教不改或者情节严重的，学校可以给予处分。",
        "学生违规的，学校可以给予处分。",
        "学生屡教不改的，学校可以给予处分。",
    ),
    "added": (
        "对违反制度的学生，学校应当予以批评教育。",
        "对违反制度的学生，学校应当予以批评教育并扣发奖学金。",
        "学生违反制度的，学校要批评教育。",
    ),
    "at once": (
        "先联系班主任，联系不上的，再联系家长。",
        "同时联系班主任和家长。",
        "先找班主任，联系不上再找家长。",
    ),
}
"""What a quote says, a sentence that alters it, and one that does not."""


@pytest.mark.parametrize("rule", RULES)
def test_an_alteration_is_stopped_where_its_paraphrase_passes(rule: str):
    quote, altered, faithful = RULES[rule]
    assert not verify(altered, [quote]).supported
    assert verify(faithful, [quote]).why == ""


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("家长掏钱的饭局，老师不能去。", "教师不得参加由家长付费的宴请。"),
        ("没有家长同意，学校不能给学生用药。", "未经监护人同意，学校不得给学生用药。"),
        ("不用人人都发言。", "不要求每人发言。"),
        ("买不买校服是自愿的，不是硬性要求。", "校服自愿购买，不作硬性要求。"),
        ("图书最多能借14天。", "图书借阅最长十四天。"),
        ("每周一升旗。", "每星期一升旗。"),
        ("每星期一升旗。", "每周一升旗。"),
    ],
)
def test_plain_speech_says_what_the_official_text_says(sentence: str, quote: str):
    assert verify(sentence, [quote]).why == ""


@pytest.mark.parametrize("sentence", ["学校要设公共电话。", "学生一般不得将手机带入校园。"])
def test_a_quote_on_the_same_subject_supports_nothing_that_it_does_not_say(sentence: str):
    assert not verify(sentence, ["为了规范学生携带手机的行为，制定本规定。"]).supported


def test_several_quotes_support_a_merged_sentence_together():
    quotes = ["手机进校后由学校统一保管。", "学校应当设置公共电话。"]
    merged = "手机进校后由学校统一保管，学校要设公共电话。"
    assert verify(merged, quotes).supported
    assert not verify(merged, quotes[:1]).supported


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gets_a_verdict(sentence: str, quotes: list[str]):
    verdict = verify(sentence, quotes)
    assert 0 <= verdict.score <= 1
    assert verdict.supported is (verdict.why == "")


@given(
    st.text("第一二三十百〇零两半0123456789年月日天个次%分之/时点:周岁元万〔〕号每至-不满超过", max_size=30)
)
def test_any_row_of_numerals_is_read(text: str):
    assert all(text_of.text for text_of in quantities(canonical(text)))


def test_the_benchmark_counts_what_is_caught_and_what_is_kept():
    quotes = ["学校应当告知家长。"]
    rows = [
        {"quotes": quotes, "sentence": "学校要告知家长。", "faithful": True, "altered": None},
        {"quotes": quotes, "sentence": "学校可以告知家长。", "faithful": False, "altered": "modality"},
        {"quotes": quotes, "sentence": "学校应当告知家长。", "faithful": False, "altered": "organ"},
    ]
    found = score(rows)
    assert (found["altered"], found["altered caught"], found["faithful kept"]) == (2, 0.5, 1.0)
    assert found["caught by kind"] == {"modality": [1, 1], "organ": [0, 1]}

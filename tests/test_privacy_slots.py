"""Names told by their place, by their sounds and by their company; numbers and places beside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.masking import mask_text
from ingest.privacy import find


def names(text: str) -> list[str]:
    return [finding.text for finding in find(text) if finding.kind == "name"]


def others(text: str) -> list[str]:
    return [finding.text for finding in find(text) if finding.kind != "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("学生姓名：解放  班级：六（2）班", ["解放"]),
        ("我班的安静（姓安）从不举手", ["安静"]),
        ("豆包（大名窦明远）今天被叔叔接走", ["豆包", "窦明远"]),
        ("体测 方便 男 152 44.5；马上 男 160 51", ["方便", "马上"]),
        ("未交回执：郑一诺、白露、何静（病假）", ["郑一诺", "白露", "何静"]),
        ("课后辅导：季安然（计算）、艾青禾（审题）", ["季安然", "艾青禾"]),
        ("尊敬的吴建国先生：您的孩子在校表现良好", ["吴建国"]),
        ("走访翠柏街22巷5号邝美仪家、翠柏街31号冼志强家", ["邝美仪", "冼志强"]),
        ("姓 名 孙 尚 云", ["孙 尚 云"]),
        ("王老师：刘玉周一要去比赛", ["刘玉"]),
        ("那天王嘉瞒着所有人走了，同学都不知道", ["王嘉"]),
        ("学生血型登记：白永嘉A型，姜钰莹AB型，王某B型", ["白永嘉", "姜钰莹"]),
    ],
)
def test_the_place_gives_a_name_away(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("与木合塔尔的第4次谈话，他说想回学校", ["木合塔尔"]),
        ("母亲玛依努尔晚上陪艾孜买提写作业", ["玛依努尔", "艾孜买提"]),
        ("组员青格勒、敖日格乐、斯琴，学生都到了", ["青格勒", "敖日格乐", "斯琴"]),
        ("格桑梅朵同学请假回家", ["格桑梅朵"]),
        ("岩温扁同学讲泼水节", ["岩温扁"]),
        ("嬴雪同学昨晚呕吐，家长佘建国来接", ["嬴雪", "佘建国"]),
    ],
)
def test_rare_surnames_and_names_without_one(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "地理课：学生读图，指出巴颜喀拉山和塔里木盆地的位置",
        "同学们学习马克思、阿德勒和达尔文的思想",
        "分会场：安徽宣城、云南文山、广西钦州、陕西安康",
        "器材清单：石蕊试液5瓶、安培表8只、马蹄形磁铁12块",
        "例：李华收到笔友来信，请你以李华的名义回信",
        "请同学们在明远楼105集合，竹园3舍停水",
        "家长：在房间,门锁着\n家长：好的",
        "他沉迷手游夜不归宿，谈及弟弟时握拳，老师冒雨家访",
        "家长陈女士同意配合，校医李大夫上午在",
    ],
)
def test_words_places_and_textbook_people_are_no_names(text: str) -> None:
    assert names(text) == []


def test_a_teacher_is_named_only_beside_a_pupil_or_a_private_number() -> None:
    assert names("班主任林志新批评了学生郑一诺") == ["林志新", "郑一诺"]
    assert names("跟车老师林志新13812345678") == ["林志新"]
    assert names("德育主任林志新主持会议") == []
    assert names("特级教师于永正的课，学生郑一诺也听了") == ["郑一诺"]
    assert mask_text("班主任林志新批评了学生郑一诺") == "班主任教师A批评了学生A"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老师加一下我 q_7788_xiaoyu ，谢谢", ["q_7788_xiaoyu"]),
        ("yunnan-kong88 这是我微信", ["yunnan-kong88"]),
        ("学生用小号2650183394发帖", ["2650183394"]),
        ("QQ消息 573206184 22:47", ["573206184"]),
        ("学校多次拨打0571-86429037（家）无人接听", ["0571-86429037"]),
        ("学生信号不好，座机0479-2263815", ["0479-2263815"]),
        ("何静（08231107）、天空（08231126）", ["08231107", "08231126"]),
        ("何静-班长-1946027735", ["1946027735"]),
        ("何静 女 2009年12月1日 八(3)", ["2009年12月1日"]),
        ("助学金发放\n何静 6214835519072036 600", ["6214835519072036"]),
        ("医保卡号：330106123456", ["330106123456"]),
        ("好像阳光花园二期12幢，不清楚", ["阳光花园二期12幢"]),
        ("枫林绿洲11座18B，孩子们直接上来", ["枫林绿洲11座18B"]),
        ("家在巴彦苏木三嘎查19号", ["巴彦苏木三嘎查19号"]),
        ("挤在棉纺厂家属区9栋1楼东户", ["棉纺厂家属区9栋1楼东户"]),
    ],
)
def test_numbers_and_places_of_families(text: str, expected: list[str]) -> None:
    assert others(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "样表 学号 0000000000 电话 000-00000000",
        "校长信箱：xzxx@ygsx3.edu.cn",
        "学校座机0571-86429037",
        "走访学生家庭12户",
        "招生地址：南山大道2088号本校南门",
        "学生宿舍3栋501室",
    ],
)
def test_samples_and_public_data_stay(text: str) -> None:
    assert find(text) == []


@given(st.text(alphabet="姓名：、（）男女，学生王艾尔提古丽扎西大名号家0123456789 \n", max_size=60))
@settings(max_examples=80, deadline=None)
def test_findings_never_overlap_and_quote_the_text(text: str) -> None:
    found = find(text)
    assert all(text[f.start : f.end] == f.text for f in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))

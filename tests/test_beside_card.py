"""What stands below an emergency card: nothing that pulls against it, in every form that an answer takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app import beside_card
from app.access import Account, Role
from app.answer_json import answer_json
from app.answer_stored import restored
from app.beside_card import FROM_HOME, HEADING, tells_guardians
from app.citing import transcript
from app.cli_output import answer_lines
from app.desk import Desk
from app.export import to_word
from app.export_markdown import to_markdown
from app.model import Answer, EmergencyCard, SectionKind
from app.pages.answer_view import thread, turn
from app.pages.turns import Turn
from app.settings import Settings
from app.studio import open_studio
from index.hits import hit_of
from index.model import Filters, Hit
from ingest.model import Form, Kind, Visibility
from ingest.records import PassageRecord
from tests.test_export import ASKED, body, footnotes

ABUSE = "班里一个女孩最近胳膊上老有淤青说是爸爸打的"
HARM = "学生说不想活了，手上有划痕"
FIGHT = "两个男生在教室打起来了，一个流鼻血"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A teacher's desk over the shipped corpus."""
    with open_studio(Settings(home=tmp_path_factory.mktemp("card") / "home")) as studio:
        yield Desk(studio, Account("李老师", Role.TEACHER))


@pytest.fixture(scope="module")
def abuse(desk: Desk) -> Answer:
    return desk.ask(ABUSE, Filters())


@pytest.mark.parametrize(
    "text",
    [
        "学校应当及时救助受伤学生，并及时告知未成年学生的监护人。",
        "三点五十分打电话给母亲，语气平稳。",
        "她提出别告诉家长，班主任没有答应。",
        "当天报学校、告知家长，打开“虐待家暴性侵”应急卡；",
        "请家长来校，一起听孩子说。",
        "通知两位都发一样的。",
        "放学后交给爷爷带回家。",
        "由班主任向家长报告。",
    ],
)
def test_a_sentence_that_tells_the_guardians(text: str):
    assert tells_guardians(text)


@pytest.mark.parametrize(
    "text",
    [
        "监护人可能就是加害人，先不通知这个人。",
        "怀疑就报，先不找家长谈。",
        "立即打110，怀疑就可以报。",
        "学校及其工作人员发现学生遭受或疑似遭受家庭暴力，应当及时向公安机关报案。",
        "询问由公安安排，有合适成年人在场。",
    ],
)
def test_a_sentence_that_does_not(text: str):
    assert not tells_guardians(text)
    assert tells_guardians("先不通知家长。", ("不要这样做",)), "not to do: not to tell"


def hit(kind: Kind, text: str, title: str = "某某", *path: str) -> Hit:
    return hit_of(
        PassageRecord(
            text, text, 1, title, kind, Form.ORIGINAL, None, "", (), Visibility.EVERYONE, None, None,
            path, None, 0, len(text), text,
        ),
        score=1.0,
    )  # fmt: skip


def test_what_may_stand_below_which_card():
    game, call = hit(Kind.LESSON, "玩一个游戏。"), hit(Kind.POLICY, "及时通知其父母。")
    script = hit(Kind.HANDBOOK, "今晚陪坐二十分钟。", "家校企社多元共育", "暴力管教型")
    case = hit(Kind.CASE, "她自己打110。", "旧伤：当日报告，不先找家长对质")
    found = [game, call, script, case]
    assert beside_card.hits("", found) == found
    assert beside_card.hits("自伤自杀", found) == [call, script, case]
    assert beside_card.hits(FROM_HOME, found) == [case]
    assert beside_card.situation_of(None) == ""
    assert beside_card.situation_of(EmergencyCard("自伤自杀")) == "自伤自杀"
    assert beside_card.situation_of(EmergencyCard("自伤自杀", others=(FROM_HOME,))) == FROM_HOME
    assert beside_card.asked_from("", found) == found
    assert beside_card.asked_from("自伤自杀", found) == [call, script]


@pytest.mark.parametrize("question", [ABUSE, HARM, FIGHT])
def test_no_class_plan_below_a_card_and_questions_of_rules_and_handbooks_only(desk: Desk, question: str):
    answer = desk.ask(question, Filters())
    assert answer.emergency is not None and answer.emergency.document
    assert [section.kind for section in answer.sections][0] is SectionKind.EMERGENCY
    assert SectionKind.LESSON not in {section.kind for section in answer.sections}
    on = [d for d in desk.studio.catalog.documents() if d.metadata.kind in (Kind.POLICY, Kind.HANDBOOK)]
    offered = {q.question.text for d in on for q in desk.studio.catalog.questions(d.id)}
    assert set(answer.related) <= offered


def test_below_the_card_of_abuse_nothing_tells_the_guardians(abuse: Answer):
    cited = {citation.n: citation for citation in abuse.citations}
    below = [s for section in abuse.sections[1:] for s in section.statements]
    assert below, "reporting duties stay"
    assert not [s.text for s in below if tells_guardians(s.text, cited[s.citations[0]].path)]


def test_the_page_folds_everything_ordinary_below_the_card(desk: Desk, abuse: Answer):
    html = turn(Turn(abuse), 0)
    urgent, fold = html.index('class="urgent"'), html.index(f"<summary>{HEADING}</summary>")
    assert urgent < fold < html.index("<h3>政策依据</h3>")
    assert '<details class="more below"><summary>' in html, "closed"
    assert html.count("<h3>") == html[fold:].count("<h3>") + 1, "only the card stands before it"
    assert HEADING not in turn(Turn(desk.ask("值日怎么排", Filters())), 0)


def test_files_have_the_cards_headings_and_name_its_document_once(abuse: Answer):
    word, markdown = to_word(abuse, ASKED), to_markdown(abuse, ASKED)
    copied, printed = transcript(abuse), "\n".join(answer_lines(abuse))
    for text in (body(word), markdown.replace("\\", "").replace("### ", ""), copied, printed):
        places = [
            text.index(f"\n{name}\n") for name in ("现在做", "联系谁", "法定职责", "不要这样做", "之后")
        ]
        assert places == sorted(places)
        assert places[-1] < text.index(HEADING) < text.index("政策依据")
        assert text.count("以下逐字引自《应急卡二：疑似虐待、家庭暴力、性侵、猥亵》") <= 2
        assert "“自伤自杀那张卡”是《应急卡一：学生自伤、自杀或流露轻生念头》" in text
        assert "1. 把孩子留在安全的地方" in text and "「1. 把孩子" not in text
    notes = footnotes(word)
    assert sum("应急卡" in note for note in notes) == 1
    ordinary = [c for c in abuse.citations if c.kind is not Kind.EMERGENCY]
    assert len(notes) == len(ordinary) + 1


def test_a_card_opens_the_cards_that_it_names(desk: Desk, abuse: Answer):
    assert abuse.emergency is not None
    link = '<a class="opens" href="/doc/emergency-zishang" target="_blank"'
    assert link in turn(Turn(abuse), 0)
    assert [one.document for one in abuse.emergency.links] == ["emergency-zishang"]
    harm = desk.ask(HARM, Filters()).emergency
    assert harm is not None
    assert {one.words: one.document for one in harm.links} == {
        "“失踪离家”应急卡": "emergency-shizong",
        "“虐待家暴性侵”应急卡": "emergency-nuedai",
    }
    assert restored(answer_json(abuse) | {}, 0).emergency == abuse.emergency


def test_a_card_kept_before_it_named_others_still_opens(abuse: Answer):
    told = answer_json(abuse)
    del told["emergency"]["links"], told["narrowed"]
    for citation in told["citations"]:
        del citation["fictional"], citation["avoid"]
    again = restored(told, 0)
    assert again.emergency is not None and again.emergency.links == ()
    assert again.narrowed == () and not any(citation.fictional for citation in again.citations)


def test_the_same_card_again_is_short(desk: Desk, abuse: Answer):
    html = thread([Turn(abuse), Turn(replace(abuse, question="那她妈妈呢")), Turn(desk.ask(HARM, Filters()))])
    first, second, third = (part for part in html.split('<section class="urgent"')[1:])
    assert "<summary>展开</summary>" not in first and "<summary>展开</summary>" not in third
    assert "<h3>应急卡二：疑似虐待、家庭暴力、性侵、猥亵</h3>" in second
    seen, folded = second.split("<summary>展开</summary>")
    assert 'href="tel:110"' in seen and seen.count("<li>") == 3
    assert "3. 立即打110" in seen and "4. 同一时间报告学校负责人" in folded


def test_the_card_of_violence_first_tells_a_brawl_from_a_weapon(desk: Desk):
    answer = desk.ask(FIGHT, Filters())
    assert answer.emergency is not None and answer.emergency.situation == "严重暴力"
    first = "\n".join(one.text for one in answer.sections[0].statements[1:]).splitlines()
    assert first[0].startswith("1. 先分清：有凶器、外人闯入")
    assert first[1].startswith("2. 没有凶器的打架：") and "告诉双方家长" in first[1]
    assert next(line for line in first if "锁门、关灯" in line).startswith("4. ")

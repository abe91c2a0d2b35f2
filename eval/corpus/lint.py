"""The linter, one document at a time: each check returns Chinese lines that say what to mend."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection

from eval.corpus.library import Section, Shipped, length
from ingest import frontmatter, privacy
from ingest.attach import attach
from ingest.model import Kind, Level, TypicalQuestion
from ingest.vocabulary import HOTLINES

LENGTHS: dict[Kind, tuple[int, int]] = {
    Kind.CASE: (600, 1500),
    Kind.LESSON: (900, 1300),
    Kind.PLAN: (800, 1500),
    Kind.ACTIVITY: (600, 1200),
    Kind.EMERGENCY: (700, 1900),
    Kind.POLICY: (400, 2600),
}
HANDBOOK_SECTION = (300, 900)
"""Characters without white space; a handbook is measured by section. A card may be longer than a page so that
no step is cut for room: rescuers' own safety, the hand-over to a guardian, and each duty with its article."""

SECTIONS: dict[Kind, tuple[str, ...]] = {
    Kind.CASE: ("情境", "分析", "做法", "结果与反思", "依据", "不要这样做"),
    Kind.LESSON: ("目标", "准备", "流程", "延伸", "反思"),
    Kind.EMERGENCY: ("现在做", "联系谁", "法定职责", "不要这样做", "之后"),
}
QUESTIONS = 3
QUOTES_IN_A_CASE = 2
DIGEST_TITLE = "要点整理（非原文）"

_SURNAME = (
    "[王李张刘陈杨赵黄周吴徐孙胡朱郭罗宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴钟汪姜范]"
)
_CHECKED = re.compile(r"；核对：(?:全文|摘录)）。?$")
_ITEM = re.compile(r"^\d+\. |^- ")
_MINUTES = re.compile(r"（(\d+)分钟）")
_QUOTED = re.compile(r"「[^」]{3,}」|“[^”]{6,}”")
_SECTION_NUMBER = re.compile(r"^第([一二三四五六七八九十])节 ")
_NAMES = (
    re.compile(
        rf"(?:学生|同学|家长)(?:{_SURNAME})[\u4e00-\u9fff]{{1,2}}(?=[，。、；：！？（）“”「」\s说问答])"
    ),
    re.compile(rf"{_SURNAME}某{{1,2}}|[小阿][明红刚强丽军华芳杰伟](?=[，。、；：说的在])"),
)
"""Names as people write them; narrower than ``ingest.privacy``, which would rather mask once too often."""

_LINE_OF_HELP = re.compile(r"(?<![\d.])(?:12[1-9]\d{2}|9611\d)(?![\d.])")


def front_matter(document: Shipped, indicators: Collection[str]) -> list[str]:
    """Fields, vocabularies, indicators that exist, sections that questions name, and the file's name."""
    problems = frontmatter.check(document.front, document.body, indicators=indicators)
    if document.front.get("id") != document.path.stem:
        problems.append(f"id：要和文件名一样，是 {document.path.stem}")
    return problems


def lengths(document: Shipped) -> list[str]:
    """Neither too thin to act on nor too long to read before the parent comes."""
    if document.kind is Kind.HANDBOOK:
        return [
            f"“{title}”一节 {count} 字，要 {HANDBOOK_SECTION[0]} 到 {HANDBOOK_SECTION[1]} 字"
            for title, count in _section_lengths(document)
            if not HANDBOOK_SECTION[0] <= count <= HANDBOOK_SECTION[1]
        ]
    least, most = LENGTHS[document.kind]
    count = length(document.body)
    return [] if least <= count <= most else [f"正文 {count} 字，要 {least} 到 {most} 字"]


def sections(document: Shipped) -> list[str]:
    """The fixed sections of a kind in their order, each with text."""
    problems = [
        f"“{section.title}”下面没有内容"
        for section, following in _followed(document.sections)
        if not section.text and (following is None or following.level <= section.level)
    ]
    found = tuple(section.title for section in document.sections if section.level == 2)
    expected = SECTIONS.get(document.kind)
    if expected and found != expected:
        problems.append(f"小节要依次是 {'、'.join(expected)}，现在是 {'、'.join(found)}")
    if document.kind is Kind.HANDBOOK:
        numbers = "".join(match[1] if (match := _SECTION_NUMBER.match(title)) else "？" for title in found)
        if numbers not in ("一二三四五六", "一二三四五六七", "一二三四五六七八"):
            problems.append(f"手册一章要有第一节到第六、七或八节，现在是 {numbers}")
    return problems


def one_document(document: Shipped) -> list[str]:
    """The file is one document for the pipeline, with its title."""
    return [] if document.parts == 1 else [f"导入时被拆成 {document.parts} 份"]


def questions(document: Shipped) -> list[str]:
    """Enough typical questions, each on a passage; a handbook needs them by section."""
    asked = [TypicalQuestion(text, at) for text, at in document.questions]
    _, lost = attach(asked, [passage.path for passage in document.parse.passages])
    problems = [f"问题“{question.text}”：解析后找不到“{question.at}”一节" for question in lost]
    if document.kind is Kind.HANDBOOK:
        counts = Counter(at.split("/")[0] for _, at in document.questions)
        titles = [section.title for section in document.sections if section.level == 2]
        return problems + [
            f"“{title}”只有 {counts[title]} 个问题，至少 {QUESTIONS} 个"
            for title in titles
            if counts[title] < QUESTIONS
        ]
    if len(asked) < QUESTIONS:
        problems.append(f"只有 {len(asked)} 个问题，至少 {QUESTIONS} 个")
    return problems


def lesson_minutes(document: Shipped) -> list[str]:
    """The minutes of a lesson's steps add up to its length."""
    if document.kind is not Kind.LESSON:
        return []
    steps = [section.title for section in document.sections if section.level == 3]
    timed = [int(match[1]) for title in steps if (match := _MINUTES.search(title))]
    problems = [] if len(timed) == len(steps) else ["流程里有一步没有写分钟"]
    if sum(timed) != document.front.get("minutes"):
        problems.append(f"各步合计 {sum(timed)} 分钟，开头写的是 {document.front.get('minutes')} 分钟")
    return problems


def case_words(document: Shipped) -> list[str]:
    """A case says what was said, and on which article it stands."""
    if document.kind is not Kind.CASE:
        return []
    problems = []
    if len(_QUOTED.findall(document.section("做法"))) < QUOTES_IN_A_CASE:
        problems.append(f"“做法”里至少要有 {QUOTES_IN_A_CASE} 处原话")
    if not re.search(r"《[^》]+》", document.section("依据")):
        problems.append("“依据”里没有写法规名")
    return problems


def fictional(document: Shipped) -> list[str]:
    """Shipped cases and lessons are invented and say so, lest a figure be quoted as a finding."""
    invented = document.kind in (Kind.CASE, Kind.LESSON)
    return (
        ["fictional：附带的案例和教案要写 true"] if invented and not document.front.get("fictional") else []
    )


def basis_in_text(document: Shipped) -> list[str]:
    """What a case, plan, activity or card names as its basis stands in its text, rule and article.

    The basis of a lesson or of a handbook's chapter is for the teacher; its text is for the pupils' hour
    or spans many rules.
    """
    if document.kind in (Kind.POLICY, Kind.LESSON, Kind.HANDBOOK):
        return []
    squeezed = re.sub(r"\s", "", document.body)
    return [
        f"basis 写了 {entry}，正文里没有" for entry in document.values("basis") if not _named(entry, squeezed)
    ]


def digest(document: Shipped) -> list[str]:
    """A digest says that it is none of the rule, names its sources, and how each fact was checked."""
    if document.kind is not Kind.POLICY:
        return []
    problems = []
    if document.front.get("form") != "digest":
        problems.append("form：附带的政策只能是 digest")
    if not document.title.endswith(DIGEST_TITLE) or not document.title.startswith("《"):
        problems.append(f"标题要写成“《…》{DIGEST_TITLE}”")
    if not document.values("sources"):
        problems.append("sources：没有写核对时看的是什么")
    if document.front.get("level") != Level.STUDIO.value:
        items = [line for line in document.body.splitlines() if _ITEM.match(line)]
        problems += [
            f"没有写“核对：全文”或“核对：摘录”：{line}" for line in items if not _CHECKED.search(line)
        ]
        problems += [] if items else ["没有一条要点"]
    return problems


def hotlines(document: Shipped) -> list[str]:
    """Only hotlines that were checked are named; a card has 110 or 120 and says what each line is."""
    problems = [
        f"热线 {number} 不在核对过的号码里"
        for number in sorted(set(_LINE_OF_HELP.findall(document.body)))
        if number not in HOTLINES
    ]
    if re.search(r"12356[^。\n]{0,12}(?<!不是)(?<!不能理解成)全国24小时", document.body):
        problems.append("12356 不能写成全国 24 小时")
    if document.kind is Kind.EMERGENCY:
        problems += _card_problems(document)
    return problems


def _card_problems(document: Shipped) -> list[str]:
    stated = set(document.values("hotlines"))
    problems = [f"热线 {number} 不在核对过的号码里" for number in sorted(stated - set(HOTLINES))]
    problems += [f"应急卡要写 {number}" for number in ("110", "120") if number not in document.body]
    if not stated & {"110", "120"}:
        problems.append("hotlines：要有 110 或 120")
    called = document.section("联系谁")
    problems += [
        f"“联系谁”里的 {number} 要写明是“{name}”"
        for number, name in HOTLINES.items()
        if number in ("12355", "12356") and number in called and f"{number} {name}" not in called
    ]
    return problems


def personal_data(document: Shipped) -> list[str]:
    """No name, telephone or identity number of anyone: pupils are 学生A, parents 家长A."""
    text = "\n".join([document.title, document.body, *(asked for asked, _ in document.questions)])
    found = [finding.text for finding in privacy.find(text) if finding.kind != "name"]
    found += [match.group() for shape in _NAMES for match in shape.finditer(text)]
    return [f"像是个人信息：{words}" for words in found]


CHECKS: tuple[Callable[[Shipped], list[str]], ...] = (
    lengths,
    sections,
    one_document,
    questions,
    lesson_minutes,
    case_words,
    fictional,
    basis_in_text,
    digest,
    hotlines,
    personal_data,
)


def _section_lengths(document: Shipped) -> list[tuple[str, int]]:
    counts: list[tuple[str, int]] = []
    for section in document.sections:
        if section.level == 2:
            counts.append((section.title, length(section.text)))
        elif counts:
            title, count = counts[-1]
            counts[-1] = (title, count + length(section.title + section.text))
    return counts


def _followed(found: list[Section]) -> list[tuple[Section, Section | None]]:
    return list(zip(found, [*found[1:], None], strict=True))


def _named(entry: str, text: str) -> bool:
    """``《rule》第七十条``: both the rule and the article are named."""
    rule, _, rest = entry.partition("》")
    article = re.match(r"第[零一二三四五六七八九十百]+条", rest)
    return f"{rule}》" in text and (article is None or article.group() in text)

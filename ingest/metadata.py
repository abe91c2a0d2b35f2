"""Pure: what a document says about itself. A host corrects what the text does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ingest import dates, issuing
from ingest.lines import condensed
from ingest.model import ClauseKind, Kind, Level, Metadata, NodeRole, Parse, Part, Stage
from ingest.vocabulary import CASE_TYPES, TAGS

_OPENING = 500  # characters of the text in which a document says for whom it is
_CLOSING = 800  # characters from the end in which a rule says when it begins
_FRAME_LINES = 6  # first and last lines that may carry 文号 and signature even where they are no preamble

_KIND_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMERGENCY, re.compile(r"应急卡|急救卡")),
    (Kind.LESSON, re.compile(r"教案|教学设计|主题班会|班会设计|班会课")),
    (Kind.CASE, re.compile(r"案例|个案|教育故事")),
    (
        Kind.POLICY,
        re.compile(
            r"工作室(?:建设|实施)?(?:方案|制度|章程|标准|管理)|(?:法|条例|规定|办法|解释|意见|通知|标准)$"
        ),
    ),
    (Kind.HANDBOOK, re.compile(r"手册|指南|宝典|攻略")),
    (Kind.ACTIVITY, re.compile(r"活动方案|班级活动|活动设计|团建|主题活动")),
    (Kind.PLAN, re.compile(r"班级建设方案|班级公约|班规|班级制度|班级管理制度|班级.*(?:方案|细则|计划)")),
    (Kind.RECORD, re.compile(r"(?:总结|记录|台账|档案|成长规划|发展规划|述职)(?:表|报告)?$")),
)
_REFLECTION = re.compile(r"反思|启示")
_CASE_FILE = re.compile(r"案例|个案")
_CASE_SECTIONS = {
    "情境": re.compile(r"情境|情景|案例背景|案例描述|事件经过|基本情况|背景"),
    "做法": re.compile(r"做法|措施|处理过程|解决过程|干预|对策|实施"),
    "结果": re.compile(r"结果|成效|效果|反思"),
}
_LESSON_HEADS = re.compile(r"教学目标|活动目标|班会目标|教学过程|教学重点|活动过程|班会过程")
_GOALS = re.compile(r"目标")
_STAGE_WORDS: tuple[tuple[re.Pattern[str], tuple[Stage, ...]], ...] = (
    (re.compile(r"中等职业|中职|职业高中|职高|职业学校|技工学校"), (Stage.VOCATIONAL,)),
    (re.compile(r"中小学"), (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR)),
    (re.compile(r"义务教育学校"), (Stage.PRIMARY, Stage.JUNIOR)),
    (re.compile(r"小学"), (Stage.PRIMARY,)),
    (re.compile(r"初中|初一|初二|初三|[七八九]年级"), (Stage.JUNIOR,)),
    (re.compile(r"高中|高一|高二|高三"), (Stage.SENIOR,)),
)
_STAGE_FIELD = re.compile(
    r"(?:学段|适用学段|适用年级|适用对象|授课年级|授课对象|年级|班级)\s*[：:|｜\t]\s*(\S{2,20})"
)
_GRADE = re.compile(r"[一二三四五六]年级")
_CASE_TYPE_WORDS: dict[str, re.Pattern[str]] = {
    "突发事件处置": re.compile(r"突发|急救|受伤|中毒|走失|失踪|自伤|自残|自杀|报警|120|110"),
    "家校沟通协调": re.compile(r"家校|家长(?:会|群|投诉|沟通|不满)|家访|告状"),
    "重点学生帮扶": re.compile(r"留守|单亲|困难家庭|贫困|残疾|随班就读|辍学|抑郁|帮扶|建档"),
    "班级文化建设": re.compile(r"班级文化|班训|班徽|班规|接班|班级公约|班风|积分"),
    "典型学生教育": re.compile(r"违纪|打架|手机|孤立|外号|早恋|厌学|说谎|偷|欺凌|迟到|作弊|吸烟|叛逆"),
}
_THEME = re.compile(r"(?:班会主题|活动主题|课题|主题|课程名称)\s*[：:|｜\t]\s*[《“]?([^》”\n|｜]{2,40})")
_MINUTES = re.compile(r"(\d{2,3})\s*分钟")
_PERIODS = re.compile(r"([1-4一二两三四])\s*课时")
_FILE_DATE = re.compile(r"[（(]((?:19|20)\d{2}[-.年]\d{1,2}[-.月]\d{1,2}日?)[）)]")


def describe(
    part: Part,
    parse: Parse,
    *,
    file_name: str,
    front_matter: Mapping[str, object],
    kind: Kind | None,
) -> Metadata:
    """Metadata of one document as far as its text says.

    A shipped document's front matter (with ``id`` and ``kind``) says all of it. A given ``kind`` wins
    over a guess. ``expires`` is the first day on which the rule is no longer in force. ``extra`` holds
    ``region`` for a rule; ``sections`` for a case: 情境, 做法, 结果 with the name of their clause (names,
    not text: what is masked in the text must not live on here); ``theme``, ``minutes``, ``goals`` for a
    lesson plan.
    """
    if "id" in front_matter and "kind" in front_matter:
        from ingest.frontmatter import metadata_from

        found = metadata_from(dict(front_matter))
        return found if kind is None else replace(found, kind=kind)
    chosen = kind or _guess_kind(part.title, parse, file_name)
    stages = _stages(part.title, parse.text)
    if chosen is Kind.POLICY:
        return _describe_rule(part.title, parse, file_name, stages)
    plain = Metadata(part.title, chosen, stages=stages)
    if chosen is Kind.CASE:
        return _describe_case(plain, parse)
    if chosen in {Kind.LESSON, Kind.ACTIVITY}:
        return replace(plain, extra=_lesson(part.title, parse))
    return plain


# -- rules --------------------------------------------------------------------------------------------


def _describe_rule(title: str, parse: Parse, file_name: str, stages: tuple[Stage, ...]) -> Metadata:
    frame = _frame(parse)
    number = issuing.number_of(frame)
    issuer = issuing.issuer_of(title, number, frame)
    level = issuing.level_of(title, issuer, number)
    opening = "\n".join(p.text for p in parse.passages)[:_OPENING]
    history = dates.history_of(_preamble(parse))
    promulgated, effective = _days(parse, history, _file_day(file_name))
    region = issuing.region_of(title, issuer, opening)
    return Metadata(
        title,
        Kind.POLICY,
        level=level,
        scope=issuing.scope_of(level, title, issuer, opening),
        issuer=issuer or ("国务院" if level is Level.REGULATION else ""),
        number=number,
        promulgated=promulgated,
        effective=effective,
        expires=dates.expires_of(parse.text[-_CLOSING:], effective),
        history=tuple(step.text for step in history),
        stages=stages,
        extra={"region": region} if region else {},
    )


def _days(
    parse: Parse, history: Sequence[dates.HistoryLine], hint: date | None
) -> tuple[date | None, date | None]:
    """(公布日期, 施行日期) of this version of the rule.

    An amended law keeps the sentence that says when it first began; the amendment itself is in force
    from its own day, so a version begins at the later of the two.
    """
    begun = [step.day for step in history if step.act in {"施行", "实施"}]
    made = [step.day for step in history if step.act not in {"施行", "实施", "废止"}]
    promulgated = max([*made, *([hint] if hint else [])], default=None) or _signed(parse)
    stated, from_issue = dates.effective_of(parse.text[-_CLOSING:])
    effective = begun[-1] if begun else stated
    if effective is None:
        return promulgated, promulgated if from_issue or len(made) > 1 else None
    amended = promulgated is not None and (len(made) > 1 or hint is not None)
    if amended and promulgated and promulgated > effective:
        effective = promulgated
    return promulgated, effective


def _signed(parse: Parse) -> date | None:
    """The day under the text (above its appendices), else one among the lines in front."""
    body = parse.passages[0].start if parse.passages else 0
    frame = [(n.start, parse.text[n.start : n.end]) for n in parse.nodes if n.role is NodeRole.PREAMBLE]
    for _, line in [x for x in frame if x[0] > body] + [x for x in frame if x[0] < body]:
        day = dates.parse_day(line)
        if day and len(condensed(line)) <= 60:
            return day
    return None


def _file_day(file_name: str) -> date | None:
    match = _FILE_DATE.search(file_name)
    return dates.parse_day(match[1]) if match else None


def _preamble(parse: Parse) -> list[str]:
    return [parse.text[n.start : n.end] for n in parse.nodes if n.role is NodeRole.PREAMBLE]


def _frame(parse: Parse) -> list[str]:
    """Preamble and closing lines in order, and the first lines even if they are text."""
    lines = [
        parse.text[n.start : n.end]
        for n in parse.nodes
        if n.role in {NodeRole.PREAMBLE, NodeRole.HEADING} and n.clause is None
    ]
    first = [line for line in parse.text[:300].split("\n")[:_FRAME_LINES] if 0 < len(line) <= 30]
    return [*first, *lines]


# -- kinds, stages ------------------------------------------------------------------------------------


def _headings(parse: Parse) -> list[str]:
    return [c.title for c in parse.clauses if c.title]


def _guess_kind(title: str, parse: Parse, file_name: str) -> Kind:
    for kind, pattern in _KIND_WORDS:
        if pattern.search(title):
            return kind
    heads = _headings(parse)
    told = sum(any(p.search(h) for h in heads) for p in _CASE_SECTIONS.values())
    if told >= 3:
        return Kind.CASE
    if sum(bool(_LESSON_HEADS.search(h)) for h in heads) >= 2 or len(_LESSON_HEADS.findall(parse.text)) >= 3:
        return Kind.LESSON
    if told == 2 and any(_REFLECTION.search(h) for h in heads):  # 背景、过程、结果、反思
        return Kind.CASE
    # 转学生案例.md, whose title only says what happened; what has articles is a rule whatever its file's name.
    if _CASE_FILE.search(file_name) and not any(
        clause.kind is ClauseKind.ARTICLE for clause in parse.clauses
    ):
        return Kind.CASE
    return Kind.POLICY


def _stages(title: str, text: str) -> tuple[Stage, ...]:
    """From the title, else from a line that states it; a document that says nothing fits all."""
    for source in (title, " ".join(_STAGE_FIELD.findall(text[:_OPENING]))):
        found: set[Stage] = set()
        for pattern, stages in _STAGE_WORDS:
            if pattern.search(source):
                found.update(stages)
                source = pattern.sub("", source)
        if _GRADE.search(source):
            found.add(Stage.PRIMARY)
        if found:
            return tuple(stage for stage in Stage if stage in found)
    return ()


# -- cases and lesson plans ---------------------------------------------------------------------------


def _describe_case(plain: Metadata, parse: Parse) -> Metadata:
    sections: dict[str, str] = {}
    for clause in parse.clauses:
        for name, pattern in _CASE_SECTIONS.items():
            if clause.title and name not in sections and pattern.search(clause.title):
                sections[name] = clause.name
                break
    tags = sorted((tag for tag in TAGS if tag in parse.text), key=lambda t: (-parse.text.count(t), t))[:5]
    return replace(
        plain,
        case_type=_case_type(plain.title, parse.text),
        tags=tuple(tags),
        extra={"sections": sections} if sections else {},
    )


def _case_type(title: str, text: str) -> str:
    for name in CASE_TYPES:
        if name in text:
            return name
    scores = {
        name: 3 * len(pattern.findall(title)) + len(pattern.findall(text))
        for name, pattern in _CASE_TYPE_WORDS.items()
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else ""


def _lesson(title: str, parse: Parse) -> dict[str, object]:
    extra: dict[str, object] = {}
    theme = _THEME.search(parse.text)
    extra["theme"] = theme[1].strip() if theme else title
    minutes = _MINUTES.search(parse.text)
    periods = _PERIODS.search(parse.text)
    if minutes:
        extra["minutes"] = int(minutes[1])
    elif periods:
        extra["minutes"] = 40 * {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}.get(periods[1], 0) or 40 * int(
            periods[1]
        )
    goals = [p.text for p in parse.passages if any(_GOALS.search(name) for name in p.path)]
    if goals:
        extra["goals"] = [line.strip() for line in goals[0].split("\n") if line.strip()][:6]
    return extra

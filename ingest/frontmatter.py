"""What the front matter of a Markdown document may say, by kind (the only pydantic below ``app``).

Shipped documents are checked strictly (``check``, ``metadata_from``); a host's own file is taken as far
as it is valid (``overlay``), and what is not becomes a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from ingest import vocabulary
from ingest.attach import attach
from ingest.errors import StudioError
from ingest.model import Form, Kind, Level, Metadata, Stage, TypicalQuestion, Visibility

FEWEST_QUESTIONS = 3
FEWEST_TAGS, MOST_TAGS = 2, 5
CASE_SECTIONS = ("情境", "做法", "结果")


def _one_of(allowed: Collection[str]) -> Callable[[str], str]:
    def validate(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"“{value}”不在词表里，可用：{'、'.join(sorted(allowed))}")
        return value

    return validate


Area = Annotated[str, AfterValidator(_one_of(vocabulary.WORK_AREAS))]
Tag = Annotated[str, AfterValidator(_one_of(vocabulary.TAGS | vocabulary.HELPER_TAGS))]
Words = Annotated[str, Field(min_length=1)]


class Question(BaseModel):
    """``q`` is the question, ``at`` its clause: headings joined by ``/``; a bare string has no clause."""

    model_config = ConfigDict(extra="forbid")
    q: Words
    at: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {"q": value} if isinstance(value, str) else value


class Document(BaseModel):
    """What every kind may say. Fields have defaults so that half a front matter is of use."""

    model_config = ConfigDict(extra="forbid")
    REQUIRED: ClassVar[tuple[str, ...]] = ("id", "kind", "title", "author", "updated", "questions")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)] = ""
    kind: Kind = Kind.POLICY
    title: Words = ""
    stage: list[Stage] = []
    work_area: list[Area] = []
    tags: list[Tag] = []
    indicators: list[Words] = []
    basis: list[Words] = []
    author: Words = ""
    updated: date | None = None
    visibility: Visibility = Visibility.EVERYONE
    questions: list[Question] = []


class Case(Document):
    REQUIRED = (*Document.REQUIRED, "case_type")
    case_type: Annotated[str, AfterValidator(_one_of(vocabulary.CASE_TYPES))] = ""
    school_type: str = ""
    fictional: bool = False


class Handbook(Document):
    REQUIRED = (*Document.REQUIRED, "topic")
    topic: Annotated[str, AfterValidator(_one_of(vocabulary.HANDBOOK_TOPICS))] = ""


class Lesson(Document):
    REQUIRED = (*Document.REQUIRED, "theme", "minutes", "goals")
    theme: Words = ""
    fictional: bool = False
    minutes: Annotated[int, Field(ge=10, le=180)] = 40
    goals: Annotated[list[Words], Field(min_length=1)] = []


class Activity(Document):
    REQUIRED = (*Document.REQUIRED, "minutes", "place")
    minutes: Annotated[int, Field(ge=5, le=600)] = 40
    place: Words = ""


class Plan(Document):
    REQUIRED = (*Document.REQUIRED, "plan_type")
    plan_type: Annotated[str, AfterValidator(_one_of(vocabulary.PLAN_TYPES))] = ""


class Policy(Document):
    """A rule, or our digest of it (``form: digest``) that names the rule and when it holds."""

    REQUIRED = (*Document.REQUIRED, "form", "level", "scope", "rule", "in_force", "sources")
    form: Form = Form.ORIGINAL
    level: Level | None = None
    scope: Annotated[str, AfterValidator(_one_of(vocabulary.SCOPES))] = ""
    rule: Words = ""
    issuer: str = ""
    number: str = ""
    promulgated: date | None = None
    effective: date | None = None
    expires: date | None = None
    in_force: Annotated[str, AfterValidator(_one_of(vocabulary.IN_FORCE))] = vocabulary.IN_FORCE[0]
    sources: list[Words] = []


class Emergency(Document):
    REQUIRED = (*Document.REQUIRED, "situation", "hotlines", "hotlines_checked")
    situation: Annotated[str, AfterValidator(_one_of(vocabulary.SITUATIONS))] = ""
    hotlines: Annotated[list[Annotated[str, Field(pattern=r"^[0-9]{3,12}$")]], Field(min_length=1)] = []
    hotlines_checked: date | None = None


MODELS: dict[Kind, type[Document]] = {
    Kind.POLICY: Policy,
    Kind.HANDBOOK: Handbook,
    Kind.CASE: Case,
    Kind.LESSON: Lesson,
    Kind.PLAN: Plan,
    Kind.ACTIVITY: Activity,
    Kind.EMERGENCY: Emergency,
    Kind.RECORD: Document,
}

_PLAIN = ("title", "kind", "form", "level", "scope", "issuer", "number", "promulgated", "effective")
_SAME_NAME = (*_PLAIN, "expires", "visibility", "case_type")
_ARTICLE = r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?"
_CLAUSE = re.compile(rf"^(?:(#{{1,6}})[ \t]+(.+?)[ \t]*$|\**({_ARTICLE})(?=\**(?:\s|$)))", re.MULTILINE)
_LOWEST = 6  # of Markdown's headings
_OTHER_NAME = {"stage": "stages", "work_area": "work_areas", "tags": "tags"}


def metadata_from(mapping: Mapping[str, Any]) -> Metadata:
    """The metadata of a shipped document; what has no field of its own goes to ``extra`` as JSON values.

    StudioError that lists every problem of the front matter.
    """
    model, problems = _validate(mapping)
    problems += _missing(model)
    if problems:
        raise StudioError("文件开头的说明（front matter）有问题：" + "；".join(problems))
    return replace(Metadata(title=model.title), **_values(model))


def overlay(mapping: Mapping[str, Any], base: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """``base`` (what the text says) with every valid field of a front matter laid over it, and the problems.

    Unknown fields are passed over in silence: other programs write front matter too.
    """
    model, problems = _validate({key: value for key, value in mapping.items() if key in _known(mapping)})
    values = _values(model)
    values["extra"] = {**base.extra, **values.get("extra", {})}
    return replace(base, **values), tuple(f"文件开头的说明：{problem}" for problem in problems)


def check(mapping: Mapping[str, Any], body: str, *, indicators: Collection[str] = ()) -> list[str]:
    """Everything wrong with a shipped document, in Chinese; empty if nothing is.

    ``body`` is the Markdown below the front matter. ``indicators``: the ids that exist, if to be checked.
    """
    model, problems = _validate(mapping)
    problems += _missing(model)
    problems += _content_problems(model, indicators)
    return problems + _body_problems(model, body)


def _known(mapping: Mapping[str, Any]) -> Collection[str]:
    return _model_of(mapping).model_fields


def _model_of(mapping: Mapping[str, Any]) -> type[Document]:
    kind = mapping.get("kind")
    return MODELS[Kind(kind)] if isinstance(kind, str) and kind in set(Kind) else Document


def _validate(mapping: Mapping[str, Any]) -> tuple[Document, list[str]]:
    """The model of the fields that are valid, and a line for each that is not."""
    model = _model_of(mapping)
    kept = dict(mapping)
    try:
        return model.model_validate(kept), []
    except ValidationError as error:
        problems = [_problem(str(item["loc"][0]), item) for item in error.errors()]
        for item in error.errors():
            kept.pop(str(item["loc"][0]), None)
    return model.model_validate(kept), problems


def _problem(field: str, error: Any) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return f"{field}：没有这个字段"
    if kind == "value_error":
        return f"{field}：{error['ctx']['error']}"
    if kind == "enum":
        return f"{field}：只能是 {error['ctx']['expected']}"
    return f"{field}：写法不对（{error['input']!r}）"


def _missing(model: Document) -> list[str]:
    return [f"{field}：缺少" for field in model.REQUIRED if field not in model.model_fields_set]


def _values(model: Document) -> dict[str, Any]:
    """Arguments of ``Metadata`` for the fields that were stated."""
    stated = {name: getattr(model, name) for name in model.model_fields_set}
    values = {name: stated.pop(name) for name in _SAME_NAME if name in stated}
    values |= {ours: tuple(stated.pop(name)) for name, ours in _OTHER_NAME.items() if name in stated}
    if "questions" in stated:
        values["questions"] = tuple(TypicalQuestion(item.q, item.at) for item in stated.pop("questions"))
    values["extra"] = model.model_dump(mode="json", include=set(stated))
    return values


def _content_problems(model: Document, indicators: Collection[str]) -> list[str]:
    problems = []
    topics = [tag for tag in model.tags if tag in vocabulary.TAGS]
    # The tags name pupils' problems; a studio's own rules are about none of them.
    fewest = 0 if isinstance(model, Policy) and model.level is Level.STUDIO else FEWEST_TAGS
    if not fewest <= len(topics) <= MOST_TAGS:
        problems.append(f"tags：要 {fewest} 到 {MOST_TAGS} 个问题标签，现在 {len(topics)} 个")
    if len(model.questions) < FEWEST_QUESTIONS:
        problems.append(f"questions：至少 {FEWEST_QUESTIONS} 个，现在 {len(model.questions)} 个")
    for asked in sorted({item.q for item in model.questions if _times(model, item.q) > 1}):
        problems.append(f"questions：重复了“{asked}”")
    unknown = sorted(set(model.indicators) - set(indicators)) if indicators else []
    problems += [f"indicators：标准里没有“{name}”" for name in unknown]
    if isinstance(model, Policy):
        problems += _policy_problems(model)
    return problems


def _times(model: Document, asked: str) -> int:
    return sum(item.q == asked for item in model.questions)


def _policy_problems(model: Policy) -> list[str]:
    problems = []
    if model.in_force != vocabulary.IN_FORCE[0] and model.expires is None:
        problems.append(f"expires：{model.in_force}的文件要写失效日期")
    if model.effective and model.expires and model.expires <= model.effective:
        problems.append("expires：失效日期不能早于施行日期")
    return problems


def _body_problems(model: Document, body: str) -> list[str]:
    problems = []
    if "\r" in body:
        problems.append("正文：换行要用 LF")
    headings = _headings(body)
    tops = [title for level, title in headings if level == 1]
    if tops != [model.title]:
        problems.append(f"正文：要有且只有一个一级标题“# {model.title}”")
    sections = [title for level, title in headings if level == 2]
    if len(sections) < 2:
        problems.append("正文：至少要有两个“## ”小节")
    if isinstance(model, Case):
        absent = [word for word in CASE_SECTIONS if not any(word in title for title in sections)]
        problems += [f"正文：案例缺少“{word}”一节" for word in absent]
    if isinstance(model, Emergency):
        problems += [f"正文：没有写热线 {line}" for line in model.hotlines if line not in body]
    asked = [TypicalQuestion(item.q, item.at) for item in model.questions]
    _attached, lost = attach(asked, _paths([*_clauses(body)]))
    return problems + [f"questions：正文没有“{item.at}”这一节" for item in lost]


def _headings(body: str) -> list[tuple[int, str]]:
    return [(level, title) for level, title in _clauses(body) if level <= _LOWEST]


def _clauses(body: str) -> Iterator[tuple[int, str]]:
    """Headings and, below them all, the articles that begin a line: questions name both."""
    for found in _CLAUSE.finditer(body):
        marks, title, article = found.groups()
        yield (len(marks), title) if marks else (_LOWEST + 1, article)


def _paths(headings: Sequence[tuple[int, str]]) -> list[tuple[str, ...]]:
    stack: list[tuple[int, str]] = []
    paths = []
    for level, title in headings:
        stack = [*(item for item in stack if item[0] < level), (level, title)]
        paths.append(tuple(name for _level, name in stack))
    return paths

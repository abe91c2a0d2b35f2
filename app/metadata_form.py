"""Pure: what a document says about itself as a form's fields, and back with what is wrong said by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ingest.model import Kind, Level, Metadata, Stage, Visibility
from ingest.privacy import find
from ingest.vocabulary import CASE_TYPES, SCOPES

TEXTS = {"title": ("题名", 200), "issuer": ("发文机关", 100), "number": ("文号", 60), "region": ("地区", 40)}
"""Fields of free text: their name and most characters."""
DAYS = {"promulgated": "公布日期", "effective": "施行日期", "expires": "失效日期"}
_STAGES = "stages"
_BETWEEN = "、"
_BAD_CHOICE = "请从列出的里面选"


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled in. ``problems``: field -> sentence; where there is any, ``metadata`` is as before."""

    metadata: Metadata
    values: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


def values_of(metadata: Metadata) -> dict[str, str]:
    """Every field as a form shows it: days as 2025-11-20, stages joined by 、, nothing as ''."""
    region = metadata.extra.get("region", "")
    return {
        "title": metadata.title,
        "kind": metadata.kind.value,
        "level": metadata.level.value if metadata.level else "",
        "scope": metadata.scope,
        "region": region if isinstance(region, str) else "",
        "issuer": metadata.issuer,
        "number": metadata.number,
        "promulgated": _iso(metadata.promulgated),
        "effective": _iso(metadata.effective),
        "expires": _iso(metadata.expires),
        "visibility": metadata.visibility.value,
        "case_type": metadata.case_type,
        _STAGES: _BETWEEN.join(metadata.stages),
    }


def filled(metadata: Metadata, sent: Mapping[str, str]) -> Filled:
    """``metadata`` with what was filled in. A field that was not sent stays; one that was not changed is
    not examined again: what a file said is a host's to correct, not to be asked about."""
    before = values_of(metadata)
    values = {**before, **{name: text.strip() for name, text in sent.items() if name in before}}
    changed = {name: text for name, text in values.items() if text != before[name]}
    problems = {name: said for name, text in changed.items() if (said := _problem(name, text))}
    if not values["title"]:
        problems["title"] = "请写上题名"
    if (
        not problems
        and values["effective"]
        and values["expires"]
        and values["expires"] <= values["effective"]
    ):
        problems["expires"] = "失效日期应晚于施行日期"
    if problems:
        return Filled(metadata, values, problems)
    return Filled(_with(metadata, values), values)


def _with(metadata: Metadata, values: Mapping[str, str]) -> Metadata:
    kind, visibility = Kind(values["kind"]), Visibility(values["visibility"])
    if kind is Kind.RECORD and metadata.kind is not kind and visibility is metadata.visibility:
        visibility = Visibility.CURATORS  # 档案 are for hosts and evaluators unless one says otherwise
    extra = {name: value for name, value in metadata.extra.items() if name != "region"}
    return replace(
        metadata,
        title=values["title"],
        kind=kind,
        level=Level(values["level"]) if values["level"] else None,
        scope=values["scope"],
        issuer=values["issuer"],
        number=values["number"],
        promulgated=_day(values["promulgated"]),
        effective=_day(values["effective"]),
        expires=_day(values["expires"]),
        stages=tuple(stage for stage in Stage if stage in values[_STAGES].split(_BETWEEN)),
        visibility=visibility,
        case_type=values["case_type"],
        extra={**extra, "region": values["region"]} if values["region"] else extra,
    )


def _problem(name: str, text: str) -> str:
    """What is wrong with a changed field; '' where nothing is."""
    if name in TEXTS:
        return _text_problem(text, *TEXTS[name])
    if name in DAYS:
        return "" if not text or _readable_day(text) else "日期应写成 2025-11-20 这样"
    return "" if _CHOICES[name](text) else _BAD_CHOICE


def _text_problem(text: str, label: str, most: int) -> str:
    if len(text) > most:
        return f"{label}有 {len(text)} 字，太长了，请缩短到 {most} 字以内"
    if any(ord(sign) < 32 for sign in text):
        return f"{label}请写在一行里"
    if found := find(text):
        kinds = _BETWEEN.join(dict.fromkeys(one.label for one in found))
        return f"这里像有个人信息（{kinds}），请换成“学生A”这样的称呼"
    return ""


def _one_of(words: tuple[str, ...], *, empty: bool = False) -> Callable[[str], bool]:
    return lambda text: text in words or (empty and not text)


_CHOICES: Mapping[str, Callable[[str], bool]] = {
    "kind": _one_of(tuple(Kind)),
    "level": _one_of(tuple(Level), empty=True),
    "scope": _one_of(SCOPES, empty=True),
    "visibility": _one_of(tuple(Visibility)),
    "case_type": _one_of(CASE_TYPES, empty=True),
    _STAGES: lambda text: not text or set(text.split(_BETWEEN)) <= set(Stage),
}


def _readable_day(text: str) -> bool:
    try:
        return len(text) == len("2025-11-20") and 1900 <= date.fromisoformat(text).year <= 2200
    except ValueError:
        return False


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""

"""Pure: what is wrong with a REST request, as one Chinese sentence instead of a validator's list in English."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Fault = Mapping[str, Any]
"""One of pydantic's errors: ``type``, ``loc`` with ``body`` first, ``input``, ``ctx``."""
_LONGEST = 40


def sentence(faults: Sequence[Fault], fields: Sequence[str]) -> str:
    """The first fault, what to write instead, and how many more there are. ``fields``: those that may stand."""
    first = next((fault for fault in faults if fault["type"] == "missing"), faults[0])
    more = f"另外还有 {len(faults) - 1} 处不对。" if len(faults) > 1 else ""
    return f"请求没有执行：{_said(first, fields)}。{more}"


def _said(fault: Fault, fields: Sequence[str]) -> str:
    names = [str(part) for part in fault["loc"][1:] if isinstance(part, str)]
    if fault["type"] == "json_invalid" or not names:
        return f"正文应是一个 JSON 对象，例如 {json.dumps({fields[0]: '能不能罚站'}, ensure_ascii=False)}"
    name = names[0]
    speak = _WORDS.get(fault["type"])
    if speak is None:
        return f"{name} 的值 {_shown(fault)} 不能用"
    return speak(name, fault) if fault["type"] != "extra_forbidden" else _unknown(name, fields)


def _unknown(name: str, fields: Sequence[str]) -> str:
    return f"不认识 {name[:_LONGEST]}，可以写的有 {'、'.join(fields)}"


def _between(name: str, fault: Fault) -> str:
    return f"{name} 应是 1 到 100 的整数，不能是 {_shown(fault)}"


def _listed(name: str, fault: Fault) -> str:
    return f"{name} 应写成列表，例如 {json.dumps([fault['input']], ensure_ascii=False)[:_LONGEST]}"


def _chosen(name: str, fault: Fault) -> str:
    known = str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")
    return f"{name} 没有 {_shown(fault)} 这个值，可用的是 {known}"


_WORDS: Mapping[str, Callable[[str, Fault], str]] = {
    "missing": lambda name, fault: f"缺少 {name}",
    "extra_forbidden": lambda name, fault: name,
    "enum": _chosen,
    "list_type": _listed,
    "too_long": lambda name, fault: f"{name} 最多 {fault['ctx']['max_length']} 个",
    "string_type": lambda name, fault: f"{name} 应是一段文字，不能是 {_shown(fault)}",
    "int_type": _between,
    "int_parsing": _between,
    "int_from_float": _between,
    "greater_than_equal": _between,
    "less_than_equal": _between,
    "value_error": lambda name, fault: f"{name} 的{fault['ctx']['error']}",
    "date_from_datetime_parsing": lambda name, fault: f"{name} 没有 {_shown(fault)} 这一天",
    "date_parsing": lambda name, fault: f"{name} 没有 {_shown(fault)} 这一天",
}


def _shown(fault: Fault) -> str:
    text = json.dumps(fault["input"], ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

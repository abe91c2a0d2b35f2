"""What a Word style says about a paragraph: heading depth, size, weight, list. Follows basedOn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.I)
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """``level`` 0 is no heading; ``size`` in points; ``list`` is (numId, ilvl)."""

    level: int = 0
    size: float | None = None
    bold: bool = False
    list: tuple[str, int] | None = None


@dataclass(slots=True)
class Styles:
    """The styles of one document, resolved when asked for."""

    default: Style = field(default_factory=Style)
    _by_id: dict[str, Any] = field(default_factory=dict)
    _resolved: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def from_xml(cls, root: Any | None) -> Styles:
        """From the root of ``styles.xml``; None for a document without one."""
        self = cls()
        if root is None:
            return self
        for style in root.findall(f"{_W}style"):
            self._by_id[style.get(f"{_W}styleId", "")] = style
        defaults = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        base = Style(size=size_of(defaults))
        normal = next((s for s in self._by_id.values() if _is_default(s)), None)
        self.default = self._of(normal, base, 0) if normal is not None else base
        return self

    def style(self, identifier: str | None) -> Style:
        """The style of that id, the default paragraph style for None or an unknown one."""
        if identifier is None or identifier not in self._by_id:
            return self.default
        if identifier not in self._resolved:
            self._resolved[identifier] = self._of(self._by_id[identifier], self.default, 0)
        return self._resolved[identifier]

    def _of(self, element: Any, base: Style, depth: int) -> Style:
        parent = _child(element, "basedOn")
        if parent in self._by_id and depth < 20:  # a style based on itself must not hang us
            base = self._of(self._by_id[parent], base, depth + 1)
        ppr, rpr = element.find(f"{_W}pPr"), element.find(f"{_W}rPr")
        bold = flag(rpr, "b")
        return Style(
            level=_named_level(element) or outline_level(ppr) or base.level,
            size=size_of(rpr) or base.size,
            bold=base.bold if bold is None else bold,
            list=list_of(ppr) or base.list,
        )


def size_of(rpr: Any | None) -> float | None:
    """Font size in points of run properties; None where they name none."""
    value = _child(rpr, "sz")
    return float(value) / 2 if value and value.isdigit() else None


def flag(rpr: Any | None, name: str) -> bool | None:
    """An on/off property; None where it is not stated."""
    element = None if rpr is None else rpr.find(f"{_W}{name}")
    return None if element is None else element.get(f"{_W}val", "1") not in _OFF


def outline_level(ppr: Any | None) -> int:
    """Heading depth 1 to 9 that paragraph properties state, 0 for body text."""
    value = _child(ppr, "outlineLvl")
    return int(value) + 1 if value and value.isdigit() and int(value) < 9 else 0


def list_of(ppr: Any | None) -> tuple[str, int] | None:
    """(numId, ilvl) of paragraph properties."""
    element = None if ppr is None else ppr.find(f"{_W}numPr")
    number, depth = _child(element, "numId"), _child(element, "ilvl") or "0"
    if number is None or not depth.isdigit():
        return None
    return number, min(int(depth), 8)


def _named_level(element: Any) -> int:
    name = (_child(element, "name") or "").strip()
    if name.lower() in ("title", "标题"):
        return 1
    match = _HEADING_NAME.match(name)
    return int(match.group(1)) if match else 0


def _is_default(style: Any) -> bool:
    return style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true")


def _child(element: Any | None, name: str) -> str | None:
    child = None if element is None else element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")

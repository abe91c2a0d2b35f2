"""Small pictures for the report, as inline SVG: bars with intervals, a curve. Colours come from the page's CSS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from eval.significance import Interval

_WIDTH, _ROW, _LABEL, _END = 640, 26, 150, 60
_CURVE_HEIGHT, _MARGIN = 240, 40
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def bars(title: str, values: Mapping[str, float], intervals: Mapping[str, Interval] | None = None) -> str:
    """A bar a label for values from 0 to 1, with the interval as a line over its end; nothing for no values."""
    if not values:
        return ""
    rows = [
        _bar(place, label, value, (intervals or {}).get(label))
        for place, (label, value) in enumerate(values.items())
    ]
    return _svg(title, _ROW * len(rows), "".join(rows))


def curve(title: str, points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """A line through points with both coordinates from 0 to 1."""
    line = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    ticks = "".join(
        f'<text x="{_x(at):.1f}" y="{_CURVE_HEIGHT - 18}" class="mid">{at:.2f}</text>'
        f'<text x="{_MARGIN - 6}" y="{_y(at) + 4:.1f}" class="end">{at:.2f}</text>'
        f'<line x1="{_MARGIN}" x2="{_WIDTH - _MARGIN}" y1="{_y(at):.1f}" y2="{_y(at):.1f}" class="grid"/>'
        for at in _TICKS
    )
    names = (
        f'<text x="{_WIDTH / 2}" y="{_CURVE_HEIGHT - 2}" class="mid">{escape(across)}</text>'
        f'<text x="{_MARGIN}" y="12">{escape(up)}</text>'
    )
    return _svg(title, _CURVE_HEIGHT, f'{ticks}{names}<polyline points="{line}" class="line"/>')


def _bar(place: int, label: str, value: float, interval: Interval | None) -> str:
    middle = place * _ROW + _ROW / 2
    room = _WIDTH - _LABEL - _END
    parts = [
        f'<text x="{_LABEL - 8}" y="{middle + 4}" class="end">{escape(label)}</text>',
        f'<rect x="{_LABEL}" y="{middle - 8}" width="{value * room:.1f}" height="16" class="bar"/>',
        f'<text x="{_WIDTH - _END + 8}" y="{middle + 4}">{value:.3f}</text>',
    ]
    if interval:
        low, high = (_LABEL + room * end for end in (interval.low, interval.high))
        parts.append(f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}" class="whisker"/>')
    return "".join(parts)


def _x(share: float) -> float:
    return _MARGIN + share * (_WIDTH - 2 * _MARGIN)


def _y(share: float) -> float:
    return 20 + (1 - share) * (_CURVE_HEIGHT - 60)


def _svg(title: str, height: int, inside: str) -> str:
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">{inside}</svg></figure>'
    )

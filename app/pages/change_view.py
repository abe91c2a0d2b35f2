"""Pure: one changed clause as HTML, the words added and taken away marked."""

from __future__ import annotations

from html import escape

from ingest.difference import Change, Edit, EditKind

_TAGS = {EditKind.INSERTED: "ins", EditKind.DELETED: "del"}


def change_html(change: Change) -> str:
    old, new = (escape(" › ".join(path)) for path in (change.old_path, change.new_path))
    place = f"{old} → {new}" if old and new and old != new else new or old or "开头"
    words = "".join(map(_edit, change.edits))
    return (
        f'<section class="change"><h2><span class="lv lv4">{change.kind.label}</span> {place}</h2>'
        f'<p class="line">{words}</p></section>'
    )


def _edit(edit: Edit) -> str:
    text = escape(edit.text, quote=False)
    tag = _TAGS.get(edit.kind)
    return f"<{tag}>{text}</{tag}>" if tag else text

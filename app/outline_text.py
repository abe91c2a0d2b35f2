"""Pure: a version's outline drawn in text, so that a person can check it at a glance."""

from __future__ import annotations

from app.titles import bracketed
from ingest.model import NodeRole, Removal
from ingest.records import VersionRecord


def outline_lines(version: VersionRecord) -> list[str]:
    """Head, outline tree with pages and lengths, and what the reader removed."""
    metadata, parse = version.metadata, version.parse
    facts = [
        ("类别", metadata.kind.label),
        ("层级", metadata.level.value if metadata.level else ""),
        ("发文机关", metadata.issuer),
        ("文号", metadata.number),
        ("公布", str(metadata.promulgated or "")),
        ("施行", str(metadata.effective or "")),
        ("失效", str(metadata.expires or "")),
        ("学段", "、".join(metadata.stages)),
    ]
    lines = [f"{bracketed(metadata.title)}  {version.document} v{version.number}  {version.status.label}"]
    lines += [f"  {name}：{value}" for name, value in facts if value]
    sizes = sorted(len(passage.text) for passage in parse.passages)
    middle = sizes[len(sizes) // 2] if sizes else 0
    longest = sizes[-1] if sizes else 0
    lines.append(f"  全文 {len(parse.text)} 字，{len(sizes)} 段，段长中位 {middle}、最长 {longest}")
    lines += ["", *tree_lines(version)]
    aside = {
        role.value: sum(node.end - node.start for node in parse.nodes if node.role is role)
        for role in (NodeRole.CONTENTS, NodeRole.PREAMBLE)
    }
    if any(aside.values()):
        lines.append(f"（目录 {aside['contents']} 字、前言和修订沿革 {aside['preamble']} 字，不进入检索）")
    if version.removals:
        lines += ["", f"清理掉 {len(version.removals)} 处："]
        lines += [f"  [{r.step}] {r.text[:60]}{_note(r)}" for r in version.removals[:20]]
        if len(version.removals) > 20:
            lines.append(f"  …另有 {len(version.removals) - 20} 处")
    return lines


def _note(removal: Removal) -> str:
    return f"（{removal.note}）" if removal.note else ""


def tree_lines(version: VersionRecord) -> list[str]:
    """One line a clause, drawn as a tree, with page and number of characters."""
    clauses = version.parse.clauses
    children: dict[int | None, list[int]] = {}
    for index, clause in enumerate(clauses):
        children.setdefault(clause.parent, []).append(index)
    lines: list[str] = []

    def draw(parent: int | None, indent: str) -> None:
        siblings = children.get(parent, [])
        for index in siblings:
            clause = clauses[index]
            last = index == siblings[-1]
            page = f" p{clause.page_start}" if clause.page_start else ""
            own = clause.name or f"〔{clause.kind.value}〕"
            lines.append(f"{indent}{'└' if last else '├'} {own}{page} ·{clause.end - clause.start}字")
            draw(index, indent + ("  " if last else "│ "))

    draw(None, "")
    return lines

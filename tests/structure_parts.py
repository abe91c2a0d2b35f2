"""Small makers of blocks for the tests of splitting, outline, passages and metadata."""

from __future__ import annotations

from hypothesis import strategies as st

from ingest.model import Block, BlockKind, ClauseKind, NodeRole, Parse, Part
from ingest.structure import parse


def paragraphs(*texts: str) -> list[Block]:
    return [Block(text) for text in texts]


def markdown(text: str) -> list[Block]:
    blocks = []
    for line in text.strip().split("\n"):
        marks = len(line) - len(line.lstrip("#"))
        kind = BlockKind.HEADING if marks else BlockKind.PARAGRAPH
        if line.strip():
            blocks.append(Block(line[marks:].strip(), kind, level=marks))
    return blocks


def lines(text: str) -> list[Block]:
    """A block per line."""
    return paragraphs(*text.strip().split("\n"))


def law(*texts: str, title: str = "某某条例") -> Parse:
    return parse(paragraphs(title, *texts), title)


def labels(parsed: Parse, kind: ClauseKind) -> list[str]:
    return [clause.label for clause in parsed.clauses if clause.kind is kind]


def roles(parsed: Parse, role: NodeRole) -> list[str]:
    return [parsed.text[n.start : n.end] for n in parsed.nodes if n.role is role]


def part_of(title: str, blocks: list[Block]) -> tuple[Part, Parse]:
    return Part(title, tuple(blocks)), parse(blocks, title)


def assert_tiled(parsed: Parse) -> None:
    """Nothing lost: nodes tile the text, separators are blank, passages are their spans."""
    assert "".join(parsed.text[n.start : n.end] for n in parsed.nodes) == parsed.text
    for node in parsed.nodes:
        assert node.start < node.end
        if node.role is NodeRole.SEPARATOR:
            blank = parsed.text[node.start : node.end]
            assert all(c.isspace() or c in "\u200b\u200c\u200d\ufeff" for c in blank)
    spans = [(n.start, n.end) for n in parsed.nodes if n.role is NodeRole.PASSAGE]
    assert spans == [(p.start, p.end) for p in parsed.passages]
    assert all(p.text == parsed.text[p.start : p.end] for p in parsed.passages)
    for clause in parsed.clauses:
        if clause.parent is not None:
            above = parsed.clauses[clause.parent]
            assert above.start <= clause.start <= clause.end <= above.end


_NUMBERS = (
    "第一条 ",
    "第二条\u3000",
    "第 三 条 ",
    "第一章 ",
    "一、",
    "（一）",
    "(二) ",
    "1.",
    "2、",
    "（1）",
    "①",
    "附件 1 ",
    "目录",
)
_WORDS = ("总则", "学校应当保护学生。", "下列情形：", "𠮷野家", "自2021年6月1日起施行。", "x" * 90)
_BLANKS = ("\r", "\u2028", "　", "\n")
line_text = st.lists(st.sampled_from(_NUMBERS + _WORDS + _BLANKS), max_size=6).map("".join) | st.text(
    max_size=30
)
blocks_strategy = st.lists(
    st.builds(
        Block,
        line_text,
        kind=st.sampled_from(BlockKind),
        level=st.integers(0, 4),
        path=st.lists(st.sampled_from(("一级指标", "一、总体要求", "（一）领导")), max_size=2).map(tuple),
        bold=st.booleans(),
    ),
    max_size=14,
)

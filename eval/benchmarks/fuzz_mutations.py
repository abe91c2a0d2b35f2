"""How good files are spoilt for ``fuzz``: pure, every choice drawn from the given ``random.Random``.

Three families: spoiling that knows no format (bits, cuts, splices), members of an Office package (replaced,
dropped, lied about, filled with XML that explodes), and text (entities, huge numbers, deep nesting, encodings).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, bytes, Random], bytes]
"""``(file, another file of the same format, random) -> spoilt file``."""

_HUGE = (b"99999999999999999999", b"2147483648", b"-1", b"4294967295", b"1e308", b"NaN", b"0", b"9" * 5000)
_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY b "ha">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1) if n else b"&b;") * 10) for n in range(9))
    + b'<!ENTITY x SYSTEM "file:///etc/hostname">]>'
)
_HOSTILE_TEXT = (
    b"&b8;", b"&x;", b"&#xD800;", b"&#0;", b"&#x10FFFF;", b"]]>", b"<![CDATA[", b"\x00", b"\xff\xfe", b"\xed\xa0\x80",
    b"%1%2%3", b"{{7*7}}", b"../../../x", b"=1+1", b"`" * 3000, b"[" * 5000, b"<div>" * 3000, b"|a|b|\n" * 500,
    "第一章".encode() + b"." * 20000 + "。".encode(), "第".encode() + "一".encode() * 9000 + "条 ".encode(),
    "（".encode() * 6000, "第一条 一、（一）1.①".encode() * 400, b"1\n" * 3000, "\u202e\u200b\ufeff".encode() * 900,
    "\U00020bb7\U0001f600".encode() * 500, "⽂文".encode() * 2000, b"\t" * 9000 + b"x",
    b"---\na: &a [x,x]\nb: [*a,*a]\n---\n", b"---\ndate: 2026-02-30\n---\n", b"---\nn: " + b"9" * 5000 + b"\n---\n",
)  # fmt: skip


# -- without knowledge of the format ------------------------------------------------------------------


def flip_bits(data: bytes, _: bytes, random: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 4, 16, 64, 256))):  # type: ignore[assignment]
        spoilt[random.randrange(len(spoilt))] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def truncate(data: bytes, _: bytes, random: Random) -> bytes:
    return data[: random.randrange(1, len(data))]


def drop_chunk(data: bytes, _: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.choice((1, 16, 256, 4096)) :]


def splice(data: bytes, other: bytes, random: Random) -> bytes:
    """A stretch of the other file in the place of one of this."""
    start, begin, length = (
        random.randrange(len(data)),
        random.randrange(len(other)),
        random.choice((8, 256, 8192)),
    )
    return data[:start] + other[begin : begin + length] + data[start + length * random.randrange(2) :]


def repeat_chunk(data: bytes, _: bytes, random: Random) -> bytes:
    start, length = random.randrange(len(data)), random.choice((4, 64, 1024))
    return data[:start] + data[start : start + length] * random.choice((2, 50, 500)) + data[start:]


def blank_out(data: bytes, _: bytes, random: Random) -> bytes:
    start, length = random.randrange(len(data)), random.choice((4, 64, 1024))
    filling = random.choice((b"\x00", b"\xff", b" ", b"\n", bytes([random.randrange(256)])))
    return data[:start] + filling * length + data[start + length :]


def huge_numbers(data: bytes, _: bytes, random: Random) -> bytes:
    """Some of the file's numbers grow, vanish or turn negative."""
    rate = random.choice((0.02, 0.2, 1.0))
    return re.sub(rb"\d+", lambda m: random.choice(_HUGE) if random.random() < rate else m[0], data)


def hostile_text(data: bytes, _: bytes, random: Random) -> bytes:
    """Strings that break parsers, at a line's or element's beginning, or in the midst of anything."""
    for _ in range(random.choice((1, 2, 5))):  # type: ignore[assignment]
        places = [m.end() for m in re.finditer(rb"[\n>]", data)] or [0]
        at = random.choice(places) if random.random() < 0.8 else random.randrange(len(data) + 1)
        data = data[:at] + random.choice(_HOSTILE_TEXT) + data[at:]
    return random.choice(_HOSTILE_TEXT) + data if random.random() < 0.2 else data


# -- packages -----------------------------------------------------------------------------------------


def spoil_member(data: bytes, other: bytes, random: Random) -> bytes:
    """One part of an Office file spoilt inside, the package itself sound."""
    members = _members(data)
    name = _chosen(members, random)
    members[name] = random.choice(_INSIDE)(members[name] or b" ", members[name] or b" ", random)
    return _package(members)


def swap_members(data: bytes, other: bytes, random: Random) -> bytes:
    """A part replaced by another of this or of the other file, or dropped."""
    members, donors = _members(data), _members(other)
    name = _chosen(members, random)
    if random.random() < 0.3:
        del members[name]
    else:
        source = random.choice((members, donors))
        members[name] = source[_chosen(source, random)]
    return _package(members)


def add_members(data: bytes, _: bytes, random: Random) -> bytes:
    """Parts that should not be there: names that climb out, thousands of parts, one that unpacks to 60 MB."""
    members = _members(data)
    extra = random.choice(("climb", "many", "bomb"))
    if extra == "climb":
        members |= {"../../outside.xml": b"<a/>", "/etc/outside": b"x", "word\\document.xml": b"<a/>"}
    elif extra == "many":
        members |= {f"word/media/p{n}.png": b"\x89PNG\r\n\x1a\n" for n in range(3000)}
    else:
        members[_chosen(members, random)] = b"<a>" + b" " * 60_000_000 + b"</a>"
    return _package(members)


def explode(data: bytes, _: bytes, random: Random) -> bytes:
    """Entities that stand for a billion words, or for a file of this machine, in one part."""
    members = _members(data)
    name = _chosen(members, random)
    members[name] = _with_entities(members[name])
    return _package(members)


def nest_deeply(data: bytes, _: bytes, random: Random) -> bytes:
    """An element of a part wrapped in itself thousands of times."""
    members = _members(data)
    name = _chosen(members, random)
    members[name] = _nested(members[name], random)
    return _package(members)


def _with_entities(xml: bytes) -> bytes:
    head = re.match(rb"\s*<\?xml[^>]*\?>", xml)
    at = head.end() if head else 0
    body = re.sub(rb">([^<>]+)<", rb">\1&b8;&x;<", xml[at:], count=3)
    return xml[:at] + _LAUGHS + (body if b"&b8;" in body else re.sub(rb"></", b">&b8;</", xml[at:], count=1))


def _nested(xml: bytes, random: Random) -> bytes:
    pairs = list(re.finditer(rb"<([\w:]+)(?:\s[^<>]*)?>", xml))
    if not pairs:
        return b"<a>" * 3000 + xml
    chosen = random.choice(pairs)
    depth = random.choice((30, 200, 5000))
    end = xml.find(b"</" + chosen[1] + b">", chosen.end())
    return xml[: chosen.start()] + chosen[0] * depth + xml[chosen.end() : end] + (
        b"</" + chosen[1] + b">"
    ) * depth + xml[end + len(chosen[1]) + 3 :]  # fmt: skip


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _package(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():  # dated alike, so that a seed always makes the same file
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _chosen(members: dict[str, bytes], random: Random) -> str:
    """Any part, the ones that hold the text more often."""
    main = [
        name
        for name in members
        if re.search(r"document\.xml$|slide\d+\.xml$|sheet\d+\.xml$|Strings\.xml$", name)
    ]
    return random.choice(main if main and random.random() < 0.6 else sorted(members))


_INSIDE: tuple[Mutation, ...] = (
    flip_bits, truncate, drop_chunk, splice, repeat_chunk, blank_out, huge_numbers, huge_numbers, hostile_text,
)  # fmt: skip
GENERAL: tuple[Mutation, ...] = (flip_bits, truncate, drop_chunk, splice, repeat_chunk, blank_out)
TEXT: tuple[Mutation, ...] = (*GENERAL, huge_numbers, hostile_text, hostile_text, hostile_text)
PDF: tuple[Mutation, ...] = (*GENERAL, huge_numbers, huge_numbers)
OFFICE: tuple[Mutation, ...] = (
    *(flip_bits, truncate, splice),
    *(spoil_member, spoil_member, spoil_member, spoil_member, spoil_member, spoil_member),
    *(swap_members, swap_members, add_members, explode, nest_deeply),
)
OF_FORMAT = {
    "txt": TEXT, "md": TEXT, "html": TEXT, "pdf": PDF, "docx": OFFICE, "pptx": OFFICE, "xlsx": OFFICE,
}  # fmt: skip

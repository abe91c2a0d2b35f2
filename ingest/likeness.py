"""Pure: is this the same rule, or nearly the same text?

Titles are compared after everything that differs between versions of one rule is taken off; the place in
a title stays, since 上海市 and 北京市 make different rules. Texts are compared by character shingles
(Broder 1997, *On the resemblance and containment of documents*); a sketch holds the smallest hashes, so
that hundreds of documents are compared without keeping their texts.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
import zlib

from ingest.model import Kind, Level, Metadata

SHINGLE = 5  # characters
SKETCH_SIZE = 512  # hashes; the error of an estimate is about 1/sqrt(512) = .044
NEAR_DUPLICATE = 0.8  # likeness from which two texts are reported as nearly the same

_ORGAN = (
    r"(?:中共中央(?:办公厅)?|国务院(?:办公厅)?|教育部(?:办公厅)?|最高人民法院|最高人民检察院|公安部|民政部|司法部"
    r"|国家卫生健康委(?:员会)?(?:办公厅)?|共青团中央|全国妇联|人力资源社会保障部|财政部)"
)
_FRONT = re.compile(rf"^(?:{_ORGAN}[、\s]*)+(?:等[一二三四五六七八九十\d]+部门)?(?=关于|印发|《)")
_ISSUED = re.compile(r"^(?:关于)?(?:印发|发布|公布|转发)《(?P<rule>[^《》]+)》的(?:通知|公告|决定|令)$")
_VERSION = re.compile(
    r"[（(\[【〔][^（()）\]】〕]*(?:\d{4}|[一二]〇|年|修订|修正|修改|试行|暂行|版|第[一二三四五六七八九十]+次)[^（()）\]】〕]*[）)\]】〕]"
)
_DATE = re.compile(
    r"(?:19|20)\d{2}(?:年|[-.])?(?:\d{1,2}(?:月|[-.])?(?:\d{1,2}日?)?)?(?:修订|修正)?(?:版|本)?"
)
_MARKS = re.compile(r"[《》〈〉「」『』“”\"'（）()\[\]【】〔〕\s、，,·:：\-—_]")
_COUNTED = re.compile(r"\D(?:\d{1,2}|[一二三四五六七八九十])$")


def normal_title(title: str) -> str:
    """The title without 中华人民共和国, national organs, marks, dates, 修订, （试行）; places stay."""
    text = unicodedata.normalize("NFKC", title).strip()
    text = _FRONT.sub("", text)
    issued = _ISSUED.match(re.sub(r"\s", "", text))
    if issued:
        text = issued["rule"]
    text = _VERSION.sub("", text)
    text = _DATE.sub("", text)
    text = text.replace("中华人民共和国", "")
    text = re.sub(r"(?:修订|修正)(?:版|本|稿|案)?$", "", text)
    return _MARKS.sub("", text)


def same_rule(a: Metadata, b: Metadata) -> bool:
    """Whether two documents are versions of one rule: one kind, one form, one title, no two issuers.

    A digest is never a version of its rule. Counted titles (建设方案2) say too little to tell.
    """
    if a.kind is not b.kind or a.form is not b.form:
        return False
    first, second = normal_title(a.title), normal_title(b.title)
    if not first or first != second or _COUNTED.search(first):
        return False
    return a.kind is not Kind.POLICY or not _differ(a, b)


def _differ(a: Metadata, b: Metadata) -> bool:
    """Rules below the law may share a title: then issuer or region tells them apart."""
    if {a.level, b.level} & {Level.LAW, Level.REGULATION, Level.JUDICIAL}:
        return a.level is not None and b.level is not None and a.level is not b.level
    for first, second in ((a.issuer, b.issuer), (a.extra.get("region"), b.extra.get("region"))):
        if first and second and first != second:
            return True
    return False


def near_duplicate(text_a: str, text_b: str) -> float:
    """Jaccard likeness of two texts' shingles, 0 to 1; punctuation and blanks do not count."""
    return _jaccard(_shingles(text_a), _shingles(text_b))


def containment(part: str, whole: str) -> float:
    """The share of ``part``'s shingles that ``whole`` has: 1.0 for an excerpt."""
    wanted = _shingles(part)
    return len(wanted & _shingles(whole)) / len(wanted) if wanted else 0.0


def sketch(text: str) -> frozenset[int]:
    """The smallest hashes of the text's shingles, to be kept and compared with ``likeness``."""
    return frozenset(heapq.nsmallest(SKETCH_SIZE, _shingles(text)))


def likeness(a: frozenset[int], b: frozenset[int]) -> float:
    """Estimated Jaccard likeness of the texts behind two sketches."""
    union = frozenset(heapq.nsmallest(SKETCH_SIZE, a | b))
    return len(union & a & b) / len(union) if union else 0.0


def _jaccard(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _shingles(text: str) -> set[int]:
    words = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    if len(words) <= SHINGLE:
        return {_hash(words)} if words else set()
    return {_hash(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def _hash(shingle: str) -> int:
    # crc32 is linear; a multiplication by an odd constant makes its smallest values a fair sample.
    return (zlib.crc32(shingle.encode()) * 0x9E3779B1) & 0xFFFFFFFF

"""Pure: a document with pictures that names or describes pupils: its pictures may show them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Source
from ingest.privacy import Finding, find

_PICTURES = re.compile(r"图片\s*(\d+)?\s*张?|扫描件|OCR")
_DESCRIBED = re.compile(
    r"学生[A-Z](?![A-Za-z])|[\u4e00-\u9fff]某(?:某|同学)?|该生|该同学|该名学生|这(?:个|名|位)(?:学生|孩子|男孩|女孩|男生|女生|同学)|小[\u4e00-\u9fffA-Z](?:同学|的妈妈|的家长)|"
    r"[男女](?:生)?,?\d{1,2}岁|(?:男生|女生|男孩|女孩)[,，]|我班(?:的)?(?:一名|有个|有一)|班级合影|学生(?:照片|作品|合影|风采)"
)
WARNING = "文中提到或描述了学生，又含有图片：图片里可能有学生的样貌、姓名或字迹，公开前请逐张查看，遮住或删去"


def picture_warning(source: Source, findings: Sequence[Finding] | None = None) -> str | None:
    """The warning for pictures of pupils, or None where there are no pictures or no pupils.

    Pictures are told by the readers' warnings (含图片 3 张) and by blocks that OCR made; pupils by a name
    found or by words that describe one child. ``findings`` None looks for them.
    """
    text = "\n".join(block.text for block in source.blocks)
    pictured = any(_PICTURES.search(warning) for warning in source.warnings)
    pictured = pictured or any(block.confidence is not None for block in source.blocks)
    if not pictured:
        return None
    found = find(text) if findings is None else findings
    named = any(finding.kind == "name" for finding in found)
    return WARNING if named or _DESCRIBED.search(text) else None

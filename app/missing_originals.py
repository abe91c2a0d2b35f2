"""Rules of which the corpus has our digest only, named so that a reader knows what to look up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.model import Citation
from index.fusion import Voice, digests, original_names
from ingest.catalog import Catalog
from ingest.model import Form, Kind, Level, Metadata, Status

_NAMED = re.compile(r"^《(?P<name>.+?)》")
_OWN = frozenset({Level.SCHOOL, Level.STUDIO})
_COMPARES = "工作室级"
_GATHERED = "不是单一文件"
NAMED = 2


@dataclass(frozen=True, slots=True)
class Published:
    """Of the published policies, what tells whether a digest's rule is among them.

    ``gathered``: titles of digests of many rules; ``names``: bare titles of the rules themselves; ``own``: the
    scopes of which a school's or studio's own rule is there.
    """

    gathered: frozenset[str]
    names: frozenset[str]
    own: frozenset[str]


def notes(citations: Sequence[Citation], published: Published) -> tuple[str, ...]:
    """One sentence that names the digests cited whose rule is not among what is ``published``; else none."""
    cited = {c.document: c for c in citations if c.form is Form.DIGEST and c.kind is Kind.POLICY}
    found = missing(list(cited.values()), published)
    if not found:
        return ()
    names = "".join(f"《{name}》" for name in found[:NAMED])
    more = f"等 {len(found)} 份文件" if len(found) > NAMED else ""
    return (f"{names}{more}只收了要点整理（非原文），资料库里没有原文；请核对原文，或提交给主持人补充。",)


def missing(cited: Sequence[Citation | Metadata], published: Published) -> list[str]:
    """The names of the rules that these digests are about and that are not among what is ``published``."""
    own = published.own
    return [
        name
        for digest in cited
        if digest.title not in published.gathered
        and (name := _name(digest.title))
        and not digests(digest.title, published.names)
        and not (digest.level in _OWN and (digest.scope in own or (own and digest.scope == _COMPARES)))
    ]


def published_of(policies: Sequence[Metadata]) -> Published:
    """``policies`` are those that are published."""
    originals = [one for one in policies if one.form is Form.ORIGINAL and one.kind is Kind.POLICY]
    return Published(
        gathered=frozenset(one.title for one in policies if _GATHERED in str(one.extra.get("rule", ""))),
        names=original_names(Voice(one.title, one.form) for one in originals),
        # A school's own rule has whatever title the school gave it: there is one of its scope, or there is not.
        own=frozenset(one.scope for one in originals if one.level in _OWN),
    )


def published(catalog: Catalog) -> Published:
    """The published policies, read once a revision of the catalog."""
    return _published(catalog, catalog.revision())


@lru_cache(maxsize=2)
def _published(catalog: Catalog, _revision: int) -> Published:
    records = catalog.documents(kinds=[Kind.POLICY], statuses=[Status.PUBLISHED])
    return published_of([record.metadata for record in records])


def _name(title: str) -> str:
    """What stands in a digest's 《》, without brackets within."""
    found = _NAMED.match(title)
    return found["name"].lstrip("《") if found else ""

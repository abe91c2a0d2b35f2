"""Pure: what the next version of a document takes over from the one before, where its file does not say.

A host has said for whom a document is and who may see it; a new file of the same rule knows nothing of that.
Days and document numbers are a version's own.
"""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Kind, Metadata, Visibility


def inherited(new: Metadata, before: Metadata, *, kind: Kind | None = None) -> Metadata:
    """``new`` with what it lacks from ``before``. It is never shown to more people than ``before`` was.

    ``kind``: what the person who brought the file said it is; else it stays what the document was.
    """
    region = before.extra.get("region")
    hidden = Visibility.CURATORS in (new.visibility, before.visibility)
    return replace(
        new,
        kind=kind or before.kind,
        level=new.level or before.level,
        scope=new.scope or before.scope,
        issuer=new.issuer or before.issuer,
        stages=new.stages or before.stages,
        case_type=new.case_type or before.case_type,
        work_areas=new.work_areas or before.work_areas,
        tags=new.tags or before.tags,
        visibility=Visibility.CURATORS if hidden else Visibility.EVERYONE,
        extra={"region": region, **new.extra} if region else new.extra,
    )

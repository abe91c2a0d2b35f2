"""What happens on the page 提问, one function an act: a desk and the turns so far in, what is shown out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app import answer_file, answer_stored, page_image
from app.access import Act
from app.desk import Desk, SourceView
from app.model import Answer, Citation
from app.pages import feedback_view, history_view, source_view
from app.pages.turns import Said, Turn, turn_of
from app.studio import today
from index.model import Filters
from ingest.errors import StudioError
from ingest.model import Kind, Level, Stage

KINDS = {kind.label: kind for kind in Kind if kind not in (Kind.RECORD, Kind.EMERGENCY)}
ANY_STAGE = "全部"
RECENT = 30
"""Questions in the list of what was asked."""


def filters(kinds: Sequence[str], stage: str, levels: Sequence[str], day: str) -> Filters:
    """StudioError for a day that is none."""
    return Filters(
        kinds=tuple(KINDS[label] for label in kinds),
        stages=() if stage == ANY_STAGE else (Stage(stage),),
        levels=tuple(map(Level, levels)),
        as_of=_day(day.strip()) if day.strip() else None,
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise StudioError(f"日期“{written}”读不懂。请写成 2021-05-01 这样。") from error


def turn(mine: Desk, answer: Answer) -> Turn:
    """An answer just given, with what of it does not hold today where another day was asked for."""
    said = Said(asked=answer.asked > 0 and Act.FEEDBACK in mine.account.acts)
    made = turn_of(answer, mine.version, said=said)
    return replace(made, past=_past(mine, answer)) if answer.as_of else made


def reopened(mine: Desk, asked: int) -> Turn:
    """A stored answer, without what may not be opened any more. StudioError where it is gone."""
    kept = mine.history.one(asked)
    rating = mine.history.rating(asked)
    answer = answer_stored.restored(kept.answer, kept.id)
    answer = answer_stored.openable(answer, lambda *key: mine.reading(*key) is not None)
    said = Said(
        asked=True,
        helpful=rating.helpful if rating else None,
        reasons=tuple(rating.reason.split("、")) if rating and rating.reason else (),
        explained=bool(rating and (rating.reason or rating.comment)),
        submitted=kept.submitted,
    )
    made = turn_of(answer, mine.version, said=said)
    return replace(made, past=_past(mine, answer), at=kept.at)


def _past(mine: Desk, answer: Answer) -> frozenset[tuple[str, int]]:
    cited = {(citation.document, citation.version) for citation in answer.citations}
    read = {key: mine.reading(*key) for key in cited}
    return frozenset(key for key, reading in read.items() if not (reading and reading.standing.in_force))


def opened(mine: Desk, turns: Sequence[Turn], wanted: dict[str, Any]) -> str:
    """The source panel of the citation that was clicked."""
    index = int(wanted["turn"])
    citations = turns[index].answer.citations
    citation = next(one for one in citations if one.n == int(wanted["cite"]))
    file = mine.original(citation.document, citation.version)
    view = _source(mine, citation)
    pages = page_image.cited(file, view.version.parse, citation.start, citation.end) if file else ()
    return source_view.panel(view, index, citations[-1].n, pages)


def _source(mine: Desk, citation: Citation) -> SourceView:
    """The citation in its clause; an emergency card is shown whole, whatever was quoted of it."""
    view = mine.source(citation)
    if citation.kind is not Kind.EMERGENCY:
        return view
    text = view.version.parse.text
    return replace(view, before=text[: citation.start], after=text[citation.end :])


def exported(mine: Desk, turns: Sequence[Turn], wanted: dict[str, Any]) -> dict[str, str]:
    mine.require(Act.ASK)
    answer = turns[int(wanted["turn"])].answer
    return answer_file.handed_over(answer, str(wanted["suffix"]), today())


def rated(mine: Desk, turns: Sequence[Turn], wanted: dict[str, Any]) -> tuple[list[Turn], dict[str, Any]]:
    """Store 有用 or 没用 with its reasons; the turns with it, and the block to be shown anew.

    A click that was overtaken by a later one changes nothing: the later one carried all that was said.
    """
    index, helpful = int(wanted["turn"]), bool(wanted["helpful"])
    before = turns[index].said
    at = float(wanted.get("at", before.at))
    if at < before.at:
        return _told(turns, index, before)
    kept = before.reasons if helpful is before.helpful else ()
    reasons = tuple(one for one in feedback_view.REASONS if one in wanted.get("reasons", kept))
    comment = str(wanted["comment"]) if "comment" in wanted else None
    mine.history.rate(turns[index].answer.asked, helpful=helpful, reason="、".join(reasons), comment=comment)
    said = replace(before, helpful=helpful, reasons=reasons, explained=comment is not None, at=at)
    return _told(turns, index, said)


def submitted(mine: Desk, turns: Sequence[Turn], wanted: dict[str, Any]) -> tuple[list[Turn], dict[str, Any]]:
    """Hand the question over to the hosts."""
    index = int(wanted["turn"])
    mine.history.submit(turns[index].answer.asked)
    return _told(turns, index, replace(turns[index].said, submitted=True))


def _told(turns: Sequence[Turn], index: int, said: Said) -> tuple[list[Turn], dict[str, Any]]:
    """``at`` differs each time, so that the page sees a change."""
    changed = list(turns)
    changed[index] = replace(turns[index], said=said)
    html = feedback_view.block(changed[index], index)
    return changed, {"turn": index, "html": html, "at": str(time.time_ns())}


def rail(mine: Desk) -> str:
    """What this account has asked."""
    kept = Act.HISTORY in mine.account.acts and mine.studio.settings.question_days > 0
    return history_view.rail(mine.history.recent(RECENT), kept=kept)

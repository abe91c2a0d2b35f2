"""How teachers might ask of a clause, proposed by a language model. A host accepts each one; none is stored here."""

from __future__ import annotations

from collections.abc import Collection

from app.generate import ModelError
from app.phrasing import LanguageModel
from app.prompting import PROPOSE, lines, proposal_request
from ingest.attach import attach
from ingest.catalog import Catalog
from ingest.errors import StudioError
from ingest.masking import mask_text
from ingest.model import TypicalQuestion
from ingest.privacy import find

MOST = 8
LONGEST = 60
"""Characters of a proposal: what is longer is no way of asking."""


def propose_questions(
    text: str, model: LanguageModel | None, *, title: str = "", clause: str = "", known: Collection[str] = ()
) -> list[str]:
    """Questions that ``text`` answers, as a model words them; without those ``known`` and any that name somebody.

    Raises:
        StudioError: no model is configured, it cannot be used, or it proposed nothing.
    """
    if model is None:
        raise StudioError("还没有配置语言模型。请设置 STUDIO_LLM_URL 和 STUDIO_LLM_MODEL，或自己写问法。")
    try:
        request = proposal_request(mask_text(title), mask_text(clause), mask_text(text))
        reply = "".join(model.stream(PROPOSE, request))
    except ModelError as error:
        raise StudioError(
            f"语言模型（{model.host}）{error}，没有提出问法。可以稍后再试，或自己写。"
        ) from error
    proposed = [line for line in dict.fromkeys(lines(reply)) if _fits(line) and line not in known]
    if not proposed:
        raise StudioError(f"语言模型（{model.host}）没有提出能用的问法。可以再试一次，或自己写。")
    return proposed[:MOST]


def text_of(catalog: Catalog, document: str, at: str) -> tuple[str, str]:
    """The document's title, and the text of its clause ``at`` (as ``ingest.typical.clauses`` names it, "" for all).

    StudioError where there is no such clause.
    """
    version = catalog.version(document)
    passages = version.parse.passages
    if not at.strip():
        return version.metadata.title, "\n".join(passage.text for passage in passages)
    places, lost = attach([TypicalQuestion("问", at)], [passage.path for passage in passages])
    if lost:
        raise StudioError(f"资料里没有“{at}”这一条款。条款的写法见 studio docs show，例如 第三条、做法。")
    return version.metadata.title, "\n".join(passages[place].text for place in sorted(places))


def _fits(line: str) -> bool:
    return 4 <= len(line) <= LONGEST and not find(line) and not line.endswith(("：", ":"))

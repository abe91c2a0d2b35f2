"""Pure: whether an answer's citations stand in gold, and whether the facts asked for are in its sentences.

Citation precision and recall are ALCE's (Gao, Yen, Yu and Chen, EMNLP 2023, arXiv 2305.14627), adapted to
verbatim spans. ALCE lets a model judge whether citations entail a statement. Here a statement is the very
words it cites, so each is supported; what can be wrong is that they answer something else. Therefore:

    precision   citations that stand in a gold clause (that answers or helps), of all citations
    recall      gold clauses that answer (relevance 2) in which a citation stands, of all that answer

An answer without citations has no precision, and recall 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.model import Answer, Citation
from app.values import NUMBER
from eval.model import ANSWERS, Gold
from index.tokens import chinese_number, normalise
from ingest.lines import condensed


def stands_in(gold: Gold, citation: Citation) -> bool:
    """Whether a citation is in the gold's clause: its path's last names, or else the gold's own words."""
    if gold.document != citation.document:
        return False
    path = [condensed(name) for name in citation.path]
    quote, cited = condensed(gold.quote), condensed(citation.quote)
    on_path = bool(gold.path) and any(condensed(gold.path[-1]) in name for name in path)
    return on_path or (bool(quote) and (quote in cited or cited in quote))


def relevance(gold: Sequence[Gold], citation: Citation) -> int:
    """Of the best gold clause the citation stands in; 0 if it stands in none."""
    return max((one.relevance for one in gold if stands_in(one, citation)), default=0)


def precision(gold: Sequence[Gold], citations: Sequence[Citation]) -> float | None:
    """None without citations."""
    if not citations:
        return None
    return sum(relevance(gold, citation) > 0 for citation in citations) / len(citations)


def recall(gold: Sequence[Gold], citations: Sequence[Citation]) -> float | None:
    """None where no gold answers."""
    wanted = [one for one in gold if one.relevance >= ANSWERS]
    if not wanted:
        return None
    return sum(any(stands_in(one, citation) for citation in citations) for one in wanted) / len(wanted)


def statements(answer: Answer) -> list[str]:
    """The answer's sentences as they are read."""
    return [statement.text for section in answer.sections for statement in section.statements]


def exactness(wanted: Sequence[str], texts: Sequence[str]) -> float | None:
    """The share of the answer strings that stand in one of the texts, numerals in one spelling; None if none
    is wanted. A number counts only whole: 6年 does not stand in 16年."""
    if not wanted:
        return None
    spelled = [_spelled(text) for text in texts]
    return sum(any(_whole(_spelled(one), text) for text in spelled) for one in wanted) / len(wanted)


def _spelled(text: str) -> str:
    """Without blanks, full-width forms and case, every numeral in digits (六年 and 6 年 are 6年)."""
    flat = condensed(normalise(text))
    return NUMBER.sub(lambda found: _digits(found.group()), flat)


def _digits(number: str) -> str:
    return number if number[0].isascii() else str(chinese_number(number))


def _whole(needle: str, text: str) -> bool:
    at = text.find(needle)
    while at >= 0:
        end = at + len(needle)
        cut_before = needle[0].isdigit() and text[at - 1 : at].isdigit()
        if not cut_before and not (needle[-1].isdigit() and text[end : end + 1].isdigit()):
            return True
        at = text.find(needle, at + 1)
    return False

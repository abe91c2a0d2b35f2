"""Pure: what may stand below an emergency card. The card says what to do; nothing below it may pull against it.

Class plans and games are out of place beside any card. Where the harm may come from home, a sentence that
says to tell the parents undoes the card: such a one is left out by its words, rather too many than too few.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.avoiding import to_avoid
from app.model import SECTION_OF_KIND, EmergencyCard, Quote, SectionKind
from index.model import Hit
from ingest.model import Kind

HEADING = "其他资料（先做上面的事）"
"""What stands above everything ordinary, on the page and in files."""
FROM_HOME = "虐待家暴性侵"
"""The situation whose card says not to tell a guardian who may be the one that harms."""

_GUARDIAN = (
    r"家长|监护人|父母|父亲|母亲|爸爸?|妈妈?|家里|家中|家人|家属|亲属|爷爷|奶奶|外公|外婆|姥姥|姥爷|双亲"
    r"|家庭(?!暴力)|家校|家访|两位|双方|回家"
)
_WITH_HOME = re.compile(r"家长|家校|家访|监护人|父母|管教|离异|单亲|隔代|家庭教育|沟通")
"""In a heading outside the rules: what stands under it is how to speak with parents, whatever its words are."""
_TELL = (
    r"通知|告知|告诉|告之|报告(?=[^，。；]{0,4}(?:家长|监护人|父母))|(?:家长|监护人|父母)报告|知会|知情|反馈|转达|联系|联络|联动|沟通|约谈|约见|约上?|面谈|谈话?|见面|电话|致电|短信|微信|家访"
    r"|请来|请到|叫来|叫到|喊来|到校|来校|来一趟|接走|接回|领回|带回|交给|交由|送回|回家|商量|协商|配合|取得|征得|同意|说明|说清|核实|对质|签"
)
_NOT_FIRST = re.compile(
    rf"(?:先不|先别|不要?先|暂不|不得先|不能先|别先)[^，。；：？！\n]{{0,6}}?(?:{_TELL}|找|叫|请)"
)
_CLAUSE = re.compile(r"[。；;！!？?\n]")
_ON = (Kind.POLICY, Kind.HANDBOOK)


def situation_of(card: EmergencyCard | None) -> str:
    """The situation that decides what may stand below; harm from home does, even where it is only possible."""
    if card is None:
        return ""
    return FROM_HOME if FROM_HOME in card.others else card.situation


def tells_guardians(text: str, path: Sequence[str] = ()) -> bool:
    """Whether a sentence of ``text`` speaks of telling, calling or handing over to parents or guardians.

    先不通知家长 tells the opposite; under a heading of what not to do it tells it after all.
    """
    found = [one for one in _CLAUSE.split(text) if re.search(_GUARDIAN, one) and re.search(_TELL, one)]
    return any(to_avoid(path) or not _NOT_FIRST.search(one) for one in found)


def quotes(situation: str, found: Sequence[Quote]) -> list[Quote]:
    """The quotes that may stand below the card of a situation; all of them where there is none."""
    return [quote for quote in found if _fits(situation, quote.hit, quote.text)]


def hits(situation: str, found: Sequence[Hit]) -> list[Hit]:
    """The same for whole passages."""
    return [hit for hit in found if _fits(situation, hit, hit.text)]


def asked_from(situation: str, found: Sequence[Hit]) -> list[Hit]:
    """The hits whose typical questions may be offered: below a card those of rules and handbooks alone."""
    return [hit for hit in hits(situation, found) if not situation or hit.kind in _ON]


def _fits(situation: str, hit: Hit, text: str) -> bool:
    if not situation:
        return True
    if SECTION_OF_KIND[hit.kind] is SectionKind.LESSON:
        return False
    if situation != FROM_HOME:
        return True
    return not tells_guardians(text, hit.path) and (hit.kind is Kind.POLICY or not _with_home(hit))


def _with_home(hit: Hit) -> bool:
    """Whether it stands under a heading about speaking with parents; 不先找家长对质 is about not doing so."""
    return any(_WITH_HOME.search(name) and not _NOT_FIRST.search(name) for name in (hit.title, *hit.path))

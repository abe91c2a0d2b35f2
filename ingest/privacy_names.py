"""Pure: names of pupils and their families. Officials, authors and famous people are none; teachers only
where they lead to a pupil or a private number stands beside them (``privacy_staff``).

A name is certain where a role word, a field, a column or a list says whose it is; a certain name is then
found everywhere in its document, and so are its given name and 小 + its last character if they can mean
nobody else. Without any such word only a very name-like stretch in a text about pupils is found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from ingest import privacy_tables
from ingest.privacy_calls import find_calls
from ingest.privacy_items import find_items
from ingest.privacy_model import Finding
from ingest.privacy_people import (
    ADULT,
    FAMOUS,
    PARENT,
    PUPIL,
    PUPIL_TEXT,
    People,
    is_credit_line,
    names_a_thing,
)
from ingest.privacy_segment import Token, name_cost, names_in, word_cost
from ingest.privacy_shapes import find_shapes
from ingest.privacy_slots import find_slots
from ingest.privacy_sounds import find_sounds
from ingest.privacy_spread import findings
from ingest.privacy_staff import find_staff, is_staff
from ingest.privacy_words import alternatives, given, listed, surnames, words

_BETWEEN = re.compile(r"[ \t]*(?:[、,/;|和与及跟同]|以及|还有|[ \t])[ \t]*")
_HAN = r"[\u4e00-\u9fff]"
_OFFICIAL_TEXT = re.compile(
    r"教授|院士|研究员|出版社|同志|总书记|委员会|国务院|人大|法院|作者|著名|研究|论文|课题|参考文献|专家|发表于|主编"
)
_VERB_AFTER = re.compile(rf"(?:[,。,;:!?、)(\dA-Z\s\"”+-]|$|{alternatives('after_name')})")
_OF_WORKS = re.compile(r"的(?:诗|词|文|作品|故事|小说|名言|事迹|精神)|《|说过|曾说|有言")
_NEXT = re.compile(
    rf"[ \t]*(?:[、,/;|]|[ \t]|和|与|及)[ \t]*({_HAN}{{2,4}})"
    r"(?=[、,，/;。.(| \t\n]|和|与|及|等|同学|[两三四五六]|$)"
)
_PREVIOUS = re.compile(rf"(?:^|[、,/;:|( \t\n])({_HAN}{{2,4}})[ \t]*(?:[、/]|和|与|及)[ \t]*$")
_PLACES = listed("places")
_AT, _QUOTE = frozenset("在于去回到来从往离"), frozenset("“‘\"'")
_NO_NAME = re.compile(
    r"女士$|先生$|大夫$|护士$|妹妹$|叔叔$|阿姨$|师傅$|[村镇]$|^(..)\1$|老师|同学|家长|主任|校长|某|[班组]长|小学|中学|[高初][一二三]|[\d]"
)
_LEAST_WITH_CUE = -5.0
_SURE = 8.0
_CUT_LEAST = 2.0
_RARE_FAMILY = 6.0  # cost of surnames such as 凡: 凡骂家里 needs more than what follows
_RARE_WORD = 11.4  # 童话同学 has that name
_SHARED = listed("shared_names")  # famous, and borne by many a pupil: found before what pupils do
_STRANGE = 50.0  # a character that no given name has: only before what pupils do
_OF_A_PUPIL = re.compile(f"{alternatives('child_has')}|{alternatives('child_does')}|收")
_STAFF_LINE = re.compile(r"[^\n:]{0,8}(?:课题|名师|工作室|教职工|教研组|教师代表)")
_MASKED = re.compile(r"(?!(?:AB|[ABO])型)[A-Z]|某|[×xX*＊○〇](?![\s(])")


def find_names(folded: str, taken: Collection[tuple[int, int]] = ()) -> Iterator[Finding]:
    """Findings of names over folded text, never overlapping one another; ``taken`` are spans not to touch."""
    people = People()
    for start, end, written in [*privacy_tables.columns(folded), *privacy_tables.fields(folded)]:
        people.add(folded, start, end, written)
    find_slots(folded, people)
    find_shapes(folded, people)
    find_sounds(folded, people)
    closed = bytearray(len(folded))
    for start, end in taken:
        closed[start:end] = b"\x01" * (end - start)
    for start, end in people.firm:
        closed[start:end] = b"\x01" * (end - start)
    read = (token for token in names_in(folded) if not any(closed[token.start : token.end]))
    tokens = [_cut(folded, token) for token in read if not _MASKED.match(folded, token.end)]
    roles = _roles(folded, tokens)
    for token, role in zip(tokens, roles, strict=True):
        if role and not (role != ADULT and _is_no_pupil(folded, token, people)):
            people.add(folded, token.start, token.end, role)
            if role == ADULT and is_staff(folded, token):
                people.staff.append((token.start, token.end))
    _alone(folded, tokens, roles, people)
    find_items(folded, people, taken)
    find_calls(folded, people)
    _neighbours(folded, people)
    find_staff(people, taken)
    yield from findings(folded, people)


def _cut(folded: str, token: Token) -> Token:
    """王嘉|瞒着: without a third character that no given name has and that runs on into the next word."""
    text = token.text
    if len(text) != 3 or token.after or text[2] in given() or text[1] not in given():
        return token
    verb = _VERB_AFTER.match(folded, token.end - 1) and re.match(_HAN, folded[token.end : token.end + 1])
    if text[:2] in surnames() or text in FAMOUS or not verb:
        return token
    margin = word_cost(text[:2]) - name_cost(text[:2])
    return replace(token, end=token.end - 1, text=text[:2], margin=margin) if margin > _CUT_LEAST else token


def _roles(folded: str, tokens: list[Token]) -> list[str | None]:
    """The role of each token: its own, else that of the list it stands in."""
    roles: list[str | None] = [_own_role(t) for t in tokens]
    groups = _groups(folded, tokens)
    for group in groups:
        given_roles = [roles[i] for i in group if roles[i]]
        if len(group) > 1 and given_roles:
            head = roles[group[0]]
            shared = head or given_roles[-1]
            for i in group:
                roles[i] = roles[i] or shared
        elif (
            len(group) > 2
            and all(tokens[i].margin > 0.5 for i in group)
            and not is_credit_line(folded, tokens[group[0]].start)
        ):
            famous = sum(tokens[i].text in FAMOUS or tokens[i].text in _PLACES for i in group)
            role = None if famous * 2 > len(group) else PUPIL
            for i in group:
                roles[i] = role
    for i, token in enumerate(tokens):
        if (
            roles[i] in (None, PUPIL) and _STAFF_LINE.match(folded, folded.rfind("\n", 0, token.start) + 1)
        ) or (
            roles[i] in (None, PUPIL)
            and not token.before
            and not token.after
            and is_credit_line(folded, token.start)
        ):
            roles[i] = ADULT
    return roles


def _own_role(token: Token) -> str | None:
    if token.before == ADULT and token.after not in (PARENT,):
        return ADULT
    if token.after == ADULT:
        return token.before if token.before == PARENT else ADULT
    return token.before or token.after


def _groups(folded: str, tokens: list[Token]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, token in enumerate(tokens):
        joined = groups and _BETWEEN.fullmatch(folded, tokens[i - 1].end, token.start)
        if joined:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _is_no_pupil(folded: str, token: Token, people: People) -> bool:
    """A cue beside it notwithstanding: a famous name, a place's or a prize's, an ordinary word."""
    text = token.text
    strong = token.before in (PUPIL, PARENT) or token.after in (PUPIL, PARENT)
    also_a_word = text in listed("name_words")
    quoted = folded[token.start - 1 : token.start] in _QUOTE
    if _is_famous(folded, token) and (token.before not in (PUPIL, PARENT) or quoted):
        return True
    if (not strong and text in people.adults) or _is_place(folded, token):
        return True
    if _NO_NAME.search(text) or _is_quoted_title(folded, token):
        return True
    rare = surnames().get(text[:1], 9.0) > _RARE_FAMILY and not token.before
    if (not token.after and names_a_thing(folded, token.end)) or (
        (rare or not token.after) and _is_odd(token)
    ):
        return True
    if text in words() and not also_a_word:
        unusual = folded.startswith("同学", token.end) and words()[text] > _RARE_WORD
        return not (unusual or (token.before and token.after))
    return token.margin < _LEAST_WITH_CUE and not (strong and also_a_word)


def _is_famous(folded: str, token: Token) -> bool:
    """A famous name; one of two characters, which pupils share, only where works or deeds follow."""
    return token.text in FAMOUS and (len(token.text) > 2 or bool(_OF_WORKS.match(folded, token.end)))


def _is_place(folded: str, token: Token) -> bool:
    """A town's name; 明远楼105, 竹园5舍: a place with a number behind it; and 在景洪|开: a town behind 在."""
    if token.text in _PLACES and not token.before:
        return True
    numbered = token.text[-1] in "苑园楼路桥" and re.match(r"[\dA-Z]", folded[token.end : token.end + 1])
    town = token.text[:2] in _PLACES and folded[token.start - 1 : token.start] in _AT
    return bool(numbered) or (town and len(token.text) > 2)


def _is_odd(token: Token) -> bool:
    """No character that given names have, and not far cheaper than words: 家长|戴防割|手套."""
    return token.margin < _SURE and not any(character in given() for character in token.text[1:])


def _is_quoted_title(folded: str, token: Token) -> bool:
    line = folded.rfind("\n", 0, token.start) + 1
    return folded.rfind("《", line, token.start) > folded.rfind("》", line, token.start)


def _alone_least(name: str) -> float:
    """The margin a name needs without a role word: more for a short one and a rare surname."""
    width = 2 if name[:2] in surnames() else 1
    strange = sum(character not in given() for character in name[width:])
    if strange == len(name) - width:
        return 1e9
    if strange:
        return _STRANGE
    rare = surnames().get(name[:width], 9.0) - 2.6
    return -0.5 + 0.4 * rare if len(name) > 2 else -0.2 + 0.5 * rare


def _alone(folded: str, tokens: list[Token], roles: list[str | None], people: People) -> None:
    """Names without a role word: very name-like, not in a text of officials, before what people do."""
    for token, role in zip(tokens, roles, strict=True):
        famous = token.text in FAMOUS and (
            token.text not in _SHARED or not _OF_A_PUPIL.match(folded, token.end)
        )
        if role or famous or token.text in people.adults or token.text in words():
            continue
        if (
            token.text in _PLACES
            or _is_place(folded, token)
            or _NO_NAME.search(token.text)
            or names_a_thing(folded, token.end)
        ):
            continue
        if _is_quoted_title(folded, token):
            continue
        around = folded[max(0, token.start - 150) : token.end + 150]
        least = _alone_least(token.text)
        if least == _STRANGE and _OF_A_PUPIL.match(folded, token.end):
            least = _SURE
        likely = token.margin > least + (0.0 if PUPIL_TEXT.search(around) else 0.5)
        if (
            likely
            and not (token.margin < _SURE and _OFFICIAL_TEXT.search(around[-190:]))
            and (token.margin > 4 or _VERB_AFTER.match(folded, token.end))
        ):
            people.spans[token.start, token.end] = "alone"
            people.certain.setdefault(token.text, "again")


def _neighbours(folded: str, people: People) -> None:
    """Items beside a found name in a list that have a name's shape, however rare their characters."""
    waiting = list(people.spans.items())
    while waiting:
        (start, end), role = waiting.pop()
        for match in (_NEXT.match(folded, end), _PREVIOUS.search(folded[max(0, start - 8) : start])):
            if match is None:
                continue
            offset = max(0, start - 8) if match.re is _PREVIOUS else 0
            span = (match.start(1) + offset, match.end(1) + offset)
            if span not in people.spans and _is_item(match[1], match[0], people):
                people.spans[span] = role
                people.certain.setdefault(match[1], role)
                waiting.append((span, role))


def _is_item(text: str, joined: str, people: People) -> bool:
    if (
        text in people.adults
        or text in _PLACES
        or (text in words() and text not in listed("name_words"))
        or text in listed("field_words")
    ):
        return False
    if name_cost(text) > 1e8 or (len(text) == 4 and text[:2] not in surnames()):
        return False
    loose = re.search(r"[和与及 \t]", joined)
    return (not loose or word_cost(text) - name_cost(text) > -8.0) and not re.search(
        r"[班级组的某]|老师|主任|同学|家长|校长", text
    )

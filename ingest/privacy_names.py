"""Pure: names of pupils and their families. Officials, teachers, authors and famous people are none.

A name is certain where a role word, a field, a column or a list says whose it is; a certain name is then
found everywhere in its document, and so are its given name and 小 + its last character if they can mean
nobody else. Without any such word only a very name-like stretch in a text about pupils is found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from ingest import privacy_tables
from ingest.privacy_model import Finding
from ingest.privacy_people import ADULT, FAMOUS, PARENT, PUPIL, before_marks, is_credit_line, names_a_thing, role_after
from ingest.privacy_segment import Token, given_cost, name_cost, names_in
from ingest.privacy_words import DOTTED_ENDS, FIELD_WORDS, FOREIGN, NAME_WORDS, TIBETAN, surnames, words

WHY = {
    PUPIL: "学生的姓名",
    PARENT: "家长的姓名",
    "again": "同一姓名再次出现",
    "short": "同一人的简称",
    "alone": "像是学生的姓名",
}
_BETWEEN = re.compile(r"[ \t]*(?:[、,/;|和与及跟同]|以及|还有|[ \t])[ \t]*")
_PUPIL_TEXT = re.compile(r"学生|同学|班|课|作业|孩子|家长|老师|宿舍|寝室|考试|妈妈|爸爸|成绩|请假|迟到|值日|操场|教室|小组")
_HAN = r"[\u4e00-\u9fff]"
_OFFICIAL_TEXT = re.compile(r"教授|院士|研究员|出版社|同志|总书记|委员会|国务院|人大|法院|作者|著名|研究|论文|课题|参考文献|专家|发表于|主编")
_SPACED = re.compile(rf"(?<!{_HAN} )({_HAN}{{1,2}}) {{1,3}}({_HAN})(?! {{1,3}}{_HAN}(?:\s|$))")
_DOTTED = re.compile(rf"{_HAN}{{2,6}}·{_HAN}{{1,7}}")
_TIBETAN = re.compile(rf"(?:{'|'.join(TIBETAN)}){{2}}|(?:{'|'.join(TIBETAN)})(?=同学|的?妈妈|的?爸爸|的?家长)")
_VERB_AFTER = re.compile(
    r"(?:[,。,;:!?、)\s\"”]|$|说|没|不|在|把|被|和|与|跟|向|对|给|是|也|又|就|都|要|想|会|能|从|到|因|于|今|昨|上|下|这|一|突|经|总|常|已|还|却|竟|便|才|再|打|骂|哭|笑|跑|走|拿|偷|写|坐|站|告|找|回|来|去|让|请|的|同|每|最|近|平|性|成|家|身|两|为|有|将|曾|当|连|主|表|获|得|参|担|自|称|很|特|十|比|则|正|用|受|住|觉|喜|期|第|学|沉|低|拒|擅|私|由|多|入|开|发|午|早|晚|迟|旷|缺|离|失|晕|摔|受)"
)
_OF_WORKS = re.compile(r"的(?:诗|词|文|作品|故事|小说|名言|事迹|精神)|《|说过|曾说|有言")
_NEXT = re.compile(rf"[ \t]*(?:[、,/;|]|[ \t]|和|与|及)[ \t]*({_HAN}{{2,4}})(?=[、,，/;。.(| \t\n]|和|与|及|等|同学|[两三四五六]|$)")
_PREVIOUS = re.compile(rf"(?:^|[、,/;:|( \t\n])({_HAN}{{2,4}})[ \t]*(?:[、/]|和|与|及)[ \t]*$")
_MASKED = re.compile(r"[A-Z某×xX*＊○〇]")


@dataclass(slots=True)
class _People:
    """What is known of a document: found spans with their role, certain names, adults' names."""

    spans: dict[tuple[int, int], str] = field(default_factory=dict)
    certain: dict[str, str] = field(default_factory=dict)
    adults: set[str] = field(default_factory=set)

    def add(self, folded: str, start: int, end: int, role: str) -> None:
        name = folded[start:end]
        if role == ADULT:
            self.adults.add(name.replace(" ", ""))
        else:
            self.spans[start, end] = role
            self.certain.setdefault(name, role)
            self.certain.setdefault(name.replace(" ", ""), role)


def find_names(folded: str, taken: Collection[tuple[int, int]] = ()) -> Iterator[Finding]:
    """Findings of names over folded text, never overlapping one another; ``taken`` are spans not to touch."""
    people = _People()
    for start, end, role in [*privacy_tables.columns(folded), *privacy_tables.fields(folded)]:
        people.add(folded, start, end, role)
    _shapes(folded, people)
    tokens = [t for t in names_in(folded) if not _MASKED.match(folded, t.end) and not _inside(t, taken)]
    roles = _roles(folded, tokens)
    for token, role in zip(tokens, roles, strict=True):
        if role and not (role != ADULT and _is_no_pupil(folded, token, people)):
            people.add(folded, token.start, token.end, role)
    _alone(folded, tokens, roles, people)
    _neighbours(folded, people)
    yield from _findings(folded, people)


def owners(mention: str, names: Iterable[str]) -> list[str]:
    """The full names that a short mention (雨桐, 小雨, 张同学) can mean."""
    plain = mention.replace(" ", "")
    return [name for name in names if plain != name and plain in _shorts(name)]


def _shorts(name: str) -> set[str]:
    plain = name.replace(" ", "")
    if "·" in plain:
        return {part for part in plain.split("·") if len(part) > 1}
    width = 2 if plain[:2] in surnames() and len(plain) > 2 else 1
    family, first = plain[:width], plain[width:]
    short = {f"{prefix}{character}" for prefix in "小阿" for character in first}
    short |= {f"{character}{character}" for character in first}
    short.add(f"{family}同学")
    return short | {first} if len(first) >= 2 else short


def _inside(token: Token, taken: Collection[tuple[int, int]]) -> bool:
    return any(start < token.end and token.start < end for start, end in taken)


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
        elif len(group) > 2 and all(tokens[i].margin > 0.5 for i in group) and not is_credit_line(folded, tokens[group[0]].start):
            famous = sum(tokens[i].text in FAMOUS for i in group)
            role = None if famous * 2 > len(group) else PUPIL
            for i in group:
                roles[i] = role
    for i, token in enumerate(tokens):
        if roles[i] in (None, PUPIL) and not token.before and is_credit_line(folded, token.start):
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


def _is_no_pupil(folded: str, token: Token, people: _People) -> bool:
    """A cue beside it notwithstanding: a famous name, a place's or a prize's, an ordinary word."""
    strong = token.before in (PUPIL, PARENT) or token.after in (PUPIL, PARENT)
    if token.text in FAMOUS and (len(token.text) > 2 or _OF_WORKS.match(folded, token.end)) and not strong:
        return True
    if token.text in people.adults and not strong:
        return True
    if not token.after and names_a_thing(folded, token.end):
        return True
    if _is_quoted_title(folded, token):
        return True
    if token.text in words() and token.text not in NAME_WORDS:
        return not (token.before and token.after) and token.margin < -3.0
    return token.margin < -5.0


def _is_quoted_title(folded: str, token: Token) -> bool:
    line = folded.rfind("\n", 0, token.start) + 1
    return folded.rfind("《", line, token.start) > folded.rfind("》", line, token.start)


def _alone(folded: str, tokens: list[Token], roles: list[str | None], people: _People) -> None:
    """Names without a role word: very name-like, in a line about pupils, at the head of a clause or a verb."""
    for token, role in zip(tokens, roles, strict=True):
        if role or token.text in FAMOUS or token.text in people.adults or token.text in words():
            continue
        if names_a_thing(folded, token.end) or _is_quoted_title(folded, token):
            continue
        around = folded[max(0, token.start - 150) : token.end + 150]
        likely = token.margin > (3.0 if len(token.text) > 2 else 0.5) + (0.0 if _PUPIL_TEXT.search(around) else 1.0)
        if likely and not _OFFICIAL_TEXT.search(around[-190:]) and _VERB_AFTER.match(folded, token.end):
            people.spans[token.start, token.end] = "alone"
            people.certain.setdefault(token.text, "again")


def _neighbours(folded: str, people: _People) -> None:
    """Items beside a found name in a list that have a name's shape, however rare their characters."""
    waiting = list(people.spans.items())
    while waiting:
        (start, end), role = waiting.pop()
        for match in (_NEXT.match(folded, end), _PREVIOUS.search(folded[max(0, start - 8) : start])):
            if match is None:
                continue
            offset = max(0, start - 8) if match.re is _PREVIOUS else 0
            span = (match.start(1) + offset, match.end(1) + offset)
            if span not in people.spans and _is_item(match[1], people):
                people.spans[span] = role
                people.certain.setdefault(match[1], role)
                waiting.append((span, role))


def _is_item(text: str, people: _People) -> bool:
    if text in people.adults or text in words() and text not in NAME_WORDS or text in FIELD_WORDS:
        return False
    return name_cost(text) < 1e8 and not re.search(r"[班级组的某]|老师|主任|同学|家长|校长", text)


def _shapes(folded: str, people: _People) -> None:
    """Names with a dot, Tibetan names, and two-character names written with a space between."""
    marks = before_marks(folded)
    for match in _DOTTED.finditer(folded):
        start = _dotted_start(match[0], match.start(), marks)
        name = _dotted_end(folded[start : match.end()])
        role = marks.get(start) or role_after(folded, start + len(name))
        minority = name.endswith(DOTTED_ENDS) and name not in FOREIGN
        if role in (PUPIL, PARENT) and name not in FOREIGN or (minority and role != ADULT):
            people.add(folded, start, start + len(name), role or PUPIL)
    for match in _TIBETAN.finditer(folded):
        role = marks.get(match.start()) or role_after(folded, match.end()) or PUPIL
        people.add(folded, *match.span(), role)
    for match in _SPACED.finditer(folded):
        role = marks.get(match.start(1)) or role_after(folded, match.end())
        _spaced(folded, match, role, people)


def _spaced(folded: str, match: re.Match[str], role: str | None, people: _People) -> None:
    family, first = match[1], match[2]
    start = match.start(1)
    if family not in surnames() and family[-1] in surnames():
        start, family = start + 1, family[-1]
        role = role or before_marks(folded[max(0, start - 12) : start]).get(min(12, start))
    alone = not re.match(_HAN, folded[match.end() : match.end() + 1] or " ")
    lone = alone and not re.match(_HAN, folded[start - 1 : start] or " ")
    if family in surnames() and given_cost(first) < 7 and (role or lone and family + first not in words()):
        if role or _PUPIL_TEXT.search(folded[max(0, start - 200) : start + 200]):
            people.add(folded, start, match.end(), role or PUPIL)


def _dotted_start(text: str, start: int, marks: dict[int, str]) -> int:
    dot = text.index("·")
    inside = [at for at in marks if start < at <= start + dot - 2]
    return max(inside, default=start)


def _dotted_end(name: str) -> str:
    """Cut what follows the name: a role word or a verb that ran into it."""
    dot = name.index("·")
    tail = re.split(r"同学|的|家长|妈妈|爸爸|今|昨|没|在|和|与|说|是|因|,|老师|被|把|向|也|又|很|来|为|从", name[dot + 1 :])[0]
    if len(tail) <= 5 and tail == name[dot + 1 :]:
        return name
    for size in range(len(tail), 1, -1):
        if tail[:size].endswith(DOTTED_ENDS):
            return name[: dot + 1] + tail[:size]
    return name[: dot + 1] + tail


def _findings(folded: str, people: _People) -> Iterator[Finding]:
    names = sorted(people.certain, key=len, reverse=True)
    taken: list[Finding] = [
        Finding("name", start, end, folded[start:end], WHY.get(role, WHY["alone"]))
        for (start, end), role in people.spans.items()
    ]
    covered = bytearray(len(folded))
    kept = []
    for finding in sorted(taken, key=lambda f: (f.start - f.end, f.start)):
        kept += _claim(finding, covered)
    for text, why in [*((n, WHY["again"]) for n in names), *((s, WHY["short"]) for s in _short_names(folded, people))]:
        at = folded.find(text)
        while at >= 0:
            if why != WHY["short"] or _may_be_short(folded, at, at + len(text)):
                kept += _claim(Finding("name", at, at + len(text), text, why), covered)
            at = folded.find(text, at + 1)
    yield from sorted(kept, key=lambda f: f.start)


def _claim(finding: Finding, covered: bytearray) -> list[Finding]:
    if any(covered[finding.start : finding.end]):
        return []
    covered[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    return [finding]


def _short_names(folded: str, people: _People) -> list[str]:
    """Short forms that occur and can mean one person only."""
    full = {name for name in people.certain if " " not in name}
    owned: dict[str, int] = {}
    for name in full:
        for short in _shorts(name):
            owned[short] = owned.get(short, 0) + 1
    usable = [s for s, count in owned.items() if count == 1 and s in folded and s not in full]
    return sorted((s for s in usable if s not in words() or s[0] in "小阿"), key=len, reverse=True)


def _may_be_short(folded: str, start: int, end: int) -> bool:
    """Not part of another full name: 雨桐 in 李雨桐 belongs to somebody else."""
    text = folded[start:end]
    if text.endswith("同学") or text[0] in "小阿":
        return not re.match(r"们", folded[end : end + 1])
    previous = folded[start - 1 : start]
    follows = folded[start - 1 : end] in words()
    return not follows and (not previous or surnames().get(previous, 9.0) > 5.5)

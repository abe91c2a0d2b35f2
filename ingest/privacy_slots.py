"""Pure: places in a text where a name stands whatever it looks like: a labelled field, a row, a bracket.

Here the place decides, not the characters: 高兴 and 第五元 are names after 姓名： or before ，男，. Such a
span is firm: it wins over what the lattice of ``privacy_segment`` reads there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_items import is_name_like
from ingest.privacy_people import ADULT, FAMOUS, PARENT, PUPIL, People
from ingest.privacy_tables import role_of
from ingest.privacy_words import alternatives, listed, surnames, words

_HAN = r"[\u4e00-\u9fff]"
_B = rf"(?<!{_HAN})(?<![·A-Za-z])"
_E = rf"(?!{_HAN}|·)"
_OWN_SURNAME = re.compile(
    rf"(?P<n>(?P<s>{_HAN}){_HAN}{{1,2}}?)(?:\(|——|,)?[^。\n()姓]{{0,6}}(?:本|真|是)?"
    rf"(?:姓(?P=s)(?=[(,。)\"”“;!—]|$)|(?P=s)姓(?!{_HAN}))"
)
_SPELT = re.compile(rf"姓({_HAN})[,、]?(?:单?名)({_HAN}{{1,2}})(?=[,。)确])")
_TRUE_NAME = re.compile(
    rf"(?:(?P<nick>{_HAN}{{2,4}})\s?[(,])?(?:大名|真名|学名|本名|真实姓名|户口本(?:上)?(?:叫|是)?|户籍名|小名|乳名)(?:叫|是|:)?"
    rf"\s?[“\"]?(?P<n>{_HAN}{{2,4}})(?=[)\"”,。;、!\s/]|$)"
)
_GENDER = re.compile(
    rf"(?:{_B}|(?<=学生)|(?<=幼儿)|(?<=儿童)|(?<=同学))(?P<n>{_HAN}{{2,4}})\s?(?:[\t |,‖/]+|\()\s?"
    rf"(?:[男女](?=[\s|,‖。;)/\d生]|$)|(?:[79]|1?\d)岁|{_HAN}{{1,3}}族(?=[,。)])|(?:19|20)\d{{2}}年\d{{1,2}}月(?:\d{{1,2}}日)?[出]?生)"
)
_LABEL = re.compile(
    rf"(?P<label>{alternatives('slot_label')})(?:签[名字章]|姓名)?(?:\([^()\n]{{1,6}}\))?(?:[:]\s{{0,4}}|[ \t|]{{1,4}})[“\"_]?"
    rf"(?P<n>{_HAN}{{2,4}}){_E}"
)
_LOOSE = re.compile(r"姓名|名字|签[名字]|人$|选手|失主|转[入出学]|缺|未到|[室舍]长|幼儿|考生|受助")
"""Labels after which anything is a name; 家长： and 孩子： stand before speech, too."""
_LETTER = re.compile(
    rf"(?:^|(?<=[\n。;“\"]))(?:给|致)(?P<n>{_HAN}{{2,3}}?)(?:同学)?的(?:一封)?信", re.MULTILINE
)
_SPREAD = re.compile(
    rf"(?:姓 {{1,3}}名|学 生)\s?[:]?\s{{1,3}}(?P<n>{_HAN}(?: {{1,3}}(?![学性身年班民出电]){_HAN}){{1,2}})"
    rf"(?= {{1,3}}[学性身年班民出电]|\s*$)",
    re.MULTILINE,
)
_DEAR = re.compile(rf"尊敬的(?P<n>{_HAN}{{2,4}}?)(?:先生|女士)[:,]")
_HOME_OF = re.compile(rf"(?:\d\s?[号室]|组)(?P<n>{_HAN}{{2,3}}?)家(?=[、,。;\s]|$)")
_NO_SLOT = re.compile(
    r"性别|年龄|^[初高][一二三]|姐姐|哥哥|妹妹|弟弟|姑父|姑姑|舅舅|叔叔|老师|同学|家长|主任|校长|学生|年级|某|男生|女生|[一二三四五六七八九十]班|无$|暂无|如下|不详|名单|情况|学校|"
    r"电话|手机|姓名|签[名字]|[班组]长|监护|父亲|母亲|爸爸|妈妈|父母|爷爷|奶奶|外[公婆]|委员|代表|以[上下]|及时|"
    r"请[假勿]|[年月日号]$|[省市县区镇乡村]$|^[该本各全其]|女士|先生|已|未|^[是为的和与或]|孩子|请|需|应[当该]|可以|"
    r"职业|专业|必须|工作|意见|[男女]孩|青年|少年|儿童|婴儿|老人|教师|成员|负责|小组|公司|班$|科$|部$|处$|室$"
)
_PEER_MARKS = r"[、,;\s/①-⑳]+(?:\d{1,2}[.、\s])?"
_LEAD = re.compile(rf"(?:(?P<lead>{alternatives('slot_lead')})[^:。\n,;、]{{0,8}}|(?<={_HAN}))[:]\s?")
_PEER = re.compile(
    rf"(?:\d{{1,3}}[.、号\s]\s?|[①-⑳]\s?)?(?P<n>{_HAN}{{2,4}}|{_HAN}(?: {{1,3}}|　){_HAN})"
    r"(?P<tail>\([^()\n]{1,20}\)|\s?[-+]\d+分?(?:\([^()\n]{1,10}\))?|\s?\d+(?:\.\d+)?(?:元|分|票)?|[√×✓])?"
    r"(?=[、,;。\s/①-⑳]|$|等|—)"
)
_STAFF = re.compile(
    r"教师|教职工|工作室|课题|评委|导师|嘉宾|专家|领导|编委|剧|吉祥物|卡通|植物|器材|耗材|书目|人物|作者"
)
_WORD_COMMON = 11.0


def find_slots(folded: str, people: People) -> None:
    """Add to ``people`` every name that its place gives away; the spans are firm."""
    for start, end, role in [*_told(folded), *_labelled(folded), *_lists(folded, people)]:
        people.add(folded, start, end, role)
        if role != ADULT:
            people.firm.add((start, end))


def _told(folded: str) -> Iterator[tuple[int, int, str]]:
    """Names told by a surname said beside them, by 大名 or by what is said of a person."""
    for match in _OWN_SURNAME.finditer(folded):
        if match["s"] in surnames() and match["n"] not in listed("field_words"):
            yield *match.span("n"), PUPIL
    for match in _SPELT.finditer(folded):
        name = match[1] + match[2]
        at = folded.find(name)
        if at >= 0 and match[1] in surnames():
            yield at, at + len(name), PUPIL
    yield from _true_names(folded)
    yield from _shaped(folded)


def _shaped(folded: str) -> Iterator[tuple[int, int, str]]:
    """Names before ，男， or 12岁, in 给…的一封信, before 家 behind an address, spread over a form, after 尊敬的."""
    for pattern in (_GENDER, _LETTER, _HOME_OF):
        for match in pattern.finditer(folded):
            family = pattern is _GENDER and match["n"][0] in surnames()
            if is_open(match["n"]) and (family or match["n"] not in words()):
                yield *match.span("n"), PUPIL
    for match in _SPREAD.finditer(folded):
        if match["n"][0] in surnames():
            yield *match.span("n"), PUPIL
    for match in _DEAR.finditer(folded):
        if is_name_like(match["n"]):
            yield *match.span("n"), PARENT


def _true_names(folded: str) -> Iterator[tuple[int, int, str]]:
    """豌豆（大名万窦）: the name behind 大名, and the nickname before it."""
    for match in _TRUE_NAME.finditer(folded):
        if not is_open(match["n"]):
            continue
        yield *match.span("n"), PUPIL
        nick = match["nick"]
        inside = re.match(_HAN, folded[match.start() - 1 : match.start()])
        if nick and len(nick) < 4 and is_open(nick) and not inside:
            yield *match.span("nick"), PUPIL


def _labelled(folded: str) -> Iterator[tuple[int, int, str]]:
    for match in _LABEL.finditer(folded):
        name = match["n"]
        role = role_of(match["label"])
        if not is_open(name) or role == ADULT:
            continue
        colon = ":" in folded[match.start() : match.start("n")]
        shaped = is_name_like(name) or (name[:2] in surnames() and len(name) > 2)
        loose = colon and _LOOSE.search(match["label"])
        if shaped or (loose and (name not in words() or (name[0] in surnames() and words()[name] > 9))):
            yield *match.span("n"), role


def is_open(text: str) -> bool:
    """Whether nothing about these characters forbids that they are a name."""
    return not (
        _NO_SLOT.search(text)
        or text in listed("field_words")
        or text in listed("no_nickname")
        or text in listed("no_slot")
    )


def _lists(folded: str, people: People) -> Iterator[tuple[int, int, str]]:
    """Items after a lead-in that speaks of persons (未交：, 候选：, 请…): all, if most look like names."""
    for lead in _LEAD.finditer(folded):
        if _STAFF.search(folded[folded.rfind("\n", 0, lead.start()) + 1 : lead.end()]):
            continue
        spans, at = [], lead.end()
        while match := _PEER.match(folded, at):
            spans.append(match.span("n"))
            mark = re.compile(_PEER_MARKS).match(folded, match.end())
            if not mark:
                break
            at = mark.end()
        if not spans or (lead["lead"] is None and not all(_bracketed(folded, end) for _, end in spans)):
            continue
        names = [folded[a:b].replace(" ", "") for a, b in spans]
        likely = sum(is_name_like(n) or n in people.certain for n in names)
        enough = likely * 2 >= len(spans) if lead["lead"] else likely == len(spans) and _not_known(names)
        if len(spans) > 1 and enough:
            for (start, end), name in zip(spans, names, strict=True):
                if _may_be(name):
                    yield start, end, PUPIL


def _bracketed(folded: str, end: int) -> bool:
    return folded[end : end + 1] == "("


def _not_known(names: list[str]) -> bool:
    return not any(name in FAMOUS or name in listed("places") or name in words() for name in names)


def _may_be(name: str) -> bool:
    family = name[0] in surnames() or name[:2] in surnames()
    return (
        is_open(name)
        and (family or name not in words())
        and words().get(name, 99.0) > _WORD_COMMON - (1.5 if family else 0)
    )

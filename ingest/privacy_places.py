"""Pure: home addresses, down to 号/栋/室/组. A school's or an office's own address is public and none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_model import Finding
from ingest.privacy_near import before
from ingest.privacy_words import alternatives

# A character of a place's name: none of the small words that stand around places in sentences.
_HAN = (
    r"(?:(?![了他她我您你是与被把往请寄收就也住到在给从去来说问叫现回]|的(?!村))"
    r"(?!和(?![平睦谐兴])|于(?=[\u4e00-\u9fff]{0,2}[省市县区]))[\u4e00-\u9fff])"
)
_N = (
    r"(?:[A-Za-z]?\d{1,5}[A-Za-z]?(?:-\d{1,4}){0,3}|[A-Z]|"
    r"[一二三四五六七八九十百零]{1,4}|[甲乙丙丁东西南北中])"
)
_UNIT = (
    rf"(?:{_N}\s?{alternatives('place_unit')}(?:[甲乙丙东西南北]?[侧户]?)(?![线令文召码召称级学])|"
    r"(?<=[栋幢楼座元院号门])\s?-?\d{1,5}(?:-\d{1,4})*(?:[A-Z](?![A-Za-z]))?室?|\d{1,3}(?:-\d{1,4}){1,3}(?![\d-])|"
    r"(?:[增附之])[\d一二三四五六七八九十]{1,3}号?|[一二三四]期(?=\d))"
)
_AREA = alternatives("place_area")
_PLACE = re.compile(
    rf"(?:{_HAN}{{1,10}}?{_AREA}[ ,]?)+"
    rf"(?:(?:{_HAN}{{1,10}}?|[一二三四五六七八九〇零]{{3}}{_HAN}{{1,5}}?)?(?:{_UNIT}[ ,]?)+(?:组团)?)+"
    rf"|(?:{_HAN}{{1,10}}?{_AREA})*{_HAN}{{1,10}}?村(?:民委员会)?{_HAN}{{1,4}}组(?![织成])"
    rf"|{_HAN}{{2,6}}(?:[A-Z东西南北]区)?\d{{1,3}}(?:栋|幢|号楼|座)(?:{_UNIT}[ ,]?)*"
    rf"|(?:{_UNIT}[ ,]?){{2,}}"
)
_TOWN = re.compile(
    r"[省市区县旗州镇乡村屯庄路街巷弄]|街道|社区|小区|花园|家园|新村|公寓|苑|大道|胡同|\d[栋幢座]"
)
_CUE = re.compile(alternatives("place_cue") + r"(?:是|为|在|[:|\t ])*")
_HOME_FIELD = re.compile(r"住址|地址|户籍|居住地|现住|户口所在地")
_PUBLIC = re.compile(alternatives("place_public"))
_AT_HOME = re.compile(r"家庭|家住|住址|住在|现住|租住|寄住|暂住|我家|他家|她家|户籍|宿舍地址")
_SCHOOL_ROOM = re.compile(alternatives("place_school"))
_INSTITUTION_AFTER = re.compile(rf"\s?的?[\u4e00-\u9fff]{{0,6}}?{alternatives('place_institution')}")
_LEAD = re.compile(
    r"^.*(?:好像|大概|大约|可能|应该是?|估计|记得|听说|同村|同寝|同住|挤在|搬进|走访了?|见到|住在|住址|地址|送到|送回|回到|来到|去到|赶到|找到|跑到|搬到|赶往|前往|走访了?|家访|走进了?|位于|租住|"
    r"[在到是为:,;。、从离往去了把将的与，；：（(“\"])"
)
_STEM = re.compile(rf"{_HAN}{{2,10}}?(?:小区|花园|家园|新村|公寓|苑|村|社区|胡同|新城|公馆|屯|街道|镇|乡|巷)")
_GENERIC = re.compile(
    r"^(?:学校|同一|隔壁|一个|这个|那个|附近|本|该|某|山|农|乡|城中|邻|全|老旧?|我们?|他们?|她们?|偏远|外)+[^\d]{0,4}$"
)
_GROUP_ONLY = re.compile(r"^[^村屯庄寨社区街镇乡]*(?:组|队|社)$")
_STREET_NUMBER = re.compile(
    r"(?:绿洲|雅居|家属[区院楼]|宿舍|花苑|名邸|名城|半岛|[华豪]庭|山庄|[佳嘉]园|华府|世家|丽景|大院|嘎查|苏木|道|小区|花园|家园|新村|公寓|苑|新城|公馆|路|街|巷|弄|大道|胡同|社区|庭|府|湾|园|城|居|坊|里|新天地)"
    r"[^省市县]{0,8}?[A-Z\d]"
)
_DOOR = re.compile(r"[号栋幢座室元楼户弄门]|\d-\d")
_VILLAGE_GROUP = re.compile(
    r"[村屯庄寨乡镇沟坪坝营社区][^第]{0,6}?(?:\d+|[一二三四五六七八九十]+)\s?(?:号|组|队|社|户)"
)
_BUILDING = re.compile(r"(?:\d栋|\d幢|号楼|座).*(?:单元|室|\d{3,4})")
_STOP = re.compile(r"[,，。;；!！?？\n\t|()（）]")
_PROVINCE = re.compile(rf"{alternatives('province')}(?:省|市|(?:壮族|回族|维吾尔)?自治区)")
_MOVED = re.compile(r".{0,8}(?:搬迁至|搬至|迁至|搬到|登记为|变更为|改为|更新为)")
_OF_SCHOOL = re.compile(r"本校|我校|校门|学校[东西南北]门")
_NOT_A_VALUE = re.compile(r"填写|变更|变动|信息|核实|登记|不详|不得|等")
_AFTER_WORDS = "住址字样之后的地址"


def find_places(folded: str) -> Iterator[Finding]:
    """Home addresses: those after a cue word first, then those told by their shape alone."""
    for finding in (*_cued(folded), *_bare(folded)):
        if not _OF_SCHOOL.search(finding.text):
            yield finding


def _cued(text: str) -> Iterator[Finding]:
    for cue in _CUE.finditer(text):
        stop = _STOP.search(text, cue.end())
        end = min(stop.start() if stop else len(text), cue.end() + 60)
        stretch = text[cue.end() : end]
        lead = before(text, cue.start(), 12) + cue[0]
        if stretch and not _is_public(lead, cue[0]) and not _SCHOOL_ROOM.search(stretch):
            yield from _after(text, cue, stretch)


def _after(text: str, cue: re.Match[str], stretch: str) -> Iterator[Finding]:
    field = bool(_HOME_FIELD.search(cue[0]))
    place = _PLACE.match(stretch)
    stem = _STEM.match(stretch)
    if place and (field or _TOWN.search(place[0])):
        yield _made(text, cue.end(), cue.end() + place.end(), _AFTER_WORDS)
    elif field and cue[0].rstrip(" ")[-1:] in set(":\t|是为") and not cue[0].startswith("地址"):
        yield from _field(text, cue.end(), stretch)
    elif stem and _is_named(stem[0]) and not _INSTITUTION_AFTER.match(stretch[stem.end() :]):
        yield _made(text, cue.end(), cue.end() + stem.end(), _AFTER_WORDS)


def _is_named(stem: str) -> bool:
    """A place with a name of its own: 阳光花园小区, not 农村 or 附近小区."""
    return len(stem) > 3 and not _GENERIC.match(stem)


def _field(text: str, start: int, stretch: str) -> Iterator[Finding]:
    """The whole value of a form's field 家庭住址, if it names a place or a house number."""
    value = re.split(r"\s{2,}|(?:联系|电话|手机|邮编|家长|父亲|母亲|监护)", stretch)[0].rstrip()
    numbered = re.search(r"\d", value) and not re.search(r"[^\u4e00-\u9fffA-Za-z0-9 #\-]", value)
    if 3 <= len(value) <= 50 and (_TOWN.search(value) or numbered) and not _NOT_A_VALUE.search(value):
        yield _made(text, start, start + len(value), _AFTER_WORDS)


def _bare(text: str) -> Iterator[Finding]:
    for match in _PLACE.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip(" ,"))
        lead = _LEAD.match(text[start:end])
        if lead and not re.match(r"\d", text[start + lead.end() : end] or "0"):
            start += lead.end()
        value, line = text[start:end], before(text, start, 20)
        office = _is_public(line, value) or re.match(r"\s?(?:本校|我校|学校|校门)", text[end : end + 4])
        office = office or _INSTITUTION_AFTER.match(text[end : end + 12])
        room = _SCHOOL_ROOM.search(line[-6:] + value + text[end : end + 4])
        if _is_home(value) and not office and not room:
            yield _made(text, start, end, "写到门牌的地址")


def _is_home(value: str) -> bool:
    """A place's name with a house number; a flat's number alone needs its parts (3栋2单元501室)."""
    if re.search(r"(?:家庭|学生|家长|农|住)\d+户$", value):
        return False
    if _GROUP_ONLY.match(value) or not re.search(r"\d|[一二三四五六七八九十]|村.+组$", value):
        return False
    if _STREET_NUMBER.search(value) and _DOOR.search(value):
        return not re.search(r"[周年月日第]", value[:1])
    if _VILLAGE_GROUP.search(value) or re.search(r"村(?:民委员会)?[^\d]{1,5}组$", value):
        return not re.search(r"第|分为|分成|里有", value)
    return bool(_BUILDING.search(value))


def _is_public(lead: str, value: str) -> bool:
    """Whether the words before an address make it an office's."""
    return bool(_PUBLIC.search(lead)) and not _AT_HOME.search(lead + value)


def _made(text: str, start: int, end: int, why: str) -> Finding:
    moved = _MOVED.match(text[start:end])
    start += moved.end() if moved else 0
    province = _PROVINCE.search(text, start, end)
    start = province.start() if province else start
    value = text[start:end]
    start += len(value) - len(value.lstrip())
    value = value.strip().rstrip(",")
    return Finding("address", start, start + len(value), value, why)

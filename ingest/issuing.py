"""Pure: who issued a rule, under which 文号, at what level and for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import condensed
from ingest.model import Level

_OPEN, _CLOSE = r"[〔\[［（(【﹝]", r"[〕\]］）)】﹞]"
_NUMBER = re.compile(
    rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{1,12}})\s*{_OPEN}\s*((?:19|20)\d{{2}})\s*(?:年)?\s*{_CLOSE}\s*第?\s*(\d{{1,4}})\s*号"
)
_YEAR_INSIDE = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{1,8}字)\s*((?:19|20)\d{2})\s*年?\s*第\s*(\d{1,4})\s*号"
)
_ORDER = re.compile(r"([\u4e00-\u9fff]{2,20}?令)\s*[（(]?\s*第\s*([\d一二三四五六七八九十百〇零]{1,5})\s*号")

_CODES = (  # 机关代字 of the issuers a school meets
    ("教基厅", "教育部办公厅"),
    ("教师厅", "教育部办公厅"),
    ("教职成厅", "教育部办公厅"),
    ("教体艺厅", "教育部办公厅"),
    ("教思政厅", "教育部办公厅"),
    ("教政法厅", "教育部办公厅"),
    ("教基", "教育部"),
    ("教师", "教育部"),
    ("教职成", "教育部"),
    ("教体艺", "教育部"),
    ("教思政", "教育部"),
    ("教政法", "教育部"),
    ("教监", "教育部"),
    ("教督", "教育部"),
    ("国办发", "国务院办公厅"),
    ("国发", "国务院"),
    ("中办发", "中共中央办公厅"),
    ("中发", "中共中央"),
    ("法释", "最高人民法院"),
    ("高检发", "最高人民检察院"),
)
_REGION = r"(?:[\u4e00-\u9fff]{2,7}(?:省|自治区|自治州|市|自治县|县|区|旗))"
_PLACE = re.compile(rf"^({_REGION})")
_PROVINCES = ("北京市", "上海市", "天津市", "重庆市")
_ISSUER_TITLE = re.compile(
    r"^((?:中共中央|国务院|教育部|最高人民法院|最高人民检察院|公安部|民政部|国家[\u4e00-\u9fff]{2,8}(?:局|委|委员会)|"
    rf"{_REGION}[\u4e00-\u9fff]{{0,6}}(?:教育局|教育厅|教育委员会|教委|人民政府|政府))"
    r"(?:办公厅|办公室)?(?:[、 ]?(?:最高人民检察院|[\u4e00-\u9fff]{2,8}部))*"
    r"(?:等[一二三四五六七八九十\d]+部门)?)(?:办公厅|办公室)?\s*(?:关于|印发|《)"
)
_CONGRESS = re.compile(
    r"全国人民代表大会常务委员会|全国人民代表大会"
    r"|[\u4e00-\u9fff]{2,7}(?:省|市|自治区|自治州|自治县)人民代表大会(?:常务委员会)?"
)
_NTH = re.compile(r"第[一二三四五六七八九十]+届")
_COUNCIL = re.compile(r"国务院(?:令|第|批准|公布|发布|总理)|中华人民共和国国务院")
_SCHOOL = re.compile(r"(?:小学|中学|学校|一中|二中|学院|幼儿园|教育集团|职专|技校|本校|我校)")
_ORGAN = re.compile(r"(?:部|厅|局|委员会|政府|办公室|办公厅|处|科|室|校|学校|中学|小学|学院|集团)$")
_FIELD = re.compile(r"^(?:发文机关|发文单位|发布机关|发布单位|制定机关)\s*[：:]\s*(\S{2,30})")
_CITY = re.compile(r"[\u4e00-\u9fff]{2,3}市(?=名班主任|班主任|教育|骨干|优秀|人民|各)")
_NO_CITY = re.compile(r"[我全各本直县报并在由经向为级]")
_SCOPE_WORDS = (
    (re.compile(r"我校|全校|本校|校内"), "学校级"),
    (re.compile(r"我区|全区|我县|全县"), "区县级"),
    (re.compile(r"我市|全市|各县[（(]市"), "地市级"),
    (re.compile(r"我省|全省"), "省级"),
)


def number_of(frame: Sequence[str]) -> str:
    """文号 out of the lines around the text, as 教基厅函〔2021〕3号; else the order's 国务院令第624号."""
    for pattern in (_NUMBER, _YEAR_INSIDE):
        for line in frame:
            match = pattern.search(line)
            if match:
                return f"{match[1]}〔{match[2]}〕{int(match[3])}号"
    orders = [match for line in frame if (match := _ORDER.search(condensed(line)))]
    if not orders:
        return ""
    issuer = re.sub(r"^.*日", "", orders[-1][1]).removeprefix("中华人民共和国")
    return f"{issuer}第{orders[-1][2]}号"


def issuer_of(title: str, number: str, frame: Sequence[str]) -> str:
    """发文机关: as the frame states it, as the title begins, from the 文号's letters, from who passed it."""
    for line in frame:
        stated = _FIELD.match(line.strip())
        if stated:
            return stated[1]
    if title.startswith("最高人民法院") and re.match(r"最高人民法院[、\s]*最高人民检察院", title):
        return "最高人民法院、最高人民检察院"
    begins = _ISSUER_TITLE.match(title)
    if begins:
        return begins[1]
    for code, issuer in _CODES:
        if number.startswith(code):
            return issuer
    return _enacting(number, frame) or _signature(frame)


def _enacting(number: str, frame: Sequence[str]) -> str:
    joined = "\n".join(_NTH.sub("", condensed(line)) for line in frame)
    congress = _CONGRESS.findall(joined)
    if congress:
        return re.sub(r"^.*日", "", congress[-1])
    court = re.findall(r"最高人民(?:法院|检察院)", joined)
    if court:
        return "、".join(dict.fromkeys(court))
    if "令" in number:
        return number.split("令")[0]
    return "国务院" if _COUNCIL.search(joined) else ""


def _signature(frame: Sequence[str]) -> str:
    """An organ named on a line of its own near the end, above the date."""
    for line in reversed(frame[-4:]):
        words = condensed(line)
        if 2 < len(words) <= 25 and _ORGAN.search(words) and not re.search(r"[，。：:]", words):
            return words
    return ""


def level_of(title: str, issuer: str, number: str) -> Level | None:
    """层级 by who issued it and what it calls itself; None where nothing tells."""
    name = re.sub(r"[（(][^（）()]*[）)]", "", title)
    for holds, level in (
        (issuer.startswith("最高人民"), Level.JUDICIAL),
        (issuer.startswith("全国人民代表大会"), Level.LAW),
        ("人民代表大会" in issuer, Level.LOCAL),
        (bool(re.search(r"民法典|^中华人民共和国.*法$", name)), Level.LAW),
        (bool(re.search(r"标准$|大纲$|指导意见$", name)), Level.NORMATIVE),
        ("工作室" in name, Level.STUDIO),
        (name.endswith("条例") and bool(_PLACE.match(name)), Level.LOCAL),
        (name.endswith("条例") or (issuer == "国务院" and "令" in number), Level.REGULATION),
        ("令第" in number, Level.MINISTRY),
        (bool(number), Level.NORMATIVE),
        (_is_school(name, issuer), Level.SCHOOL),
        (bool(re.match(r"教育部|国务院|中共中央|.*(?:教育局|教育厅|教委)", issuer)), Level.NORMATIVE),
    ):
        if holds:
            return level
    return None


def _is_school(name: str, issuer: str) -> bool:
    named = re.search(
        r"[\u4e00-\u9fff](?:第[一二三四五六七八九十]+(?:中学|小学)|一中|二中|实验(?:中学|小学)|教育集团)",
        name,
    )
    generic = re.match(r"(?:全国|中等职业|中小|普通高等|高等|义务教育)", name)
    own = _SCHOOL.search(name) and not issuer and not generic
    return bool(named or own or re.search(r"(?:处|科|室|学校|中学|小学)$", issuer))


def scope_of(level: Level | None, title: str, issuer: str, opening: str) -> str:
    """适用范围: 国家, 省级, 地市级, 区县级, 学校级 or empty."""
    if level in {Level.LAW, Level.REGULATION, Level.JUDICIAL, Level.MINISTRY}:
        return "国家"
    if level is Level.SCHOOL:
        return "学校级"
    if level is Level.STUDIO:
        found = [(m.start(), scope) for pattern, scope in _SCOPE_WORDS if (m := pattern.search(opening))]
        return min(found)[1] if found else "工作室级"
    place = region_of(title, issuer, "")
    if place:
        return _place_scope(place)
    if level is Level.NORMATIVE:
        return "国家"
    return ""


def _place_scope(place: str) -> str:
    if place.endswith(("省", "自治区")) or place in _PROVINCES:
        return "省级"
    return "地市级" if place.endswith(("市", "州")) else "区县级"


def region_of(title: str, issuer: str, opening: str) -> str:
    """The place a rule is for: its title's or issuer's first words, else a city the opening names twice."""
    for text in (title, issuer):
        match = re.match(r"([\u4e00-\u9fff]{2,6}?(?:省|自治区|自治州|市|县|区))", text)
        if match and not re.search(r"全国|中等|中小|我|全|各|本", match[1]):
            return match[1]
    names = [c for c in _CITY.findall(opening) if not _NO_CITY.search(c)]
    often = [c for c in names if names.count(c) > 1]
    return often[0] if often else ""

"""Pure: home addresses, down to 号/栋/室/组. A school's or an office's own address is public and none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_model import Finding

_HAN = r"(?:(?![的了他她我您你是与被把往请寄收就也住到在给从去来说问叫])(?!和(?![平睦谐兴])|于(?=[\u4e00-\u9fff]{0,2}[省市县区]))[\u4e00-\u9fff])"
_N = r"(?:[A-Za-z]?\d{1,5}[A-Za-z]?(?:[-—]\d{1,4}){0,3}|[一二三四五六七八九十百零]{1,4}|[甲乙丙丁东西南北中])"
_UNIT = rf"(?:{_N}\s?(?:号楼|号院|号|幢|栋|座|单元|弄|楼|层|室|户|门|房|组|队|社)(?:[甲乙丙东西南北]?侧?)(?![线令文召码召称级学])|(?<=[栋幢楼座元院号])\s?-?\d{{1,5}}(?:-\d{{1,4}})*室?)"
_AREA = r"(?:村民小组|自治区|自治州|自治县|开发区|街道|社区|小区|花园|家园|新村|公寓|大厦|佳苑|雅苑|新城|公馆|胡同|大道|大街|[省市区县旗州镇乡村屯庄路街巷弄里苑湾府园城居庭坊桥寨垭沟坪坝堡营甸])"
_PLACE = re.compile(
    rf"(?:{_HAN}{{1,10}}?{_AREA}[ ,]?)+(?:(?:{_HAN}{{1,10}}?|[一二三四五六七八九〇零]{{3}}{_HAN}{{1,5}}?)?(?:{_UNIT}[ ,]?)+(?:组团)?)+"
    rf"|(?:{_HAN}{{1,10}}?{_AREA})+(?:村|村民委员会){_HAN}{{1,4}}组(?![织成])"
    rf"|(?:{_UNIT}[ ,]?){{2,}}"
)
_TOWN = re.compile(r"[省市区县旗州镇乡村屯庄路街巷弄]|街道|社区|小区|花园|家园|新村|公寓|苑|大道|胡同")
_CUE = re.compile(
    r"(?:家庭(?:详细)?(?:住址|地址|居住地)|现?住址|现住地|居住(?:地址|地|在|于)|户籍(?:所在地|地址|地)?|户口所在地|通讯地址|通信地址|邮寄地址|收货地址|家(?:就)?住(?:在)?|"
    r"(?:现|租|暂|寄|借|搬|居|都|就|一起|还)住(?:在|到|于)?|(?:租房|租住|寄居|搬家)(?:在|到)|住(?:在|到|进|于)|家(?:就)?在|老家(?:在|是)?|籍贯(?:详址)?|祖籍|地址)"
    r"(?:是|为|在|[:|\t ])*"
)
_HOME_FIELD = re.compile(r"住址|地址|户籍|居住地|现住|户口所在地")
_PUBLIC = re.compile(
    r"学校(?:的)?(?:地址|住所)|住所|校址|我校|本校|校区|地处|坐落|位于|单位地址|办公地址|公司|医院|派出所|教育局|中心|酒店|宾馆|博物馆|纪念馆|基地|图书馆|少年宫|法院|检察院|政府|出版社|"
    r"报名地址|活动地点|集合地点|比赛地点|地点|会场|考点|来访地址|学校[:：]|工作室地址|(?:中|小)学(?:位于|在|[:：(])|大学|幼儿园"
)
_SCHOOL_ROOM = re.compile(
    r"教学楼|实验楼|综合楼|办公楼|宿舍|寝室|教室|会议室|报告厅|图书馆|学生公寓|食堂|体育馆|功能室|操场|行政楼|艺术楼|科技楼|考场|号楼\d*教室"
)
_INSTITUTION_AFTER = re.compile(
    r"\s?(?:的)?[\u4e00-\u9fff]{0,6}?(?:学校|小学|中学|大学|医院|派出所|公司|博物馆|教室|会议室|办公室|考场|幼儿园|基地|中心|酒店|报告厅)"
)
_LEAD = re.compile(
    r"^.*(?:住在|住址|地址|送到|送回|回到|来到|去到|赶到|找到|跑到|搬到|赶往|前往|走访了?|家访|位于|租住|[在到是为:,;。、于从离往去了把将的与和，；：（(“\"])"
)
_STEM = re.compile(rf"{_HAN}{{2,10}}?(?:小区|花园|家园|新村|公寓|苑|村|社区|胡同|新城|公馆|屯|街道|镇|乡|巷)")
_GENERIC = re.compile(
    r"^(?:同一|一个|这个|那个|附近|本|该|某|山|农|乡|城中|邻|全|老旧?|我们?|他们?|她们?|偏远|外)+[^\d]{0,4}$"
)
_GROUP_ONLY = re.compile(r"^[^村屯庄寨社区街镇乡]*(?:组|队|社)$")
_PROVINCE = re.compile(
    r"(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆)"
    r"(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)"
)
_STOP = re.compile(r"[,，。;；!！?？\n\t|()（）]")


def find_places(folded: str) -> Iterator[Finding]:
    """Home addresses in reading order of their evidence: after a cue word first, then by shape alone."""
    yield from _cued(folded)
    yield from _bare(folded)


def _line_before(text: str, at: int, width: int) -> str:
    return text[max(0, at - width) : at].rpartition("\n")[2]


def _cued(text: str) -> Iterator[Finding]:
    for cue in _CUE.finditer(text):
        stop = _STOP.search(text, cue.end())
        end = min(stop.start() if stop else len(text), cue.end() + 60)
        stretch = text[cue.end() : end]
        lead = _line_before(text, cue.start(), 12)
        field = bool(_HOME_FIELD.search(cue[0]))
        if not stretch or _is_public(lead + cue[0], cue[0]) or _SCHOOL_ROOM.search(stretch):
            continue
        place = _PLACE.match(stretch)
        if (place and _TOWN.search(place[0])) or (place and field):
            yield _made(text, cue.end(), cue.end() + place.end(), "住址字样之后的地址")
        elif field and cue[0].rstrip()[-1:] in (":", "\t", "|", "是", "为") and not cue[0].startswith("地址"):
            yield from _field(text, cue.end(), stretch)
        elif stem := _STEM.match(stretch):
            if (
                not _GENERIC.match(stem[0])
                and len(stem[0]) > 3
                and not _INSTITUTION_AFTER.match(stretch[stem.end() :])
            ):
                yield _made(text, cue.end(), cue.end() + stem.end(), "住址字样之后的地址")


def _field(text: str, start: int, stretch: str) -> Iterator[Finding]:
    """The whole value of a form's field 家庭住址, if it names a place or a house number."""
    value = re.split(r"\s{2,}|(?:联系|电话|手机|邮编|家长|父亲|母亲|监护)", stretch)[0].rstrip()
    numbered = re.search(r"\d", value) and not re.search(r"[^\u4e00-\u9fffA-Za-z0-9 #\-]", value)
    if (
        3 <= len(value) <= 50
        and (_TOWN.search(value) or numbered)
        and not re.search(r"填写|变更|变动|信息|核实|登记|不详|不得|等", value)
    ):
        yield _made(text, start, start + len(value), "住址字样之后的地址")


def _bare(text: str) -> Iterator[Finding]:
    for match in _PLACE.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip(" ,"))
        lead = _LEAD.match(text[start:end])
        if lead and not re.match(r"\d", text[start + lead.end() : end] or "0"):
            start += lead.end()
        value = text[start:end]
        line = _line_before(text, start, 20)
        if (
            not _is_home(value)
            or _is_public(line, value)
            or _SCHOOL_ROOM.search(line[-6:] + value + text[end : end + 4])
        ):
            continue
        if not _INSTITUTION_AFTER.match(text[end : end + 12]):
            yield _made(text, start, end, "写到门牌的地址")


def _is_home(value: str) -> bool:
    """A house number and a place's name; a flat's number alone needs three parts (3栋2单元501室)."""
    if _GROUP_ONLY.match(value) or not re.search(r"\d|[一二三四五六七八九十]", value):
        return False
    if re.search(
        r"(?:小区|花园|家园|新村|公寓|苑|新城|公馆|路|街|巷|弄|大道|胡同|社区|庭|府|湾|园|城|居|坊|里)[^省市县]{0,8}?\d",
        value,
    ):
        return bool(re.search(r"[号栋幢座室元楼户弄]|\d-\d", value)) and not re.search(
            r"[周年月日第]", value[:1]
        )
    if re.search(
        r"[村屯庄寨乡镇沟坪坝营社区][^第]{0,6}?(?:\d+|[一二三四五六七八九十]+)\s?(?:号|组|队|社|户)", value
    ):
        return "第" not in value and not re.search(r"分为|分成", value)
    return bool(re.search(r"(?:栋|幢|号楼|座).*(?:单元|室|\d{3,4})", value)) and bool(re.search(r"\d", value))


def _is_public(lead: str, value: str) -> bool:
    """Whether the words before an address make it an office's."""
    return bool(_PUBLIC.search(lead)) and not re.search(
        r"家庭|家住|住址|住在|我家|他家|她家|户籍", lead + value
    )


def _made(text: str, start: int, end: int, why: str) -> Finding:
    province = _PROVINCE.search(text, start, end)
    start = province.start() if province else start
    value = text[start:end]
    start += len(value) - len(value.lstrip())
    value = value.strip().rstrip(",")
    return Finding("address", start, start + len(value), value, why)

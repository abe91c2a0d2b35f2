"""Pure: identity cards, telephones, bank cards and plates, told by shape and checksum.

The check digit of an identity card is that of GB 11643-1999, that of a bank card Luhn's. Words such as
订单号 or 信用代码 before a number say that it is none. All functions take folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.privacy_model import Finding
from ingest.privacy_near import before, header_has, made

_SEP = r"[ \-.·]?"
_ID_WORD = re.compile(
    r"身份证|公民身份|证件号|身份号|户口本|户口簿|居民户口|家庭户口|护照|通行证|残疾人?证|ID\s*(?:号|card|卡)",
    re.IGNORECASE,
)
_NOT_ID = re.compile(
    r"信用代码|机构代码|税号|纳税人|订单|单号|流水|ISBN|ISSN|条形?码|编码|备案号|许可证|文号|设备号|序列号"
)
_ID_18 = re.compile(rf"(?<![\dA-Za-z.])[1-9](?:{_SEP}\d){{16}}{_SEP}[\dXx](?![\dA-Za-z])")
_ID_15 = re.compile(r"(?<![\dA-Za-z.])[1-9]\d{14}(?![\dA-Za-z])")
_DISABLED = re.compile(r"残疾人?证(?:号码?|编号)?\s*[:是为]?\s*(\d{17}[\dXx]\d{1,2}(?:B\d)?)(?![\dA-Za-z])")
_PASSPORT = re.compile(
    r"(?:护照|通行证|居住证)(?:号码?|编号)?\s*[:是为]?\s*([A-Za-z]{1,2}\d{7,9})(?![\dA-Za-z])"
)
_HEALTH = re.compile(
    r"(?:医保(?:卡|证)?|社保卡?|社会保障卡?|户口[簿本]?|居住证|出生证明?|低保证)(?:号码?|编号)\s*[:是为]?\s*([A-Za-z]{0,2}\d{6,18})(?![\dA-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_EXAMPLE = re.compile(r"示例|样例|虚构|校验|练习|判断下列")
_ID_NEAR = 120  # characters before a number in which the word 身份证 speaks of it

_MOBILE = re.compile(
    r"(?<![\dA-Za-z.@_=])(?:\(?(?:\+|00)?86\)?[ \-]*|0(?=1[3-9]\d{9}))?"
    r"(?:1[3-9]\d{9}(?=[012]?\d:[0-5]\d)|1[ \-]?[3-9](?:[ \-.·]{0,2}\d){9}|1[3-9]\d[_/]\d{4}[_/]\d{4})"
    r"(?![A-Za-z])(?!\d(?!\d?:[0-5]\d))"
)
_BROKEN = re.compile(
    r"(?:电话|手机|联系方式|联\s?系方式|手机号)[^\d\n]{0,4}(1[3-9](?:\d{0,9}\n\d{1,9}){1,2})(?![\dA-Za-z])"
)
_MOBILE_DIGITS = 11
_ABROAD = re.compile(r"\+(?:852|853|886)[ \-]?\d{4}[ \-]?\d{4,5}(?!\d)")
_SPELT = re.compile(r"[一幺壹](?:[三四五六七八九][零〇○一二三四五六七八九幺]{9})")
_AREA = r"(?:\(0(?:10|2\d|[3-9]\d{2})\)|0(?:10|2\d|[3-9]\d{2}))"
_LANDLINE = re.compile(
    rf"(?<![\dA-Za-z.])(?:(?:\+|00)86[ \-]?)?{_AREA}[ \-/]{{0,3}}(?:[2-9]\d{{2,3}}[ \-]?\d{{4}}|[2-9]\d{{3}} \d{{3}})"
    r"(?:\s?(?:转|-)\s?\d{1,5})?(?![\d.])"
)
_LOCAL_LINE = re.compile(
    r"(?:电话|座机|固话|宅电|(?<![\u4e00-\u9fff])(?:家|宅)(?=[: ]?[2-9])|号码我?打过去)"
    r"(?:号码?)?\s*[:是为|\t]?\s*([2-9]\d{2,3}[ \-]?\d{4})(?![\d\-])"
)
_PHONE_WORD = re.compile(r"电话|手机|联系|微信|号码|拨打|致电|tel|phone|mobile|短信", re.IGNORECASE)
_NOT_PHONE = re.compile(
    r"(?:订单|单号|流水|编号|序列|条形?码|货号|批号|ISBN|金额|总额|代码|文号|备案号?|票据|发票|型号|合同|数量|"
    r"播放量|版本|读数|电表|水表|IP)[^,，。;；\n]{0,6}$"
)
_UNIT = re.compile(
    r"[ \t]*(?:元|万|亿|美元|字节|吨|公里|千米|千瓦|平方|立方|人次|次|秒|毫秒|KB|MB|页|颗|光年)"
)
_PUBLIC_LINE = re.compile(
    r"热线|总机|值班|派出所|教育局|教育厅|教育部|教委|医院|中心|办公室|学校电话|传真|监督|举报|招生|咨询|校办|"
    r"教务处|德育处|政教处|保卫处|居委会|客服|服务台|公司|前台|校长室|门卫|传达室|消防|公安|信箱|图书馆|出版社|"
    r"编辑部|校医室|心理室|学校"
)
_PUBLIC_AFTER = re.compile(r"\s?\((?:[^()\n]{0,6}(?:处|室|办|老师|主任|学校|公司|中心|科))\)")
_PRIVATE_AFTER = re.compile(r"\s?\([^()\n]{0,4}(?:家|宅|妈|爸|父|母|奶|爷|外公|外婆)[^()\n]{0,2}\)")
_PRIVATE = re.compile(
    r"家长|家里|家庭|(?<!学校|本校|我校|公室)座机|妈|爸|父|母|爷|奶|外公|外婆|姥|监护|宅|本人|学生|手机|孩子|亲属|联系人|姑|舅|姨|叔|伯"
)

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Za-hj-np-z]\s?[·.\- ]?\s?"
    r"(?=[A-HJ-NP-Za-hj-np-z0-9]*\d)[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])"
)
_CARD = re.compile(
    r"(?<![\dA-Za-z.])(?:[1-9]\d{15,18}(?=[ \t]\d)|[1-9]\d{3}(?:[ \-]?\d){11,15})(?![\dA-Za-z])"
)
_CARD_WORD = re.compile(
    r"银行卡|卡(?=\s?$)|储蓄卡|借记卡|信用卡|工资卡|卡号|银行|开户|账号|帐号|账户|存折|工行|建行|农行|中行|邮储|信用社|资助卡|工资|代发|打到|转到|转账|汇到|汇款|奖学金|助学金|补助|发放|退费"
)
_CARD_NEAR = 200  # characters before a number beginning with 62 in which 银行卡 or 工资 speaks of it
_NOT_CARD = re.compile(r"订单|单号|流水|ISBN|信用代码|对公|统一社会|备案|条码|快递|运单|批次|追溯")


def find_numbers(folded: str) -> Iterator[Finding]:
    """Findings of these kinds; where two overlap, the earlier yielded is the better founded."""
    for finder in (_identity, _other_papers, _bank, _phones, _landlines, _plates):
        yield from finder(folded)


def is_identity_number(number: str) -> bool:
    """Whether 18 characters have a province, a real day and the right check digit (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dXx]", number) or number[:2] not in _PROVINCES:
        return False
    if not _is_day(int(number[6:10]), int(number[10:12]), int(number[12:14])):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Luhn's check over 16 to 19 digits that begin as bank cards do."""
    if not 16 <= len(number) <= 19 or number[0] not in "3456":
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return 1900 <= date(year, month, day).year <= 2100
    except ValueError:
        return False


def _has_id_word(text: str, start: int, end: int) -> bool:
    near = text[max(0, start - _ID_NEAR) : start]
    after = text[end : end + 8].partition("\n")[0]
    return bool(_ID_WORD.search(near) or _ID_WORD.search(after)) or header_has(text, start, _ID_WORD)


def _identity(text: str) -> Iterator[Finding]:
    for match in _ID_18.finditer(text):
        lead = before(text, match.start(), 14)
        example = _EXAMPLE.search(before(text, match.start(), 60)) or _EXAMPLE.search(
            text[match.end() : match.end() + 4]
        )
        if example or (_NOT_ID.search(lead) and not _ID_WORD.search(lead[-8:])):
            continue
        if is_identity_number(re.sub(r"[ \-.·]", "", match[0])):
            yield made(text, "id_card", match.span(), "校验位正确的身份证号")
        elif _has_id_word(text, *match.span()):
            yield made(text, "id_card", match.span(), "“身份证”字样旁的号码")


def _other_papers(text: str) -> Iterator[Finding]:
    for match in _ID_15.finditer(text):
        if _has_id_word(text, *match.span()):
            yield made(text, "id_card", match.span(), "“身份证”字样旁的号码")
    for pattern in (_PASSPORT, _DISABLED, _HEALTH):
        for match in pattern.finditer(text):
            yield made(text, "id_card", match.span(1), "证件字样旁的号码")


def _phones(text: str) -> Iterator[Finding]:
    for match in _MOBILE.finditer(text):
        lead = before(text, match.start(), 14)
        denied = _NOT_PHONE.search(lead) and not _PHONE_WORD.search(lead[-6:])
        address = re.search(r"\d\.\d+\.\d+\.\d", match[0]) or re.search(r"https?:|www\.", lead)
        if not denied and not address and not _UNIT.match(text, match.end()):
            yield made(text, "phone", match.span(), "手机号码")
    for match in _BROKEN.finditer(text):
        if len(match[1].replace("\n", "")) == _MOBILE_DIGITS:
            yield made(text, "phone", match.span(1), "被换行断开的手机号码")
    for match in _ABROAD.finditer(text):
        yield made(text, "phone", match.span(), "境外电话号码")
    for match in _SPELT.finditer(text):
        yield made(text, "phone", match.span(), "用汉字写的手机号码")


def _landlines(text: str) -> Iterator[Finding]:
    for match in _LANDLINE.finditer(text):
        lead = before(text, match.start(), 24)
        lead = lead if _PRIVATE_AFTER.match(text, match.end()) is None else ""
        office = _is_public(lead) or _PUBLIC_AFTER.match(text, match.end())
        if not _NOT_PHONE.search(lead) and not office:
            yield made(text, "phone", match.span(), "固定电话号码")
    for match in _LOCAL_LINE.finditer(text):
        if not _is_public(before(text, match.start(), 16)):
            yield made(text, "phone", match.span(1), "“电话”字样旁的号码")


def _is_public(lead: str) -> bool:
    """Whether the last word before a line that says whose it is names an office."""
    public = [match.end() for match in _PUBLIC_LINE.finditer(lead)]
    private = [match.end() for match in _PRIVATE.finditer(lead)]
    return max(public, default=0) > max(private, default=0)


def _bank(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        number = re.sub(r"\D", "", match[0])
        lead = before(text, match.start(), 30)
        if not 15 <= len(number) <= 19 or _NOT_CARD.search(lead):
            continue
        if _CARD_WORD.search(lead) or header_has(text, match.start(), _CARD_WORD):
            yield made(text, "bank_card", match.span(), "“卡号”字样旁的号码")
        elif number.startswith("62") and (
            is_card_number(number)
            or _CARD_WORD.search(text[max(0, match.start() - _CARD_NEAR) : match.start()])
        ):
            yield made(text, "bank_card", match.span(), "校验位正确的银行卡号")


def _plates(text: str) -> Iterator[Finding]:
    for match in _PLATE.finditer(text):
        yield made(text, "plate", match.span(), "车牌号")

"""Pure: telephone, identity-card, student, bank-card and plate numbers, accounts, birth dates.

A number is told by its shape and checksum (GB 11643-1999 for identity cards, Luhn for bank cards) and by
the words around it; words such as 订单号 or 信用代码 before it say that it is none. All take folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.privacy_model import Finding

_SEP = r"[ \-.·]?"
_ID_WORD = re.compile(
    r"身份证|公民身份|证件号|身份号|户口本|户口簿|护照|通行证|ID\s*(?:号|card|卡)", re.IGNORECASE
)
_NOT_ID = re.compile(
    r"信用代码|机构代码|税号|纳税人|订单|单号|流水|ISBN|ISSN|条形?码|编码|备案号|许可证|文号|设备号|序列号"
)
_ID_18 = re.compile(rf"(?<![\dA-Za-z.])[1-9](?:{_SEP}\d){{16}}{_SEP}[\dXx](?![\dA-Za-z])")
_ID_15 = re.compile(r"(?<![\dA-Za-z.])[1-9]\d{14}(?![\dA-Za-z])")
_PASSPORT = re.compile(
    r"(?:护照|通行证|居住证)(?:号码?|编号)?\s*[:是为]?\s*([A-Za-z]{1,2}\d{7,9})(?![\dA-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
                                 *range(61, 66), 71, 81, 82, 83)))  # fmt: skip

_MOBILE = re.compile(
    r"(?<![\dA-Za-z.@_/=])(?:\(?(?:\+|00)?86\)?[ \-]*)?1[ \-]?[3-9](?:[ \-.·]{0,2}\d){9}(?![\dA-Za-z])"
)
_AREA = r"(?:\(0(?:10|2\d|[3-9]\d{2})\)|0(?:10|2\d|[3-9]\d{2}))"
_LANDLINE = re.compile(
    rf"(?<![\dA-Za-z.])(?:(?:\+|00)86[ \-]?)?{_AREA}[ \-]{{0,3}}[2-9]\d{{2,3}}[ \-]?\d{{4}}(?:\s?(?:转|-)\s?\d{{1,5}})?(?![\d.])"
)
_LOCAL_LINE = re.compile(
    r"(?:家里|家中|家庭|家|宅|住宅)(?:的)?(?:电话|座机|固话|宅电)(?:号码?)?\s*[:是为|\t]?\s*([2-9]\d{2,3}[ \-]?\d{4})(?!\d)"
)
_SHORT_LINE = re.compile(
    r"(?:座机|固话|宅电|小灵通|短号)(?:号码?)?\s*[:是为|\t]?\s*([2-9]\d{2,3}[ \-]?\d{3,4})(?!\d)"
)
_PHONE_WORD = re.compile(r"电话|手机|联系|微信|号码|拨打|致电|tel|phone|mobile|短信", re.IGNORECASE)
_NOT_PHONE = re.compile(
    r"(?:订单|单号|流水|编号|序列|条形?码|货号|批号|ISBN|金额|总额|代码|文号|备案号?|票据|发票|型号|合同|数量|播放量|版本)[^,，。;；\n]{0,6}$"
)
_UNIT = re.compile(r"\s*(?:元|万|亿|美元|字节|吨|公里|千米|平方|立方|人次|次|秒|毫秒|KB|MB|页|颗|光年)")
_PUBLIC_LINE = re.compile(
    r"热线|总机|值班|派出所|教育局|教育厅|教育部|教委|医院|中心|办公室|学校电话|传真|监督|举报|招生|咨询|校办|教务处|德育处|政教处|"
    r"保卫处|居委会|客服|服务台|公司|前台|校长室|门卫|传达室|消防|公安|信箱|图书馆|出版社|编辑部|校医室|心理室"
)
_PRIVATE = re.compile(
    r"家长|家里|家庭|妈|爸|父|母|爷|奶|外公|外婆|姥|监护|宅|本人|学生|手机|孩子|亲属|联系人"
)

_MAIL = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9][\w.+%-]{0,63}\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII
)
_PUBLIC_MAIL = re.compile(
    r"^(?:office|service|services|info|admin|jubao|public|webmaster|hr|zhaosheng|support|contact|kefu|help|"
    r"editor|tougao|bgs|noreply|no-reply|postmaster)\s?@|\.gov\.cn$|@moe\.edu\.cn$|@(?:example|test)\.",
    re.IGNORECASE,
)
_QQ = re.compile(
    r"(?<![A-Za-z])(?:QQ|扣扣|企鹅|加我新号|加我号|我的新号|好友号)(?:\s*群)?(?:\s*(?:号码|账号|帐号|号|ID))?[^\d\n,，。;；@A-Za-z]{0,5}?([1-9]\d(?:[ \-]?\d){3,9})(?![\d@])",
    re.IGNORECASE,
)
_WECHAT = re.compile(
    r"(?:微信|(?<![A-Za-z])(?:wechat|weixin|wx|vx)(?![A-Za-z]{3})|薇信|威信|V信)(?:\s*(?:号码|账号|帐号|号|ID))?(?:[是为:|\t(\"“ ]|昵称|加我?){0,4}\s*"
    r"([A-Za-z][A-Za-z0-9_\-]{4,19}|[A-Za-z0-9_][A-Za-z0-9_\-]*\d[A-Za-z0-9_\-]{3,19})(?![\w\-])",
    re.IGNORECASE | re.ASCII,
)
_STUDENT = re.compile(
    r"(?:全国)?(?:学籍|学)(?:辅)?(?:号码?|编号)|(?:准考证|考生|学生证|学生|胸卡|校园卡|一卡通|饭卡|借书证|报名)(?:号码|编号|号)|考号|(?<![一-鿿])证号|借阅证号?|证件编号|学籍(?=\s*[:是为]?\s*[GLJgl]\d)"
)
_STUDENT_VALUE = re.compile(
    r"\s*(?:[是为:|\t(\"“]|分别是){0,3}\s*([A-Za-z]{0,3}(?:[ \-]?\d){3,20}[A-Za-z]?)(?![\dA-Za-z])"
)
_STUDENT_SHORT = re.compile(r"\s*(?:[是为:|\t(])\s*(\d{1,3})(?![\d.年月岁分班个~\-])")
_G_NUMBER = re.compile(r"(?<![\dA-Za-z])[GLgl](?:[ \-]?\d){17}[\dXx](?![\dA-Za-z])")

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z]\s?[·.\- ]?\s?"
    r"(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
_CARD = re.compile(r"(?<![\dA-Za-z.])[1-9]\d{3}(?:[ \-]?\d){11,15}(?![\dA-Za-z])")
_CARD_WORD = re.compile(
    r"银行卡|储蓄卡|借记卡|信用卡|卡号|银行|开户|账号|帐号|账户|工行|建行|农行|中行|邮储|信用社|资助卡"
)
_NOT_CARD = re.compile(r"订单|单号|流水|ISBN|信用代码|对公|统一社会|备案|条码|快递|运单|批次|追溯")

_DIGIT_DAY = r"(?:19|20)\d{2}\s?(?:年|[-./])\s?\d{1,2}\s?(?:月|[-./])\s?\d{1,2}\s?(?:日|号)?"
_HAN_DAY = r"[一二][九〇零○][〇零○一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号])?"
_DAY = rf"(?:{_DIGIT_DAY}|(?:19|20)\d{{6}}(?!\d)|(?:19|20)\d{{2}}\s?(?:年|[-./])\s?\d{{1,2}}(?!\d)\s?月?|{_HAN_DAY})"
_SHORT_DAY = r"(?:农历|阳历|阴历|公历)?\s?(?:\d{1,2}\s?月\s?\d{1,2}\s?[日号]?|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十初廿]{1,3}[日号]?)"
_BORN_BEFORE = re.compile(
    rf"(?:出生(?:年月日|年月|日期|时间|于|在)?|生日|生于|诞生日|出生证明)(?:是在|[是为:|\t(在]|即将|当天|[ ]){{0,3}}\s*({_DAY})"
)
_BORN_AFTER = re.compile(rf"({_DAY})\s?(?:出生|生(?![一-鿿])|生日)")
_BIRTHDAY = re.compile(
    rf"(?:生日|过生)(?:是在|[是为:|\t(在]|[ ]){{0,3}}\s*({_SHORT_DAY})|({_SHORT_DAY})(?:是[^,，。;；\n]{{0,8}}的?生日|(?:过|的)?生日)"
)
_NOT_BORN = re.compile(
    r"祖国|党的|建党|国庆|建军|校庆|学校的?生日|班级的?生日|共和国|少先队|共青团|孔子|伟人|诗人|作家|教育家|科学家|先生|总理|主席|创刊|成立"
)


def find_numbers(folded: str) -> Iterator[Finding]:
    """Findings of every number kind, overlapping ones included: the caller lets the earlier yielded win."""
    for finder in (
        _mails,
        _student_g,
        _cards_of_identity,
        _students,
        _wechats,
        _qqs,
        _births,
        _bank,
        _phones,
        _plates,
    ):
        yield from finder(folded)


def _make(folded: str, kind: str, span: tuple[int, int], why: str) -> Finding:
    start, end = span
    return Finding(kind, start, end, folded[start:end], why)


def before(text: str, at: int, width: int) -> str:
    """What stands on the same line in the ``width`` characters before ``at``."""
    return text[max(0, at - width) : at].rpartition("\n")[2]


def is_identity_number(number: str) -> bool:
    """Whether 18 characters have a province, a real day and the right check digit (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dXx]", number) or number[:2] not in _PROVINCES:
        return False
    if not _is_day(int(number[6:10]), int(number[10:12]), int(number[12:14])):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Luhn's check over 16 to 19 digits that begin as Chinese bank cards do."""
    if not 16 <= len(number) <= 19 or number[0] not in "3456":
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return 1900 <= date(year, month, day).year <= 2100
    except ValueError:
        return False


def _header_has(text: str, at: int, word: re.Pattern[str]) -> bool:
    """Whether the line at ``at`` is a row under a header row that has ``word`` (a few lines up)."""
    row_start = text.rfind("\n", 0, at) + 1
    rest = text[at : at + 60].partition("\n")[0]
    for mark in (r"[\t|]", r",", r" +"):
        if re.search(mark, text[row_start:at] + rest) and _column_has(text, (row_start, at), mark, word):
            return True
    return False


def _column_has(text: str, place: tuple[int, int], mark: str, word: re.Pattern[str]) -> bool:
    row_start, at = place
    cell = re.split(mark, text[row_start:at])
    above = text[max(0, row_start - 4000) : row_start].splitlines()
    for line in reversed(above):
        heads = re.split(mark, line)
        if len(heads) < 2:
            return False
        if len(cell) <= len(heads) and word.search(heads[len(cell) - 1]):
            return True
    return False


def _cards_of_identity(text: str) -> Iterator[Finding]:
    for match in _ID_18.finditer(text):
        number = re.sub(r"[ \-.·]", "", match[0])
        lead = before(text, match.start(), 24)
        if _NOT_ID.search(lead[-14:]) and not _ID_WORD.search(lead[-8:]):
            continue
        if is_identity_number(number):
            yield _make(text, "id_card", match.span(), "校验位正确的身份证号")
        elif (
            _ID_WORD.search(lead)
            or _ID_WORD.search(text[max(0, match.start() - 120) : match.start()])
            or _header_has(text, match.start(), _ID_WORD)
        ):
            yield _make(text, "id_card", match.span(), "“身份证”字样旁的号码")
    for match in _ID_15.finditer(text):
        if _ID_WORD.search(text[max(0, match.start() - 120) : match.start()]) or _header_has(
            text, match.start(), _ID_WORD
        ):
            yield _make(text, "id_card", match.span(), "“身份证”字样旁的号码")
    for match in _PASSPORT.finditer(text):
        yield _make(text, "id_card", match.span(1), "证件字样旁的号码")


def _phones(text: str) -> Iterator[Finding]:
    for match in _MOBILE.finditer(text):
        lead = before(text, match.start(), 14)
        if re.search(r"\d\.\d+\.\d+\.\d", match[0]) or re.search(r"读数|电表|水表|IP", lead):
            continue
        denied = (_NOT_PHONE.search(lead) and not _PHONE_WORD.search(lead[-6:])) or _UNIT.match(
            text, match.end()
        )
        if not denied:
            yield _make(text, "phone", match.span(), "手机号码")
    for match in _LANDLINE.finditer(text):
        lead = before(text, match.start(), 24)
        public = [m.end() for m in _PUBLIC_LINE.finditer(lead)]
        private = [m.end() for m in _PRIVATE.finditer(lead)]
        if not _NOT_PHONE.search(lead) and max(private, default=0) >= max(public, default=0):
            yield _make(text, "phone", match.span(), "固定电话号码")
    for pattern in (_LOCAL_LINE, _SHORT_LINE):
        for match in pattern.finditer(text):
            if not _PUBLIC_LINE.search(before(text, match.start(), 8)):
                yield _make(text, "phone", match.span(1), "“电话”字样旁的号码")


def _mails(text: str) -> Iterator[Finding]:
    for match in _MAIL.finditer(text):
        if not _PUBLIC_MAIL.search(match[0]):
            yield _make(text, "email", match.span(), "电子邮箱")


def _qqs(text: str) -> Iterator[Finding]:
    for match in _QQ.finditer(text):
        yield _make(text, "qq", match.span(1), "“QQ”字样旁的号码")
    word = re.compile(r"QQ|扣扣", re.IGNORECASE)
    for match in re.finditer(r"(?<=[\t|, ])\s?([1-9]\d{4,10})(?=\s*(?:[\t|\n, ]|$))", text):
        if _header_has(text, match.start(1), word):
            yield _make(text, "qq", match.span(1), "“QQ”列里的号码")


def _wechats(text: str) -> Iterator[Finding]:
    for match in _WECHAT.finditer(text):
        value = match[1]
        if value.isdigit() and len(value) == 11 and value[0] == "1":
            continue  # a mobile number that is also the account
        if not re.fullmatch(r"(?i)app|token|http\w*|wechat|pay|link|emoji|video", value):
            yield _make(text, "wechat", match.span(1), "“微信”字样旁的账号")
    word = re.compile(r"微信|wechat", re.IGNORECASE)
    for match in re.finditer(r"(?<=[\t|, ])\s?([A-Za-z][\w-]{4,19})(?=\s*(?:[\t|\n, ]|$))", text, re.ASCII):
        if _header_has(text, match.start(1), word):
            yield _make(text, "wechat", match.span(1), "“微信”列里的账号")


def _student_g(text: str) -> Iterator[Finding]:
    for match in _G_NUMBER.finditer(text):
        yield _make(text, "student_number", match.span(), "学籍号")


def _students(text: str) -> Iterator[Finding]:
    for match in _STUDENT.finditer(text):
        value = _STUDENT_VALUE.match(text, match.end())
        if value:
            yield from _student_list(text, value.span(1))
        elif short := _STUDENT_SHORT.match(text, match.end()):
            # A number this short is found with its label: alone it would stand everywhere in a text.
            yield _make(text, "student_number", (match.start(), short.end(1)), "“学号”字样旁的号码")
    for match in re.finditer(
        r"(?:(?<=[\t|, ])|(?<=\n)|^)\s?([A-Za-z]{0,3}\d{4,20})(?=\s*(?:[\t|\n, ]|$))", text
    ):
        if _header_has(text, match.start(1), _STUDENT):
            yield _make(text, "student_number", match.span(1), "“学号”列里的号码")


def _student_list(text: str, span: tuple[int, int]) -> Iterator[Finding]:
    """The number after 学号, and those that follow it separated by 、 or 和."""
    yield _make(text, "student_number", span, "“学号”字样旁的号码")
    following = re.compile(r"\s*[、和,及]\s*([A-Za-z]{0,3}\d{4,20})(?![\dA-Za-z])")
    at = span[1]
    while match := following.match(text, at):
        yield _make(text, "student_number", match.span(1), "“学号”字样旁的号码")
        at = match.end()


def _births(text: str) -> Iterator[Finding]:
    for pattern in (_BORN_BEFORE, _BORN_AFTER, _BIRTHDAY):
        for match in pattern.finditer(text):
            group = 1 if match[1] else 2
            around = before(text, match.start(), 12) + match[0]
            year = re.match(r"\d{4}", match[group])
            if not _NOT_BORN.search(around) and (year is None or 1950 <= int(year[0]) <= 2100):
                start, end = match.span(group)
                yield _make(
                    text, "birth_date", (start, start + len(text[start:end].rstrip(" -./"))), "出生日期"
                )
    word = re.compile(r"出生|生日")
    for match in re.finditer(rf"(?<=[\t|, ])\s?({_DAY})(?=\s*(?:[\t|\n, ]|$))", text):
        if _header_has(text, match.start(1), word):
            yield _make(text, "birth_date", match.span(1), "“出生日期”列里的日期")


def _bank(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        number = re.sub(r"\D", "", match[0])
        lead = before(text, match.start(), 20)
        if not 15 <= len(number) <= 19 or _NOT_CARD.search(lead):
            continue
        if _CARD_WORD.search(lead) or _header_has(text, match.start(), _CARD_WORD):
            yield _make(text, "bank_card", match.span(), "“卡号”字样旁的号码")
        elif number.startswith("62") and is_card_number(number):
            yield _make(text, "bank_card", match.span(), "校验位正确的银行卡号")


def _plates(text: str) -> Iterator[Finding]:
    for match in _PLATE.finditer(text):
        yield _make(text, "plate", match.span(), "车牌号")

"""Pure: accounts, student numbers and birth dates: told by the word beside them, or their column's head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.privacy_model import Finding
from ingest.privacy_near import before, header_has, made

_CELL = r"(?:(?<=[\t|, ])|(?<=\n)|^)\s?[“\"']?({value})(?=[”\"']?\s*(?:[\t|\n, ]|$))"
_IS = r"(?:吧,|还是|就是|是在|[是为叫:♥|\t(\"“ ]|昵称|加我?){0,4}\s*"
_NUMBER_WORD = r"(?:\s*(?:号码|账号|帐号|号|ID))?"

_MAIL = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9_][\w.+%-]{0,63}\s?(?:@|\(at\)|\[at\])\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    re.ASCII | re.IGNORECASE,
)
_PUBLIC_MAIL = re.compile(
    r"^(?:office|services?|info|admin|jubao|public|webmaster|hr|zhaosheng|support|contact|kefu|help|"
    r"editor|tougao|bgs|no-?reply|postmaster)\s?@|\.gov\.cn$|@moe\.edu\.cn$|@(?:example|test)\.",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"公开|信箱|官方|官网|本校|学校|招生|办公|监督|举报|咨询|教育局|基础教育股|工作室|公众号"
)
_QQ_WORD = (
    r"(?:(?<![A-Za-z])QQ|扣扣|(?<![\u4e00-\u9fff])扣(?=:)|(?<![A-Za-z])Q我|对方账号|企鹅|用小号|(?<=[我加])q(?=\s?\d{5})|加我新号|加我号|我的新号|好友号|"
    r"(?<![A-Za-z])(?-i:Q)(?=号|[ :]))"
)
_QQ = re.compile(
    rf"{_QQ_WORD}(?:\s*群)?{_NUMBER_WORD}"
    r"(?:[^\d\n,，。;；@A-Za-z]{0,5}?|。[”\"“]{1,3})([1-9]\d(?:[ \-]?\d){3,9})(?![\d@]|:\d)",
    re.IGNORECASE,
)
_OPEN_GROUP = re.compile(r"官方|学校|咨询|公开|工作|班级")
_QQ_HEAD = re.compile(r"QQ|扣扣", re.IGNORECASE)
_QQ_CELL = re.compile(_CELL.format(value=r"[1-9]\d{4,10}"))
_WECHAT_WORD = (
    r"(?:微信|薇信|威信|绿泡泡|加[Vv](?![A-Za-z])|[Vv]信|(?<![A-Za-z\u4e00-\u9fff])(?:[微威薇](?=[:♥])|V(?=:))|"
    r"(?<![A-Za-z])(?<!单号)(?<!编号)(?:wechat|weixin|wx|vx)(?![A-Za-z]{3}))"
)
_WECHAT = re.compile(
    rf"{_WECHAT_WORD}{_NUMBER_WORD}(?:[,，]\s?(?=[A-Za-z]\w*[\d_])|{_IS})"
    r"([A-Za-z][A-Za-z0-9_\-]{4,19}|[A-Za-z0-9_][A-Za-z0-9_\-]*\d[A-Za-z0-9_\-]{3,19})(?![\w\-])",
    re.IGNORECASE | re.ASCII,
)
_NO_WECHAT = re.compile(r"qq\d*|app|token|http\w*|wechat|pay|link|emoji|video", re.IGNORECASE)
_WECHAT_HEAD = re.compile(r"微信|wechat", re.IGNORECASE)
_WECHAT_CELL = re.compile(_CELL.format(value=r"[A-Za-z][\w-]{4,19}"), re.ASCII)
_STUDENT = re.compile(
    r"(?:全国)?(?:学籍|学)\s{0,4}[主辅]?(?:号码?|编号)|(?:会考|考籍|考生|准考证|报名|学生证?|胸卡|校园卡|一卡通|饭卡|借书证|借阅证)"
    r"(?:号码|编号|序号|号)|(?:准考证|考生证)(?=\s?\d{6})|考号|(?<![\u4e00-\u9fff])证号|证件编号|学籍(?=\s*[:是为]?\s*[GLJgl]\d)"
)
_WECHAT_LATER = re.compile(
    r"(?:微信|wechat|vx)[^\n。]{0,50}?(?:的号|新号|账号|小号|号码|另一个|[,，;]号|是[^\nA-Za-z]{2,8}\s)"
    r"(?:是|叫|为|:){0,2}\s?([A-Za-z][A-Za-z0-9_\-]{4,19})(?![\w\-])",
    re.IGNORECASE | re.ASCII,
)
_WECHAT_ADDED = re.compile(
    r"加(?:一?下)?(?:我|他|她|妈妈|爸爸)?\s?[:,，]?\s?([A-Za-z][A-Za-z0-9_\-]{5,19})(?![\w\-@.])|"
    r"(?<![\w\-@./])([A-Za-z][A-Za-z0-9_\-]{5,19})\s?[,，(]?(?:这个?)?(?:是|为)(?:我|他|她|孩子|本人|家长|妈妈|爸爸|奶奶)?(?:们|家)?的?微信",
    re.ASCII,
)
_STUDENT_VALUE = re.compile(
    r"\s*(?:[是为:|\t(\"“]|分别是){0,3}\s*([A-Za-z]{0,3}\d{6,20}(?= \d{1,3}[\u4e00-\u9fff])|\d{4}[A-Z]{1,4}\d{3,10}|"
    r"[A-Za-z]{0,3}(?:[ \-]?\d){3,20}[A-Za-z]?)(?![\dA-Za-z])"
)
_STUDENT_SHORT = re.compile(r"\s*(?:[是为:|\t(])\s*(\d{1,3})(?![\d.年月岁分班个~\-])")
_STUDENT_NEXT = re.compile(r"\s*[、和,及]\s*([A-Za-z]{0,3}\d{4,20})(?![\dA-Za-z])")
_STUDENT_CELL = re.compile(_CELL.format(value=r"[A-Za-z]{0,3}\d{4,20}"))
_G_NUMBER = re.compile(r"(?<![\dA-Za-z])[GL](?:[ \-]?\d){17}[\dXx](?![\dA-Za-z])", re.IGNORECASE)

_HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"
_DIGIT_DAY = r"(?:19|20)\d{2}\s?(?:年|[-./])\s?\d{1,2}\s?(?:月|[-./])\s?\d{1,2}\s?(?:日|号)?"
_MONTH = r"(?:19|20)\d{2}\s?(?:年|[-./])\s?\d{1,2}(?!\d)\s?月?"
_HAN_DAY = rf"[一二][九〇零○][〇零○一二三四五六七八九]{{2}}年{_HAN_NUMBER}月(?:{_HAN_NUMBER}[日号])?"
_LUNAR_DAY = r"(?:19|20)\d{2}年(?:农历)?[正冬腊一二三四五六七八九十]{1,2}月(?:初|十|廿|二十|三十)[一二三四五六七八九十]?"
_BRIEF_DAY = r"(?<!\d)\d{2}年\d{1,2}月(?:\d{1,2}[日号])?"
_DAY = rf"(?:{_LUNAR_DAY}|{_DIGIT_DAY}|(?:19|20)\d{{6}}(?!\d)|{_MONTH}|{_HAN_DAY}|{_BRIEF_DAY})"
_SHORT_DAY = (
    r"(?:农历|阳历|阴历|公历)?\s?(?:\d{1,2}\s?月\s?\d{1,2}\s?[日号]?|"
    r"[一二三四五六七八九十]{1,2}月[一二三四五六七八九十初廿]{1,3}[日号]?)"
)
_BORN_WORD = r"(?:出\s?生(?:年月日|年月|日期|时间|于|在)?|生\s?日|生于|诞生日|出生证明)"
_BORN_BEFORE = re.compile(
    rf"{_BORN_WORD}(?:(?:是在|[是为:|\t(在]|即将|当天|[ ]){{0,3}}\s*|[^\d\n]{{1,24}}?)"
    rf"({_DAY}|(?:19|20)\d{{4}}(?!\d))"
)
_BORN_AFTER = re.compile(
    rf"({_DAY})\s?(?:在[^,。\n]{{1,12}}|\([农阴阳公]历[^()\n]{{0,6}}\))?(?:出生|生人|生(?![\u4e00-\u9fff])|生下来|满十八岁|生日)"
)
_BIRTHDAY = re.compile(
    rf"(?:生日|过生)(?:是在|[是为:|\t(在]|[ ]){{0,3}}\s*({_SHORT_DAY})|"
    rf"({_SHORT_DAY})(?:是[^,，。;；\n]{{0,8}}的?生日|(?:过|的)?生日)"
)
_BORN_LIST = re.compile(r"生日(?:统计|会|登记|名单|名册|表)(?:名单|登记)?(?:\(\d{1,2}月\))?[^\d\n]{0,12}\n?")
_LIST_WIDTH = 300
_BORN_HEAD = re.compile(r"出生|生日")
_BORN_CELL = re.compile(_CELL.format(value=_DAY))
_NOT_BORN = re.compile(
    r"祖国|党的|建党|国庆|建军|校庆|学校的?生日|班级的?生日|共和国|少先队|共青团|孔子|伟人|诗人|作家|教育家|"
    r"科学家|先生|总理|主席|创刊|成立"
)


def find_accounts(folded: str) -> Iterator[Finding]:
    """Findings of accounts, student numbers and birth dates; the earlier yielded wins an overlap."""
    for finder in (_mails, _students, _qqs, _wechats, _births):
        yield from finder(folded)


def _mails(text: str) -> Iterator[Finding]:
    for match in _MAIL.finditer(text):
        lead = before(text, match.start(), 14)
        official = _OFFICIAL.search(lead)
        if not _PUBLIC_MAIL.search(match[0]) and not official:
            yield made(text, "email", match.span(), "电子邮箱")


def _cells(text: str, kind: str, cell: re.Pattern[str], head: re.Pattern[str], why: str) -> Iterator[Finding]:
    if head.search(text):
        for match in cell.finditer(text):
            if header_has(text, match.start(1), head):
                yield made(text, kind, match.span(1), why)


def _qqs(text: str) -> Iterator[Finding]:
    for match in _QQ.finditer(text):
        if "群" in match[0] and _OPEN_GROUP.search(before(text, match.start(), 10) + text[match.end() :][:6]):
            continue
        yield made(text, "qq", match.span(1), "“QQ”字样旁的号码")
    yield from _cells(text, "qq", _QQ_CELL, _QQ_HEAD, "“QQ”列里的号码")


def _wechats(text: str) -> Iterator[Finding]:
    for match in _WECHAT.finditer(text):
        mobile = match[1].isdigit() and len(match[1]) == 11 and match[1][0] == "1"
        if not mobile and not _NO_WECHAT.fullmatch(match[1]):
            yield made(text, "wechat", match.span(1), "“微信”字样旁的账号")
    for match in _WECHAT_LATER.finditer(text):
        yield made(text, "wechat", match.span(1), "“微信”字样后的账号")
    for match in _WECHAT_ADDED.finditer(text):
        group = 1 if match[1] else 2
        if re.search(r"[\d_\-]", match[group]) and not _NO_WECHAT.fullmatch(match[group]):
            yield made(text, "wechat", match.span(group), "“加我”或“我微信”旁的账号")
    yield from _cells(text, "wechat", _WECHAT_CELL, _WECHAT_HEAD, "“微信”列里的账号")


def _students(text: str) -> Iterator[Finding]:
    for match in _G_NUMBER.finditer(text):
        yield made(text, "student_number", match.span(), "学籍号")
    for match in _STUDENT.finditer(text):
        value = _STUDENT_VALUE.match(text, match.end())
        if value:
            yield from _student_list(text, value.span(1))
        elif short := _STUDENT_SHORT.match(text, match.end()):
            # A number this short is found with its label: alone it would stand everywhere in a text.
            yield made(text, "student_number", (match.start(), short.end(1)), "“学号”字样旁的号码")
    yield from _cells(text, "student_number", _STUDENT_CELL, _STUDENT, "“学号”列里的号码")


def _student_list(text: str, span: tuple[int, int]) -> Iterator[Finding]:
    """The number after 学号, and those that follow it separated by 、 or 和."""
    yield made(text, "student_number", span, "“学号”字样旁的号码")
    at = span[1]
    while match := _STUDENT_NEXT.match(text, at):
        yield made(text, "student_number", match.span(1), "“学号”字样旁的号码")
        at = match.end()


def _births(text: str) -> Iterator[Finding]:
    for pattern in (_BORN_BEFORE, _BORN_AFTER, _BIRTHDAY):
        for match in pattern.finditer(text):
            group = 1 if match[1] else 2
            around = before(text, match.start(), 12) + match[0]
            year = re.match(r"\d{4}", match[group])
            if not _NOT_BORN.search(around) and (year is None or 1950 <= int(year[0]) <= 2100):
                start = match.start(group)
                end = start + len(match[group].rstrip(" -./"))
                yield made(text, "birth_date", (start, end), "出生日期")
    for heading in _BORN_LIST.finditer(text):
        for match in re.finditer(
            f"{_DIGIT_DAY}|(?<=[\u4e00-\u9fff]){_SHORT_DAY}",
            text[heading.end() : heading.end() + _LIST_WIDTH],
        ):
            start = heading.end() + match.start()
            yield made(text, "birth_date", (start, start + len(match[0])), "生日名单里的日期")
    yield from _cells(text, "birth_date", _BORN_CELL, _BORN_HEAD, "“出生日期”列里的日期")

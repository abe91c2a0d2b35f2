"""Pure: for whom and on what condition. Organs, kinds of school and pupils, of which kind, on what condition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_conditions import left_out, likewise
from app.verify_likeness import likeness
from app.verify_opposites import opposed
from app.verify_organs import ORGANS, alike, organs, subjects
from app.verify_text import BAN, MAY, MUST, Finding, bigrams, clauses

_LEVEL = re.compile(
    r"国家级|国家(?!鼓励|应当|可以|规定|有关|另有)|全国|省级?(?!略|去|下|力|时)|市级?(?!场|民)|区县级?|(?<![景校园社地小厂郊院片])区级?(?!别|分|域)|县级?|校级|街道|乡镇"
)
_KINDS = (
    "高等|初[一二三]|高[一二三]|中小学|小学|初中|高中|中职|中等职业|高职|大学|幼儿园|义务教育|学前|寄宿|走读|公办|民办|私立|农村|乡村|城市|特殊教育|残疾|留守|困境|流动"
    "|女(?:生|孩|童)|男(?:生|孩|童)|低年级|高年级|毕业班|毕业年级|新生|住校|住宿生|少数民族|贫困|后进|党员|青年|新任|骨干"
    "|专职|兼职|书面|口头|高级|一级|二级|全日制|校内|校外|课间|课后|工作日|节假日|寒暑假|周末|双休日"
    "|电子|纸质|匿名|实名|免费|有偿|无偿|定期|不定期|严重|轻微|较重|较轻|故意|过失|特别重大|市级|省级|国家级|校级"
    "|[一二三四五六七八九]年级"
    "|全校|全班|全年级|全区|全市|全县|全省|本地|外地|外校|优秀|[红橙黄蓝]色"
    "|休息日|午休|早读|晚自习|贵重|大额|长期(?!限)|短期|临时|在编|主要|期中|期末|学龄前|全年|全天|常年|母亲|父亲"
)
_KIND = re.compile(_KINDS)
_WEIGHTY = re.compile(
    "罚款|开除|记过|处分|没收|赔偿|拘留|处罚|奖励|奖金|津贴|补贴|补助|稿费|停职|吊销|追究|刑事|撤职|通报|公示|检讨|停课|停学|退学|休学"
    "|劝退|警告|降级|解聘|辞退|(?<!应)当面|宣读|排名|名次|收费|缴费|押金|起诉|立案|搜查|搜身|半价|优惠|打折|双倍|翻倍|减半|移出|扣除|扣发|取消|撤销|停办|送诊"
)
"""What is done to somebody: never there by way of paraphrase."""
_HEDGED = re.compile(
    r"最好|尽量|视情况|看情况|酌情|决定是否|是否[^，。；]{1,12}由[^，。；]{1,8}(?:决定|确定)|自行(?:决定|选择|确定|处理)|自己(?:决定|选择|定)|决定，?是否|自定|自主决定|考虑是否|再考虑|就好|再说|随意|随便|有需要|需要时|按需|认为必要|可以不(?!仅)|也行|也可以不"
)
"""Words that leave to the reader what the quote may not leave."""
_DEPENDS = re.compile(r"(?:根据|按|视|结合)[^，。；|]{0,8}(?:情况|情节|需)")
_INSISTED = re.compile(
    r"(?<!不是)(?:必须|务必)|一律|(?<!不是)(?<!不是什么)硬性|非[^，。]{1,6}不可|(?<!不)(?<!不[得能会许准])(?<!不可以)(?<!不允许)(?<!禁止)强制|不得不|都得|只能"
)
_ADDED = re.compile(
    r"有条件|必要时|确有所需|情节(?:严重|较重|轻微|恶劣)?|无正当理由|初次|第一次|特殊情况|紧急|有需要|人手|自愿|原则上|符合"
)
"""Conditions that a sentence must not make up."""
_FREE = re.compile(r"建议|提倡|鼓励|可以|自愿|一般")


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where the scope of ``sentence`` is another than the quote's (both canonical)."""
    for check in _CHECKS:
        yield from check(sentence, quote)


_IMPLIED = {"教师", "学校", "成员", "中小学", "班级", "用人单位", "校领导"}
"""Whom a quote takes for granted, so that a sentence may name them."""


def _organs(sentence: str, quote: str) -> Iterator[Finding]:
    there = organs(quote)
    owned = bool(_OWNED.search(quote))
    acting = set().union(*(subjects(clause, bare=True) for clause in clauses(sentence)))
    anybody = bool(re.search("所有(?:的?人|单位|组织|个人)", quote))
    for organ in sorted(organs(sentence) - there, key=len, reverse=True):
        if organ == "家长" and re.search("双方|两边|父亲|母亲|您|家(?=里|中|访|庭)", quote):
            continue
        if organ in ("教师", "班主任") and re.search("我(?!国)", quote):
            continue
        if anybody and organ in ("家长", "教师", "学校", "班主任", "教职工"):
            continue
        if organ in quote or organ in ("学生", "孩子") or any(alike(organ, other) for other in there):
            continue
        at_home = organ == "家长" and bool(_AT_HOME.search(quote))
        implied = organ in _IMPLIED or at_home
        if owned or not implied or not (at_home or organ in acting):
            yield Finding("implied organ" if implied else "organ", f"“{organ}”在引文里没有")


_AT_HOME = re.compile("看护|监护|照护|照料|抚养|被委托人")
_OWNED = re.compile(
    r"(?:^|[。；，|])(?!第[^，。]{1,5}条?[，。]|[对在自经如若凡]|[^，。；|]*的，)"
    rf"[^，。；|]{{2,}}?(?:{MUST}|{MAY}|{BAN})|由(?:{ORGANS})"
)
"""A quote that says who acts."""


def _new_words(sentence: str, quote: str) -> Iterator[Finding]:
    for word in _WEIGHTY.findall(sentence):
        if word not in quote:
            yield Finding("weighty", f"“{word}”在引文里没有", (1 - likeness([word], quote)[word]) ** 0.5)
    free = _DEPENDS.search(quote) or (_FREE.search(quote) and not re.search(f"{MUST}|{BAN}", quote))
    if (match := _HEDGED.search(sentence)) and not (
        free or match.group() in quote or (match.group() == "也行" and "或" in quote)
    ):
        yield Finding("hedged", f"引文没有说“{match.group()}”")
    if (match := _ADDED.search(sentence)) and not likewise(match.group(), quote):
        yield Finding("condition added", f"引文没有“{match.group()}”这样的条件")
    if "未经" in sentence and not re.search("未经|经[^，。；|]{1,16}?(?:同意|批准|审核)", quote):
        yield Finding("condition added", "“未经……”在引文里没有")


_FIRM = re.compile("(?<!不是)(?:必须|务必|一律|绝不|绝对)")


def insisted(raw: str, quote: str) -> Iterator[Finding]:
    """必须 where the quote leaves it open; ``raw`` is the sentence as it was written."""
    if (match := _INSISTED.search(raw)) and _FREE.search(quote) and not _INSISTED.search(quote):
        counts = IN_PLACE if _bound_beside(raw, match.start(), quote) else 1.0
        yield Finding("stronger", f"引文没有说“{match.group()}”", counts)
    if (match := _FIRM.search(raw)) and not re.search(
        "必须|务必|一律|应|须|不得|禁|绝|要(?![求点素])", quote
    ):
        yield Finding("insists", f"引文没有说“{match.group()}”")


IN_PLACE = 0.2
"""What 必须 counts where the part of the quote that it stands beside binds as well."""


def _bound_beside(raw: str, at: int, quote: str) -> bool:
    """Whether the sentence of the quote that is nearest to the clause around ``at`` binds and leaves nothing open."""
    start = max(raw.rfind(stop, 0, at) for stop in "，。；") + 1
    mine = bigrams(re.split("[，。；]", raw[start:])[0])
    beside = max(re.split("[。；|]", quote), key=lambda part: len(mine & bigrams(part)), default="")
    return bool(re.search("应当|必须|不得|禁止|须|要(?![求点素])", beside)) and not _FREE.search(beside)


_INCLUDED = {
    "小学": "[一二三四五六]年级",
    "初中": "初[一二三]|[七八九]年级",
    "高中": "高[一二三]",
    "校内": "学校|校园|在校",
    "校外": "(?:学校|机构)[^，。；]{0,12}以外",
    "住校": "寄宿|住宿",
    "寄宿": "住校|住宿",
    "全班": "班级|班里|全体|罚全",
    "书面": "作业|签字|申请书",
    "女孩": "女",
    "男孩": "男",
    "初一": "初中|义务教育",
    "初二": "初中|义务教育",
    "初三": "初中|义务教育",
    "女生": "男女|女学生|女",
    "男生": "男女|男学生",
    "严重": "重者|重的",
}
"""What in a quote lets a kind be named that it does not name."""


def _kinds(sentence: str, quote: str) -> Iterator[Finding]:
    there = set(_KIND.findall(quote))
    levels = {one.removesuffix("级") for one in _LEVEL.findall(quote)}
    for word in _KIND.findall(sentence):
        if word not in there and word not in quote and not re.search(_INCLUDED.get(word, "^$"), quote):
            yield Finding("kind", f"“{word}”在引文里没有", (1 - likeness([word], quote)[word]) ** 0.5)
    for word in _LEVEL.findall(sentence):
        if word.removesuffix("级") not in levels:
            yield Finding("level", f"“{word}”在引文里没有")


_STEPS = re.compile(r"先(?P<first>[^。；]{2,24}?)(?:，|之?后)?(?:再|然后|才)(?P<then>[^，。；]{2,16})")


def _order(sentence: str, quote: str) -> Iterator[Finding]:
    """What comes first in the quote must not come second in the sentence."""
    mine, theirs = _STEPS.search(sentence), _STEPS.search(quote)
    if not mine:
        return
    if not theirs:
        return
    first, then = bigrams(mine["first"]), bigrams(mine["then"])
    kept = len(first & bigrams(theirs["first"])) + len(then & bigrams(theirs["then"]))
    if len(first & bigrams(theirs["then"])) + len(then & bigrams(theirs["first"])) > kept:
        yield Finding("order", "先后顺序和引文不同")


_DOER = re.compile(
    r"(?<![自理缘])由(?!于|此|来|[这那]|[一两二三四五六七八九十]人)(?:[他她其][们的]?的?|[0-9一两二三四五六七八九十]+[个名位])?([\u4e00-\u9fff]{2,4})"
)


def _doers(sentence: str, quote: str) -> Iterator[Finding]:
    """Who acts by 由 must act in the quote."""
    starts = re.findall(
        rf"(?:^|[，。；|])([^，。；|]{{2,24}}?(?={MUST}|{MAY}|{BAN})|[^，。；|]{{2,3}})", quote
    )
    actors = "|".join([*re.findall(r"(?:[由经]|交[由给]?)([^，。；|]{2,24})", quote), *starts])
    for who in _DOER.findall(sentence):
        unsaid = (who.startswith("学校") and "由" not in quote) or re.search("由[他她其]", quote)
        if not unsaid and not set(who[:2]) <= set(actors):
            yield Finding("doer", f"引文里不是由“{who}”来做")


_IN_TURN = re.compile(r"联系不上|再(?!次)|然后|仍不|之后|不成的")


def _at_once(sentence: str, quote: str) -> Iterator[Finding]:
    """同时 where the quote does one thing after the other."""
    if "同时" in sentence and "同时" not in quote and _IN_TURN.search(quote):
        yield Finding("range", "引文里有先后，这句说成“同时”")


_CHECKS = (
    opposed,
    _at_once,
    _organs,
    _new_words,
    _kinds,
    _order,
    left_out,
    _doers,
)

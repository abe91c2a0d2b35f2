"""Pure: for whom and on what condition. Organs, kinds of school and pupils, all and only, exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_likeness import likeness, told
from app.verify_organs import ORGANS, alike, organs
from app.verify_text import BAN, MAY, MUST, Finding, bigrams, clauses, sentences
from index.tokens import is_noun

_LEVEL = re.compile(
    r"国家级?|全国|省级?(?!略|去|下|力|时)|市级?(?!场|民)|区县级?|区级?(?!别|分|域)|县级?|校级|街道|乡镇"
)
_KINDS = (
    "高等|初[一二三]|高[一二三]|中小学|小学|初中|高中|中职|中等职业|高职|大学|幼儿园|义务教育|学前|寄宿|走读|公办|民办|私立|农村|乡村|城市|特殊教育|残疾|留守|困境|流动"
    "|女(?:生|孩|童)|男(?:生|孩|童)|低年级|高年级|毕业班|毕业年级|新生|住校|住宿生|少数民族|贫困|后进|党员|青年|新任|骨干"
    "|专职|兼职|书面|口头|高级|一级|二级|全日制|校内|校外|课间|课后|工作日|节假日|寒暑假|周末|双休日"
    "|电子|纸质|匿名|实名|免费|有偿|无偿|定期|不定期|严重|轻微|较重|较轻|故意|过失|特别重大|市级|省级|国家级|校级"
    "|[一二三四五六七八九]年级"
    "|全校|全班|全年级|全区|全市|全县|全省|本地|外地|外校|优秀|[红橙黄蓝]色"
)
_KIND = re.compile(_KINDS)
_OPPOSITES = (
    ("不合格", "合格"),
    ("不定期", "定期"),
    ("非全日制", "全日制"),
    ("不属于", "属于"),
    ("不适用", "适用"),
    ("取消", "保留"),
    ("兼职", "专职"),
    ("书面", "口头"),
    ("增加", "减少"),
    ("提前", "推迟"),
    ("不称职", "称职"),
    ("不优秀", "优秀"),
    ("不服", "服从"),
    ("不计入", "计入"),
    ("拒绝", "配合"),
    ("拒绝", "接受"),
    ("拒绝", "同意"),
    ("隐瞒", "报告"),
    ("单独", "一起"),
    ("单独", "共同"),
    ("单独", "集中"),
    ("转入", "转出"),
    ("够得上", "够不上"),
    ("每次", "第一次"),
    ("全部", "部分"),
    ("自愿", "硬性"),
    ("自愿", "强制"),
    ("免费", "收费"),
    ("公开", "保密"),
    ("之前", "之后"),
    ("同意", "反对"),
    ("当场", "事后"),
)
_ONLY = re.compile(r"仅(?!仅)|只(?!要|好|是)|唯独|限于|唯一|不算|不在其内|除此之外")
_EXCEPT = re.compile(r"除外|除[^。；|]{2,60}?外|例外")
_SOME = re.compile(r"部分|个别|少数(?!民族)|有些|一些|多数|大多|若干")
_ALL = re.compile(
    r"所有|一律|各级各类|全员|统统|均(?!衡|匀)|全都|全部|全是|凡是?|无论|不论|不管|一概|各种情况|任意"
)
_WEIGHTY = re.compile(
    "罚款|开除|记过|处分|没收|赔偿|拘留|处罚|奖励|奖金|津贴|补贴|补助|稿费|停职|吊销|追究|刑事|撤职|通报|公示|检讨|停课|停学|退学|休学"
    "|劝退|警告|降级|解聘|辞退|当面|宣读|排名|名次|收费|缴费|押金|起诉|立案|搜查|搜身"
)
"""What is done to somebody: never there by way of paraphrase."""
LEAST_TOLD, FEW = 0.4, 0.34
"""Of a main clause told, and of its condition left out."""
_HEDGED = re.compile(
    r"最好|尽量|视情况|看情况|酌情|决定是否|自行(?:决定|选择|确定|处理)|自己(?:决定|选择|定)|自定|自主决定|考虑是否|再考虑|就好|再说|随意|随便|有需要|需要时|根据需要|认为必要"
)
"""Words that leave to the reader what the quote may not leave."""
_INSISTED = re.compile(r"必须|务必|一律|硬性|非[^，。]{1,6}不可|强制|不得不|都得|只能")
_ADDED = re.compile(
    r"有条件|必要时|确有所需|情节|无正当理由|初次|第一次|特殊情况|紧急|有需要|人手|自愿|原则上|符合"
)
"""Conditions that a sentence must not make up."""
_FREE = re.compile(r"建议|提倡|鼓励|可以|自愿|一般")
_QUALIFIER = re.compile(
    r"严重|拒不改正|屡教不改|确有所需|必要时|有条件的?|无正当理由|第一次|初次|正当|重大|法定事由|特殊|紧急|未经[^，。；]{1,12}同意|"
    r"疑似|没有过错|故意|符合条件|按规定|合格|不必要|另有规定|情节[^，。；]{1,3}|[^，。；]{2,16}的(?=，)|除[^。；]{2,60}?外|经[^，。；]{2,16}后|经(?!常|验)[^，。；]{2,20}?(?:同意|批准|审核|评估)"
)
"""What narrows a rule down; the rule must not be told without it."""


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where the scope of ``sentence`` is another than the quote's (both canonical)."""
    for check in _CHECKS:
        yield from check(sentence, quote)


_IMPLIED = {"教师", "学校", "成员", "中小学", "班级", "用人单位", "校领导"}
"""Whom a quote takes for granted, so that a sentence may name them."""


def _organs(sentence: str, quote: str) -> Iterator[Finding]:
    there = organs(quote)
    owned = bool(_OWNED.search(quote))
    for organ in sorted(organs(sentence) - there, key=len, reverse=True):
        if organ == "家长" and re.search("双方|两边|父亲|母亲|您|家(?=里|中|访|庭)", quote):
            continue
        if organ in quote or organ in ("学生", "孩子") or any(alike(organ, other) for other in there):
            continue
        if owned or organ not in _IMPLIED:
            yield Finding("implied organ" if organ in _IMPLIED else "organ", f"“{organ}”在引文里没有")


_OWNED = re.compile(
    r"(?:^|[。；，|])(?!第[^，。]{1,5}条?[，。]|[对在自经如若凡]|[^，。；|]*的，)"
    rf"[^，。；|]{{2,}}?(?:{MUST}|{MAY}|{BAN})|由(?:{ORGANS})"
)
"""A quote that says who acts."""


def _new_words(sentence: str, quote: str) -> Iterator[Finding]:
    for word in _WEIGHTY.findall(sentence):
        if word not in quote:
            yield Finding("weighty", f"“{word}”在引文里没有", (1 - likeness([word], quote)[word]) ** 0.5)
    if (match := _HEDGED.search(sentence)) and not (_FREE.search(quote) or match.group() in quote):
        yield Finding("hedged", f"引文没有说“{match.group()}”")
    if (match := _ADDED.search(sentence)) and not _likewise(match.group(), quote):
        yield Finding("scope", f"引文没有“{match.group()}”这样的条件")
    if "未经" in sentence and "未经" not in quote:
        yield Finding("scope", "“未经……”在引文里没有")


def insisted(raw: str, quote: str) -> Iterator[Finding]:
    """必须 where the quote leaves it open; ``raw`` is the sentence as it was written."""
    if (match := _INSISTED.search(raw)) and _FREE.search(quote) and not _INSISTED.search(quote):
        yield Finding("stronger", f"引文没有说“{match.group()}”")


def _kinds(sentence: str, quote: str) -> Iterator[Finding]:
    there = set(_KIND.findall(quote))
    levels = {one.removesuffix("级") for one in _LEVEL.findall(quote)}
    for word in _KIND.findall(sentence):
        if word not in there and word not in quote:
            yield Finding("scope", f"“{word}”在引文里没有", (1 - likeness([word], quote)[word]) ** 0.5)
    for word in _LEVEL.findall(sentence):
        if word.removesuffix("级") not in levels:
            yield Finding("scope", f"“{word}”在引文里没有")
    for match in _NARROW.finditer(quote):
        kind, noun = match.groups()
        if kind[:2] not in sentence and noun in sentence:
            yield Finding("lost", f"引文只说{match.group()}")


_NARROW = re.compile(
    r"(寄宿制?|公办|民办|幼儿园|特殊教育|残疾|留守|困境|义务教育(?:阶段)?|专门|初中|高中|中职|农村|职业|(?<!中)小学|试点)(学校|学生|教师|孩子)"
)


_RANGES = ((_EXCEPT, "除外", 1.0), (_ONLY, "只有", 0.5), (_SOME, "部分", 0.5), (_ALL, "所有、一律", 1.0))


def _quantifiers(sentence: str, quote: str) -> Iterator[Finding]:
    for pattern, said, counts in _RANGES:
        match = pattern.search(sentence)
        if match and not pattern.search(quote):
            yield Finding("scope", f"引文里没有“{said}”这样的范围（{match.group()}）", counts)


_SWEEPING = re.compile(r"只要|直接|即可|也(?:都)?算|随时|全程")


_SWEPT = re.compile(rf"{_SWEEPING.pattern}|就行|凡|都|均|一律")


def _swept(sentence: str, quote: str) -> Iterator[Finding]:
    if (match := _SWEEPING.search(sentence)) and not _SWEPT.search(quote):
        yield Finding("swept", f"引文没有说“{match.group()}”")
    if re.search("只|仅", sentence):
        for clause in clauses(quote):
            if (
                re.search("只|仅", clause)
                and organs(clause) & organs(sentence)
                and organs(clause) - organs(sentence)
            ):
                yield Finding("scope", "引文里列出的不止这些", 0.9)


def _opposites(sentence: str, quote: str) -> Iterator[Finding]:
    for one, other in _OPPOSITES:
        for said, held in ((one, other), (other, one)):
            if (
                _has(sentence, said, one, other)
                and not _has(quote, said, one, other)
                and _has(quote, held, one, other)
                and not _has(sentence, held, one, other)
            ):
                yield Finding("scope", f"引文说的是“{held}”，这句说成“{said}”")


def _has(text: str, word: str, one: str, other: str) -> bool:
    """Whether ``word`` stands in the text other than inside its longer opposite (合格 in 不合格)."""
    longer = one if word == other and other in one else ""
    return word in (text.replace(longer, "") if longer else text)


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
        yield Finding("scope", "先后顺序和引文不同")


def _lost(sentence: str, quote: str) -> Iterator[Finding]:
    """Of each qualifier of the quote that is not told, how much of what it narrows down is told."""
    mine = bigrams(sentence)
    for part in sentences(quote):
        for match in _QUALIFIER.finditer(part):
            behind = part[match.end() :].lstrip("，").split("；")[0]
            main = bigrams(re.split("，", behind)[0]) or bigrams(part[: match.start()])
            share = len(mine & main) / len(main) if main else 0.0
            fixed = len(match.group()) <= 5 and not match.group().endswith("的")
            gone = not _likewise(match.group(), sentence) if fixed else told(match.group(), sentence) < FEW
            if share >= LEAST_TOLD and gone:
                yield Finding("lost", f"漏掉了引文里的“{match.group()[:16]}”", share**0.5)


_SAME = """
严重 较重 情节重 恶劣
确有所需 确实 必要 需要 有必要
第一次 刚 新任
有条件 具备条件 条件允许
屡教不改 拒不改正 屡次 还不改
紧急 危急 抢救
正当 合理 理由
疑似 可能 怀疑 像
特殊 特别
故意 有意
重大 严重
按规定 照规定 依规定 依法
合格 达标
没有过错 没有错
自愿 愿意 自己决定
必要时 必要 需要
""".strip().splitlines()
"""Words for one and the same condition, a line each."""


def _likewise(word: str, text: str) -> bool:
    """Whether the word or another of the same meaning stands in the text."""
    groups = [group.split() for group in _SAME if any(one in word for one in group.split())]
    return word in text or any(one in text for group in groups for one in group)


def _listed(sentence: str, quote: str) -> Iterator[Finding]:
    """An item of a list beside items that stand in the quote must stand there as well."""
    for clause in re.split(r"[，。；：！？|]", sentence):
        if "、" not in clause and not re.search("[和或]", clause):
            continue
        items = [re.sub("^(?:还|也|并|等|及|以)+|等$", "", one) for one in re.split(r"[、和或及]", clause)]
        known = [bool(bigrams(one) & bigrams(quote)) for one in items if len(one) > 1]
        if not any(known):
            continue
        for one in items:
            tail = one[-2:] if one is items[0] else one[:2] if one is items[-1] else one
            grams = bigrams(tail)
            if (
                len(tail) > 1
                and grams
                and not grams & bigrams(quote)
                and not any(c in quote for c in tail[:2])
            ) and is_noun(tail):
                near = likeness([tail], quote)[tail]
                yield Finding("listed", f"“{tail}”在引文的列举里没有", (1 - near) ** 0.5)


_DOER = re.compile(r"(?<![自理缘])由(?!于|此|来)([\u4e00-\u9fff]{2,4})")


def _doers(sentence: str, quote: str) -> Iterator[Finding]:
    """Who acts by 由 must act in the quote."""
    starts = re.findall(r"(?:^|[，。；|])([^，。；|]{2,3})", quote)
    actors = "|".join([*re.findall(r"由([^，。；|]{2,24})", quote), *starts])
    for who in _DOER.findall(sentence):
        if who[:2] not in actors:
            yield Finding("agent", f"引文里不是由“{who[:2]}”来做")


_CHECKS = (_organs, _new_words, _kinds, _quantifiers, _opposites, _order, _lost, _swept, _listed, _doers)

"""Pure: organs and roles by name: who acts, who is told, asked or heard, and whose names may stand for one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.verify_text import Finding
from index.tokens import is_noun, words

ORGANS = (
    "教育行政部门|教育督导(?:机构|部门)|公安机关|民政部门|检察院|法院|"
    "司法(?:行政)?部门|应急管理部门|卫生健康(?:行政)?部门|网信部门|市场监管部门|"
    "人力资源社会保障部门|共青团|妇联|居民委员会|村民委员会|社区|政府|教育部|教育厅|"
    "教育局|家长委员会|学生申诉委员会|教育惩戒委员会|学生欺凌治理(?:组织|委员会)|专门教育指导委员会|"
    "党组织|团委|少先队|德育处|政教处|学生处|学生科|教务处|年级组|班委会|实习单位|企业|培训机构|"
    "医疗机构|专业机构|学前教育机构|劳动监察部门|专门学校|幼儿园|工作室主持人|主持人|带头人|工作室成员|(?<!家庭)成员|管理办公室|领导小组|"
    "司机|照管员|保洁|派出所|医务室|体育组|班干部|团支部|党支部|工会|消防(?:部门|救援)|疾控中心|"
    "课代表|备课组|教研组|资助专员|保安|消费者协会|年级组长|(?:生活|值班|值周|值日|监考|带队|指导|资源|体育|语文|数学|英语)教师|"
    "副?班主任|任课教师|心理(?:健康(?:教育)?)?教师|德育工作负责人|法治副校长|法律顾问|校长|校医|"
    "宿舍管理人员|学籍管理员|辅导员|教职员工|教职工|公安民警|民警|社工|志愿者|专家|家长代表|学生代表|"
    "教师代表|学生干部|班长|教师|家长|班级(?!管理|建设)|学校|中小学|学生|孩子|医院|"
    "群主|室长|(?<!年级)组长|医生|护士|律师|警察|法官|检察官|(?:副)?书记|队长|园长|师傅|教练|评委|裁判|记者|网友|邻居|"
    "近?亲属|祖父母|(?:生活|学习|体育|纪律|卫生|劳动|宣传)委员|联络员|安全员|保育员|会计|出纳|电工|督学|值日生|同桌|班委(?!会)|"
    "残联|残疾人联合会|关工委|街道|乡镇政府|业委会|物业|救助站|(?:儿童福利|救助管理|救助保护)机构|行业协会|保险公司|"
    "(?:财政|宣传|审计|价格|出版|电信|体育|文化|文旅|交通|应急|妇幼|住建|物价)部门|学生会|少工委|"
    "年级主任|年级|监管部门|国家|德育主任|校领导|(?<!特)值班领导|室友|门卫|用人单位|网络平台|街道办事处"
)
ORGAN = re.compile(ORGANS)
LEADING = re.compile(rf"^(?:{ORGANS})")
_ALIKE = (
    {"学生", "孩子"},
    {"教师", "任课教师", "教职员工", "教职工"},
    {"教师", "班主任"},
    {"主持人", "工作室主持人"},
    {"成员", "工作室成员"},
    {"心理教师", "心理健康教师", "心理健康教育教师"},
    {"教育行政部门", "教育局"},
    {"年级", "年级组", "年级主任", "年级组长"},
    {"教师", "值班教师"},
    {"教师", "生活教师"},
    {"教师", "监考教师"},
    {"教师", "带队教师"},
    {"教师", "指导教师"},
    {"教师", "值周教师"},
    {"医疗机构", "医院", "专业机构"},
    {"教职员工", "教职工"},
    {"公安民警", "民警"},
    {"学校", "中小学"},
    {"学校", "高等学校"},
    {"幼儿园", "学前教育机构"},
    {"家长", "家长代表"},
    {"公安机关", "警察", "民警", "派出所"},
    {"医生", "医院", "医疗机构"},
    {"近亲属", "亲属", "家长"},
    {"残联", "残疾人联合会"},
    {"班委", "班委会", "班干部"},
    {"评委", "裁判"},
    {"企业", "实习单位", "用人单位"},
    {"街道", "街道办事处"},
)
NEAR = 12
"""Characters of a list of organs that may stand between an organ and the word that governs it."""
_CONTENT = re.compile(r"[^\W的和与或及在对向由了着过是要应当可以不得并而且把将为其]{2}")
_ATTRIBUTE = re.compile(
    r"的|代表|同意|批准|许可|审核|审批|保护|救助|会(?!同|对)|周边|资格|证|宿舍|欺凌|手机|手册|信息|成绩|档案|食堂|校车|热线|群|开放日|业务"
)
"""What makes of an organ's name a part of another word, or gives it another role."""
_OPENING = re.compile(
    r"^$|^.{0,5}[时后前内中起]$|[则但而并且，：]$|每(?:学期|学年|年|月|周|天)$|(?:寄宿制|公办|民办|职业|各类|各级|有条件的|所在的?|各|本|该)$"
)
"""What may stand before the subject of a clause without a binding word."""
_BEFORE = re.compile(
    r"(?:对于?|向|和|同|跟|给|为|把|将|让|请|使|令|经|报|告知|联系|配合|听取|接受|尊重|关心|保护|帮助|教育|处理|通过|交还?|"
    r"由于|至|在|与|送入?|进入?|转入|去|到|报告|满足|解决|方便|便于|发现|带|聘请|组织|建立|成立|设置?|开除|惩戒|体罚|歧视|影响|损害)$"
)
_BY = re.compile(
    rf"由(?:其|该|所在|学校|本班|班级|所有|上级|有关|区|市|省|县|职业|被访|任课)*(?:{ORGANS})(?:[、和或](?:其|该)?(?:{ORGANS}))*"
    r"(?![^，。；|]{0,8}的(?!是))"
)
_HOWS = (
    "未经|经(?!常)|找(?!出|到|不)|向|报告?|由(?!于)|联系|告知|征得|交还|还给|交给|交|上报|通知|请(?!假)|配合"
)
_TOWARDS = re.compile(
    rf"(?P<how>{_HOWS})了?(?:其|该|所在|学生|学校|本班|所有|上级|有关|[他她]?信任的|固定的|一名|一位)*(?P<who>{ORGANS})"
)
_CONSENTS = re.compile(rf"({ORGANS})(?:书面)?(?:同意|批准|许可|审核|审批)")
_WITH = re.compile(rf"[与和同跟](?:其|学生|所在)*({ORGANS})(?:取得|保持|及时|电话)*(?:联系|沟通)")
_HOW = {
    "未经": "经",
    "征得": "经",
    "报告": "向",
    "报": "向",
    "上报": "向",
    "告知": "向",
    "通知": "向",
    "请": "向",
    "找": "向",
    "还给": "交",
    "交给": "交",
    "交还": "交",
}


def organs(text: str) -> set[str]:
    return set(ORGAN.findall(text))


def alike(one: str, other: str, quote: str = "") -> bool:
    """Whether two organs may stand for one another in a paraphrase; not where the quote tells them apart."""
    apart = one in quote and other in quote and {one, other} != {"学校", "中小学"}
    if one != other and apart and one not in other and other not in one:
        return False
    return one == other or any(one in group and other in group for group in _ALIKE)


def subjects(lead: str, *, bare: bool) -> frozenset[str]:
    """The organs before the binding word that no preposition governs."""
    if lead.startswith("由"):
        return frozenset()
    found: set[str] = set()
    together: set[str] = set()
    end, acts = -2, False
    for match in ORGAN.finditer(lead):
        before, after = lead[: match.start()], lead[match.end() :]
        if not (end >= 0 and re.fullmatch(r"[、和或及]其?", lead[end : match.start()])):
            together = set()
            acts = (
                not _BEFORE.search(before)
                and not re.search(r"每[0-9一二三四五六七八九十]+[个名位]$", before)
                and (not bare or bool(_OPENING.search(before)))
            )
        end = match.end()
        if before.endswith("的") and re.search("[对向把给为将]", before):
            acts = False
        if after.startswith("的"):  # 学校、幼儿园的教职员工: those named together only say whose
            found -= together
        if acts and not _ATTRIBUTE.match(after) and not _owns(after):
            found.add(match.group())
            together.add(match.group())
    return frozenset(found)


_AS_IS = re.compile(
    r"$|交通|管理|主管|个人|本人|自己|双方|自行|全员|[当次今明晚早每平上下前后事先课期日夜同]|[和或、]|一般|[一二两三四五六七八九十0-9]"
)
"""What behind an organ is no possession of it."""


def _owns(after: str) -> bool:
    """Whether a thing follows (学校体育器材): then the organ says whose it is."""
    following = words(after[:8])
    return bool(following) and not _AS_IS.match(after) and len(following[0]) > 1 and is_noun(following[0])


def agents_by(clause: str) -> frozenset[str]:
    """Those who act by 由 X、Y."""
    return frozenset(one for part in _BY.findall(clause) for one in ORGAN.findall(part))


def findings(sentence: str, quote: str) -> Iterator[Finding]:
    """Where an organ has another part in the sentence than in the quote (both canonical)."""
    yield from _towards(sentence, quote)
    yield from _in_place(sentence, quote)


def _in_place(sentence: str, quote: str) -> Iterator[Finding]:
    """An organ next to words that in the quote stand next to another one only (歧视学生, 公安机关报案)."""
    for match in ORGAN.finditer(sentence):
        before, after = sentence[: match.start()][-2:], sentence[match.end() :][:2]
        beside = set()
        if _CONTENT.fullmatch(before):
            beside = organs(
                "".join(re.findall(rf"{re.escape(before)}((?:{ORGANS})[^，。；]{{0,{NEAR}}})", quote))
            )
        if not beside and _CONTENT.fullmatch(after):
            beside = organs(
                "，".join(re.findall(rf"([^，。；]{{0,{NEAR}}}(?:{ORGANS})){re.escape(after)}", quote))
            )
        if beside and not any(alike(match.group(), other, quote) for other in beside):
            known = match.group() in quote or any(alike(match.group(), other) for other in organs(quote))
            yield Finding(
                "place" if known else "towards",
                f"“{match.group()}”在引文的这个位置是{'、'.join(sorted(beside))}",
            )


def _acting(quote: str) -> set[str]:
    """Who stands as the subject of a clause: 由 may name them as well."""
    return set().union(*(subjects(clause, bare=True) for clause in re.split(r"[，。；：|]", quote)))


def _towards(sentence: str, quote: str) -> Iterator[Finding]:
    """Consent, report and hand-over: 经谁同意, 向谁报告, 交给谁."""
    known: dict[str, set[str]] = {}
    for match in re.finditer(rf"({_HOWS})(?=([^，。；]{{1,24}}))", quote):
        known.setdefault(_HOW.get(match[1], match[1]), set()).update(organs(match[2]))
    for match in re.finditer(rf"((?:{ORGANS})[^，。；|]{{0,24}}?)(?:都|均)?(?:要|应当)?报(?!告知|道)", quote):
        known.setdefault("向", set()).update(organs(match[1]))
    known.setdefault("联系", set()).update(_WITH.findall(quote))
    known.setdefault("经", set()).update(_CONSENTS.findall(quote))
    said = [(_HOW.get(m["how"], m["how"]), m["who"], m.group()) for m in _TOWARDS.finditer(sentence)]
    said += [("联系", match[1], match.group()) for match in _WITH.finditer(sentence)]
    said += [("经", match[1], match.group()) for match in _CONSENTS.finditer(sentence)]
    for how, who, phrase in said:
        there = known.get(how, set())
        if phrase[0] in "由请":  # 交公安机关判断, 经教研组审核
            there = there | _acting(quote) | known.get("交", set()) | known.get("经", set())
        unsaid = phrase == "由学校" and "由" not in quote
        if there and not unsaid and not any(alike(who, other, quote) for other in there):
            yield Finding("towards", f"“{phrase}”和引文里的对象不同")

"""Pure: one spelling for what means the same, so that a paraphrase and its quote can be laid side by side.

Order matters: what a later rule would misread is rewritten by an earlier one (确有需要 before 需要).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MUST, MAY, BAN, URGE, USUALLY, WAIVED = "应当", "可以", "不得", "鼓励", "一般", "毋庸"
AT_LEAST, AT_MOST, BELOW = "≥", "≤", "＜"


CERTAIN = "certain"
"""The kind of a finding that decides alone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a sentence that its quote does not bear out: what kind, why in Chinese, how sure (0 to 1)."""

    kind: str
    why: str
    share: float = 1.0


_MARKS = re.compile(r"[\[【［〔(（]\s*\d+(?:\s*[,，、]\s*\d+)*\s*[\]】］〕)）](?!\s*\d*\s*号)")
_SOURCE = re.compile(r"\(([^()]*)；核对：[^()]*\)")
"""Where a digest says which article a line sums up."""
_YEAR = re.compile(r"[〔\[【(（［]\s*((?:19|20)\d\d)\s*[〕\]】)）］]")

_RULES: tuple[tuple[str, str], ...] = (
    # Whether or not: 参不参加, 伤没伤, 有没有 negate nothing.
    (r"([\u4e00-\u9fff])[不没]\1(?!不)", r"是否\1"),
    (r"不(?:光|只|单)是?(?!能|得|要|许|准)", "不仅"),
    (r"不(?:要求|强求|强制|硬性要求|一定要?)|不是必须|不等于(?:必须|要)", "无须"),
    (r"用不着|犯不着", "无须"),
    (r"首次|初次|头一[次回]|第一[回趟]", "第一次"),
    (r"有无", "是否有"),
    (r"([\u4e00-\u9fff])不(?:了(?!解)|成)", r"无法\1"),
    (r"没法|没办法", "无法"),
    (r"允许(?=[^，。；]{1,8}的)", "获准"),
    (r"([^，。；|]{2,8})(?:没有|没|未)(?:允许|同意|批准|点头)的?，", r"未经\1同意，"),
    (r"全校性", "全校"),
    (r"初级中学", "初中"),
    (r"高级中学", "高中"),
    (r"寄宿(?:学生|生)|住宿生|住校(?:学生|生)", "寄宿学生"),
    (r"离家出走", "离家"),
    (r"收钱|收费用", "收费"),
    (r"不收费|不花钱|不要钱", "免费"),
    (r"([一二三四五六])[、到至]([二三四五六])年级", r"\1年级至\2年级"),
    (r"(?:乡\(镇\)|乡镇)", "乡镇"),
    (r"(?<=[在于])?学校(?:里|内)", "校内"),
    # Bounds: their 不 and 未 negate nothing.
    (r"不(?:得|应|能|可|准)?(?:少于|低于|小于)|至少|最少|起码", AT_LEAST),
    (r"不(?:得|应|能|可|准)?(?:超过|多于|高于|大于|长于|晚于)|至多|最多|最长|最高不?超过?|超不过", AT_MOST),
    (
        r"(?:未|不|没有?)满(?!意|足)|(?:没|不|未)到(?=[0-9一二两三四五六七八九十]+(?:周?岁|年|天|日|个))|不足(?=[0-9一二两三四五六七八九十半])|少于|低于",
        BELOW,
    ),
    (
        r"年满|已满|届满(?=\d)|(?<![未不没])(?:做|干|待|够|达|过|用|开)?满(?=了?[0-9一二两三四五六七八九十])了?",
        AT_LEAST,
    ),
    # Who: the many names of one organ or role.
    (r"(?:父母(?:双方)?(?:或者?|和|及|、))?(?:其他|其它)?(?:法定)?监护人|父母|爸妈|家长们|学生家长", "家长"),
    (r"家委会", "家长委员会"),
    (r"送医院?|送去?就医", "送医院"),
    (r"居委会", "居民委员会"),
    (r"村委会", "村民委员会"),
    (r"周末|双休日|周六日", "休息日"),
    (r"免(?=[做交参写考罚])", "不"),
    (r"教育(?:行政)?主管(?:行政)?部门|教育行政部门|教育部门|教育(?=等(?:有关|相关)?部门)", "教育行政部门"),
    (r"教委(?!员)", "教育局"),
    (r"公安部门|警方|公安局|公安(?!机关|民警|派出所|教育)", "公安机关"),
    (r"民政(?!部门|局)", "民政部门"),
    (r"报警", "向公安机关报告"),
    (r"校领导|学校领导|学校负责人|分管校长", "校领导"),
    (r"(?<=[找跟问向])([^，。]{1,9}?)要(?=东西|钱|押|礼|红包|费|财)", r"\1收"),
    (r"校方|校园(?=应|要|须)", "学校"),
    (r"宿管(?:老师|员|人员)?", "宿舍管理人员"),
    (r"老师", "教师"),
    (r"中小学校", "中小学"),
    (r"未成年学生", "学生"),
    (r"未成年人|适龄儿童|儿童|子女|孩子们", "孩子"),
    (r"同学们?(?!会)", "学生"),
    # Consent: 未经…不得, 只有经…才能 and 须经…同意 are one rule.
    (r"不经(?!常|意|济|历|营|验)", "未经"),
    (
        r"未经([^，。；]{1,24}?)(?:同意|批准|许可|允许|准许|审核|审批)的?，?([^，。；]{0,10}?)(?:不得|不能|不可以?|不准|禁止)",
        r"应当经\1同意后\2才",
    ),
    (r"经([^，。；]{1,20}?)(?:允许|准许|许可)", r"经\1同意"),
    (r"只有(?=[须应要]?经)|只要(?=经)", ""),
    (r"(?:方可|才可以|才能够?|方能)", "才"),
    # How binding.
    (r"确(?:实|有)*(?:需要|必要|需求)|确需|确有必要|确有[^，。；]{0,14}(?:需要|需求|必要)", "确有所需"),
    (r"不需要|无需|无须|不必|不用(?=[^功])|毋须|不需", WAIVED),
    (
        r"不(?:予|给予)|不许|不准|不允许|不可以|不应当?该?|不要|切勿|禁止|严禁|不可(?!抗|缺|少|分)|不能(?!履|到|独|自理|承受)|不宜|不该|不让|没法让|(?<![区分特辨个差级类性告离识])别(?!的|人|处|墅|名|家|扭|班|校)",
        BAN,
    ),
    (r"原则上|通常", USUALLY),
    (r"提倡|倡导|(?<![见的出收条点])建议(?!书|和|、|权|稿)|最好是?|(?:国家)?支持(?=社会|和|各|学校)", URGE),
    (r"必须|务必|应该|有义务|有责任|必需", MUST),
    (r"(?<![相适反响供效对感呼])应(?!当|用|急|对|届|聘|付|试|变|激|邀|征|酬|有的|力|验)", MUST),
    (r"(?<![必])须(?!知|发)|(?<!的)需要|(?<![急所必无])需(?!求|所|要)", MUST),
    (r"(?<![索主重需必纲摘概首只提简扼次想])要(?!求|点|素|件|领|害|闻|紧|是|么|不|员|务)", MUST),
    (r"(?:应当){2,}", MUST),
    (r"不得(?:允许|准许)", "不得让"),
    (r"有权|能够|允许|准许|(?<!不)可自行|可以", MAY),
    (r"(?<![不许认宁尚])可(?!以|能|识|再|供|回|靠|见|持|行|视|爱|惜|疑|抗|是|怜|控|操|燃|靠|贵|比|观)", MAY),
    (r"(?<![都功智性可才技职潜体动节只不效产电核万全])能(?!力|手|源|量|干|级|否|效|见|耗)", MAY),
    # Ordinary words.
    (r"马上|立刻|当即|即刻|即时", "立即"),
    (r"较为轻微|较轻(?!松)", "轻微"),
    (r"较为严重", "较重"),
    (r"晚上|夜里|当晚", "晚"),
    (r"早上|早晨|清晨", "早"),
    (r"多次|屡次|一再", "屡次"),
    (r"([一二三四五六七八])([二三四五六七八九])(?=年级)", r"\1、\2"),
    (r"喝酒", "饮酒"),
    (r"抽烟", "吸烟"),
    (r"次晨|第二天(?:早上|早晨|一早)|次日(?:早上|早晨|清晨)", "次日早"),
    (r"次日|第二天|翌日", "次日"),
    (r"当天(?:就)?|今天(?:之)?内|今日内?|当日", "当日"),
    (r"家长或者?学生", "学生或者家长"),
    (r"全体|一切|全部(?=[^的]*(?:学生|学校|教师|单位|人))|任何|所有的?", "所有"),
    (r"或者", "或"),
    (r"(?<!可)以及|(?<![以危涉触普顾波])及(?!时|格|其)", "和"),
    (r"并且", "并"),
    (r"告诉|告知|通知(?=[^》]*(?:家长|学生|学校|本人))", "告知"),
    (r"每一", "每"),
    (r"(?:达不到|未达到|没(?:有)?达到|未达)合格(?:标准|线)?", "不合格"),
    (r"加起来|合计|总共|共计|总计", "累计"),
)
_COMPILED = tuple((re.compile(pattern), to) for pattern, to in _RULES)


def canonical(text: str) -> str:
    """``text`` in one spelling: NFKC, no citation marks, no white space, synonyms replaced."""
    text = _MARKS.sub("", _YEAR.sub(r"〔\1〕", text))
    text = "".join(unicodedata.normalize("NFKC", text).lower().split())
    text = text.replace(",", "，").replace(";", "；").replace(":", "：").replace("?", "？").replace("!", "！")
    text = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", "", text)
    text = _SOURCE.sub(r"|\1|", text)
    for pattern, to in _COMPILED:
        text = pattern.sub(to, text)
    return text


def clauses(text: str) -> list[str]:
    """The parts of a canonical text between commas and full stops, without empty ones."""
    return [part for part in re.split(r"[，。；：！？\n|]", text) if part]


def sentences(text: str) -> list[str]:
    """The parts of a canonical text between full stops."""
    return [part for part in re.split(r"[。；！？\n|]", text) if part]


def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring letters that carry content."""
    runs = re.findall(r"[^\W_]+", _EMPTY.sub(" ", text))
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} or {run for run in runs if run}


_EMPTY = re.compile(r"[的地得了着和或等之其与在于对为把将也都就]|应当|可以|不得|鼓励|一般|毋庸")

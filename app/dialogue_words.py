"""The words by which a follow-up is told from a question that stands alone: data for ``app.dialogue``.

Nothing here is a topic: these words say who, which school, how long, on what paper; of what, the question
before says.
"""

from __future__ import annotations

import re

from index.tokens import STOP_WORDS

_NUMERAL = r"(?:[0-9]+|[一二三四五六七八九十百两半]+)"
_TIME = r"(?:天|日|周|星期|个月|月|年|个?小时|分钟|个?学期|节课|课时)"

# Alternatives of one kind: naming another one replaces the one before. Longer words first.
SLOTS: dict[str, re.Pattern[str]] = {
    "stage": re.compile(
        r"中小学|[低中高]年级|(?:小学|初中)?[一二三四五六七八九]年级|初[一二三]|高[一二三]|小学(?!生守则)|初中|高中|普高|中职|职高"
        r"|中专|职校|技校|高职|幼儿园|大学"
    ),
    "level": re.compile(
        r"[校区县市省]级|区县级|国家级|[区市省县]里|[区市省县](?=(?:工作室|方案))|国家|全国|^[校区县市省]$"
    ),
    # Whoever acts, whoever is taught, and bodies: one never takes the place of another (家长呢 after 学生打架).
    "adult": re.compile(
        r"副班主任|班主任(?!工作|津贴|费|年限|经[历验])|主持人|带头人|成员|学员|任课老师|科任老师|心理老师|生活老师|老师"
        r"|教师(?!节|法|资格)|校长|家长(?!会|群|学校|委员会)|监护人|父母|爸妈|爷爷奶奶|爸爸|妈妈|父亲|母亲|爷爷|奶奶"
        r"|心理教师|宿管|校医|保安"
    ),
    "pupil": re.compile(r"学生(?!会|手册|伤害|公约|守则|科|证)|孩子|同学|女生|男生"),
    "body": re.compile(r"学校|教育局|企业"),
    "length": re.compile(rf"(?<!第){_NUMERAL}{_TIME}(?!级)"),
    "count": re.compile(rf"(?<!第){_NUMERAL}(?:个人|次|人|名|个|岁|条|篇|本|元|块)"),
    "device": re.compile(r"手机|平板|电话手表|智能手表|手表|笔记本电脑|电脑|游戏机|充电宝|耳机|相机"),
    "course": re.compile(r"语文|数学|英语|物理|化学|体育|音乐|美术|实训"),
    "conduct": re.compile(
        r"打架|偷东西|偷窃|抽烟|吸烟|电子烟|喝酒|赌博|作弊|旷课|逃课|迟到|早退|早恋|谈恋爱|欺凌|玩手机|(?:网上)?骂人|说谎|染发|烫发"
    ),
    "penalty": re.compile(r"罚站|罚抄|罚跑|罚款|停课|停学|记过|警告|开除|劝退|检讨|体罚|没收|搜身|搜书包"),
    "place": re.compile(
        r"课堂|教室|宿舍|寝室|食堂|操场|校门口|校外|校内|家里|上学路上|放学路上|考场|实训室|车间|厕所|网上|校车"
    ),
    "paper": re.compile(r"事假|病假|公假|长假|休学|转学|退学|复学"),
    "gathering": re.compile(r"例会|家长会|班会|家访|研讨会|读书会"),
}
PERSONS = ("adult", "pupil", "body")
PERSON = re.compile("|".join(SLOTS[name].pattern for name in PERSONS))
DEPENDENT_SLOTS = ("stage", "level", *PERSONS, "length", "count")
"""Kinds that make no question stand alone: 中职要几年 asks of something, 手机能带吗 does not."""

_ACTS = """
同意 不同意 签字 签名 盖章 批 批准 审批 答应 知道 承认 认 管 管不管 通知 告诉 告知 申请 提交 上交 交 补交 出 付 赔
赔偿 赔钱 负责 承担 处理 解决 报 上报 报告 报警 记 记录 留 登记 扣 罚 收 收取 还 归还 退 退还 看 查看 查 问 找
联系 等 到场 参加 出面 拒绝 反对 坚持 闹 投诉 举报 告 起诉 申诉 复核 撤销 取消 删 公开 公布 保密 道歉 检讨 写检讨
处分 记过 警告 记档案 进档案 算 算数 适用 违反 违规 违法 合法 犯法 注意 准备 开始 结束 完成 延长 延期 提前 推迟 超
超过 不到 满 改 换 换成 变成 重新 再犯 屡教不改 需要 允许 禁止 限制 有意见 规定 要求 说明 解释 证明 保存 保留 存 发 接 回复 答复
用 拿 给 叫 请 派 选 定 认定 决定 判 分 开 建 备案 汇报 检查 考核 评价 监督 追究 追责 担责 发现 发生 出现 听 肯 愿意
不愿意 敢 怕 请家长 叫家长 约谈 劝 走 去 留下 回来 满意 生效 作废 失效 更新 修改 废止 交给 归 属于 分工 牵头 签
补 缺 报错 写错 签错 收费 免费 花钱 花 掏钱 赔付 打电话 见面 面谈 坚决 一直 还是 仍 仍然 老是 总是 非要 硬要 偏要 就
"""
_NOUNS = """
材料 手续 流程 程序 步骤 期限 时间 时限 日期 依据 出处 原文 条款 法条 法律 文件 条 款 条件 资格 标准 要求 规定 办法 政策
费用 钱 经费 津贴 补贴 医药费 责任 后果 结果 证据 记录 档案 模板 表 表格 范本 格式 例子 次数 人数 名额 比例 上限 下限 范围 区别
不同 例外 特殊情况 情形 原因 理由 目的 重点 权力 权利 义务 部门 单位 领导 谁家 对方 双方 书面 口头 当场 事后 事前 电话
内容 地方 地点 方式 方法 措施 细节 人 生 家 条文 处罚 意见 名单 通知书 决定书 申请书 申请表 结论
"""
_FILLERS = """
不 没 别 只 只能 必须 得 最多 最少 至少 最长 最短 最晚 最早 大概 一般 通常 具体 详细 到底 究竟 还有 接下来 后来 下一步 之后
以后 以前 之前 之内 以内 以上 以下 内 外 期间 平时 当天 当时 马上 立即 现在 第一 第二 第一步 第一句 首先 多久 多长 多长时间
多大 几天 几年 几个月 几周 几次 几个 几名 几岁 几点 几条 几时 什么时候 何时 哪里 哪儿 哪天 哪级 哪一级 哪条 哪一条 哪部
哪份 哪家 为什么 凭什么 为啥 啥 干嘛 怎么样 咋整 怎么写 怎么说 怎么算 怎么做 怎么弄 能 可 行 行吗 好 对 像 比如 例如 关于
类似 相关 其他 其它 另外 别的 所有 都是 全部 一样 都一样 同样 相同 也是 如果 假如 万一 要是 假设 倘若 除了 关系 这条 那条 这项
这款 这样 那样 这种 那种 这类 该 此 上述 上面 前面 刚才 刚刚 其中 里面 前者 后者 句 话 份 张 遍 回 步 类 种 项 级 法 之
为 凭 按 照 根据 向 朝 往 跟 和 由 经 本 一 二 两 三 四 五 六 七 八 九 十 半 天 年 月 周 日 时 学期 学年 学段 小时 分钟
情况 问题 一定 真的 非 才能 才行 够 就行 就可以 不行 不能 不可以 不得 不用 不要 不会 不肯 不该 不是 不算
"""
ACTS = frozenset(_ACTS.split())
NOUNS = frozenset(_NOUNS.split())
FILLERS = frozenset(_FILLERS.split()) | STOP_WORDS


def _tiles(words: frozenset[str], *patterns: str) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile("(?:" + "|".join((*patterns, listed)) + ")+")


_SLOT_PATTERNS = tuple(SLOTS[name].pattern for name in DEPENDENT_SLOTS)
WEIGHTY = re.compile(r"报警|投诉|举报|处分|记过|申诉|起诉|违规|违法|没收|家访|检查|考核")
"""Acts that make a topic of their own."""
LONGEST_WORD = 12
"""Characters of a word that is looked at: tiling a long one in every way would take for ever."""
DEPENDENT = _tiles(ACTS | NOUNS | FILLERS, *_SLOT_PATTERNS, r"[0-9]+")
"""Words that ask about something and do not name it, one after the other."""

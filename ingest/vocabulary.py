"""Controlled vocabularies of the shipped corpus: what a front matter may say, and nothing else.

Tags come in groups, because a host picks them from a list; the groups carry no meaning of their own.
"""

from __future__ import annotations

CASE_TYPES = ("班级文化建设", "重点学生帮扶", "典型学生教育", "家校沟通协调", "突发事件处置")

WORK_AREAS = (
    "学生思想工作",
    "班级管理工作",
    "组织班级活动",
    "职业指导工作",
    "沟通协调工作",
    "心理健康教育",
)

HANDBOOK_TOPICS = ("班情分析", "班风学风建设", "班级管理", "师生互动", "学生评价", "家校企社多元共育")

SITUATIONS = ("自伤自杀", "虐待家暴性侵", "严重暴力", "失踪离家", "严重欺凌", "急病伤害中毒")

PLAN_TYPES = ("班级建设方案", "班级制度")

SCOPES = ("国家", "省级", "地市级", "区县级", "学校级", "工作室级")

IN_FORCE = ("现行有效", "已废止", "已被取代")

TAG_GROUPS: dict[str, tuple[str, ...]] = {
    "学习": ("厌学", "作业", "考试焦虑", "作弊", "上课睡觉", "学习困难", "偏科", "升学压力", "专业认同"),
    "行为": (
        "迟到",
        "旷课逃学",
        "辍学",
        "夜不归宿",
        "吸烟",
        "饮酒",
        "赌博",
        "沉迷网络",
        "手机管理",
        "偷窃",
        "打架",
        "说谎",
        "破坏公物",
        "早恋与异性交往",
        "奇装异服",
    ),
    "同伴": ("欺凌", "网络欺凌", "孤立排斥", "起外号", "小团体", "宿舍矛盾"),
    "心理": (
        "情绪低落",
        "自伤自杀",
        "考前紧张",
        "创伤哀伤",
        "注意力困难",
        "人际退缩",
        "疑似精神障碍",
    ),
    "家庭": (
        "留守",
        "隔代教养",
        "单亲离异",
        "重组家庭",
        "家暴",
        "困境家庭",
        "家长投诉",
        "家长拒配合",
        "家校群冲突",
    ),
    "安全": (
        "校园意外",
        "食物中毒",
        "溺水",
        "失踪离家",
        "校外人员闯入",
        "性侵与猥亵",
        "运动损伤",
        "消防",
    ),
    "管理": ("班规", "班干部", "惩戒边界", "评优资助", "积分评价", "班级账号", "接手新班"),
    "职业": ("实习", "实习权益", "技能竞赛", "升学就业"),
}

TAGS = frozenset(tag for group in TAG_GROUPS.values() for tag in group)

HELPER_TAGS = frozenset({"crisis", "legal-basis", "sensitive"})
"""Marks for the machine, not for search: an emergency card fits, a rule is cited, minors' privacy."""

HOTLINES = {
    "110": "报警",
    "119": "火警",
    "120": "急救",
    "122": "交通事故",
    "12309": "检察服务",
    "12338": "妇女维权",
    "12345": "政务服务",
    "12349": "儿童救助保护",
    "12355": "青少年服务台",
    "12356": "心理援助",
    "96110": "反电信网络诈骗",
}
"""The numbers that may be named, as checked for policy-y22; no other hotline is."""

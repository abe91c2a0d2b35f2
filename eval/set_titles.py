"""What the question sets are called and what each is good for. A home's own sets go by the name of their file."""

from __future__ import annotations

from pathlib import PurePath

from app.judging_gold import NAME

_LAWS = "要先导入国家法律的全文，否则一题也找不到"
_HELD_OUT = "留着不调的题：看结果用，不照着它改"
_TITLES = {
    "starter": ("起步题集", "各种题型都有，问附带的资料。装好、换模型、发布一批资料以后先跑它"),
    "answers_test": (
        "该不该答（留出）",
        f"三分之二有答案（六十题各级规定不同），其余该沉默；一部分问国家法律，要先导入。{_HELD_OUT}",
    ),
    "answers_first": (
        "该不该答（看过的留出，第一套）",
        "原先留出的一套，2026 年 11 月看过以后用来调了，数字偏高；一部分问国家法律，要先导入",
    ),
    "answers_second": (
        "该不该答（看过的留出，第二套）",
        "第二套留出的题，比第一套难；2026 年 11 月看过以后用来调了，数字偏高；一部分问国家法律，要先导入",
    ),
    "near_tune": (
        "近处没有依据（调参）",
        "成对的题：一题有依据，一题问旁边的事、资料里没有。沉默照它调过，数字偏高；一部分问国家法律，要先导入",
    ),
    "near_test": (
        "近处没有依据（留出）",
        f"写法同上一套，另一个人写，另有六十题单独没有依据；一部分问国家法律，要先导入。{_HELD_OUT}",
    ),
    "answers_spoken": (
        "换了说法的问题（留出）",
        f"三分之二与答案几乎没有同样的字，看读不读得懂；一部分问国家法律，要先导入。{_HELD_OUT}",
    ),
    "answers_tune": (
        "该不该答（调参）",
        "一半有答案，一半该沉默；一部分问国家法律，要先导入。弃答和引文的参数照它调过，数字偏高",
    ),
    "corpus_120": ("附带资料找一篇（留出）", f"用老师的话问附带的资料，看找不找得到那一篇。{_HELD_OUT}"),
    "gold_450": ("综合题集", "题型最全，有追问和该沉默的题，一半用来调、一半留出。改了检索以后用它和上次比"),
    "laws_250": ("国家法律条款，难", f"问法里几乎没有法律的用词。{_LAWS}"),
    "laws_spoken": ("国家法律条款，口语", f"老师平常怎么说就怎么问。{_LAWS}"),
    "scope_many": ("各级不同，明说比较", "同一件事几份文件都有规定，看是不是都找到。照它调过，数字偏高"),
    "scope_plain": ("各级不同，平常问法", "没写“各级分别”的问题，看几份文件是不是都找到。照它调过，数字偏高"),
    "scope_plain_controls": (
        "各级不同的对照",
        "和上一套问法相近、不用逐级列出的问题。照它调过，数字偏高",
    ),
    "scope_tune": ("各级不同（调参）", "列各级规定的做法是照它调的，数字偏高"),
    "scope_wide": (
        "各级不同，大题集",
        "同一件事几份文件的规定，题目更多，看是不是都找到。照它调过，数字偏高",
    ),
    "scope_topics": (
        "各级不同，事项更多",
        "约九十件几份文件说法不同的事，每题平均五份文件有规定。照它调过，数字偏高",
    ),
    NAME: ("本工作室复核过的题", "人工复核有结论的题。“应拒答”的没有标准条款，只看该沉默时沉默了没有"),
}


def title_of(name: str) -> str:
    """A set's title; the file's name for one that is not in the table, or that was given as a path."""
    return _TITLES[name][0] if name in _TITLES else PurePath(name).stem


def purpose_of(name: str) -> str:
    """What the set is good for, empty where only its makers know."""
    return _TITLES[name][1] if name in _TITLES else ""

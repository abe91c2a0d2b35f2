"""Pure: what may be the name of an account, and what may be its password."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from ingest.errors import StudioError

LONGEST_NAME = 40
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200

_NAME = re.compile(r"\w(?:[\w·.@-]|(?<! ) (?! ))*(?<![ .])")
# What the audit trail says for those who are no accounts.
_RESERVED = frozenset({"命令行", "系统", "匿名", "starter", "cli", "studio"})
_FEWEST_SIGNS = 4
"""Different characters in a password, and characters beside the name: 1212121212 has fewer, 王老师王老师王老师1 too."""
# The start of lists of leaked passwords, of ten characters and more, and what suggests itself here.
_LEAKED = """
    1234567890 12345678910 0123456789 0987654321 123456789a a123456789 1234567891 qwertyuiop qwerty12345 1q2w3e4r5t
    1qaz2wsx3edc password123 password1234 passw0rd123 iloveyou123 administrator admin12345 admin123456 abcdefghij
    abc1234567 abcd123456 aa12345678 zxcvbnm123 asdfghjkl1 asdf123456 woaini1314 woaini520 5201314520 woaini123456
    banzhuren1 banzhuren123 banzhuren123456 banzhurengongzuoshi gongzuoshi123 laoshi123456 studio123456 xuexiao123
    teacher123 teacher123456 班主任工作室知识助手 我是班主任我是班主任
"""
_COMMON = frozenset(_LEAKED.split())


def checked_name(name: str) -> str:
    """The name as it is stored (NFKC, no spaces around). StudioError for one that cannot be an account's."""
    name = unicodedata.normalize("NFKC", name).strip()
    if not name:
        raise StudioError("请写账号名。")
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise StudioError(f"账号名用中文、字母、数字和 · . @ - _，最多 {LONGEST_NAME} 个字。")
    if name.casefold() in _RESERVED:
        raise StudioError(f"“{name}”是系统用的名字，请换一个账号名。")
    return name


def normalised(password: str) -> str:
    """One form of a password, whichever input method typed it: full-width digits are digits."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, name: str) -> None:
    """StudioError, saying what to change, for a password that is easily guessed."""
    password = normalised(password)
    folded = password.casefold()
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise StudioError(f"密码要 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符，请换一个。")
    if len(folded.replace(name.casefold(), "")) < _FEWEST_SIGNS:
        raise StudioError("密码不能是账号名，也不能只比它多几个字，请换一个。")
    if folded in _COMMON or len(set(folded)) < _FEWEST_SIGNS or _counts(folded):
        raise StudioError("这个密码太容易猜到，请换一个，例如几个不相干的词连起来。")


def _counts(text: str) -> bool:
    """Whether it only counts up or down: 23456789:; or 拜 and what follows it in Unicode."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})

"""Running heads, page numbers, watermarks and adverts: lines that belong to the page or the site.

With boxes, a head is what recurs at the top or bottom of pages; without (text copied out of a PDF),
page numbers are lines that count up, and heads are the lines that recur beside them.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median_low

from ingest.clean_text import begins_clause, ends_sentence
from ingest.model import Block, BlockKind, Removal

_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–_―·•.~＿\s]*(\d{1,4})[-—–_―·•.~＿\s]*"
    r"|第\s*([\d一二三四五六七八九十百]{1,5})\s*页(?:\s*[,，/（(]?\s*共\s*\d+\s*页\s*[)）]?)?"
    r"|(\d{1,4})\s*[/／]\s*\d{1,4}|[Pp](?:age|\.)?\s*(\d{1,4})(?:\s*of\s*\d+)?|[ivxlIVX]{1,6})\s*$"
)
_ADVERT = re.compile(
    r"以上内容仅为本文档的试下载|如要下载或阅读全文|(?:道客巴巴|百度文库|豆丁网|原创力文档|人人文库|金锄头文库|淘豆网|"
    r"第一文库|文档下载|免费下载|下载全文|全文下载|book118|docin\.com|doc88|wenku\.baidu|renrendoc|taodocs|jinchutou|"
    r"mayiwenku|xuexila|本文档由.{0,20}(?:整理|提供|上传)|本文来源于?(?:网络|互联网)|更多(?:精彩|文档|资料|范文).{0,20}"
    r"(?:请|敬请|关注|访问|下载)|扫(?:一扫|码|描二维码).{0,16}(?:关注|下载|阅读|分享)|(?:点击|长按).{0,8}(?:关注|下载)|"
    r"版权归原作者所有|如有侵权|关注(?:我们的)?(?:微信)?公众号|收藏本站|打印本页|关闭窗口)"
)
_ADVERT_CHARS = 120
_ZONE = 0.12
_SAME_PLACE = 0.015
_MAX_HEAD_CHARS = 60


def drop_page_lines(blocks: Sequence[Block]) -> tuple[list[Block], list[Removal]]:
    """Blocks without running heads, page numbers, watermarks and adverts, and what was dropped."""
    dropped: dict[int, str] = {}
    if any(_boxed(block) for block in blocks):
        dropped |= _by_place(blocks)
    else:
        dropped |= _by_recurrence(blocks)
    for index, block in enumerate(blocks):
        if index not in dropped and is_advert(block.text):
            dropped[index] = "广告和水印"
    removals = [
        Removal(step, blocks[i].text.strip(), page=blocks[i].page) for i, step in sorted(dropped.items())
    ]
    return [block for index, block in enumerate(blocks) if index not in dropped], removals


def is_advert(text: str) -> bool:
    """A line of a download site or of a page's furniture, and nothing else."""
    line = text.strip()
    return len(line) <= _ADVERT_CHARS and bool(_ADVERT.search(line))


def is_page_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.match(text))


def _boxed(block: Block) -> bool:
    return bool(block.pieces) and block.pieces[0].box is not None


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def _by_place(blocks: Sequence[Block]) -> dict[int, str]:
    """Lines in the top and bottom zones that recur or count, and lines that recur in one place anywhere."""
    places = {i: box for i, b in enumerate(blocks) if b.pieces and (box := b.pieces[0].box) is not None}
    pages = {blocks[index].page for index in places}
    dropped: dict[int, str] = {}
    numbers = [i for i, box in places.items() if is_page_number(blocks[i].text) and _in_zone(box)]
    if len({blocks[i].page for i in numbers}) >= min(2, len(pages)):
        dropped |= dict.fromkeys(numbers, "页码")
    groups: dict[str, list[int]] = defaultdict(list)
    for index in places:
        text = blocks[index].text.strip()
        if index not in dropped and 1 < len(text) <= _MAX_HEAD_CHARS:
            groups[_key(text)].append(index)
    for members in groups.values():
        dropped |= _recurring(blocks, places, members, len(pages))
    return dropped


def _recurring(
    blocks: Sequence[Block],
    places: dict[int, tuple[float, float, float, float]],
    members: Sequence[int],
    pages: int,
) -> dict[int, str]:
    """Members of a group of equal lines that stand in one place on enough pages."""
    height = median_low(places[index][1] for index in members)
    aligned = [index for index in members if abs(places[index][1] - height) <= _SAME_PLACE]
    count = len({blocks[index].page for index in aligned})
    if _in_zone((0, height, 1, height + 0.02)):
        needed = 2 if pages <= 3 else 3
        return dict.fromkeys(aligned, "页眉页脚") if count >= max(needed, 0.1 * pages) else {}
    exact = Counter(blocks[index].text.strip() for index in aligned).most_common(1)[0][1]
    # Away from the edges only a watermark stands in the same place on most pages.
    if exact >= 4 and exact >= 0.6 * pages and not begins_clause(blocks[aligned[0]].text):
        return dict.fromkeys(aligned, "广告和水印")
    return {}


def _in_zone(box: tuple[float, float, float, float]) -> bool:
    return box[3] <= _ZONE or box[1] >= 1 - _ZONE


def _by_recurrence(blocks: Sequence[Block]) -> dict[int, str]:
    """For text without boxes: page numbers that count up, and the lines that recur beside them."""
    lines = [i for i, b in enumerate(blocks) if b.text.strip() and b.kind is not BlockKind.TABLE_ROW]
    numbers = _counting(blocks, lines)
    dropped = dict.fromkeys(numbers, "页码")
    groups: dict[str, list[int]] = defaultdict(list)
    for place, index in enumerate(lines):
        text = blocks[index].text.strip()
        if (
            index not in dropped
            and 2 <= len(text) <= _MAX_HEAD_CHARS
            and blocks[index].kind is BlockKind.PARAGRAPH
        ):
            groups[_key(text)].append(place)
    for members in groups.values():
        if len(members) >= 3 and _is_head(blocks, lines, members, dropped):
            dropped |= {lines[place]: "页眉页脚" for place in members}
    return dropped


def _counting(blocks: Sequence[Block], lines: Sequence[int]) -> list[int]:
    """Lines that are nothing but a number one higher than the line of that kind before: at least three."""
    found = [(index, value) for index in lines if (value := _value(blocks[index].text)) is not None]
    chains: list[list[int]] = []
    ending: dict[int, list[int]] = defaultdict(list)  # by last value: which chains, oldest first
    for index, value in found:
        near = [_latest(chains, ending, last, index) for last in (value - 1, value - 2)]
        chain = max(near)
        if chain < 0:
            chain = len(chains)
            chains.append([])
        else:
            ending[value - 1 - near.index(chain)].remove(chain)
        chains[chain].append(index)
        insort(ending[value], chain)
    return [index for chain in chains if len(chain) >= 3 for index in chain]


def _latest(
    chains: Sequence[Sequence[int]], ending: Mapping[int, Sequence[int]], last: int, index: int
) -> int:
    """The youngest chain that ends with ``last`` more than three lines above ``index``; -1 for none."""
    members = ending.get(last, ())
    return next((chain for chain in reversed(members) if index - chains[chain][-1] > 3), -1)


def _value(text: str) -> int | None:
    match = _PAGE_NUMBER.match(text)
    digits = next((group for group in match.groups() if group), "") if match else ""
    return int(digits) if digits.isdigit() else None


def _is_head(
    blocks: Sequence[Block], lines: Sequence[int], members: Sequence[int], dropped: dict[int, str]
) -> bool:
    """Whether equal lines are a running head: beside page numbers, or cutting through sentences.

    Without page numbers they must also come at even distances, as pages do.
    """
    beside = sum(
        any(0 <= place + step < len(lines) and lines[place + step] in dropped for step in (-2, -1, 1, 2))
        for place in members
    )
    if beside >= 0.6 * len(members):
        return True
    cuts = sum(_cuts(blocks, lines, place) for place in members)
    gaps = [after - before for before, after in pairwise(members)]
    even = max(gaps) <= 2 * min(gaps) and min(gaps) >= 8
    if begins_clause(blocks[lines[members[0]]].text):
        return False
    return even and cuts >= 0.5 * len(members)


def _cuts(blocks: Sequence[Block], lines: Sequence[int], place: int) -> bool:
    if place == 0 or place + 1 >= len(lines):
        return False
    before, after = blocks[lines[place - 1]].text.strip(), blocks[lines[place + 1]].text
    return len(before) >= 12 and not ends_sentence(before) and not begins_clause(after)

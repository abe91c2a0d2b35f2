"""`studio check`: whether a home is whole, row by row, each with what to do. Nothing is changed."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app import tuned
from app.studio import Progress, Studio, today
from index import manifest as manifests
from index.damage import DamagedIndexError
from index.locking import exclusive
from ingest.catalog_copy import damages, is_sqlite
from ingest.catalog_writes import text_hash
from ingest.errors import StudioError
from ingest.originals import file_hash
from ingest.pipeline import originals_of
from ingest.records import VersionState

LEAST_FREE, MOST_LOGS = 1 << 30, 100 << 20
"""Bytes: below the one, above the other somebody should look."""
SHOWN = 5
_RESTORE = "请停止使用，从最近的备份恢复：studio --home 空目录 restore 备份文件。"
_ANEW = "请在“维护”页重建索引；没有开服务的话，删除数据目录里的 index 文件夹，再启动服务。"
_REBUILT = "不用做什么：下一次启动服务或提问时会从目录库重建。"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing looked at: what was found, and (``ok`` False) what to do."""

    name: str
    ok: bool
    found: str
    todo: str = ""


def check(studio: Studio, progress: Progress) -> list[Row]:
    """All rows; what cannot be read is a row too."""
    looks: list[tuple[str, Callable[[Studio, Progress], Row]]] = [
        ("目录库", _catalog),
        ("正文", _texts),
        ("原件", _originals),
        ("索引", _index),
        ("编码器", _encoder),
        ("磁盘", _disk),
        ("日志", _logs),
    ]
    rows = []
    for done, (name, look) in enumerate(looks):
        progress(f"检查{name}", done, len(looks))
        rows.append(_looked(name, look, studio, progress))
    return rows


def glance(studio: Studio) -> list[Row]:
    """What can be said of a home at once, without reading its texts and files: 索引, 编码器, 磁盘."""
    looks = (("索引", _index), ("编码器", _encoder), ("磁盘", _disk))
    return [_looked(name, look, studio, lambda what, done, total: None) for name, look in looks]


def _looked(name: str, look: Callable[[Studio, Progress], Row], studio: Studio, progress: Progress) -> Row:
    try:
        return look(studio, progress)
    except StudioError as problem:
        return unreadable(name, problem)


def unreadable(name: str, problem: StudioError) -> Row:
    """What could not be looked at, with the reason in its own words."""
    return Row(name, ok=False, found=str(problem), todo=_RESTORE)


def _catalog(studio: Studio, _: Progress) -> Row:
    if not is_sqlite(studio.catalog.engine):
        return Row("目录库", True, "不在数据目录里，用数据库自己的工具检查")
    if found := damages(studio.catalog.engine):
        return Row("目录库", False, "；".join(found[:SHOWN]), _RESTORE)
    states = studio.catalog.states()
    return Row("目录库", True, f"{len({s.document for s in states})} 份资料、{len(states)} 个版本，没有损坏")


def _texts(studio: Studio, progress: Progress) -> Row:
    states, bad = studio.catalog.states(), []
    for done, state in enumerate(states):
        progress("核对正文", done, len(states))
        bad += [f"{state.document} 第 {state.number} 版：{what}" for what in _wrong(studio, state)]
    if bad:
        return Row("正文", False, _some(bad), _RESTORE)
    return Row("正文", True, f"{sum(state.passages for state in states)} 个段落都和正文一致")


def _wrong(studio: Studio, state: VersionState) -> Iterator[str]:
    """What is not as it was stored: the text, the tiles of its outline, the passages that the indexes read."""
    try:
        parse = studio.catalog.version(state.document, state.number).parse
    except (zlib.error, ValueError, LookupError, TypeError):
        yield "正文读不出来"
        return
    if text_hash(parse.text) != state.text_sha256:
        yield "正文和存入时不一样"
    if "".join(parse.text[node.start : node.end] for node in parse.nodes) != parse.text:
        yield "目录和正文对不上"
    stored = studio.catalog.passages_of(state.document, state.number)
    if len(stored) != len(parse.passages):
        yield f"应有 {len(parse.passages)} 段，存有 {len(stored)} 段"
    elif any(parse.text[record.start : record.end] != record.text for record in stored):
        yield "段落和正文对不上"


def _originals(studio: Studio, progress: Progress) -> Row:
    kept, states = originals_of(studio.home), studio.catalog.states()
    named = {state.source_sha256: state.document for state in states if state.source_sha256}
    bad = []
    for done, (sha256, document) in enumerate(named.items()):
        progress("核对原件", done, len(named))
        path = kept.find(sha256)
        if path is None:
            bad.append(f"{document} 的原件不见了")
        elif file_hash(path) != sha256:
            bad.append(f"{document} 的原件被改动了")
    if bad:
        todo = "请从备份里找回 originals 文件夹中的这些文件。检索和回答不受影响。"
        return Row("原件", False, _some(bad), todo)
    return Row("原件", True, f"{len(named)} 个原件都在，内容没有变")


def _index(studio: Studio, _: Progress) -> Row:
    folder = studio.home / "index"
    held = manifests.load(folder)
    if held is None and manifests.manifest_path(folder).exists():
        return Row("索引", False, "索引清单读不出来", _REBUILT)
    if behind := _behind(studio, folder, held):
        return Row("索引", True, behind)
    if held and held.shelves != manifests.wanted_shelves(studio.catalog.editions(today())):
        return Row("索引", False, "索引清单和目录库对不上", _ANEW)
    try:
        counts = studio.searcher.counts()
        studio.searcher.search("班主任", 1, today=today())
    except DamagedIndexError as error:
        return Row("索引", False, str(error), _REBUILT)
    return Row("索引", True, f"完整，和目录库一致（全文 {counts['lexical']} 条，向量 {counts['vector']} 条）")


def _behind(studio: Studio, folder: Path, held: manifests.Manifest | None) -> str:
    """What the next update mends by itself; '' where nothing is to be done."""
    if manifests.load_pending(folder):
        return _unfinished(folder)
    if held is None:
        return "还没有建，第一次提问时会建"
    if manifests.maker_of(held.generation) != manifests.generation_of(studio.searcher.encoder.id):
        return "是另一个编码器算的，下一次更新时重算"
    if held.revision != studio.catalog.revision() or held.day != today():
        return "比目录库旧，下一次提问时会更新"
    return ""


def _unfinished(folder: Path) -> str:
    """Of an index with a note of what an update touches: whether somebody is at it."""
    try:
        with exclusive(folder / "lock", wait=0):
            return "上一次更新没有做完，下一次更新时补齐；在那以前按原来的检索"
    except StudioError:
        return "正在更新；更新完以前按原来的检索"


def _encoder(studio: Studio, _: Progress) -> Row:
    try:
        own = tuned.load(studio.home)
    except StudioError as error:
        return Row("编码器", False, str(error), "请运行 studio tune --reset 换回附带的，再重新训练。")
    if studio.settings.encoder:
        return Row("编码器", True, f"STUDIO_ENCODER 指定的 {studio.settings.encoder}")
    return Row("编码器", True, f"本工作室再训练过的{_told(studio.home)}" if own else "随软件附带的")


def _told(home: Path) -> str:
    """When the home's own encoder was made and what it gained, in brackets; '' where nobody noted it."""
    facts = tuned.facts(home) or {}
    try:
        before, after = float(facts["before"][1]), float(facts["after"][1])
        noted = f"{str(facts['made'])[:10]}，用 {int(facts['questions'])} 条典型问法检验"
    except (LookupError, TypeError, ValueError):
        return ""
    return f"（{noted}：答案在前五的由 {before:.1%} 到 {after:.1%}）"


def _disk(studio: Studio, _: Progress) -> Row:
    free = shutil.disk_usage(studio.home).free
    found = f"剩 {_megabytes(free)}"
    return Row("磁盘", free >= LEAST_FREE, found, "" if free >= LEAST_FREE else "请腾出至少 1 GB 空间。")


def _logs(studio: Studio, _: Progress) -> Row:
    size = sum(path.stat().st_size for path in _files(studio.home / "logs"))
    todo = "请看 logs 里最近的错误，再删掉旧的日志。" if size > MOST_LOGS else ""
    return Row("日志", size <= MOST_LOGS, f"共 {_megabytes(size)}", todo)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.0f} MB"


def _some(found: list[str]) -> str:
    more = f"……共 {len(found)} 处" if len(found) > SHOWN else ""
    return "；".join(found[:SHOWN]) + more

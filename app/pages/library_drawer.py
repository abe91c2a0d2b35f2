"""The review drawer's acts: what a host clicked -> the drawer as it is afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic_ns
from typing import Any

from app.metadata_form import values_of
from app.pages.review_view import Asked, Shown, drawer
from app.purging import Purging, told
from app.reviewing import Review, Reviewing
from app.titles import bracketed
from ingest.errors import StudioError

_NONSENSE = "不认识这个操作。请刷新页面再试。"
_WRONG = "有 {} 处要改，还没有保存。"
_KEEP = "这 {} 处会照原件显示，能看到资料的人都看得到。确定不是个人信息再继续。会生成一版新草稿，发布后生效。"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the browser sent: the act, the version on the screen, the form as it is filled in.

    ``number`` and ``other`` name another version, ``numbers`` are findings; ``sure``: it was confirmed.
    """

    act: str
    document: str
    version: int
    values: Mapping[str, str]
    sure: bool = False
    number: int = 0
    other: str = ""
    numbers: tuple[int, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Sent:
        """StudioError where the browser sent something else."""
        try:
            return cls(
                str(data["act"]),
                str(data["document"]),
                int(data["version"]),
                {str(name): str(value) for name, value in dict(data.get("values") or {}).items()},
                bool(data.get("sure")),
                int(data.get("number") or 0),
                str(data.get("other") or ""),
                tuple(int(number) for number in data.get("numbers") or ()),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise StudioError(_NONSENSE) from error


@dataclass(frozen=True, slots=True)
class After:
    """What is shown after an act: of which version (0: the one that waits), and whether rows have changed.

    ``document``: another one than before, where the act has led there.
    """

    shown: Shown
    version: int
    changed: bool = False
    document: str = ""


def acted(service: Reviewing, data: Mapping[str, Any]) -> tuple[str, bool, str]:
    """(the drawer as HTML, whether the table has to be read anew, another document where it shows one now)."""
    sent = Sent.of(data)
    act = _ACTS.get(sent.act)
    if act is None:
        raise StudioError(_NONSENSE)
    try:
        after = act(service, sent)
    except StudioError as problem:
        after = After(Shown(sent.values, said=str(problem), tone="bad"), sent.version)
    review = service.open(after.document or sent.document, after.version or None)
    return _drawn(review, after.shown), after.changed, after.document


def opened(service: Reviewing, document: str) -> str:
    """The drawer for a document that was clicked: the version that waits, else the one in force."""
    return _drawn(service.open(document), Shown({}, turn=monotonic_ns()))


def _drawn(review: Review, shown: Shown) -> str:
    values = {**values_of(review.version.metadata), **shown.values}
    return drawer(review, replace(shown, values=values))


def _open(service: Reviewing, sent: Sent) -> After:
    other = sent.number not in (0, sent.version)
    return After(Shown({} if other else sent.values), sent.number or sent.version)


def _saved(service: Reviewing, sent: Sent) -> After | None:
    """None once the form is saved, else the drawer with what is wrong with it."""
    form = service.save(sent.document, sent.version, sent.values)
    if not form.problems:
        return None
    said = _WRONG.format(len(form.problems))
    return After(Shown(sent.values, form.problems, said, "bad"), sent.version)


def _save(service: Reviewing, sent: Sent) -> After:
    return _saved(service, sent) or After(Shown({}, said="已保存。"), sent.version, changed=True)


def _submit(service: Reviewing, sent: Sent) -> After:
    if wrong := _saved(service, sent):
        return wrong
    service.submit(sent.document, sent.version)
    return After(Shown({}, said="已提交审核。"), sent.version, changed=True)


def _send_back(service: Reviewing, sent: Sent) -> After:
    service.send_back(sent.document, sent.version)
    return After(Shown(sent.values, said="已退回草稿。"), sent.version, changed=True)


def _publish(service: Reviewing, sent: Sent) -> After:
    if sent.sure:
        service.publish(sent.document, sent.version)
        return After(Shown({}, said="已发布，检索已更新。"), sent.version, changed=True)
    if wrong := _saved(service, sent):
        return wrong
    service.complete(sent.document, sent.version)
    said = service.consequence("publish", sent.document, sent.version)
    asked = Asked("publish", said, f"发布第 {sent.version} 版", sent.version)
    return After(Shown({}, asked=asked), sent.version, changed=True)


def _withdraw(service: Reviewing, sent: Sent) -> After:
    if sent.sure:
        service.desk.withdraw(sent.document)
        return After(Shown(sent.values, said="已停用，检索里已没有它。"), sent.version, changed=True)
    said = service.consequence("withdraw", sent.document, sent.version)
    return After(Shown(sent.values, asked=Asked("withdraw", said, "停用", 0)), sent.version)


def _rollback(service: Reviewing, sent: Sent) -> After:
    if sent.sure:
        service.rollback(sent.document, sent.number)
        return After(Shown({}, said=f"已退回到第 {sent.number} 版。"), sent.number, changed=True)
    said = service.consequence("rollback", sent.document, sent.number)
    asked = Asked("rollback", said, f"退回到第 {sent.number} 版", sent.number)
    return After(Shown(sent.values, asked=asked), sent.version)


def _findings(service: Reviewing, sent: Sent) -> After:
    found = service.findings(sent.document, sent.version)
    return After(Shown(sent.values, findings=found), sent.version)


def _keep(service: Reviewing, sent: Sent) -> After:
    if not sent.numbers:
        raise StudioError("请先勾选不是个人信息的几处。")
    if sent.sure:
        added = service.keep(sent.document, sent.version, sent.numbers)
        return After(Shown({}, said=f"已生成第 {added} 版草稿，发布后生效。"), added, changed=True)
    asked = Asked("keep", _KEEP.format(len(sent.numbers)), "照原件显示", 0, sent.numbers)
    return After(Shown(sent.values, asked=asked), sent.version)


def _compare(service: Reviewing, sent: Sent) -> After:
    changes = service.compare(sent.document, sent.version, sent.other, sent.number)
    title = bracketed(service.desk.document(sent.other).metadata.title)
    against = f"第 {sent.number} 版" if sent.other == sent.document else title
    return After(Shown(sent.values, compared=(against, changes)), sent.version)


def _join(service: Reviewing, sent: Sent) -> After:
    if sent.sure:
        added = service.join(sent.document, sent.other)
        said = f"已成为第 {added} 版草稿，发布后生效。"
        return After(Shown({}, said=said, turn=monotonic_ns()), added, changed=True, document=sent.other)
    title = bracketed(service.desk.document(sent.other).metadata.title)
    said = (
        f"这份草稿会成为{title}的新一版草稿，不再单独列出；它的基本信息和典型问法一起过去。"
        "现在能找到的版本不变，发布新版以后才换。"
    )
    return After(
        Shown(sent.values, asked=Asked("join", said, "作为新版本", 0, other=sent.other)), sent.version
    )


def _purge(service: Reviewing, sent: Sent) -> After:
    purging = Purging(service.desk)
    if sent.sure:
        done = purging.purge(sent.document, sent.number, sent.values.get("reason", ""))
        return After(Shown({}, said=told(done), tone="ok" if done.whole else "warn"), 0, changed=True)
    said = purging.consequence(sent.document, sent.number)
    asked = Asked("purge", said, f"清除第 {sent.number} 版", sent.number, why=True)
    return After(Shown(sent.values, asked=asked), sent.version)


_ACTS: Mapping[str, Callable[[Reviewing, Sent], After]] = {
    "open": _open,
    "save": _save,
    "submit": _submit,
    "send_back": _send_back,
    "publish": _publish,
    "withdraw": _withdraw,
    "rollback": _rollback,
    "findings": _findings,
    "keep": _keep,
    "compare": _compare,
    "join": _join,
    "purge": _purge,
}

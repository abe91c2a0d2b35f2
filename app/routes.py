"""Pure: which address needs which act. What stands in no rule is not served, whatever is mounted.

A page that is added gets a line in ``PAGES``, a plain route one in ``ROUTES``; ``tests/test_access.py``
holds the rules and the routing table together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.access import Account, Act


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its name in the navigation and the act that opens it. ``plain``: HTML of ours, not Gradio.

    ``within``: reached from another page, and not in the navigation.
    """

    path: str
    name: str
    act: Act
    uploads: Act | None = None
    plain: bool = False
    within: str = ""

    @property
    def address(self) -> str:
        """Where links lead: Gradio's pages stand at addresses with a last slash."""
        return self.path if self.plain or self.path == "/" else f"{self.path}/"


PAGES = (
    Page("/", "提问", Act.ASK),
    Page("/doc/", "阅读", Act.BROWSE, plain=True),
    Page("/library", "资料", Act.REVIEW, uploads=Act.UPLOAD),
    Page("/gaps", "缺口", Act.GAPS),
    Page("/standard", "对标", Act.SELF_CHECK),
    Page("/evaluate", "评估", Act.EVALUATE),
    Page("/evaluate/review", "人工复核", Act.JUDGE, within="/evaluate"),
    Page("/keeping", "维护", Act.KEEPING),
    Page("/admin", "账号", Act.ACCOUNTS, plain=True),
)

ROUTES: dict[str, Act | None] = {
    "/healthz": None,
    "/login": None,
    "/logout": None,
    "/setup": None,
    "/password": Act.PASSWORD,
    "/api/search": Act.ASK,
    "/api/ask": Act.ASK,
    "/doc/": Act.BROWSE,
    "/page/": Act.BROWSE,
    "/original/": Act.BROWSE,
    "/backup/": Act.BACKUP,
}
"""Plain routes. None: for everybody. An address that ends in a slash stands for what is below it too."""

# What Gradio's pages ask for. The rest of what it serves (its own login, the API's description, files by
# path, calls without the queue, monitoring) is not used here and not let through.
_GRADIO = re.compile(
    r"(?:/(?:config/?|theme\.css|manifest\.json|favicon\.ico|robots\.txt|(?:assets|static|svelte)/.*"
    r"|gradio_api/(?:info/?|theme\.css|startup-events|app_id/?|heartbeat/[^/]+|queue/(?:join|data)|cancel|reset/?))?)?"
)
_UPLOADS = re.compile(r"/gradio_api/(?:upload|upload_progress|file=.*)")


class UnknownAddress(KeyError):
    """No rule says who may open this."""


def needed(path: str) -> Act | None:
    """The act that an address needs, None for everybody. Raises UnknownAddress where there is no rule."""
    if path in ROUTES:
        return ROUTES[path]
    for known, act in ROUTES.items():
        if known.endswith("/") and path.startswith(known):
            return act
    page = max((page for page in PAGES if _below(path, page)), key=lambda page: len(page.path))
    rest = path if page.path == "/" else path.removeprefix(page.path)
    if page.plain:
        return page.act
    if page.uploads and _UPLOADS.fullmatch(rest):
        return page.uploads
    if _GRADIO.fullmatch(rest):
        return page.act
    raise UnknownAddress(path)


def _below(path: str, page: Page) -> bool:
    return page.path in ("/", path) or path.startswith(f"{page.path}/")


def open_to(account: Account) -> list[Page]:
    """The pages that the account may open, in the order of the navigation."""
    return [page for page in PAGES if page.act in account.acts and not page.within]

"""axe-core finds nothing serious on any page, light and dark: names, roles, contrast, lists, links in text."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.access import Role
from app.routes import PAGES
from tests.browser_parts import BROWSER, address, ask, library, page_of, review, settled

__all__ = ["address"]
pytestmark = BROWSER
GRAVE = ("serious", "critical")


def grave(page: Any) -> list[str]:
    """What axe calls serious or critical on the page as it stands, each rule with its first element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in GRAVE]


def test_axe_sees_what_is_wrong(address: str):
    with page_of(address, None) as page:
        page.goto(f"{address}/login")
        page.evaluate(
            "document.querySelector('main, body').insertAdjacentHTML('beforeend', '<input id=nameless>')"
        )
        assert [one.partition(":")[0] for one in grave(page)] == ["label"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_on_any_page(address: str, scheme: Any):
    wrong: dict[str, list[str]] = {}
    with page_of(address, None) as page:
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}/login")
        wrong["/login"] = grave(page)
    with page_of(address, Role.ADMIN) as page:
        page.emulate_media(color_scheme=scheme)
        for one in PAGES:
            settled(page, address + one.address, "header nav a[aria-current]")
            wrong[one.path] = grave(page)
        for path in ("/password", "/doc/policy-y05-shouji"):
            page.goto(address + path)
            wrong[path] = grave(page)
        for question in ("学生上课玩手机怎么处理", "学生说不想活了，手上有划痕", "明天几点放学"):
            ask(page, address, question)
            wrong[question] = grave(page)
        library(page, address)
        review(page, "中小学教育惩戒规则")
        wrong["the review drawer"] = grave(page)
    assert {where: what for where, what in wrong.items() if what} == {}

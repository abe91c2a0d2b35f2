"""维护 in a real browser: long work goes on without the page, is cancelled from it, and is told when it is opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.access import Role
from tests.browser_parts import BROWSER, page_of
from tests.serving import log_in, served
from tests.test_tune import fill

pytestmark = BROWSER


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small, with questions enough to train on."""
    folder = tmp_path_factory.mktemp("keeping") / "home"
    folder.mkdir()
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home, seconds=240) as found:
        yield found


@pytest.fixture
def page(address: str) -> Iterator[Any]:
    """An administrator's. Whoever leaves while the page looks at a job cuts that look off."""
    cut = ("console: AbortError", "console: Unexpected error Connection errored out")
    with page_of(address, Role.ADMIN, expected=cut) as found:
        yield found


def opened(page: Any, address: str) -> None:
    page.goto(f"{address}/keeping/")
    page.wait_for_selector("#state .figure")


def test_long_work_outlives_the_page(page: Any, address: str, home: Path):
    opened(page, address)
    assert "随软件附带的" in page.inner_text("#state")
    assert "没有学过的有 36 条" in page.inner_text("#state")
    page.click("#tune-start")
    page.wait_for_selector("#tune-told [role=status]:has-text('离开页面不会中断')")
    page.click("#check-start")
    page.click("#backup-start")
    page.wait_for_selector("#backup-told:has-text('排队')")
    assert page.is_disabled("#backup-start")

    opened(page, address)
    assert "离开页面不会中断" in page.inner_text("#tune-told")
    page.click("#tune-stop")
    page.wait_for_selector("#tune-told:has-text('已取消，没有换，检索和原来一样')", timeout=60_000)
    page.wait_for_selector("#check-told:has-text('没有损坏')", timeout=60_000)
    page.wait_for_selector("#backup-told:has-text('已备份')", timeout=60_000)
    page.wait_for_selector("#tune-start:not([disabled])")
    assert not page.is_visible("#tune-stop")
    assert page.locator("#backups tbody tr").count() == 1

    opened(page, address)
    page.wait_for_selector("#check-told:has-text('没有损坏')")
    page.wait_for_selector("#backup-told:has-text('校验和都核对过')")
    assert "已取消" in page.inner_text("#tune-told")
    assert list((home / "tmp").glob("tune-*")) == []
    page.set_viewport_size({"width": 400, "height": 860})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_host_sees_no_backups(address: str):
    with page_of(address, Role.HOST) as page:
        opened(page, address)
        page.wait_for_selector("#check-start")
        assert not page.is_visible("#backup-start")
        assert page.inner_text("#backups").strip() == ""
        assert "备份" not in page.inner_text("#state")


def test_a_backup_is_handed_to_administrators_and_deleted_by_them(page: Any, address: str, home: Path):
    opened(page, address)
    if not page.locator("#backups tbody tr").count():
        page.click("#backup-start")
    page.wait_for_selector("#backups tbody tr", timeout=60_000)
    link = page.get_attribute("#backups a[download]", "href")
    [kept] = (home / "backups").glob("*.zip")
    with log_in(address, Role.ADMIN) as client:
        assert client.get(link).content == kept.read_bytes()
        assert client.get(f"{link}x").status_code == 404
    for role in (Role.HOST, Role.TEACHER):
        with log_in(address, role) as client:
            assert client.get(link).status_code == 403
    page.click("#backups [data-drop]")
    page.wait_for_selector("#backups [data-drop]:has-text('确定删除')")
    assert kept.exists()
    page.click("#backups [data-drop]")
    page.wait_for_selector("#backups tbody tr", state="detached")
    assert not kept.exists()

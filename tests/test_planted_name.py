"""One planted pupil through the whole system, in a browser and on the command line: nowhere but in the original.

A program beside the server's own code writes down every answer that it gives; afterwards those, all files
of the home, the temporary folder, what a language model was sent and what the commands print are searched.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from app.access import Role
from tests.browser_parts import BROWSER, ask, confirmed, library, page_of, review, upload
from tests.llm_parts import endpoint, saying
from tests.pipeline_parts import law
from tests.recording import recorded
from tests.serving import log_in, served
from tests.test_cli import studio, value
from tests.test_dialogue_browser import ask_on
from tests.test_page_image import written

pytestmark = BROWSER
NAME, GIVEN, PHONE = "欧阳小雨", "小雨", "13912345678"
TITLE = "午休管理办法"
SAID = "午休铃响以后，各班回教室静息，不在走廊打闹。"
RULE = (
    TITLE,
    f"第一条 {SAID}",
    f"第二条 去年学生{NAME}在走廊摔伤，家长电话{PHONE}，班主任应当引以为戒。",
    "第三条 值周教师每日巡查一次。",
)
NEWER = (
    *RULE[:2],
    RULE[2].replace("引以为戒", f"引以为戒，{NAME}的妈妈到校。"),
    RULE[3],
    "第四条 铃声由值日生管。",
)
ASKED = f"学生{NAME}午休铃响以后在走廊打闹，各班怎么静息"
MISSING = f"皮划艇队的救生衣由谁晾晒收纳，学生{NAME}在问"


@dataclass
class Story:
    """What was done in ``home``: where something was shown -> all of it."""

    home: Path
    tmp: Path
    document: str = ""
    shown: dict[str, bytes] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    def show(self, where: str, what: str | bytes) -> None:
        self.shown[f"{len(self.shown)} {where}"] = what.encode() if isinstance(what, str) else what


def spellings(word: str) -> set[bytes]:
    """A word as text, in an address, in JSON, in HTML."""
    return {
        word.encode(),
        word.encode("utf-16-le"),
        quote(word).encode(),
        quote(word).lower().encode(),
        word.encode("unicode_escape"),
        "".join(f"&#{ord(letter)};" for letter in word).encode(),
        "".join(f"&#x{ord(letter):x};" for letter in word).encode(),
    }


SECRETS = set().union(*map(spellings, (NAME, GIVEN, PHONE)))


def opened(content: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from opened(package.read(name))
    if content.startswith(b"\x1f\x8b"):
        yield from opened(gzip.decompress(content))


def tells(content: bytes) -> bool:
    return any(secret in part for part in opened(content) for secret in SECRETS)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("planted")
    made = Story(folder / "home", folder / "scratch")
    made.tmp.mkdir()
    (folder / "手机规定.txt").write_text(law("手机管理规定", "2021年3月1日"), encoding="utf-8")
    assert (
        studio("ingest", folder / "手机规定.txt", "--publish", "--no-starter", home=made.home).returncode == 0
    )
    with endpoint(saying("午休铃响以后各班回教室静息。[1]\n")) as model:
        variables = {
            "STUDIO_LLM_URL": model.address,
            "STUDIO_LLM_MODEL": "m",
            "STUDIO_LOG_LEVEL": "DEBUG",
            "RECORD": str(folder / "answers.jsonl"),
            "TMPDIR": str(made.tmp),
        }
        with served(made.home, 240, "tests.recording", **variables) as address:
            for number, texts in enumerate((RULE, NEWER), 1):
                file = written(folder, texts, name=f"{NAME}午休办法{number}.pdf")
                with page_of(address, Role.HOST) as page:
                    hosted(made, page, address, file)
            made.document = next(
                one["id"]
                for one in value(studio("docs", "list", "--json", home=made.home))["documents"]
                if one["title"] == TITLE
            )
            # Leaving a page breaks off what it is still asking for.
            with page_of(address, Role.TEACHER, expected=("failed", "console")) as page:
                taught(made, page, address)
            with page_of(address, Role.HOST) as page:
                gathered(made, page, address)
            for role in (Role.TEACHER, Role.EVALUATOR):
                requested(made, address, role)
        made.sent = model.bodies
    for one in recorded(folder / "answers.jsonl"):
        made.show(f"{one.status} {one.path}", one.headers)
        made.show(f"{one.status} {one.path}", one.body)
    yield made


def hosted(story: Story, page: Any, address: str, file: Path) -> None:
    """Uploaded, looked at, described, published; found by the retrieval test, given typical questions."""
    library(page, address)
    story.show("upload", upload(page, file))
    review(page, TITLE)
    page.click("#do-findings")
    page.wait_for_selector("#review .found li")
    story.show("findings", page.content())
    if page.locator("#review .pv [data-act=compare]").count():
        page.click("#review .pv [data-act=compare]")
        page.wait_for_selector("#review .change ins")
        story.show("compared", page.content())
    page.fill("#review [name=issuer]", "本校德育处")
    page.fill("#review [name=effective]", "2025-09-01")
    page.select_option("#review [name=level]", "学校制度")
    page.click("#do-save")
    page.wait_for_selector("#review .ft .message.ok:has-text('已保存')")
    confirmed(page, "publish")
    story.show("published", page.content())
    page.click("#typical button:has-text('典型问法')")
    page.click("#ask-propose")
    page.wait_for_selector("#asked-note .message, #asked-proposed label")
    story.show("proposed", page.content())
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer.open", state="detached")
    page.click("button[role=tab]:has-text('检索测试')")
    for _ in range(20):  # a tab that is opened for the first time empties its fields once it is drawn
        page.fill("#probe-question input, #probe-question textarea", ASKED)
        page.wait_for_timeout(250)
        if page.input_value("#probe-question input, #probe-question textarea"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#probe-found tbody tr")
    story.show("probe", page.inner_html("#probe-found"))


def taught(story: Story, page: Any, address: str) -> None:
    """Asked by name, cited, rated with a name, exported, handed over, looked up again, read."""
    ask(page, address, ASKED)
    page.wait_for_selector("#thread .fb")
    page.locator("#thread .cite").first.click()
    page.wait_for_selector("#source .src[data-at]")
    story.show("source", page.content())
    for suffix in ("docx", "md"):
        with page.expect_download() as download:
            page.click(f"#thread [data-export={suffix}]")
        story.show(f"export {suffix}", download.value.suggested_filename)
        story.show(f"export {suffix}", Path(download.value.path()).read_bytes())
    page.click("#thread [data-rate='0']")
    page.click("#thread [data-reason='引文不对']")
    page.fill("#thread .fb input", f"学生{NAME}的事不是这样，家长电话{PHONE}")
    page.click("#thread [data-explain]")
    page.wait_for_selector("#thread .rate :text('主持人会看到。')")
    story.show("follow-up", ask_on(page, f"那{NAME}的家长呢", 2).inner_html())
    ask(page, address, MISSING)
    page.click("#thread [data-submit]")
    page.wait_for_selector("#thread .fb :text('已提交给主持人')")
    page.goto(address)
    page.wait_for_selector("#past .again")
    story.show("history", page.content())
    for number in range(page.locator("#past .again").count()):
        page.click(f"#past .again >> nth={number}")
        page.wait_for_selector("#thread .turn .day")
        story.show("reopened", page.content())


def gathered(story: Story, page: Any, address: str) -> None:
    """A gap of the question with the name, and the note of a host that names the pupil too."""
    page.goto(f"{address}/gaps/")
    page.wait_for_selector("#coverage .hm")
    gap = "#gaps .gap:has-text('皮划艇')"
    page.click(f"{gap} summary")
    page.fill(f"{gap} [name=note]", f"找学生{NAME}的班主任要")
    page.click(f"{gap} [data-act=save]")
    page.wait_for_selector(f"{gap} .message.ok")
    story.show("gaps", page.content())


def requested(story: Story, address: str, role: Role) -> None:
    """The plain pages, the pictures and REST, as those who may not see the original."""
    name = quote(story.document)
    with log_in(address, role) as client:
        for path in ("", "@1", "@2", "/diff?from=1&to=2"):
            got = client.get(f"/doc/{name}{path}")
            assert got.status_code == 200 and "学生A" in got.text, path
        for path in (
            f"/page/{name}@1/1.png",
            f"/page/{name}@2/1.png",
            f"/original/{name}@1",
            f"/original/{name}@2",
        ):
            assert client.get(path).status_code == 404, path
        for path, body in (("ask", {"question": ASKED}), ("search", {"query": ASKED})):
            got = client.post(f"/api/{path}", json=body)
            assert got.status_code == 200 and "静息" in got.text
        for path in ("/library/", "/gaps/", "/evaluate/", "/admin", "/healthz", f"/doc/{quote(NAME)}"):
            client.get(path)


def test_no_answer_of_the_server_tells_it(story: Story):
    telling = [where.split(" ", 1)[1] for where, what in story.shown.items() if tells(what)]
    # Gradio tells the browser that uploads a file what it called it.
    assert {one for one in telling if "/library/gradio_api/upload" not in one} == set()
    assert len(story.shown) > 200
    assert any("export docx" in where for where in story.shown)


def test_no_file_of_the_home_tells_it_but_the_originals(story: Story):
    originals = story.home / "originals"
    files = [path for path in story.home.rglob("*") if path.is_file()]
    telling = {path for path in files if tells(path.read_bytes()) or tells(str(path.name).encode())}
    assert [str(path) for path in telling if originals not in path.parents] == []
    assert sum(originals in path.parents for path in files) == 3
    assert not any(tells(path.name.encode()) for path in originals.rglob("*"))
    left = [path for path in (story.home / "tmp").rglob("*") if path.is_file() and path.stat().st_size]
    assert left == [], "what was uploaded is deleted"


def test_nothing_is_left_in_the_systems_temporary_folder(story: Story):
    left = [path for path in story.tmp.rglob("*") if path.is_file()]
    assert [str(path) for path in left if tells(path.read_bytes()) or tells(path.name.encode())] == []


def test_the_model_is_told_nothing(story: Story):
    assert len(story.sent) >= 4
    assert any("静息" in body for body in story.sent) and not any(tells(body.encode()) for body in story.sent)


@pytest.mark.parametrize(
    "command",
    [
        ("docs", "text"),
        ("docs", "show", "--json"),
        ("docs", "show"),
        ("docs", "history"),
        ("docs", "findings"),
        ("docs", "questions"),
    ],
)
def test_no_command_tells_it(story: Story, command: tuple[str, ...]):
    done = studio(command[0], command[1], story.document, *command[2:], home=story.home)
    assert done.returncode == 0, done.stderr
    assert done.stdout and not tells(done.stdout.encode() + done.stderr.encode())


def test_no_command_on_the_home_tells_it(story: Story, tmp_path: Path):
    commands: list[tuple[str | Path, ...]] = [
        ("docs", "list"),
        ("search", ASKED, "--json"),
        ("ask", ASKED, "--json"),
        ("ask", ASKED, "--export", tmp_path / "答.docx"),
        ("check",),
    ]
    for command in commands:
        done = studio(*command, home=story.home)
        assert not tells(done.stdout.encode() + done.stderr.encode()), command
    assert not tells((tmp_path / "答.docx").read_bytes())


def test_in_a_backup_it_stands_in_the_originals_alone(story: Story, tmp_path: Path):
    assert studio("backup", tmp_path / "备份.zip", home=story.home).returncode == 0
    with zipfile.ZipFile(tmp_path / "备份.zip") as package:
        telling = [name for name in package.namelist() if tells(package.read(name))]
    assert all(name.startswith("originals/") for name in telling)

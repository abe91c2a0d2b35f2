"""Pictures of a PDF's pages: the boxes hold exactly the quote, and whoever may not see the file sees none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter

from app.access import Account, Role
from app.original_file import original_of
from app.page_image import PageView, cited, picture
from ingest import curation
from ingest.catalog import Catalog
from ingest.model import Metadata, Parse, ParsedDocument, Visibility
from ingest.parsing import parse_file
from ingest.privacy_pictures import WARNING
from tests import known_files as known
from tests.access_parts import Served, opened
from tests.pipeline_parts import take_in

TITLE = "雾凇中学晚自习管理规定"
RULES = [
    TITLE,
    *(f"第{n}条 " + "晚自习期间教室保持安静，值日教师每节课巡查两次。" * 2 for n in "一二三四五六七八"),
    "第九条 晚自习中途离开教室的学生，应当向值日教师说明去向并登记，登记本由年级组保存一个学期。",
    *(f"第{n}条 " + "晚自习结束后按楼层依次离开，住校生由生活教师带回。" * 2 for n in ("十", "十一", "十二")),
    *(
        f"第{n}条 " + "本条只用来占满一页纸，好让后面的条文落到下一页去。" * 6
        for n in ("十三", "十四", "十五")
    ),
]


def parsed(path: Path) -> Parse:
    [one] = parse_file(path, name=path.name)
    return one.document.parse


def written(
    folder: Path, paragraphs: Sequence[str] = RULES, *, turned: int = 0, name: str = "晚自习.pdf"
) -> Path:
    path = folder / name
    path.write_bytes(known.pdf_bytes(known.typeset(paragraphs)))
    if turned:
        writer = PdfWriter()
        for page in PdfReader(path).pages:
            writer.add_page(page.rotate(turned))
        writer.write(path)
    return path


def letters_in(path: Path, view: PageView) -> str:
    """What stands in the boxes, read from the file by pdfium's own search of a rectangle."""
    document = pdfium.PdfDocument(path)
    page = document[view.number - 1]
    width, height = page.get_size()
    text = page.get_textpage()
    lines = [
        text.get_text_bounded(
            left=left * width + 1,
            right=right * width - 1,
            top=(1 - top) * height,
            bottom=(1 - bottom) * height,
        )
        for left, top, right, bottom in view.boxes
    ]
    document.close()
    return "".join("".join(lines).split())


@pytest.mark.parametrize(
    "quote", ["应当向值日教师说明去向并登记，登记本由年级组保存一个学期", "中途离开", RULES[9]]
)
def test_the_boxes_hold_the_quote_and_nothing_else(tmp_path: Path, quote: str):
    path = written(tmp_path)
    parse = parsed(path)
    start = parse.text.index(quote)
    views = cited(path, parse, start, start + len(quote))
    assert "".join(letters_in(path, view) for view in views) == "".join(quote.split())
    assert all(0 <= side <= 1 for view in views for box in view.boxes for side in box)


def test_words_that_stand_twice_are_marked_where_they_are_cited(tmp_path: Path):
    path = written(tmp_path)
    parse = parsed(path)
    words = "值日教师每节课巡查两次"
    tops = []
    for number in "一二三":
        start = parse.text.index(words, parse.text.index(f"第{number}条"))
        [view] = cited(path, parse, start, start + len(words))
        tops.append(view.boxes[0][1])
    assert tops == sorted(set(tops))


def test_a_quote_over_two_pages_is_marked_on_both(tmp_path: Path):
    path = written(tmp_path)
    parse = parsed(path)
    turn = next(p.start for p in parse.places if p.page == 2)
    views = cited(path, parse, turn - 30, turn + 30)
    assert [view.number for view in views] == [1, 2]
    said = "".join(letters_in(path, view) for view in views)
    assert said == "".join(parse.text[turn - 30 : turn + 30].split())


def test_a_page_that_lies_on_its_side_is_marked_as_it_is_shown(tmp_path: Path):
    upright, turned = written(tmp_path), written(tmp_path, turned=90, name="横.pdf")
    parse = parsed(upright)
    start = parse.text.index("登记本由年级组")
    [a], [b] = (cited(path, parse, start, start + 7) for path in (upright, turned))
    left, top, right, bottom = a.boxes[0]
    around = [f(box[side] for box in b.boxes) for side, f in enumerate((min, min, max, max))]
    assert around == pytest.approx([1 - bottom, left, 1 - top, right], abs=0.002)
    assert (b.width, b.height) == (a.height, a.width)


def test_pictures_are_pages_and_only_of_pdfs(tmp_path: Path):
    path = written(tmp_path)
    made = picture(path, 1)
    assert made is not None and made.startswith(b"\x89PNG")
    assert picture(path, 0) is None and picture(path, 99) is None
    text = tmp_path / "a.txt"
    text.write_text("第一条 晚自习。", "utf-8")
    assert picture(text, 1) is None
    assert cited(text, parsed(path), 0, 5) == ()


PUPIL = "欧阳雨桐"
TEACHER, HOST = Account("李老师", Role.TEACHER), Account("周老师", Role.HOST)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with an ordinary PDF, one with a pupil's name, one for hosts and evaluators, and a draft."""
    folder = tmp_path_factory.mktemp("files")
    with opened(tmp_path_factory.mktemp("pages") / "home") as served:
        catalog, home = served.studio.catalog, served.studio.home
        named = ["晚自习情况说明", f"学生{PUPIL}晚自习中途离开教室，家长电话13912345678，已经联系上。"]
        inner = ["工作室内部档案", "这是工作室内部的记录，只给主持人与评估者看。"]
        draft = ["晚自习补充规定", "第一条 晚自习补充规定还没有发布。"]
        files = [
            written(folder),
            written(folder, named, name="情况.pdf"),
            written(folder, inner, name="内部.pdf"),
        ]
        take_in(catalog, home, files, publish=True)
        take_in(catalog, home, [written(folder, draft, name="补充.pdf")])
        state = next(one for one in catalog.states() if one.source_name == "内部.pdf")
        metadata = catalog.version(state.document, state.number).metadata
        curation.withdraw(catalog, state.document, actor="host")
        catalog.set_metadata(
            state.document, state.number, replace(metadata, visibility=Visibility.CURATORS), actor="host"
        )
        curation.publish(catalog, state.document, actor="host")
        yield served


def named(place: Served, source: str) -> str:
    [state] = [one for one in place.studio.catalog.states() if one.source_name == source]
    return f"{state.document}@{state.number}"


HOSTS = {"host", "admin"}


@pytest.mark.parametrize(
    ("source", "may"),
    [
        ("晚自习.pdf", {role.value for role in Role}),
        ("情况.pdf", HOSTS),
        ("内部.pdf", HOSTS | {"evaluator"}),
        ("补充.pdf", HOSTS),
    ],
)
def test_who_sees_a_page_and_the_file(place: Served, source: str, may: set[str]):
    name = named(place, source)
    for role in Role:
        browser = place.clients[role.value]
        page, file = browser.get(f"/page/{name}/1.png"), browser.get(f"/original/{name}")
        assert (page.status_code, file.status_code) == ((200, 200) if role.value in may else (404, 404)), role
        if role.value in may:
            assert page.headers["content-type"] == "image/png"
            assert file.headers["content-disposition"].startswith("attachment")
    assert place.clients["nobody"].get(f"/page/{name}/1.png").status_code == 401


def test_masked_text_is_marked_by_its_lines(place: Served):
    """The page has the name where the text has none: what is marked are the lines it stands in."""
    document, number = named(place, "情况.pdf").split("@")
    version = place.studio.catalog.version(document, int(number))
    file = original_of(place.studio.catalog, place.studio.home, HOST, document, int(number))
    assert version.masked and PUPIL not in version.parse.text and file is not None
    start = version.parse.text.index("晚自习中途")
    [view] = cited(file, version.parse, start - 3, start + 6)
    assert PUPIL in PdfReader(file).pages[0].extract_text() and len(view.boxes) <= 2


@pytest.mark.parametrize("page", ["0", "99", "x", "1e3", "-1", "%31%2F%2E%2E"])
def test_a_page_that_is_none_is_not_found(place: Served, page: str):
    assert place.clients["host"].get(f"/page/{named(place, '晚自习.pdf')}/{page}.png").status_code == 404


@pytest.mark.parametrize("pictured", [False, True])
def test_a_file_of_several_documents_is_shown_where_all_of_them_may_be_seen(home: Path, pictured: bool):
    """Not where one of them is masked, or has pictures that may show pupils."""
    with Catalog.open(home / "catalog.db") as catalog:
        take_in(catalog, home, [written(home)], publish=True)
        [plain] = catalog.states()
        assert original_of(catalog, home, TEACHER, plain.document, 1) is not None
        parse = catalog.version(plain.document, 1).parse
        warnings, masked = ((WARNING,), False) if pictured else ((), True)
        other = catalog.add_version(
            ParsedDocument(Metadata("同一文件里的另一份"), parse, warnings=warnings),
            document=None,
            source_name=plain.source_name,
            source_sha256=plain.source_sha256,
            actor="host",
            masked=masked,
        )
        curation.publish(catalog, other.document, actor="host")
        assert original_of(catalog, home, TEACHER, plain.document, 1) is None
        assert original_of(catalog, home, HOST, plain.document, 1) is not None

"""A home's own lexicon: beside the one that ships, used at once, whole or not at all, without names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import operator
from app.desk import Desk
from app.probing import probe
from app.reviewing import Reviewing
from app.settings import Settings
from app.studio import open_studio
from app.wording import Wording
from index.lexicon import Entry
from index.lexicon_file import OWN, changed, entry_of, joined, own_entries, write_own
from index.model import Filters
from ingest.errors import StudioError
from tests.pipeline_parts import law, write

SLANG = "上课掏大砖头咋办"


@pytest.fixture
def wording(home: Path, tmp_path: Path) -> Iterator[Wording]:
    files = write(tmp_path / "in", {"a.txt": law("某校手机管理规定", "2025年1月1日")})
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        desk = Desk(studio, operator("王主持"))
        [row] = desk.upload([files / "a.txt"], kind=None)
        Reviewing(desk).save(row.documents[0].id, 1, {"level": "学校制度"})
        desk.publish(row.documents[0].id)
        yield Wording(desk)


def test_an_entry_is_previewed_without_being_stored_then_used_at_once_and_after_a_restart(wording, home):
    before, after = wording.preview(SLANG, "掏大砖头", "手机", "手机网络")
    assert [term for term, _ in before.terms] == []
    assert [term for term, _ in after.terms] == ["手机"]
    assert after.hits and not (home / OWN).exists()
    assert probe(wording.desk, SLANG, 5, Filters()).terms == ()
    wording.put("掏大砖头", "手机", "手机网络")
    found = probe(wording.desk, SLANG, 5, Filters())
    assert [term for term, _ in found.terms] == ["手机"]
    assert found.hits[0].parts["lexical"][0] == 1
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as again:
        assert again.searcher.expand(SLANG) == list(found.terms)
    trail = wording.desk.studio.catalog.audit_trail("")
    assert [(entry.actor, entry.action) for entry in trail] == [("王主持", "词表")]
    wording.remove("掏大砖头")
    assert wording.own() == [] and probe(wording.desk, SLANG, 5, Filters()).terms == ()
    with pytest.raises(StudioError, match="没有“掏大砖头”"):
        wording.remove("掏大砖头")


@pytest.mark.parametrize(
    ("saying", "terms", "topic", "said"),
    [
        ("掏", "手机", "手机网络", "至少两个字"),
        ("掏手机", " 、，", "手机网络", "规范用语"),
        ("掏手机", "手机", " ", "类别"),
        ("掏手机", "、".join(f"词{n}" for n in range(11)), "手机网络", "不超过"),
        ("#掏手机", "手机", "手机网络", "#"),
        ("掏\t手机", "手机", "手机网络", "制表符"),
        ("学生钱小满", "手机", "手机网络", "个人信息（姓名）"),
    ],
)
def test_what_cannot_be_an_entry_is_refused_in_words(wording, home, saying, terms, topic, said):
    with pytest.raises(StudioError, match=said):
        wording.put(saying, terms, topic)
    assert not (home / OWN).exists()


def test_what_is_written_is_read_again_and_an_own_saying_stands_before_the_shipped(tmp_path):
    shipped = [Entry("玩手机", ("手机管理",), "手机网络"), Entry("告状", ("投诉",), "家校")]
    own = changed([], entry_of("玩手机", "手机管理，使用手机", "手机网络"))
    own = changed(own, entry_of("刷视频", "短视频", "手机网络"))
    write_own(tmp_path, own)
    assert own_entries(tmp_path) == own
    assert not list(tmp_path.glob("*.partial"))
    both = joined(shipped, own)
    assert {entry.saying for entry in both.entries} == {"玩手机", "告状", "刷视频"}
    assert dict(both.expand("孩子回家总玩手机"))["使用手机"] > 0
    assert changed(own, entry_of("玩手机", "手机", "手机网络"))[0].terms == ("手机",)


def test_a_damaged_lexicon_does_not_stop_the_search(home, tmp_path, capsys):
    home.mkdir(parents=True, exist_ok=True)
    (home / OWN).write_bytes(b"\xff\xfe\x00broken")
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as studio:
        assert studio.searcher.expand("玩手机")
        with pytest.raises(StudioError, match="读不出来"):
            Wording(Desk(studio, operator("王主持"))).put("掏手机", "手机", "手机网络")
    assert "读不出来" in capsys.readouterr().err

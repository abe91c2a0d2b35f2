"""The form of a document's metadata: what was not touched stays, what is wrong is said by field."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.metadata_form import filled, values_of
from ingest.model import Form, Kind, Level, Metadata, Stage, Visibility

RULE = Metadata(
    "手机管理办法",
    Kind.POLICY,
    Form.DIGEST,
    level=Level.SCHOOL,
    effective=date(2025, 9, 1),
    stages=(Stage.JUNIOR, Stage.SENIOR),
    tags=("手机管理",),
    extra={"region": "石家庄", "rule": "手机"},
)
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))


@given(st.builds(Metadata, st.just("题"), st.sampled_from(Kind), effective=days, promulgated=days))
def test_a_form_that_is_sent_back_untouched_changes_nothing(metadata: Metadata):
    form = filled(metadata, values_of(metadata))
    assert (form.metadata, form.problems) == (metadata, {})


def test_what_was_filled_in_is_stored_and_the_rest_stays():
    form = filled(RULE, {"expires": "2027-08-31", "stages": "小学、高中", "region": "", "issuer": " 德育处 "})
    assert form.problems == {}
    changed = form.metadata
    assert changed.expires == date(2027, 8, 31)
    assert changed.stages == (Stage.PRIMARY, Stage.SENIOR)
    assert (changed.issuer, changed.extra) == ("德育处", {"rule": "手机"})
    assert (changed.form, changed.tags, changed.effective) == (RULE.form, RULE.tags, RULE.effective)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("title", "", "请写上题名"),
        ("title", "长" * 201, "太长"),
        ("effective", "2025/9/1", "2025-11-20"),
        ("effective", "20250901", "2025-11-20"),
        ("expires", "2025-09-01", "晚于"),
        ("level", "天条", "列出的"),
        ("stages", "小学、大学", "列出的"),
        ("issuer", "学生钱小满", "个人信息（姓名）"),
        ("number", "家长电话13800138000", "个人信息（电话）"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_changed(name: str, text: str, said: str):
    form = filled(RULE, {name: text})
    assert said in form.problems[name]
    assert form.metadata == RULE
    assert form.values[name] == text


def test_what_becomes_a_record_is_for_hosts_unless_one_says_otherwise():
    assert filled(RULE, {"kind": "record"}).metadata.visibility is Visibility.CURATORS
    hidden = filled(RULE, {"visibility": "curators"}).metadata
    shown = filled(hidden, {"kind": "record", "visibility": "everyone"}).metadata
    assert shown.visibility is Visibility.EVERYONE

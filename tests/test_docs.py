"""Documentation that cannot drift."""

from __future__ import annotations

from pathlib import Path

from app.docs import render
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_parts_of_the_readme_are_up_to_date():
    assert render(README) == README, "run `make docs`"


def test_every_setting_is_in_the_readme():
    for name in Settings.model_fields:
        assert f"`STUDIO_{name.upper()}`" in README


def test_every_make_target_says_what_it_does():
    targets = [
        line
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if line[:1].isalpha() and ":" in line and "=" not in line
    ]
    assert targets
    assert all("## " in line for line in targets)

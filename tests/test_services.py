"""The role matrix of the services beside the desk: every one × every role, found by what it takes.

``service_rules`` says what is expected. A new service or method without a line there fails, and so does a
line for what is there no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.access import NOBODY, Account, ForbiddenError, LoginNeededError, Role
from app.history import History
from app.jobs import Jobs
from app.settings import Settings
from app.studio import Studio, open_studio
from ingest.errors import StudioError
from tests.service_parts import call, services
from tests.service_rules import GIVEN, NO_RULE, RULES


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    home = tmp_path_factory.mktemp("services") / "home"
    with open_studio(Settings(home=home, encoder="hashed"), starter=False) as found:
        yield found


def test_every_service_has_a_rule():
    assert set(services()) == {*RULES, *NO_RULE}


@pytest.mark.parametrize("name", RULES)
def test_a_service_asks_for_the_role_before_anything_else(studio: Studio, name: str):
    refused = 0
    for account in (NOBODY, *(Account("某人", role) for role in Role)):
        if RULES[name] in account.acts:
            assert not forbids(studio, name, account), f"{name} as {account.role}"
            continue
        refused += 1
        with pytest.raises(LoginNeededError if account is NOBODY else ForbiddenError):
            call(name, studio, account, GIVEN.get(name, {}))
    assert refused


def forbids(studio: Studio, name: str, account: Account) -> bool:
    """Whether the service refuses the role; what it says of nonsense is not the question here."""
    try:
        call(name, studio, account, GIVEN.get(name, {}))
    except (LoginNeededError, ForbiddenError):
        return True
    except (StudioError, TypeError, AttributeError, LookupError, StopIteration):
        return False
    return False


def test_a_job_is_ones_own(studio: Studio):
    jobs, mine = Jobs(studio.catalog), Account("甲", Role.HOST)
    try:
        job = jobs.start("upload", lambda _: {}, mine)
        others: list[Any] = [NOBODY, Account("乙", Role.HOST), Account("丙", Role.TEACHER)]
        for other in others:
            with pytest.raises(StudioError, match="不是您的"):
                jobs.get(job, other)
            with pytest.raises(StudioError, match="不是您的"):
                jobs.cancel(job, other)
        assert jobs.get(job, mine).id == jobs.get(job, Account("丁", Role.ADMIN)).id == job
    finally:
        jobs.close()


def test_nobody_has_asked_nothing(studio: Studio, tmp_path: Path):
    assert History(studio.catalog, NOBODY, 180).recent(9) == []

"""The rules of ``test_services``: which act each service needs, and why the few others need none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.access import Act

_BY_ACT: Mapping[Act, Mapping[str, str]] = {
    Act.ACCOUNTS: {
        "accounts.Accounts": "add add_token listed revoke_token set_disabled set_password set_role tokens",
        "history.History": "forget",
    },
    Act.PASSWORD: {"accounts.Accounts": "change_password"},
    Act.REVIEW: {
        "reviewing.Reviewing": "compare complete consequence findings listed meant open save submit",
        "probing": "probe",
    },
    Act.UPLOAD: {"reviewing.Reviewing": "join"},
    Act.ORIGINALS: {"reviewing.Reviewing": "keep"},
    Act.PUBLISH: {"reviewing.Reviewing": "publish send_back", "bulk.Bulk": "consequence move"},
    Act.PURGE: {"purging.Purging": "consequence purge"},
    Act.BROWSE: {"purging": "removed", "reading_list": "reading_list"},
    Act.WITHDRAW: {"reviewing.Reviewing": "rollback"},
    Act.LEXICON: {"wording.Wording": "own preview put remove shipped"},
    Act.GAPS: {
        "gap_list.GapList": "coverage describe hosts listed made move recheck recheck_all titles",
    },
    Act.HISTORY: {"history.History": "forget_mine mine one rating"},
    Act.FEEDBACK: {"history.History": "rate submit"},
    Act.JOBS: {"jobs.Jobs": "listed"},
    Act.KEEPING: {"upkeep.Upkeep": "judging latest start state stop"},
    Act.BACKUP: {"backups.Backups": "delete file listed"},
    Act.JUDGE: {
        "judging.Judging": "drop overview promote settled submit task",
        "judging_sources.Sources": "clusters disliked of_set real typed",
        "judging_exchange": "exported imported",
    },
    Act.SELF_CHECK: {"self_check.SelfCheck": "file opened whole"},
    Act.SELF_ASSESS: {"self_check.SelfCheck": "add clauses cover decide drop gap titles write"},
}
RULES = {
    f"{owner}.{name}": act
    for act, owners in _BY_ACT.items()
    for owner, names in owners.items()
    for name in names.split()
}
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "upkeep.Upkeep.start": {"kind": "check"},
    "bulk.Bulk.consequence": {"move": "publish", "documents": ()},
    "bulk.Bulk.move": {"move": "publish", "documents": ()},
}
"""What tells a service which act it needs."""

NO_RULE = {
    "answering.growing": "a step of Desk.asking, which has asked",
    "answering.whole": "a step of Desk.ask, which has asked",
    "history.History.remember": "stores an answer that Desk has given",
    "history.History.settle": "stores an answer that Desk has given",
    "history.History.recent": "none where nobody is named: the test below",
    "history.History.expire": "the calendar's",
    "jobs.Jobs.start": "queues work of a service that has asked",
    "jobs.Jobs.get": "one's own: the test below",
    "jobs.Jobs.cancel": "one's own: the test below",
    "gap_recheck.Rechecks.start": "follows a publication; the job's work asks",
    "judging_sources.Sources.outdated": "looks at an answer that is given to it",
    "original_file.original_of": "says None: test_page_image has who sees a file",
    "doc_routes.router": "makes routes: access_rules has theirs",
    "keeping_routes.router": "makes routes: access_rules has theirs",
    "rest.router": "makes routes: access_rules has theirs",
}

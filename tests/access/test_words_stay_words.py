"""Markup in every text a database holds, and in every field that is typed: no page hands it out as markup."""

import html
import os
import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from budgettracker.database import db, transaction
from tests.access.columns import columns_of_text
from tests.access.table import MATCHED_BY_WORDS, TABLE, Row
from tests.access.whole_world import WholeWorld

PAYLOAD = "<img src=x onerror=alert(1)>'\"<script>"
NIGHTLY = bool(os.environ.get("NIGHTLY"))
RUNS = re.compile(r"<img src=x|onerror=alert\(1\)>|'\"<script")


def put_everywhere(whole_world: WholeWorld) -> set[str]:
    """Markup into every column of text that takes it, with the row's number; gives the columns."""
    names = set()
    with whole_world.app.app_context(), transaction():
        for table, column in columns_of_text():
            try:
                with db.session.begin_nested():
                    written = f'UPDATE "{table}" SET "{column}" = :payload || rowid'
                    db.session.execute(text(written), {"payload": PAYLOAD})
            except IntegrityError:
                continue  # a list of codes
            names.add(f"{table}.{column}")
    return names


@pytest.mark.nightly
def test_no_page_runs_what_somebody_wrote(here: WholeWorld) -> None:
    columns = put_everywhere(here)
    assert {
        "family_details.name",
        "spend_details.purpose",
        "person.name",
        "team.name",
        "study.name",
        "scheme.name",
        "limit_change_details.reason",
        "work_entry_details.note",
        "authority.name",
    } <= columns
    shown = set()
    for endpoint, row in TABLE.items():
        for actor in sorted(row.look & {"alice", "mary", "adam", "eve", "fiona", "audrey", "anonymous"}):
            answer = here.ask(actor, here.address(row))
            # What is not there yet (an answer that the table names) is answered in words as well.
            answers = (404,) if endpoint in MATCHED_BY_WORDS else row.answers
            assert answer.status_code < 400 or answer.status_code in answers, (endpoint, actor)
            if not str(answer.mimetype).startswith(("text/", "application/json")):
                assert "attachment" in answer.headers.get("Content-Disposition", ""), "a file is kept, not shown"
                continue
            assert not RUNS.search(answer.text), (endpoint, actor)
            if PAYLOAD[:10] in html.unescape(answer.text):
                shown.add(endpoint)
    assert len(shown) > 30, "the words were on the pages, as words"
    here.put_back()


FORMS = [endpoint for endpoint, row in TABLE.items() if row.do and row.page_of]


OF_EACH_FEATURE = {endpoint.split(".")[0]: endpoint for endpoint in FORMS}


@pytest.mark.parametrize("endpoint", FORMS if NIGHTLY else OF_EACH_FEATURE.values())
def test_what_is_typed_wrong_comes_back_as_words(here: WholeWorld, endpoint: str) -> None:
    """Each box alone: by day of one form of each feature; every form with all at once is in tests/browser/test_payloads.py."""
    row = TABLE[endpoint]
    body = here.body(row)
    typed = {name: PAYLOAD for name in body if not isinstance(body[name], tuple)}
    answer = here.ask(row.page_of, here.address(row), typed)
    assert answer.status_code in (200, 303, 422)
    assert not RUNS.search(answer.text)
    for name in typed:
        answer = here.ask(row.page_of, here.address(row), {**here.body(row), name: PAYLOAD})
        assert not RUNS.search(answer.text), name
        if answer.status_code < 400:
            here.put_back()


def test_another_teams_reference_that_is_none_comes_back_as_words(here: WholeWorld) -> None:
    row: Row = TABLE["worktime.log_time"]
    sent = {**here.body(row), "for_whom": "families", "joint": PAYLOAD}
    answer = here.ask("alice", here.address(row), sent)
    assert answer.status_code == 422
    assert "There is no family with the reference" in answer.text
    assert not RUNS.search(answer.text)

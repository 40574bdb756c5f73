"""The history of each kind of record: for exactly those who may see the record, in words, with nothing of anybody else."""

import re

import pytest

from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db
from tests.access.histories import WHO
from tests.access.table import ACTORS, FIONA, GONE, MONEY_WORDS, TOM
from tests.access.whole_world import WholeWorld
from tests.page import check_page, words

DONE_BY_DEEDS = {
    *("months", "family", "incident", "limits", "limit", "spend", "entry", "study", "run", "import", "post"),
    *(
        "payment_file",
        "payment_match",
        "finance_closing",
        "weekly_file",
        "paid",
        "scheme",
        "voucher_batch",
        "voucher_count",
    ),
}
"""The whole world's other records were put into the database without a deed."""


def address(whole_world: WholeWorld, kind: str) -> str:
    ids = dict(whole_world.made.ids)
    with whole_world.app.app_context():
        ids["run"] = str(db.session.query(CostingRun).one().id)
        db.session.remove()
    return f"/history/{kind}/{ids[WHO[kind][0]]}"


def test_every_kind_is_asked_for(here: WholeWorld) -> None:
    assert set(WHO) == set(here.app.extensions["histories"].kinds)


@pytest.mark.parametrize("kind", WHO)
def test_for_exactly_those_who_may_see_the_record(either: WholeWorld, kind: str) -> None:
    lookers = WHO[kind][1]
    for actor in ACTORS:
        with either.changes() as changed:
            answer = either.ask(actor, address(either, kind))
            assert changed() == set(), actor
        if actor in lookers:
            assert answer.status_code == 200, actor
        elif actor in GONE:
            assert answer.headers["Location"].startswith("/sign-in"), actor
        else:
            assert answer.status_code == (403 if actor in TOM else 404), actor
        hidden = either.markers("anonymous" if actor not in lookers else actor)
        if actor in FIONA & lookers:
            hidden = [word for word in hidden if word not in MONEY_WORDS]
        assert [word for word in hidden if word in answer.text and word != either.made.emails.get(actor)] == [], actor


@pytest.mark.parametrize("kind", WHO)
def test_it_is_said_in_words(here: WholeWorld, kind: str) -> None:
    reader = sorted(WHO[kind][1])[0]
    answer = here.ask(reader, address(here, kind) + "?looked=1")
    main = check_page(answer.text).find(".//main")
    assert main is not None
    result = words(main)
    assert re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", result) is None
    assert re.findall(r"\b\w+_\w+\b", result) == []
    assert re.search(r"\b20\d\d-\d\d-\d\d\b", result) is None
    if kind in DONE_BY_DEEDS:
        assert re.search(r"15 June 2026 at 1\d:\d\d", result), result
    else:
        assert "Nothing has been recorded about this yet." in result


def test_an_evaluator_reads_no_name_but_their_own(here: WholeWorld) -> None:
    words = here.ask("eve", address(here, "study")).text
    assert "Sam Stone" not in words
    assert "Somebody at Westmoor</strong> agreed for the authority" in words
    assert "Eve Evans</strong> made the costing run" in words


def test_only_auditors_are_told_who_looked(here: WholeWorld) -> None:
    here.ask("bob", f"/families/{here.made.ids['family']}")
    answer = address(here, "family") + "?looked=1"
    assert "looked at the family" in here.ask("audrey", answer).text
    assert "looked at the family" not in here.ask("audrey", address(here, "family")).text
    assert "looked at the family" not in here.ask("mary", answer).text
    assert "Show who looked" not in here.ask("mary", answer).text


def test_a_kind_that_is_none_is_not_found(here: WholeWorld) -> None:
    assert here.ask("audrey", f"/history/ledger/{here.made.ids['family']}").status_code == 404
    assert here.ask("audrey", "/history/family/00000000-0000-0000-0000-000000000000").status_code == 404

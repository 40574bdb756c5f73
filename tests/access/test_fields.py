"""What each kind of person never reads on any page they may open, and who may look and not touch."""

import html
import re

import pytest

from budgettracker.database import db
from budgettracker.people.models import Person
from tests.access.one_of_everything import EASTFIELD_WORDS, WESTMOOR_WORDS
from tests.access.table import MONEY_WORDS, TABLE
from tests.access.whole_world import WholeWorld

OF_ONESELF = {"people.change_password", "people.set_password", "people.sign_in", "people.sign_out"}
BY_LINK = {"spend.add_receipt_by_link"}
"""Done by whoever holds the link, signed in or not, and recorded as nobody's of the tracker: no right of an auditor."""
WORDS = (*WESTMOOR_WORDS, *EASTFIELD_WORDS)
NOTES = ("Canarynote", "Canarypurpose", "Canarylimit")
"""What workers wrote about a family; where money was paid to is finance's business."""


def pages_of(whole_world: WholeWorld, actor: str) -> dict[str, str]:
    """Everything somebody may open, as it is read."""
    values = {}
    for endpoint, row in TABLE.items():
        if actor in row.look:
            answer = whole_world.ask(actor, whole_world.address(row))
            if answer.mimetype == "text/html" and answer.status_code == 200:
                values[endpoint] = html.unescape(answer.text)
    whole_world.put_back()
    return values


def seen(pages: dict[str, str], words: tuple[str, ...]) -> set[tuple[str, str]]:
    return {(endpoint, word) for endpoint, page in pages.items() for word in words if word in page}


def test_evaluators_see_nobody_and_no_id_of_anybody(here: WholeWorld) -> None:
    pages = pages_of(here, "eve")
    assert {"studies.index", "studies.show", "exports.show_workbook"} <= set(pages)
    with here.app.app_context():
        names = tuple(each.name for each in db.session.query(Person) if each.authority_id is not None)
    assert len(names) > 15
    # The page behind a one-time link greets whoever it was made for, whoever else is signed in.
    del pages["people.set_password"]
    assert seen(pages, (*WORDS, *names)) == set()
    ids = {here.made.ids[name] for name in ("family", "child", "bought", "entry", "person", "team", "receipt")}
    assert seen(pages, tuple(ids)) == set()


@pytest.mark.parametrize("actor", ["adam", "otto"])
def test_administrators_see_no_family(here: WholeWorld, actor: str) -> None:
    pages = pages_of(here, actor)
    assert {"people.people", "people.teams", "schemes.index"} <= set(pages)
    assert seen(pages, WORDS) == set()


def test_finance_reads_no_note(here: WholeWorld) -> None:
    pages = pages_of(here, "fiona")
    assert {"imports.import_files", "studies.agreements"} <= set(pages)
    assert seen(pages, NOTES) == set()


def test_business_support_sees_orders_by_reference_and_nothing_else_of_a_family(here: WholeWorld) -> None:
    pages = pages_of(here, "beth")
    assert {"people.account", "spend.orders", "spend.buy_order"} <= set(pages)
    orders = {(page, word) for page in ("spend.orders", "spend.buy_order") for word in MONEY_WORDS}
    assert seen(pages, WORDS) == orders


def test_auditors_read_the_notes_too_and_change_nothing(here: WholeWorld) -> None:
    assert ("spend.show", "Canarynote") in seen(pages_of(here, "audrey"), NOTES)
    for actor in ("audrey", "oona"):
        done = {endpoint for endpoint, row in TABLE.items() if actor in row.do} - OF_ONESELF - BY_LINK
        changed = set()
        for endpoint in done:
            row = TABLE[endpoint]
            with here.changes() as changes:
                assert here.ask(actor, here.address(row), here.body(row)).status_code == 303
                changed |= changes()
            here.put_back()
        # What was searched for is kept in the session; what was checked or taken away is recorded.
        # A restricted record that they open by a reason says so.
        opened = {"family_reader", "family_reader_details"}
        assert changed <= {"form_key", "audit_record", "audit_chain"} | opened, (actor, done)


def test_words_that_would_be_noticed_are_on_the_pages_of_those_who_may(here: WholeWorld) -> None:
    names = {word for _, word in seen(pages_of(here, "alice"), WORDS)}
    assert {"Okafor", "WM-00", "Canarynote", "Canarypurpose", "Canaryshop", "Canarylimit", "Canarychild"} <= names
    assert not re.search("Lindqvist|EF-00", " ".join(pages_of(here, "alice").values()))

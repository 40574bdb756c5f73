"""What needs doing: questions, holds that ran out, what was declined since last seen; and pages that stay small."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.families.actions import ask_to_reopen
from budgettracker.home.queries.to_do import tasks_of
from budgettracker.spend import actions as spending
from budgettracker.spend.models import Spend
from tests.client import PageClient, Seen
from tests.factories import world as make
from tests.factories.decisions import afternoon
from tests.factories.home import counted, entry
from tests.factories.spend import TODAY, bought, limit
from tests.factories.world import NOON, World
from tests.page import words

KILOBYTE = 1024


@pytest.fixture
def browser(app: Flask, client: PageClient) -> PageClient:
    """A browser on 15 June 2026."""
    app.config["CLOCK"] = afternoon
    return client


def menu(seen: Seen) -> dict[str, str]:
    """The entries of the menu with their counts, as a screen reader says them; those without a count are left out."""
    links = [words(link) for link in seen.page.iter("a") if "service-navigation__link" in (link.get("class") or "")]
    counted_ones = (text.rsplit(" ", 2) for text in links if text.endswith(" waiting"))
    return {name: f"{count} {waiting}" for name, count, waiting in counted_ones}


def mine(browser: PageClient, who: str) -> Seen:
    browser.as_(who)
    return browser.get("/my-families")


def test_a_question_from_a_manager_is_told_with_the_way_to_answer(browser: PageClient, world: World) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 800_00)
    with transaction():
        question = spending.ask_about_spend(world.mary, spend, "Which shop?", on=TODAY, at=NOON)
        change = budgets.propose_limit(world.bob, world.family, world.scheme, 4_000_00, "More", on=TODAY, at=NOON)
        other = budgets.ask_about_limit(world.mary, change, "Why now?", on=TODAY, at=NOON)
    seen = mine(browser, world.alice.email)
    assert "Question Mary Moss asks about £800.00, A washing machine" in seen.text
    assert "Question Mary Moss asks about the limit of £4,000.00" in seen.text
    assert f"/spend/questions/{question.id}" in seen.html
    assert f"/limits/questions/{other.id}" in seen.html
    assert "WM-001" in browser.get("/my-families?show=needs").text
    assert menu(seen) == {"My families": "1 waiting"}, "the family, once"
    assert f"/spend/questions/{question.id}" in browser.get(f"/families/{world.family_id}").html
    seen = mine(browser, world.mary.email)
    assert "asks about" not in seen.text, "not to whoever asked"
    assert menu(seen) == {"Decisions": "2 waiting"}
    assert menu(mine(browser, world.bob.email)) == {}, "nothing for who neither leads nor decides"
    with transaction():
        spending.approve_spend(world.mary, db.session.get_one(Spend, spend.id), on=TODAY, at=NOON)
        budgets.withdraw_limit(world.bob, change, at=NOON)
    seen = mine(browser, world.alice.email)
    assert "asks about" not in seen.text, "what was decided needs no answer"
    assert menu(seen) == {"My families": "1 waiting"}, "what was approved is to be bought"
    assert menu(mine(browser, world.mary.email)) == {}


def test_the_menu_counts_what_waits_for_whoever_looks_with_one_more_question_an_entry(
    browser: PageClient, world: World
) -> None:
    limit(world, 3_000_00)
    with transaction():
        change = budgets.propose_limit(world.mary, world.family, world.scheme, 5_000_00, "More", on=TODAY, at=NOON)
    bought(world.alice, world.family, 800_00)
    bought(world.mary, world.family, 900_00)
    assert menu(mine(browser, world.mary.email)) == {"Decisions": "1 waiting"}, "never what she asked for herself"
    seen = mine(browser, world.sam.email)
    assert menu(seen)["Decisions"] == "3 waiting"
    refused = browser.send(f"/limits/{change.id}/decide", decision="decline", reason="")
    assert (refused.status, menu(refused)["Decisions"]) == (422, "3 waiting")
    assert menu(browser.get("/nowhere")) == {}, "a page of an error asks the database nothing"
    with transaction():
        closed = db.session.get_one(make.Family, world.comparison.id)
        make.ended(closed, TODAY - timedelta(days=1))
        ask_to_reopen(world.alice, closed, "More", on=TODAY, at=NOON)
    assert menu(mine(browser, world.mary.email)) == {"Decisions": "2 waiting"}, "and what needs her hand as the second"
    assert menu(browser.as_(world.adam.email).get("/people")) == {}, "it is not an administrator's to confirm"
    browser.sign_out()
    assert menu(browser.get("/sign-in")) == {}


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_menu_counts_no_receipts_by_walking_all_that_was_bought(browser: PageClient, world: World) -> None:
    """SQLite takes the index that was made last, where it knows no better: only what waits is looked for by its state."""
    rows: list[tuple[str, Any]] = []

    def note(connection: Connection, cursor: Any, statement: str, values: Any, *_: Any) -> None:
        rows.append((statement, values))

    with db.engine.begin() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'ix_spend_state'").scalar_one()
        connection.exec_driver_sql("DROP INDEX ix_spend_state")
        connection.exec_driver_sql(made)
    event.listen(db.engine, "before_cursor_execute", note)
    mine(browser, world.mary.email)
    event.remove(db.engine, "before_cursor_execute", note)
    ((menus, values),) = [each for each in rows if each[0].startswith("SELECT (SELECT count(")]
    with db.engine.connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {menus}", values)]
    by_state = [line for line in plan if "ix_spend_state" in line]
    assert (len(by_state), [line for line in plan if line.startswith("SCAN spend")]) == (1, [])


def test_a_hold_that_ran_out_is_told_until_somebody_decides(app: Flask, browser: PageClient, world: World) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 800_00)
    words = "Hold ran out Keep or withdraw £800.00, A washing machine, held until 27 July 2026"
    app.config["CLOCK"] = lambda: datetime(2026, 7, 27, 12, tzinfo=UTC)
    assert words not in mine(browser, world.alice.email).text
    app.config["CLOCK"] = lambda: datetime(2026, 7, 28, 12, tzinfo=UTC)
    seen = mine(browser, world.bob.email)
    assert words in seen.text
    assert "£800.00 committed" in seen.text
    with transaction():
        spending.keep_hold(world.bob, db.session.get_one(Spend, spend.id), None, on=date(2026, 7, 28), at=NOON)
    assert "Hold ran out" not in browser.get("/my-families").text


def test_what_was_declined_is_told_with_its_reason_until_it_has_been_looked_at(
    browser: PageClient, world: World
) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 800_00)
    mine(browser, world.alice.email)
    browser.get(f"/spend/{spend.id}")
    later = afternoon() + timedelta(minutes=5)
    with transaction():
        spending.decline_spend(world.mary, db.session.get_one(Spend, spend.id), "Ask the charity", on=TODAY, at=later)
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 4_000_00, "More", on=TODAY, at=NOON)
        budgets.decline_limit(world.mary, change, "Half is left", on=TODAY, at=later)
    browser.app.config["CLOCK"] = lambda: later + timedelta(minutes=5)
    seen = mine(browser, world.alice.email)
    assert "Declined £800.00, A washing machine: Ask the charity" in seen.text
    assert "Declined A limit of £4,000.00: Half is left" in seen.text
    assert f"/spend/{spend.id}" in seen.html
    assert "Ask the charity" not in mine(browser, world.bob.email).text, "it was not his"
    mine(browser, world.alice.email)
    browser.get(f"/spend/{spend.id}")
    assert "Ask the charity" not in browser.get("/my-families").text


def test_a_limit_that_was_approved_is_announced_until_the_family_was_looked_at(
    browser: PageClient, world: World
) -> None:
    limit(world, 2_000_00)
    later = afternoon() + timedelta(minutes=5)
    mine(browser, world.alice.email)
    browser.get(f"/families/{world.family_id}")
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 4_000_00, "More", on=TODAY, at=NOON)
        budgets.approve_limit(world.mary, change, on=TODAY, at=later)
    browser.app.config["CLOCK"] = lambda: later + timedelta(minutes=5)
    words = "Approved The limit is £4,000.00 now"
    assert words in mine(browser, world.alice.email).text
    browser.get(f"/families/{world.family_id}")
    assert words not in browser.get("/my-families").text


def test_what_was_paid_first_and_not_accepted_is_told_to_whoever_recorded_it(browser: PageClient, world: World) -> None:
    limit(world, 2_000_00)
    paid_first = (
        bought(world.alice, world.family, 800_00, already_paid=True),
        bought(world.alice, world.family, 700_00, already_paid=True),
    )
    later = afternoon() + timedelta(minutes=5)
    with transaction():
        for spend, accept in zip(paid_first, (False, True), strict=True):
            row = db.session.get_one(Spend, spend.id)
            spending.review_spend(world.mary, row, accept=accept, reason="A loan would do", on=TODAY, at=later)
    browser.app.config["CLOCK"] = lambda: later + timedelta(minutes=5)
    seen = mine(browser, world.alice.email)
    assert "Not accepted £800.00, A washing machine: A loan would do" in seen.text
    assert "£700.00, A washing machine" not in seen.text
    assert "A loan would do" not in mine(browser, world.bob.email).text, "it was not his"


def test_only_money_over_the_limit_is_called_so(browser: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    bought(world.alice, world.family, 600_00, already_paid=True)
    tag = "Above the band Waits for a decision"
    assert tag in (seen := mine(browser, world.alice.email).text)
    assert "Over the limit" not in seen
    bought(world.alice, world.family, 5_000_00, already_paid=True)
    seen = mine(browser, world.alice.email).text
    assert tag in seen
    assert "Over the limit Waits for a decision" in seen


def test_a_long_list_of_things_to_do_is_cut_and_counted(browser: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    spends = [bought(world.alice, world.family, 600_00 + number) for number in range(5)]
    with transaction():
        for spend in spends:
            spending.ask_about_spend(world.mary, spend, "Why?", on=TODAY, at=NOON)
    assert "And 3 more to look at" in mine(browser, world.alice.email).text
    assert browser.get(f"/families/{world.family_id}").text.count("Mary Moss asks about") == 5


def test_lists_of_purchases_and_time_are_whole_in_pages(browser: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    for number in range(18):
        bought(world.alice, world.family, 1_00 + number, bought_on=TODAY - timedelta(days=number))
    with transaction():
        for _ in range(12):
            entry(world, (5, 0, 0), [world.family])
    seen = mine(browser, world.alice.email)
    family = browser.get(f"/families/{world.family_id}")
    assert "All 18 purchases" in family.text
    assert "All 12 entries of time" in family.text
    assert "£1.17" not in family.text
    listed = browser.get(f"/families/{world.family_id}/purchases")
    assert "18 purchases" in listed.text
    assert "£1.17" in listed.text
    assert "All together: £19.53 bought." in listed.text
    assert "1 hour in 12 entries" in browser.get(f"/families/{world.family_id}/time").text
    assert f"/families/{world.family_id}/purchases?show=without-receipt" in seen.html
    assert "18 purchases" in browser.get(f"/families/{world.family_id}/purchases?show=without-receipt").text
    assert "Nothing here" in browser.get(f"/families/{world.family_id}/purchases?show=waiting").text
    assert "18 purchases" in browser.get(f"/families/{world.family_id}/purchases?show=nonsense&page=x").text
    assert "Nothing here" in browser.get(f"/families/{world.family_id}/purchases?page=9").text
    browser.as_(world.carol.email)
    for page in ("purchases", "time"):
        assert browser.get(f"/families/{world.family_id}/{page}").status == 404


def busy(world: World, families: int) -> None:
    """Families that need everything at once, with long words."""
    words = "and a very long description of it " * 5
    with transaction():
        busy_families = [
            make.family(world.team, f"B-{number:03}", f"Busy {number}", world.alice, world.scheme)
            for number in range(families)
        ]
    for family_row in busy_families:
        limit(world, 5_000_00, family_row)
        requests = [bought(world.alice, family_row, 600_00 + number) for number in range(3)]
        declined = bought(world.alice, family_row, 700_00)
        bought(world.bob, family_row, 9_00)
        bought(world.bob, family_row, 4_000_00, already_paid=True)
        with transaction():
            for spend in requests:
                spend.details.bought_what = words[:200]
                spend.details.purpose = words * 9
                spending.ask_about_spend(world.mary, spend, words, on=TODAY, at=NOON)
            requests[0].hold_expires_on = TODAY - timedelta(days=1)
            spending.decline_spend(world.mary, declined, words, on=TODAY, at=NOON)
            budgets.propose_limit(world.alice, family_row, world.scheme, 6_000_00, words, on=TODAY, at=NOON)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_pages_stay_small_and_ask_the_same_few_questions_however_much_there_is(
    browser: PageClient, world: World
) -> None:
    pages = ("/my-families", "/decisions")
    busy(world, 2)
    mine(browser, world.mary.email)
    few = {}
    for page in pages:
        browser.get(page)
        with counted() as sent:
            browser.get(page)
        few[page] = len(sent)
    busy_more = 22
    with transaction():
        for number, family in enumerate(db.session.query(make.Family).filter(make.Family.reference.like("B-%"))):
            family.reference = f"A-{number:03}"
    busy(world, busy_more)
    for page in pages:
        with counted() as sent:
            seen = browser.get(page)
        assert len(sent) == few[page] <= 25, page
        assert len(seen.html.encode()) <= 60 * KILOBYTE, (page, len(seen.html.encode()))
        assert seen.html.count('class="card"') >= 15


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_familys_pages_stay_small_with_hundreds_of_purchases_and_entries(browser: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    words = "a very long description of what it was " * 5
    for number in range(70):
        spend = bought(world.alice, world.family, 1_00 + number)
        with transaction():
            db.session.get_one(Spend, spend.id).details.bought_what = words[:190]
    with transaction():
        for _ in range(120):
            entry(world, (5, 0, 0), [world.family, world.comparison])
    mine(browser, world.alice.email)
    for page in ("", "/purchases", "/time"):
        url = f"/families/{world.family_id}{page}"
        with counted() as sent:
            seen = browser.get(url)
        assert seen.status == 200
        # What follows the answer, the record that it was read, keeps nobody waiting.
        queries = [sql for sql in sent if sql.startswith(("SELECT", "BEGIN")) and "FROM audit_" not in sql]
        assert len(queries) <= 25, page
        assert len(seen.html.encode()) <= 60 * KILOBYTE, (page, len(seen.html.encode()))


def test_tasks_of_no_families_are_none(world: World) -> None:
    assert tasks_of(world.alice, [], TODAY) == {}

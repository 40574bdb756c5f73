"""Decisions waiting: the most urgent first, what a decider weighs, few queries however long the list is."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.decisions.queries.decisions import decisions
from budgettracker.decisions.queries.waiting import waiting_rows
from budgettracker.decisions.views.waiting import SHOWN
from budgettracker.spend import actions as spending
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import who_decides
from tests.client import PageClient
from tests.conftest import ENGINES
from tests.factories.decisions import afternoon, form_of_this_person, over_limit, request_of
from tests.factories.spend import TODAY, bought, limit, spends
from tests.factories.world import NOON, World, family

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_each_line_has_what_a_decider_weighs(mary: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    bought(world.alice, world.family, 100_00)
    request_of(world, 800_00, needed_by=date(2026, 6, 20))
    seen = mary.get("/decisions")
    for words in (
        "1 waits",
        "£800.00",
        "A cooker",
        "WM-001 Okafor",
        "20 June 2026",
        "Alice Archer, 15 June 2026",
        "Meals at home",
        "Over £500.00",
        "£4,900.00 before, £4,100.00 after",
        "1 purchase, £100.00",
        "Mary Moss",
    ):
        assert words in seen.text


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_the_order_is_by_when_needed_then_the_oldest(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    request_of(world, 600_00, "Without a day")
    request_of(world, 601_00, "Later", needed_by=date(2026, 7, 1))
    request_of(world, 602_00, "Sooner", needed_by=date(2026, 6, 16))
    text = mary.get("/decisions").text
    places = [text.index(bought_what) for bought_what in ("Sooner", "Later", "Without a day")]
    assert places == sorted(places)


def test_a_long_list_comes_in_pages_in_one_order_and_says_how_many_wait(mary: PageClient, world: World) -> None:
    limit(world, 10_000_00)
    for number in range(SHOWN + 2):
        request_of(world, 510_00 + number, f"Thing {number:02}", needed_by=date(2026, 7, 31 - number))
    first, second = mary.get("/decisions"), mary.get("/decisions?page=2")
    assert f"{SHOWN + 2} wait" in first.text
    places = [first.text.index(f"Thing {number:02} ") for number in range(SHOWN + 1, 1, -1)]
    assert places == sorted(places)
    assert "Thing 01" not in first.text
    for words in ("Thing 01", "Thing 00"):
        assert words in second.text
    assert "Thing 02" not in second.text


def test_a_long_reason_is_shortened_in_the_list_and_whole_on_its_own_page(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    purchase = spending.Purchase(
        amount_pence=800_00, bought_what="A bed", purpose="word " * 399 + "end", bought_on=TODAY
    )
    with transaction():
        spend = spending.log_spend(world.alice, world.family, purchase, on=TODAY, at=NOON)
    seen = mary.get("/decisions").text
    assert "word word …" in seen
    assert "end" not in seen.split("word …")[0].split("word")[-1]
    assert "word end" in mary.get(f"/spend/{spend.id}/decide").text


def test_a_running_total_says_what_it_comes_to(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    bought(world.alice, world.family, 450_00)
    bought(world.bob, world.family, 400_00)
    request_of(world, 300_00)
    assert "More than £1,000.00 in 30 days: £1,150.00 with this one" in mary.get("/decisions").text


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_a_line_is_approved_or_declined_on_its_own_page(mary: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    first, second = request_of(world, 800_00), request_of(world, 700_00)
    url = f"/spend/{first.id}/decide"
    assert url in mary.get("/decisions").html
    assert "£4,300.00 before, £3,500.00 after" in mary.get(url).text
    decided = mary.send(url, decision="approve").location
    assert decided == f"/spend/{first.id}"
    assert "Go on to the next decision" in mary.get(decided).text
    assert mary.get("/decisions/next").location == f"/spend/{second.id}/decide"
    refused = mary.send(f"/spend/{second.id}/decide", decision="decline")
    assert refused.status == 422
    assert "Say why you decline" in refused.text
    assert mary.send(f"/spend/{second.id}/decide", decision="decline", reason="Try the charity").status == 303
    assert [spend.state for spend in spends()] == [SpendState.APPROVED, SpendState.DECLINED]
    assert "Try the charity" in mary.get(f"/spend/{second.id}").text
    assert "Nothing waits" in mary.get("/decisions").text


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_money_over_the_limit_is_decided_with_a_reason(mary: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = over_limit(world)
    seen = mary.get("/decisions")
    assert "£8,000.00 over the limit: the money has left already" in seen.text
    assert "£1,000.00 before, nothing after and £8,000.00 over the limit" in seen.text
    assert "Had before Nothing yet" in seen.text, "the purchase itself is not counted"
    assert f"tick-{spend.id}" not in seen.html
    url = f"/spend/{spend.id}/review"
    assert "£8,000.00 of this is over the limit" in mary.get(url).text
    assert "Say why" in mary.send(url, decision="accept").text
    above = mary.send(url, decision="accept", reason="The court asked for it")
    assert "£9,000.00 is above what you may decide, which is up to £2,000.00 at once" in above.text
    assert "A senior manager decides it." in above.text
    mary.as_(world.sam.email)
    assert mary.send(url, decision="accept", reason="The court asked for it").status == 303
    assert db.session.get(Spend, spend.id).review == Review.ACCEPTED  # type: ignore[union-attr]
    assert "The court asked for it" in mary.get(f"/spend/{spend.id}").text


def many(world: World, first: int, families: int) -> None:
    """More families, each with two requests, a limit that waits and money over it."""
    with transaction():
        busy = [
            family(world.team, f"F-{n:03}", f"Name {n}", world.alice, world.scheme)
            for n in range(first, first + families)
        ]
    for family_row in busy:
        limit(world, 2_000_00, family_row)
        for pence in (600_00, 650_00):
            bought(world.alice, family_row, pence)
        bought(world.bob, family_row, 900_00, already_paid=True)
        with transaction():
            budgets.propose_limit(world.alice, family_row, world.scheme, 3_000_00, "More", on=TODAY, at=NOON)


def test_the_page_asks_the_database_at_most_25_questions_however_long_the_list_is(
    mary: PageClient, world: World
) -> None:
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def questions() -> int:
        statements.clear()
        assert mary.get("/decisions").status == 200
        return len(statements)

    many(world, 0, 2)
    few = questions()
    many(world, 2, 7)
    assert questions() == few <= 25


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_the_list_agrees_with_each_purchases_own_page(app: Flask, world: World) -> None:
    """The sums of the list come from one question for all; they say the same as the question asked for one."""
    limit(world, 9_000_00)
    for pence in (400_00, 450_00, 600_00, 2_100_00):
        bought(world.alice, world.family, pence)
    bought(world.mary, world.family, 300_00)
    rows, total = waiting_rows(world.sam, TODAY, 1, 50)
    assert len(rows) == total == 3
    for line, row in zip(decisions(world.sam, rows, TODAY), rows, strict=True):
        assert isinstance(row, Spend)
        assert row.period is not None
        way, people = who_decides(row, row.period, TODAY)
        assert line.people == tuple(person.words for person in people)
        assert (line.not_mine is None) == (not way.roles or "senior_manager" in way.roles)


@pytest.mark.parametrize("who", ["alice", "audrey", "fiona", "adam", "eve"])
def test_only_those_who_decide_see_decisions(app: Flask, client: PageClient, world: World, who: str) -> None:
    app.config["CLOCK"] = afternoon
    limit(world, 9_000_00)
    spend = request_of(world, 600_00)
    client.sign_in(getattr(world, who).email)
    token = client.get("/account").form()["csrf_token"]
    assert client.get("/decisions").status == 403
    data = {"csrf_token": token, "form_key": "k", "ticked": f"request-{spend.id}", "decision": "approve"}
    assert client.post("/decisions", data).status == 403
    assert client.post(f"/spend/{spend.id}/decide", data).status == 403
    db.session.refresh(spend)
    assert spend.state == SpendState.REQUESTED


def test_another_teams_manager_sees_and_decides_nothing(app: Flask, client: PageClient, world: World) -> None:
    from budgettracker.access import Role
    from tests.factories.world import person

    app.config["CLOCK"] = afternoon
    limit(world, 9_000_00)
    spend = request_of(world, 600_00)
    with transaction():
        other = person(world.authority, "Olga Other", Role.MANAGER, teams=(world.other_team,))
    client.as_(other.email)
    assert "Nothing waits" in client.get("/decisions").text
    assert client.get(f"/spend/{spend.id}/decide").status == 404
    sent = client.post("/decisions", {**form_of_this_person(client), "ticked": f"request-{spend.id}"})
    assert "Nothing was approved" in client.get(sent.location).text
    db.session.refresh(spend)
    assert spend.state == SpendState.REQUESTED


def test_margins_that_were_used_are_listed_by_month(mary: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    for paid in (520_00, 600_00):
        spend = request_of(world, 501_00)
        with transaction():
            spending.approve_spend(world.mary, spend, on=TODAY, at=NOON)
            spending.record_purchase(world.alice, spend, paid, TODAY, on=TODAY, at=NOON)
    seen = mary.get("/decisions/margins")
    for words in ("Margins used in June 2026", "£501.00", "£520.00", "£19.00", "Mary Moss"):
        assert words in seen.text, words
    assert "£600.00" not in seen.text, "what is beyond the margin waits for a decision"
    assert "No margin was used" in mary.get("/decisions/margins?month=2026-05").text

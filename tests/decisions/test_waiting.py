"""Decisions waiting: the most urgent first, what a decider weighs, several at once, few questions to the database."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db, transaction
from budgettracker.decisions.queries.decisions import decisions
from budgettracker.decisions.queries.waiting import waiting_rows
from budgettracker.decisions.views import SHOWN
from budgettracker.spend import actions as spending
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import who_decides
from tests.client import PageClient
from tests.spend.steps import TODAY, bought, limit, spends
from tests.world import NOON, World, family


def afternoon() -> datetime:
    """The clock of the pages: later than everything the tests did before."""
    return NOON + timedelta(hours=2)


@pytest.fixture
def mary(app: Flask, client: PageClient, world: World) -> PageClient:
    """The manager's browser."""
    app.config["CLOCK"] = afternoon
    client.as_(world.mary.email)
    return client


def asked(world: World, pence: int, what: str = "A cooker", **more: object) -> Spend:
    said = spending.Purchase(
        amount_pence=pence, bought_what=what, purpose="Meals at home", bought_on=TODAY, **more  # type: ignore[arg-type]
    )  # fmt: skip
    with transaction():
        return spending.log_spend(world.alice, world.family, said, on=TODAY, at=NOON)


def proposed(world: World, pence: int, reason: str = "A new home") -> LimitChange:
    with transaction():
        return budgets.propose_limit(world.alice, world.family, world.scheme, pence, reason, on=TODAY, at=NOON)


def over_limit(world: World) -> Spend:
    return bought(world.bob, world.family, 9_000_00, already_paid=True)


def test_each_line_has_what_a_decider_weighs(mary: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    bought(world.alice, world.family, 100_00)
    asked(world, 800_00, needed_by=date(2026, 6, 20))
    seen = mary.get("/decisions")
    for words in (
        "1 waits", "£800.00", "A cooker", "WM-001 Okafor", "20 June 2026", "Alice Archer, 15 June 2026",
        "Meals at home", "Over £500.00", "£4,900.00 before, £4,100.00 after", "1 purchase, £100.00", "Mary Moss",
    ):  # fmt: skip
        assert words in seen.text


def test_the_order_is_by_when_needed_then_the_oldest(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    asked(world, 600_00, "Without a day")
    asked(world, 601_00, "Later", needed_by=date(2026, 7, 1))
    asked(world, 602_00, "Sooner", needed_by=date(2026, 6, 16))
    text = mary.get("/decisions").text
    places = [text.index(what) for what in ("Sooner", "Later", "Without a day")]
    assert places == sorted(places)


def test_a_long_list_comes_in_pages_in_one_order_and_says_how_many_wait(mary: PageClient, world: World) -> None:
    limit(world, 10_000_00)
    for number in range(SHOWN + 2):
        asked(world, 510_00 + number, f"Thing {number:02}", needed_by=date(2026, 7, 31 - number))
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
    said = spending.Purchase(amount_pence=800_00, bought_what="A bed", purpose="word " * 399 + "end", bought_on=TODAY)
    with transaction():
        spend = spending.log_spend(world.alice, world.family, said, on=TODAY, at=NOON)
    seen = mary.get("/decisions").text
    assert "word word …" in seen
    assert "end" not in seen.split("word …")[0].split("word")[-1]
    assert "word end" in mary.get(f"/spend/{spend.id}/decide").text


def test_a_running_total_says_what_it_comes_to(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    bought(world.alice, world.family, 450_00)
    bought(world.bob, world.family, 400_00)
    asked(world, 300_00)
    assert "More than £1,000.00 in 30 days: £1,150.00 with this one" in mary.get("/decisions").text


def test_a_line_is_approved_or_declined_on_its_own_page(mary: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    first, second = asked(world, 800_00), asked(world, 700_00)
    url = f"/spend/{first.id}/decide"
    assert url in mary.get("/decisions").html
    assert "£4,300.00 before, £3,500.00 after" in mary.get(url).text
    assert mary.send(url, decision="approve").location == f"/spend/{first.id}"
    refused = mary.send(f"/spend/{second.id}/decide", decision="decline")
    assert refused.status == 422
    assert "Say why you decline" in refused.text
    assert mary.send(f"/spend/{second.id}/decide", decision="decline", reason="Try the charity").status == 303
    assert [spend.state for spend in spends()] == [SpendState.APPROVED, SpendState.DECLINED]
    assert "Try the charity" in mary.get(f"/spend/{second.id}").text
    assert "Nothing waits" in mary.get("/decisions").text


def test_several_at_once_skip_and_name_those_one_may_not_approve(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    fine, large, gone = (
        asked(world, 600_00, "A bed"),
        asked(world, 2_500_00, "A deposit"),
        asked(world, 650_00, "A sofa"),
    )
    own = bought(world.mary, world.family, 700_00)
    form = mary.get("/decisions").form()
    with transaction():
        spending.withdraw_spend(world.alice, gone, at=NOON)
    ticked = [f"request-{spend.id}" for spend in (fine, large, gone, own)]
    sent = mary.post("/decisions", {**form, "ticked": ticked})
    assert sent.status == 303
    assert len(sent.location) < 500
    seen = mary.get(sent.location)
    for words in (
        "1 approved", "£600.00, A bed, for WM-001 Okafor",
        "£2,500.00, A deposit, for WM-001 Okafor. This is above what you may decide. A senior manager decides it.",
        "£650.00, A sofa, for WM-001 Okafor. This has been withdrawn already.",
        "This is your own request, so somebody else decides it.",
    ):  # fmt: skip
        assert words in seen.text
    states = {spend.details.bought_what: spend.state for spend in spends()}
    assert states == {
        "A bed": "approved", "A deposit": "requested", "A sofa": "withdrawn", "A washing machine": "requested",
    }  # fmt: skip


def test_several_at_once_sent_again_is_one_decision_with_the_same_answer(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    spend = asked(world, 600_00)
    data = {**mary.get("/decisions").form(), "ticked": f"request-{spend.id}"}
    first, again = mary.post("/decisions", data), mary.post("/decisions", data)
    assert first.location == again.location
    assert mary.post("/decisions", {**data, "ticked": f"limit-{spend.id}"}).status == 409


def test_limits_are_approved_with_the_others_and_those_above_the_cap_are_named(
    app: Flask, client: PageClient, world: World
) -> None:
    app.config["CLOCK"] = afternoon
    limit(world, 1_000_00)
    with transaction():
        second = family(world.team, "WM-003", "Sato", world.alice, world.scheme)
    change = proposed(world, 2_000_00)
    with transaction():
        above = budgets.propose_limit(world.alice, second, world.scheme, 12_000_00, "Court", on=TODAY, at=NOON)
    client.as_(world.sam.email)
    seen = client.get("/decisions")
    for words in ("A limit of £2,000.00, £1,000.00 until now", "£1,000.00 before, £2,000.00 after", "above the cap"):
        assert words in seen.text
    sent = client.post("/decisions", {**seen.form(), "ticked": [f"limit-{change.id}", f"limit-{above.id}"]})
    text = client.get(sent.location).text
    assert "A limit of £2,000.00 for WM-001 Okafor" in text
    assert "A limit of £12,000.00 for WM-003 Sato. It needs a reason" in text
    assert db.session.get(LimitChange, change.id).state == "approved"  # type: ignore[union-attr]
    assert db.session.get(LimitChange, above.id).state == "requested"  # type: ignore[union-attr]


def test_nothing_ticked_is_said_in_words(mary: PageClient, world: World) -> None:
    limit(world, 9_000_00)
    asked(world, 600_00)
    sent = mary.send("/decisions")
    assert sent.status == 422
    assert "Tick what you approve" in sent.text


@pytest.mark.parametrize("tick", ["", "nonsense", "request-nonsense", "review-x", "request-" + "0" * 32])
def test_ticks_that_mean_nothing_change_nothing(mary: PageClient, world: World, tick: str) -> None:
    limit(world, 9_000_00)
    spend = asked(world, 600_00)
    sent = mary.post("/decisions", {**mary.get("/decisions").form(), "ticked": ["x", tick]})
    assert sent.status == 303
    assert "Nothing was approved" in mary.get(sent.location).text
    db.session.refresh(spend)
    assert spend.state == SpendState.REQUESTED


@pytest.mark.parametrize("asked_for", ["", "?at=x", "?at=9999999999999999&left=", "?left=zzz.r.l!!.r" + "A" * 22])
def test_a_made_up_address_of_the_result_page_says_nothing(mary: PageClient, world: World, asked_for: str) -> None:
    assert "Nothing was approved" in mary.get(f"/decisions/approved{asked_for}").text


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
    assert mary.send(url, decision="accept", reason="The court asked for it").status == 303
    assert db.session.get(Spend, spend.id).review == Review.ACCEPTED  # type: ignore[union-attr]
    assert "The court asked for it" in mary.get(f"/spend/{spend.id}").text


def many(world: World, first: int, families: int) -> None:
    """More families, each with two requests, a limit that waits and money over it."""
    with transaction():
        made = [
            family(world.team, f"F-{n:03}", f"Name {n}", world.alice, world.scheme)
            for n in range(first, first + families)
        ]
    for each in made:
        limit(world, 2_000_00, each)
        for pence in (600_00, 650_00):
            bought(world.alice, each, pence)
        bought(world.bob, each, 900_00, already_paid=True)
        with transaction():
            budgets.propose_limit(world.alice, each, world.scheme, 3_000_00, "More", on=TODAY, at=NOON)


def test_the_page_asks_the_database_at_most_25_questions_however_long_the_list_is(
    mary: PageClient, world: World
) -> None:
    found: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: found.append(args[2]))

    def questions() -> int:
        found.clear()
        assert mary.get("/decisions").status == 200
        return len(found)

    many(world, 0, 2)
    few = questions()
    many(world, 2, 7)
    assert questions() == few <= 25


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
        assert line.people == tuple(person.name for person in people)
        assert (line.not_mine is None) == (not way.roles or "senior_manager" in way.roles)


@pytest.mark.parametrize("who", ["alice", "audrey", "fiona", "adam", "eve"])
def test_only_those_who_decide_see_decisions(app: Flask, client: PageClient, world: World, who: str) -> None:
    app.config["CLOCK"] = afternoon
    limit(world, 9_000_00)
    spend = asked(world, 600_00)
    client.as_(getattr(world, who).email)
    token = client.get("/account").form()["csrf_token"]
    assert client.get("/decisions").status == 403
    data = {"csrf_token": token, "form_key": "k", "ticked": f"request-{spend.id}", "decision": "approve"}
    assert client.post("/decisions", data).status == 403
    assert client.post(f"/spend/{spend.id}/decide", data).status == 403
    db.session.refresh(spend)
    assert spend.state == SpendState.REQUESTED


def test_another_teams_manager_sees_and_decides_nothing(app: Flask, client: PageClient, world: World) -> None:
    from budgettracker.access import Role
    from tests.world import person

    app.config["CLOCK"] = afternoon
    limit(world, 9_000_00)
    spend = asked(world, 600_00)
    with transaction():
        other = person(world.authority, "Olga Other", Role.MANAGER, teams=(world.other_team,))
    client.as_(other.email)
    assert "Nothing waits" in client.get("/decisions").text
    assert client.get(f"/spend/{spend.id}/decide").status == 404
    sent = client.post("/decisions", {**fields(client), "ticked": f"request-{spend.id}"})
    assert "Nothing was approved" in client.get(sent.location).text
    db.session.refresh(spend)
    assert spend.state == SpendState.REQUESTED


def fields(client: PageClient) -> dict[str, str]:
    """Token and key from a page with a form of the same person."""
    return {"csrf_token": client.get("/account").form()["csrf_token"], "form_key": "made-up"}

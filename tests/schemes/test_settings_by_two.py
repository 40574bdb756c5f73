"""The margin, the cap and the bands for other help: what loosens takes two, what tightens one, and each day has its own."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.margins import USUAL_MARGIN, Margin
from budgettracker.people.models import Authority
from budgettracker.schemes import actions, queries
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import LADDER, Bounds
from budgettracker.spend import actions as spends
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.rules import Purchase
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.spend import bought, limit
from tests.factories.world import NOON, World, family

WORKER, MANAGER, SENIOR = LADDER
TODAY = NOON.date()
TOMORROW, LATER = TODAY + timedelta(days=1), NOON + timedelta(days=1)
FROM_TOMORROW = {"starts_on-day": "16", "starts_on-month": "6", "starts_on-year": "2026"}


@pytest.fixture
def live(app: Flask, world: World) -> Scheme:
    at(app, NOON)
    go_live(world)
    return db.session.get_one(Scheme, world.scheme.id)


def bands(single: int, running: int, manager: int | None = 5_000_00) -> list[Bounds]:
    """Bands for other help: the worker's, the manager's, a senior manager without a bound."""
    return [
        Bounds(WORKER, single, running, 30),
        Bounds(MANAGER, manager, None, None),
        Bounds(SENIOR, None, None, None),
    ]


def test_a_margin_is_tightened_alone_and_loosened_by_two(app: Flask, live: Scheme, world: World) -> None:
    adam, sam = browser(app, world.adam), browser(app, world.sam)
    assert "up to 10% and at most £25.00" in adam.get(f"/schemes/{live.id}").text
    tight = adam.send(f"/schemes/{live.id}/margin", percent="5", most="10", **FROM_TOMORROW)
    assert tight.location.endswith("banner=margin")
    assert [queries.margin_on(live.id, day) for day in (TODAY, TOMORROW)] == [USUAL_MARGIN, Margin(5, 10_00)]
    wide = adam.send(f"/schemes/{live.id}/margin", percent="5", most="10.01", **FROM_TOMORROW)
    assert wide.location.startswith("/confirmations/")
    assert queries.margin_on(live.id, TOMORROW) == Margin(5, 10_00)
    assert adam.send(wide.location, decision="confirm").status == 422
    assert "up to 5% and at most £10.00" in sam.get(wide.location).text
    assert sam.send(wide.location, decision="confirm").status == 303
    assert queries.margin_on(live.id, TOMORROW) == Margin(5, 10_01)
    shown = adam.get(f"/history/scheme/{live.id}").text
    assert "changed the price margin" in shown
    assert "up to 5% and at most £10.01" in shown
    with transaction(), pytest.raises(Refusal, match="takes a senior manager"):
        actions.change_margin(world.adam, live, Margin(50, 100_00), TOMORROW, on=TODAY, at=NOON)
    assert "From 16 June 2026: up to 5% and at most £10.01" in adam.get(f"/schemes/{live.id}").text
    for percent, most, words in (("101", "1", "from 0 to 100"), ("", "1", "Enter a number"), ("5", "-1", "amount")):
        wrong = adam.send(f"/schemes/{live.id}/margin", percent=percent, most=most, **FROM_TOMORROW)
        assert wrong.status == 422
        assert words in wrong.text


def test_a_planned_tightening_is_not_undone_by_one_person(live: Scheme, world: World) -> None:
    """Less is planned for July; something for June that would take July's away is looser on that day."""
    july = TODAY.replace(month=7, day=1)
    with transaction():
        actions.change_margin(world.adam, live, Margin(1, 1_00), july, on=TODAY, at=NOON)
        actions.change_other_help(world.adam, world.authority, bands(50_00, 50_00), july, on=TODAY, at=NOON)
    with transaction():
        margin = actions.ask_for_margin(world.adam, live, Margin(9, 20_00), TOMORROW, on=TODAY, at=NOON)
        help_bands = actions.ask_for_other_help(
            world.adam, world.authority, bands(400_00, 400_00), TOMORROW, on=TODAY, at=NOON
        )
    assert margin is not None
    assert help_bands is not None
    assert queries.margin_on(live.id, july) == Margin(1, 1_00)
    with transaction():
        confirm(world.sam, margin, on=TODAY, at=NOON)
    assert queries.margin_on(live.id, july) == Margin(9, 20_00)


def test_the_margin_of_a_scheme_judges_its_prices(live: Scheme, world: World) -> None:
    of = db.session.get_one(Family, world.family_id)
    limit(world, 5_000_00)
    with transaction():
        actions.change_margin(world.adam, live, Margin(0, 0), TOMORROW, on=TODAY, at=NOON)
    for day, moment, review in ((TODAY, NOON, Review.NONE), (TOMORROW, LATER, Review.OPEN)):
        request = bought(world.alice, of, 600_00)
        with transaction():
            spends.approve_spend(world.mary, request, on=day, at=moment)
            spends.record_purchase(world.alice, request, 600_01, day, on=day, at=moment)
        assert request.review == review


def test_a_cap_is_lowered_alone_and_raised_by_two_and_budgets_follow(app: Flask, live: Scheme, world: World) -> None:
    with transaction():
        high, low = (family(world.team, f"WM-05{number}", f"Amber{number}", world.bob, live) for number in (1, 2))
        for of, pence in ((high, 8_000_00), (low, 3_000_00)):
            limit = budgets.propose_limit(world.alice, of, live, pence, "Help", on=TODAY, at=NOON)
            budgets.approve_limit(world.mary, limit, on=TODAY, at=NOON)
    adam, sam = browser(app, world.adam), browser(app, world.sam)
    assert adam.send(f"/schemes/{live.id}/cap", cap="6000").location.endswith("banner=cap")
    caps = select(BudgetPeriod.limit_pence, BudgetPeriod.cap_pence).order_by(BudgetPeriod.limit_pence)
    assert [tuple(row) for row in db.session.execute(caps)] == [(3_000_00, 6_000_00), (8_000_00, 8_000_00)]
    with transaction():
        more = budgets.propose_limit(world.alice, high, live, 8_500_00, "More", on=TODAY, at=NOON)
        with pytest.raises(Refusal, match="Only a senior manager"):
            budgets.approve_limit(world.mary, more, on=TODAY, at=NOON)
    wide = adam.send(f"/schemes/{live.id}/cap", cap="")
    assert wide.location.startswith("/confirmations/")
    assert browser(app, world.mary).get(wide.location).status == 404
    assert "none stated" in sam.get(wide.location).text
    assert sam.send(wide.location, decision="confirm").status == 303
    db.session.rollback()
    assert [tuple(row) for row in db.session.execute(caps)] == [(3_000_00, None), (8_000_00, None)]
    with transaction():
        budgets.approve_limit(world.mary, more, on=TODAY, at=NOON)
    assert adam.send(f"/schemes/{live.id}/cap", cap="").text.count("There is no cap now") >= 1
    assert "changed the cap" in adam.get(f"/history/scheme/{live.id}").text
    with transaction():
        budgets.change_cap(world.adam, live, 9_000_00, on=TODAY, at=NOON)
        request = budgets.ask_for_cap(world.adam, live, 9_500_00, on=TODAY, at=NOON)
        budgets.change_cap(world.adam, live, 8_900_00, on=TODAY, at=NOON)
    assert request is not None
    with transaction(), pytest.raises(Refusal, match="changed since"):
        confirm(world.sam, request, on=TODAY, at=NOON)
    with transaction(), pytest.raises(Refusal, match="takes a senior manager"):
        budgets.change_cap(world.adam, live, None, on=TODAY, at=NOON)


def purchase_of(pence: int, **more: Any) -> Purchase:
    return Purchase(amount_pence=pence, bought_what="A cooker", bought_on=TOMORROW, **more)


def test_the_authoritys_bands_for_other_help(app: Flask, live: Scheme, world: World) -> None:
    adam, sam = browser(app, world.adam), browser(app, world.sam)
    assert "Up to £500.00 for one purchase, and up to £1,000.00 in 30 days" in adam.get("/other-help").text
    loose = adam.send(
        "/other-help/change",
        practitioner_single="700",
        practitioner_running="700",
        practitioner_window="30",
        **FROM_TOMORROW,
    )
    assert loose.location.startswith("/confirmations/")
    assert queries.other_help_on(world.authority.id, TOMORROW)[WORKER].single_pence == 500_00
    assert sam.send(loose.location, decision="confirm").status == 303
    tighter = {"practitioner_single": "600", "practitioner_running": "600", "manager_single": "2000"}
    assert adam.send("/other-help/change", **tighter, **FROM_TOMORROW).location.endswith("banner=1")
    unbounded = {"practitioner_decides": "anything"}, {"practitioner_running": "", "practitioner_window": ""}
    for typed in unbounded:
        wrong = adam.send("/other-help/change", **typed, **FROM_TOMORROW)
        assert wrong.status == 422
        assert "No budget bounds other help" in wrong.text
    comparison, on = db.session.get_one(Family, world.comparison.id), TOMORROW
    with transaction():
        within = spends.log_other_help(world.alice, comparison, purchase_of(550_00), on=on, at=LATER)
        above = spends.log_other_help(world.alice, comparison, purchase_of(60_00), on=on, at=LATER)
        gone = spends.log_other_help(world.alice, comparison, purchase_of(3_000_00, already_paid=True), on=on, at=LATER)
    assert (within.state, within.decided_as, above.state) == (SpendState.BOUGHT, WORKER, SpendState.REQUESTED)
    with transaction(), pytest.raises(Refusal, match="A senior manager decides it"):
        spends.review_spend(world.mary, gone, accept=True, reason="Seen", on=on, at=LATER)
    shown = adam.get(f"/history/other_help/{world.authority.id}").text
    assert "changed who may decide other help" in shown
    assert "Sam Stone" in shown
    assert "Adam Able" in shown
    elsewhere = db.session.get_one(Authority, world.elsewhere.id)
    assert adam.get(f"/history/other_help/{elsewhere.id}").status == 404
    assert faults() == []


def test_check_books_judges_other_help_by_the_bands_of_its_day(live: Scheme, world: World) -> None:
    comparison = db.session.get_one(Family, world.comparison.id)
    with transaction():
        paid = spends.log_other_help(world.alice, comparison, purchase_of(450_00), on=TOMORROW, at=LATER)
    assert faults() == []
    with transaction():
        actions.change_other_help(None, world.authority, bands(400_00, 400_00), TOMORROW, on=TODAY, at=NOON)
    (fault,) = faults()
    assert (fault.id, fault.words) == (paid.id, "it is above the band of a practitioner")


def test_the_smallest_authority_is_told_what_to_do(app: Flask, live: Scheme, world: World) -> None:
    """One administrator and a senior manager on leave: what loosens waits, and the page says how to go on."""
    suspend_all(world.sam)
    adam = browser(app, world.adam)
    for page, typed in (
        (f"/schemes/{live.id}/margin", {"percent": "20", "most": "50", **FROM_TOMORROW}),
        (f"/schemes/{live.id}/cap", {"cap": "20000"}),
        ("/other-help/change", {"practitioner_single": "600", **FROM_TOMORROW}),
    ):
        waits = adam.send(page, **typed)
        assert "cover of the one who is away" in adam.get(waits.location).text
    kinds = set(db.session.scalars(select(Confirmation.kind)))
    assert kinds == {"margin", "cap", "other_help"}
    deeds = set(db.session.scalars(select(AuditRecord.deed)))
    assert not deeds & {Deed.SCHEME_MARGIN_CHANGED, Deed.SCHEME_CAP_CHANGED, Deed.OTHER_HELP_BANDS_CHANGED}
    assert Role.SENIOR_MANAGER not in world.adam.roles_on(TODAY)

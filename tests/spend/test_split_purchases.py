"""One purchase cut into parts: together they pass the running line, so the part that passes it goes to a manager."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.money import pounds
from budgettracker.schemes.models import Scheme
from budgettracker.spend.actions import Purchase, approve_spend, log_spend, review_spend
from budgettracker.spend.kinds import Route, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import spends_of
from tests.client import PageClient
from tests.factories.spend import filled
from tests.factories.world import World, family, scheme

LINE, WINDOW = 600_00, 7
PARTS = (2, 3, 5, 10)
BEFORE_MIDNIGHT, AFTER_MIDNIGHT = datetime(2026, 6, 15, 22, 58, tzinfo=UTC), datetime(2026, 6, 15, 23, 2, tzinfo=UTC)
"""British summer time: 23:58 on 15 June and 00:02 on 16 June."""


class Team:
    """Alice and Bob, each at a browser, with a family whose scheme has a running line of £600.00 in 7 days."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.moment = BEFORE_MIDNIGHT
        app.config["CLOCK"] = lambda: self.moment
        self.people = [PageClient(app), PageClient(app)]
        for browser, who in zip(self.people, (world.alice, world.bob), strict=True):
            browser.as_(who.email)
        with transaction():
            self.scheme = scheme(world.authority, "Lines", running_pence=LINE, window_days=WINDOW)
            self.family = self.another("L-001", self.scheme)

    def another(self, reference: str, of: Scheme) -> Family:
        """A family with a limit."""
        made = family(self.world.team, reference, "Lines", None, of)
        change = budgets.propose_limit(self.world.alice, made, of, 5_000_00, "x", on=date(2026, 6, 15), at=self.moment)
        budgets.approve_limit(self.world.mary, change, on=date(2026, 6, 15), at=self.moment)
        return made

    def log(self, who: int, pence: int, bought_on: date | None = None, of: Family | None = None) -> None:
        """Send *Log spend* with today's date as the page fills it in, or another one."""
        url = f"/families/{(of or self.family).id}/spend/new"
        day = (
            {}
            if bought_on is None
            else {
                "bought_on-day": str(bought_on.day),
                "bought_on-month": str(bought_on.month),
                "bought_on-year": str(bought_on.year),
            }
        )
        category = str(self.scheme.categories[0].id)
        sent = self.people[who].post(
            url, filled(self.people[who].get(url).form(), pounds(pence), category=category, **day)
        )
        assert sent.status == 303, sent.text


@pytest.fixture
def team(app: Flask, world: World) -> Team:
    """The two of them."""
    return Team(app, world)


def hints_of(of: Family) -> list[Spend]:
    """The family's purchases in the order they were logged."""
    db.session.rollback()
    return sorted(spends_of(of.id), key=lambda spend: spend.id)


def cut(parts: int) -> list[int]:
    """Just over the line in so many parts, each of them under it."""
    each = LINE // parts
    return [each] * (parts - 1) + [LINE - each * (parts - 1) + 1]


@pytest.mark.pages
@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("how", ["one worker", "two workers", "across midnight"])
def test_the_part_that_passes_the_line_is_routed_to_a_manager(team: Team, parts: int, how: str) -> None:
    for number, pence in enumerate(cut(parts)):
        if how == "across midnight" and number == parts - 1:
            team.moment = AFTER_MIDNIGHT
        team.log(0 if how == "one worker" else number % 2, pence)
    *first, last = hints_of(team.family)
    assert {spend.state for spend in first} == {SpendState.BOUGHT}
    assert sum(spend.paid_pence or 0 for spend in first) <= LINE
    assert (last.state, last.route) == (SpendState.REQUESTED, Route.RUNNING)
    if how == "across midnight":
        assert [first[-1].bought_on, last.asked_on] == [date(2026, 6, 15), date(2026, 6, 16)]
    # A penny less would have been the worker's own to decide.
    with transaction():
        twin = team.another("L-002", team.scheme)
    for number, pence in enumerate([*cut(parts)[:-1], cut(parts)[-1] - 1]):
        team.log(number % 2, pence, of=twin)
    assert {spend.state for spend in hints_of(twin)} == {SpendState.BOUGHT}


@pytest.mark.pages
@pytest.mark.parametrize("parts", PARTS)
def test_parts_told_on_other_days_count_by_their_day_and_only_within_the_window(team: Team, parts: int) -> None:
    today = date(2026, 6, 15)
    for number, pence in enumerate(cut(parts)[:-1]):
        team.log(number % 2, pence, today - timedelta(days=min(number, WINDOW - 1)))
    team.log(0, cut(parts)[-1], today)
    assert hints_of(team.family)[-1].route == Route.RUNNING
    with transaction():
        twin = team.another("L-002", team.scheme)
    for number, pence in enumerate(cut(parts)[:-1]):
        team.log(number % 2, pence, today - timedelta(days=WINDOW + number), of=twin)
    team.log(0, cut(parts)[-1], today, of=twin)
    assert hints_of(twin)[-1].state == SpendState.BOUGHT


@pytest.mark.parametrize("parts", PARTS)
def test_parts_told_newest_first_are_routed_just_the_same(team: Team, parts: int) -> None:
    today = date(2026, 6, 15)
    with transaction():
        twin = team.another("L-002", team.scheme)
    days = [today - timedelta(days=number * (WINDOW - 1) // (parts - 1)) for number in range(parts)]
    assert (days[0] - days[-1]).days == WINDOW - 1
    for of, answer in ((team.family, days), (twin, days[::-1])):
        for number, (pence, day) in enumerate(zip(cut(parts), answer, strict=True)):
            team.log(number % 2, pence, day, of=of)
        *first, last = hints_of(of)
        assert {spend.state for spend in first} == {SpendState.BOUGHT}
        assert (last.state, last.route) == (SpendState.REQUESTED, Route.RUNNING)


def test_what_lies_before_and_after_is_not_added_up_where_no_one_window_holds_both(team: Team) -> None:
    today = date(2026, 6, 15)
    middle = today - timedelta(days=WINDOW - 1)
    for number, day in enumerate((today, middle - timedelta(days=1), middle)):
        team.log(number % 2, LINE // 2, day)
    assert {spend.state for spend in hints_of(team.family)} == {SpendState.BOUGHT}
    team.log(0, 1, middle)
    assert hints_of(team.family)[-1].route == Route.RUNNING


def test_what_a_manager_decides_or_has_to_counts_in_no_workers_total(team: Team) -> None:
    team.log(0, 550_00)
    answer = hints_of(team.family)[0]
    assert (answer.state, answer.route) == (SpendState.REQUESTED, Route.SINGLE)
    team.log(1, 60_00)
    assert hints_of(team.family)[1].state == SpendState.BOUGHT, "a request counts when it is judged itself"
    with transaction():
        approve_spend(team.world.mary, answer, on=date(2026, 6, 15), at=team.moment)
    for pence in (LINE - 60_00) // 2, (LINE - 60_00) // 2:
        team.log(1, pence)
        assert hints_of(team.family)[-1].state == SpendState.BOUGHT, "the approved one sends no bus fare to the manager"
    team.log(0, 1)
    assert hints_of(team.family)[-1].route == Route.RUNNING


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_paid_counts_in_every_total_until_a_manager_accepts_it(team: Team, accepted: bool) -> None:
    today = date(2026, 6, 15)
    purchase = Purchase(amount_pence=550_00, bought_what="It", bought_on=today, already_paid=True)
    with transaction():
        paid = log_spend(team.world.alice, team.family, purchase, on=today, at=team.moment)
    team.log(1, 60_00)
    assert hints_of(team.family)[-1].state == SpendState.REQUESTED
    with transaction():
        review_spend(team.world.mary, paid, accept=accepted, reason="Seen", on=today, at=team.moment)
    team.log(1, 60_00)
    assert hints_of(team.family)[-1].state == (SpendState.BOUGHT if accepted else SpendState.REQUESTED)

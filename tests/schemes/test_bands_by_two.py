"""Looser bands take an administrator and a senior manager; tighter ones the administrator alone."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.confirmations import actions as confirmations
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import cases_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.schemes import actions, queries
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import LADDER, Bounds, loosens, may_decide
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.world import NOON, World

WORKER, MANAGER, SENIOR = LADDER
TODAY = NOON.date()
TOMORROW = TODAY + timedelta(days=1)
STANDING = [
    Bounds(WORKER, 500_00, 1_000_00, 30),
    Bounds(MANAGER, 2_000_00, None, None),
    Bounds(SENIOR, None, None, None),
]


@pytest.fixture
def live(app: Flask, world: World) -> Scheme:
    at(app, NOON)
    go_live(world)
    return db.session.get_one(Scheme, world.scheme.id)


def bands(*first: Bounds) -> list[Bounds]:
    """The standing bands with those of some roles replaced."""
    return [*first, *(band for band in STANDING if band.role not in {each.role for each in first})]


LOOSER = {
    "a larger purchase": bands(Bounds(WORKER, 500_01, 1_000_00, 30)),
    "a larger total": bands(Bounds(WORKER, 500_00, 1_000_01, 30)),
    "a shorter window": bands(Bounds(WORKER, 500_00, 1_000_00, 29)),
    "no bound for one purchase": bands(Bounds(WORKER, None, 1_000_00, 30)),
    "no total": bands(Bounds(WORKER, 500_00, None, None)),
    "nobody above the manager": [STANDING[0], Bounds(MANAGER, None, None, None)],
    "only the worker's band": [STANDING[0]],
}
TIGHTER = {
    "the same": STANDING,
    "less": bands(Bounds(WORKER, 50_00, 100_00, 30)),
    "a longer window": bands(Bounds(WORKER, 500_00, 1_000_00, 60)),
    "no band for the worker": STANDING[1:],
    "no band for the manager": [STANDING[0], STANDING[2]],
}


@pytest.mark.parametrize("after", LOOSER.values(), ids=LOOSER)
def test_looser_bands_are_known(after: list[Bounds]) -> None:
    assert loosens(STANDING, after)


@pytest.mark.parametrize("after", TIGHTER.values(), ids=TIGHTER)
def test_tighter_bands_are_known(after: list[Bounds]) -> None:
    assert not loosens(STANDING, after)


amounts = st.none() | st.integers(0, 5)
bounds = st.builds(
    lambda single, running: Bounds(WORKER, single, running, None if running is None else 30), amounts, amounts
)


@given(before=bounds, after=bounds, single=st.integers(0, 6), more=st.integers(0, 6))
def test_what_is_not_looser_lets_nobody_decide_more(before: Bounds, after: Bounds, single: int, more: int) -> None:
    if not loosens([before, STANDING[2]], [after, STANDING[2]]) and may_decide(after, single, single + more):
        assert may_decide(before, single, single + more)


def test_tighter_bands_hold_at_once_and_looser_ones_once_a_senior_manager_confirms(
    app: Flask, live: Scheme, world: World
) -> None:
    with transaction():
        assert actions.ask_for_bands(world.adam, live, TIGHTER["less"], TOMORROW, on=TODAY, at=NOON) is None
    assert queries.bounds_on(live.id, TOMORROW)[WORKER].single_pence == 50_00
    with transaction(), pytest.raises(Refusal, match="takes a senior manager"):
        actions.change_bands(world.adam, live, STANDING, TOMORROW, on=TODAY, at=NOON)
    adam, sam = browser(app, world.adam), browser(app, world.sam)
    seen = adam.send(
        f"/schemes/{live.id}/bands",
        practitioner_single="500",
        practitioner_running="1000",
        **{"starts_on-day": "16", "starts_on-month": "6", "starts_on-year": "2026"},
    )
    assert seen.location.startswith("/confirmations/")
    assert queries.bounds_on(live.id, TOMORROW)[WORKER].single_pence == 50_00
    assert browser(app, world.mary).get(seen.location).status == 404
    shown = sam.get(seen.location)
    assert "£50.00" in shown.text
    assert "£500.00" in shown.text
    assert sam.send(seen.location, decision="confirm").status == 303
    assert queries.bounds_on(live.id, TOMORROW)[WORKER].single_pence == 500_00
    assert queries.bounds_on(live.id, TODAY)[WORKER].single_pence == 500_00


def test_the_smallest_authority_and_bands_that_changed_meanwhile(app: Flask, live: Scheme, world: World) -> None:
    loose = LOOSER["a larger purchase"]
    with transaction():
        row = actions.ask_for_bands(world.adam, live, loose, TOMORROW, on=TODAY, at=NOON)
    assert row is not None
    with transaction():
        actions.change_bands(world.adam, live, TIGHTER["less"], TOMORROW, on=TODAY, at=NOON)
    with transaction(), pytest.raises(Refusal, match="have changed since"):
        confirmations.confirm(world.sam, row, on=TODAY, at=NOON)
    suspend_all(world.sam)
    (case,) = cases_of(db.session.scalars(select(Confirmation)).all(), TODAY)
    assert list(case.hands) == []
    assert "cover of the one who is away" in browser(app, world.adam).get(f"/confirmations/{row.id}").text
    assert Role.SENIOR_MANAGER in case.rule.seconds


def test_a_new_scheme_of_a_live_authority_takes_a_senior_manager_too(app: Flask, live: Scheme, world: World) -> None:
    adam, sam = browser(app, world.adam), browser(app, world.sam)
    seen = adam.send("/schemes/new", name="Anything goes", practitioner_decides="anything", cap="")
    assert seen.location.startswith("/confirmations/")
    assert queries.scheme_named(world.authority.id, "anything goes") is None
    shown = sam.get(seen.location)
    assert "A new scheme: Anything goes" in shown.text
    assert "none stated" in shown.text
    assert sam.send(seen.location, decision="confirm").status == 303
    db.session.rollback()
    added = queries.scheme_named(world.authority.id, "Anything goes")
    assert added is not None
    assert queries.bounds_on(added.id, TODAY)[WORKER] == Bounds(WORKER, None, None, None)

"""A hold that ran out: it stays held, is told to the worker, and is kept or withdrawn by somebody, never by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import hold_ran_out
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, limit, position
from tests.factories.world import NOON, World

LAST_DAY = TODAY + timedelta(days=42)
AFTER = LAST_DAY + timedelta(days=1)


@pytest.fixture
def alice(app: Flask, client: PageClient, world: World) -> PageClient:
    """Alice's browser on the day after the hold ran out."""
    app.config["CLOCK"] = lambda: datetime(AFTER.year, AFTER.month, AFTER.day, 12, tzinfo=UTC)
    limit(world, 2_000_00)
    client.as_(world.alice.email)
    return client


def test_the_last_day_still_counts() -> None:
    assert not hold_ran_out(LAST_DAY, LAST_DAY)
    assert hold_ran_out(LAST_DAY, AFTER)
    assert not hold_ran_out(None, AFTER)


@pytest.mark.parametrize("approved", [False, True])
def test_a_hold_that_ran_out_stays_held_and_says_what_to_do(alice: PageClient, world: World, approved: bool) -> None:
    spend = bought(world.alice, world.family, 800_00)
    if approved:
        with transaction():
            actions.approve_spend(world.mary, spend, on=TODAY, at=NOON)
    seen = alice.get(f"/spend/{spend.id}")
    for words in ("Hold ran out", "was to be held until 27 July 2026", "stays held until somebody decides", "Keep it"):
        assert words in seen.text
    assert position(world) == Position(2_000_00, 800_00, 0)
    assert f"/spend/{spend.id}/withdraw" in seen.html
    assert "another 42 days" in alice.get(f"/spend/{spend.id}/keep").text
    assert alice.send(f"/spend/{spend.id}/keep").location == f"/spend/{spend.id}"
    seen = alice.get(f"/spend/{spend.id}")
    assert "Hold ran out" not in seen.text
    assert "Alice Archer said that it is still wanted." in seen.text
    assert db.session.get_one(Spend, spend.id).hold_expires_on == AFTER + timedelta(days=42)
    assert position(world) == Position(2_000_00, 800_00, 0), "the money was held all the while"
    line = db.session.query(AuditRecord).filter_by(subject_id=spend.id, deed=Deed.HOLD_KEPT).one()
    assert '"hold_expires_on":["2026-07-27","2026-09-08"]' in line.body


def test_a_day_it_is_needed_by_moves_the_hold_with_it(alice: PageClient, world: World) -> None:
    spend = bought(world.alice, world.family, 800_00)
    day = {"needed_by-day": "1", "needed_by-month": "9", "needed_by-year": "2026"}
    past = alice.send(f"/spend/{spend.id}/keep", **day | {"needed_by-month": "7"})
    assert past.status == 422
    assert "is in the past" in past.text
    assert alice.send(f"/spend/{spend.id}/keep", **day).status == 303
    kept = db.session.get_one(Spend, spend.id)
    assert (kept.needed_by, kept.hold_expires_on) == (date(2026, 9, 1), date(2026, 10, 13))


def test_keeping_twice_is_refused_in_words_and_changes_nothing(alice: PageClient, world: World) -> None:
    spend = bought(world.alice, world.family, 800_00)
    late = alice.get(f"/spend/{spend.id}/keep").form()
    assert alice.send(f"/spend/{spend.id}/keep").status == 303
    again = alice.post(f"/spend/{spend.id}/keep", late)
    assert again.status == 422
    assert "The money is held until 8 September 2026 already." in again.text


def test_what_is_not_held_any_more_is_not_kept(alice: PageClient, world: World) -> None:
    spend = bought(world.alice, world.family, 800_00)
    late = alice.get(f"/spend/{spend.id}/keep").form()
    assert alice.send(f"/spend/{spend.id}/withdraw").status == 303
    refused = alice.post(f"/spend/{spend.id}/keep", late)
    assert refused.status == 422
    assert "This purchase has been withdrawn already." in refused.text
    assert alice.get(f"/spend/{spend.id}/keep").location == f"/spend/{spend.id}"
    with pytest.raises(Refusal), transaction():
        actions.keep_hold(world.alice, db.session.get_one(Spend, spend.id), None, on=AFTER, at=NOON)
    assert position(world) == Position(2_000_00, 0, 0)

"""Families opened again, with a reason that stands with their details."""

from datetime import date, timedelta

from budgettracker.database import db, transaction
from budgettracker.families import actions
from budgettracker.families.models import Family
from tests.factories.families import TODAY, WHEN, corrected, deeds, refusal
from tests.factories.spend import bought, limit
from tests.factories.world import LONG_AGO, World


def test_reopening_needs_a_reason_which_stands_with_the_details(world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    with refusal(None):
        actions.ask_to_reopen(world.alice, family, "A new worry", **WHEN)
    with refusal(None):
        actions.reopen_family(world.mary, family, "A new worry", asked_by=world.alice.id, **WHEN)
    with transaction():
        actions.close_family(world.alice, family, TODAY, "plan ended", **WHEN)
    with refusal("reason"):
        actions.ask_to_reopen(world.alice, family, "", **WHEN)
    with refusal(None):
        actions.reopen_family(world.mary, family, "A new worry", asked_by=world.mary.id, **WHEN)
    with transaction():
        actions.reopen_family(world.mary, family, "A new worry", asked_by=world.alice.id, **WHEN)
    assert (family.closed_on, family.end_reason) == (None, None)
    assert family.details.notes == "Reopened on 15 June 2026: A new worry"
    assert deeds(family) == ["family.closed", "family.reopened"]


def periods(family: Family) -> list[tuple[date, date | None, str | None]]:
    return [(each.opened_on, each.closed_on, each.end_reason) for each in family.periods]


def test_opened_again_a_family_has_a_new_period_and_the_days_between_stay_closed(world: World) -> None:
    family, day = db.session.get_one(Family, world.family_id), timedelta(days=1)
    with transaction():
        actions.close_family(world.alice, family, TODAY, "plan ended", **WHEN)
    with transaction():
        again = {"on": TODAY + 2 * day, "at": WHEN["at"]}
        actions.reopen_family(world.mary, family, "A new worry", asked_by=world.alice.id, **again)
    later = TODAY + 2 * day
    assert periods(family) == [(LONG_AGO, TODAY, "plan ended"), (later, None, None)]
    assert (family.opened_on, family.closed_on, family.end_reason) == (LONG_AGO, None, None)
    with refusal("closed_on"):
        actions.close_family(world.alice, family, TODAY + day, "plan ended", **again)
    with transaction():
        actions.close_family(world.alice, family, later, "plan ended", **again)
    with transaction():
        actions.reopen_family(world.mary, family, "A slip", asked_by=world.alice.id, on=later + day, at=WHEN["at"])
    assert periods(family)[1:] == [(later, None, None)], "with no day between, the closing is taken back"
    with transaction():
        corrected(world, family, opened_on=TODAY - day)
    assert [each[0] for each in periods(family)] == [TODAY - day, later]
    with refusal("opened_on"):
        corrected(world, family, opened_on=TODAY + day)


def test_nothing_is_bought_on_a_day_between_two_periods(world: World) -> None:
    limit(world, 2_000_00)
    family = db.session.get_one(Family, world.family_id)
    closed = TODAY - timedelta(days=10)
    with transaction():
        actions.close_family(world.alice, family, closed, "plan ended", **WHEN)
    with transaction():
        actions.reopen_family(world.mary, family, "A new worry", asked_by=world.alice.id, **WHEN)
    with refusal("bought_on") as refused:
        bought(world.alice, family, 45_00, bought_on=TODAY - timedelta(days=1))
    assert refused.value.message == "This family was closed on 14 June 2026. Enter a day on which it was open."
    for on in (closed, TODAY):
        assert bought(world.alice, family, 45_00, bought_on=on).paid_pence == 45_00

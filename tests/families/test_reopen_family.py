"""Families opened again, with a reason that stands with their details."""

from budgettracker.database import db, transaction
from budgettracker.families import actions
from budgettracker.families.models import Family
from tests.factories.families import TODAY, WHEN, deeds, refusal
from tests.factories.world import World


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

"""The books name each deed about money that lacked a hand; deeds from before they wrote it down are a note."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import text

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.ledger.queries.second_hands import how_many_before
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.give_cover import end_cover, give_cover
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend.actions import approve_spend, record_purchase
from tests.factories.full_budget import TODAY, full_budget
from tests.factories.spend import bought, limit
from tests.factories.world import NOON, World, person


def test_one_persons_deed_that_takes_two_is_named(app: Flask, world: World) -> None:
    budget = full_budget(world)
    with transaction():
        record_purchase(world.alice, budget.approved, 1_500_00, TODAY, on=TODAY, at=NOON)
    assert faults() == []
    with transaction():
        for by in (world.alice, world.bob):
            record(by, Deed.SPEND_APPROVED, budget.declined, judged(Outcome.ABOVE_BAND, Role.MANAGER), at=NOON)
        record(world.alice, Deed.SPEND_LOGGED, budget.declined, judged(Outcome.ABOVE_BAND, Role.PRACTITIONER), at=NOON)
    named = f"spend {budget.declined.id}: "
    assert faults() == [
        f"{named}both hands are the same person's",
        f"{named}who did it was no manager that day",
        f"{named}nobody may do this alone as a practitioner",
        # A line that was slipped in says something else than the purchase, too.
        *(
            f"{named}{what} is not what the record of who did what says"
            for what in ("its state", "who decided it", "who bought it")
        ),
    ]


def test_what_is_above_the_band_of_the_role_it_names_is_named(app: Flask, world: World) -> None:
    budget = full_budget(world)
    with transaction():
        db.session.execute(text("UPDATE band SET single_pence = 50000 WHERE role = 'manager'"))
    assert faults() == [
        f"spend {each.id}: it is above the band of a manager" for each in (budget.approved, budget.bought_dearer)
    ]


def test_deeds_older_than_second_hands_are_a_note(app: Flask, world: World) -> None:
    budget = full_budget(world)
    other_help = how_many_before()
    with transaction():
        record(world.mary, Deed.SPEND_APPROVED, budget.declined, {"state": ["requested", "approved"]}, at=NOON)
    unlike = f"spend {budget.declined.id}: its state is not what the record of who did what says"
    assert (faults(), how_many_before() - other_help) == ([unlike], 1)


def test_a_role_or_cover_that_ended_later_that_day_was_held_until_then(app: Flask, world: World) -> None:
    with transaction():
        limit(world, 5_000_00)
        mona = person(world.authority, "Mona Mills", Role.MANAGER, teams=(world.other_team,))
        sena = person(world.authority, "Sena Sole", Role.SENIOR_MANAGER, teams=(world.other_team,))
    first, second, third = (bought(world.alice, world.family, pence) for pence in (600_00, 700_00, 2_800_00))
    with transaction():
        approve_spend(world.mary, first, on=TODAY, at=NOON)
        cover = give_cover(world.sam, world.sam, sena, TODAY, TODAY + timedelta(days=2), on=TODAY, at=NOON)
        approve_spend(sena, third, on=TODAY, at=NOON)
        end_cover(None, cover, on=TODAY, at=NOON + timedelta(minutes=2))
        change_roles(None, world.mary, [Role.PRACTITIONER], TODAY, on=TODAY, at=NOON + timedelta(minutes=1))
    assert faults() == []
    with transaction():
        answer = judged(Outcome.ABOVE_BAND, Role.MANAGER)
        record(world.mary, Deed.SPEND_APPROVED, second, answer, at=NOON + timedelta(minutes=3))
        record(mona, Deed.SPEND_APPROVED, second, answer, at=NOON + timedelta(minutes=3))
    named = f"spend {second.id}: "
    assert faults() == [
        f"{named}who did it was no manager that day",
        f"{named}who decided it is not what the record of who did what says",
    ]

"""Half past midnight in summer is still the day before in UTC: what depends on the day goes by the one in the UK."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from budgettracker.access import Role
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.people.actions.invite import invite
from budgettracker.people.models import Person, RoleGrant
from budgettracker.periods import day_of, midnight_after
from budgettracker.spend.actions import Purchase
from budgettracker.spend.actions.record_past_money import PastMoney
from budgettracker.spend.actions.write_past_money import PastDecision
from budgettracker.spend.kinds import Review
from budgettracker.spend.models import Spend
from tests.factories.past_limit import record_past_limit
from tests.factories.world import World, person

LAST_DAY, NEXT_DAY = date(2026, 6, 30), date(2026, 7, 1)
BEFORE, AFTER = datetime(2026, 6, 30, 22, 59, tzinfo=UTC), datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "day, hours",
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 30), 24), (date(2028, 2, 29), 24)],
)
def test_a_day_is_as_long_as_it_is_here(day: date, hours: int) -> None:
    ends = midnight_after(day)
    begins = midnight_after(date.fromordinal(day.toordinal() - 1))
    assert (ends.astimezone(UTC) - begins.astimezone(UTC)).total_seconds() == hours * 3600
    assert day_of(begins) == day
    assert day_of(ends) == date.fromordinal(day.toordinal() + 1)


def test_a_link_is_made_on_the_last_day_and_not_after_its_midnight(world: World) -> None:
    with transaction():
        bob = db.session.get_one(Person, world.bob.id)
        bob.active_to = LAST_DAY
        assert invite(None, bob, at=BEFORE)
        with pytest.raises(Refusal, match="last day is over"):
            invite(None, bob, at=AFTER)


def past_limit(world: World, approved_on: date, at: datetime) -> LimitChange:
    """A limit of £5,000 that sam approved before the program was used."""
    people = {"proposed_by": world.alice, "approved_by": world.sam}
    return record_past_limit(None, world.family, world.scheme, 5_000_00, "x", **people, approved_on=approved_on, at=at)


def held(world: World) -> PastMoney:
    """The family's money, held while purchases of the past are brought in."""
    return PastMoney(None, world.authority.id, [world.family.id], on=NEXT_DAY, at=AFTER)


def bought(world: World, decided_at: datetime, reference: str) -> Spend:
    """A purchase of the past that nina, a manager from 1 July on, decided."""
    nina = db.session.query(Person).filter_by(name="Nina New").one()
    past = PastDecision(
        reference=reference, recorded_by=world.alice, requested_at=decided_at, decided_by=nina, decided_at=decided_at
    )
    order = Purchase(amount_pence=800_00, bought_what="A bed", bought_on=NEXT_DAY)
    money = held(world)
    money.buy(world.family, world.scheme, order, past)
    money.write()
    return db.session.query(Spend).filter_by(reference=reference).one()


def test_a_decision_of_the_past_counts_on_its_day_here(world: World) -> None:
    with transaction():
        nina = person(world.authority, "Nina New", teams=(world.team,))
        db.session.add(RoleGrant(person_id=nina.id, role=Role.MANAGER, starts_on=NEXT_DAY))
        past_limit(world, LAST_DAY, BEFORE)
    with transaction():
        early, in_time = bought(world, BEFORE, "P-1"), bought(world, AFTER, "P-2")
    assert (early.review, in_time.review) == (Review.OPEN, Review.NONE)


def test_a_limit_of_half_past_midnight_is_the_next_days(world: World) -> None:
    with transaction():
        change = past_limit(world, NEXT_DAY, AFTER)
    limits = held(world).held
    assert [limits.limit_then(change.period_id, day) for day in (LAST_DAY, NEXT_DAY)] == [0, 5_000_00]

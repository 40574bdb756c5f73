"""What a run reads of an authority: who worked as what that day, miles so far, families of an intervention, money back."""

from datetime import date

import pytest

from budgettracker.access import Role
from budgettracker.costing.method.refund_vat import Returned, refunds_vat
from budgettracker.costing.run.queries.inputs import Part, books_of
from budgettracker.costing.run.queries.staff import Staff, worker_key
from budgettracker.database import db, transaction
from budgettracker.people.actions.change_hours import change_hours
from budgettracker.people.models import PostHolding, RoleGrant, TeamMembership
from budgettracker.periods import Period
from budgettracker.studies.queries import members_of, parts_of
from budgettracker.worktime.actions import AbsentDay, Work, add_activity, log_time, record_absences
from budgettracker.worktime.kinds import ActivityKind
from tests.factories.studies import AT, FIRST, ON, VISIT, log, post_of, run_world
from tests.factories.world import LONG_AGO, World

DATES = Period(FIRST, date(2026, 5, 13))


def test_contracted_minutes_follow_the_hours_of_the_day(world: World) -> None:
    """Alice's 37 hours become 30 on Wednesday 15 April 2026: ten working days of 444 minutes, then twelve of 360."""
    with transaction():
        change_hours(None, world.alice, 1800, date(2026, 4, 15), on=ON, at=AT)
    contracted = Staff(world.authority.id).contracted(Period(date(2026, 3, 1), date(2026, 6, 1)))
    minutes = [contracted[worker_key(world.alice.id), date(2026, month, 1)].contracted_minutes for month in (3, 4, 5)]
    assert minutes == [22 * 444, 10 * 444 + 12 * 360, 21 * 360]


def test_the_team_is_that_of_the_day_and_the_first_by_name_of_several(world: World) -> None:
    with transaction():
        member = db.session.query(TeamMembership).filter_by(person_id=world.alice.id).one()
        member.ends_on = date(2026, 4, 10)
        south = TeamMembership(person_id=world.alice.id, team_id=world.other_team.id, starts_on=date(2019, 6, 1))
        db.session.add(south)
    staff, alice = Staff(world.authority.id), worker_key(world.alice.id)
    assert staff.team_on(alice, date(2019, 6, 1)) == world.other_team.id
    assert staff.team_on(alice, date(2026, 4, 10)) == world.team.id
    assert staff.team_on(alice, date(2026, 4, 11)) == world.other_team.id
    assert staff.team_on(alice, date(2019, 1, 1)) is None


def test_a_manager_is_one_by_role_that_day_and_not_while_a_practitioner(world: World) -> None:
    with transaction():
        first, last = date(2026, 4, 1), date(2026, 4, 30)
        db.session.add(RoleGrant(person_id=world.mary.id, role=Role.PRACTITIONER, starts_on=first, ends_on=last))
    staff = Staff(world.authority.id)
    mary, sam, alice = (worker_key(who.id) for who in (world.mary, world.sam, world.alice))
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 1))
    assert [staff.manages_on(mary, day) for day in days] == [True, False, True]
    assert staff.manages_on(sam, FIRST)
    assert not staff.manages_on(alice, FIRST)


def test_contracted_minutes_count_the_days_a_post_is_held(world: World) -> None:
    """37 hours a week are 444 minutes a working day. April 2026 has 22 of them, its first fourteen days have 10."""
    with transaction():
        post = post_of(world.authority)
        db.session.query(PostHolding).filter_by(person_id=world.bob.id).delete()
        for first, last in ((LONG_AGO, date(2026, 4, 7)), (date(2026, 4, 8), date(2026, 4, 14))):
            db.session.add(PostHolding(person_id=world.bob.id, post_id=post.id, starts_on=first, ends_on=last))
    result = Staff(world.authority.id).contracted(Period(date(2026, 4, 1), date(2026, 5, 1)))
    april = date(2026, 4, 1)
    assert result[worker_key(world.alice.id), april].contracted_minutes == 22 * 444
    assert result[worker_key(world.bob.id), april].contracted_minutes == 10 * 444
    assert (worker_key(world.mary.id), april) not in result  # holds no post
    assert all(worker != worker_key(world.dave.id) for worker, _ in result)


def test_miles_before_the_study_count_from_6_april(world: World) -> None:
    run_world(world)
    with transaction():
        for day, miles in ((date(2025, 4, 5), 1), (date(2025, 4, 6), 20), (date(2026, 3, 19), 300)):
            log(world.alice, VISIT, day, world.family, contact_minutes=5, miles_hundredths=miles)
    part = Part(world.authority.id, "A", members_of(world.authority.id, DATES))
    assert books_of(part, DATES, None).scope.miles_before == {worker_key(world.alice.id): 320}


def test_an_interventions_own_families_are_those_its_entries_name(world: World) -> None:
    made = run_world(world)
    part = Part(world.elsewhere.id, "A", members_of(world.elsewhere.id, DATES))
    assert books_of(part, DATES, None).scope.own_families == {"Devolved budget": frozenset({"EF-001", "EF-002"})}
    with transaction():
        log(made.eric, "Administering the budget", date(2026, 4, 1), made.leaver, preparation_minutes=5)
    assert books_of(part, DATES, None).scope.own_families == {"Devolved budget": frozenset({"EF-002"})}


def test_each_authority_brings_its_own_families_and_entries(world: World) -> None:
    made = run_world(world)
    parts = {part.authority_id: part for part in parts_of(made.study)}
    ours, theirs = parts[world.authority.id], parts[world.elsewhere.id]
    assert ([each.reference for each in ours.members], ours.mode) == (["WM-001", "WM-002"], "A")
    assert ([each.reference for each in theirs.members], theirs.mode) == (["EF-001", "EF-002"], "B")
    workers = {worked.worker for worked in books_of(theirs, DATES, None).workers()}
    assert workers == {worker_key(made.eric.id), worker_key(world.dave.id)}
    ours_in_dates = [one.worked_on for worked in books_of(ours, DATES, None).workers() for one in worked.entries]
    assert len(ours_in_dates) == 12
    assert all(day in DATES for day in ours_in_dates)


@pytest.mark.parametrize(
    ("refunds", "taxes"),
    [
        ([], []),
        ([Returned(120_00)], [20_00]),
        ([Returned(40_00), Returned(40_00), Returned(40_00)], [6_67, 6_66, 6_67]),
        ([Returned(60_00, 10_00), Returned(60_00, reversal=True)], [10_00, 10_00]),
        ([Returned(60_00, 0), Returned(60_00, reversal=True)], [0, 20_00]),
        ([Returned(60_00, 30_00), Returned(60_00, 5_00)], [20_00, 0]),
        ([Returned(1, 20_00)], [1]),
        ([Returned(119_00, 0), Returned(1_00, reversal=True)], [0, 20_00]),
    ],
)
def test_tax_in_money_back_is_what_it_says_or_its_part_and_never_more_than_was_paid(
    refunds: list[Returned], taxes: list[int]
) -> None:
    assert refunds_vat(120_00, 20_00, refunds) == taxes


def test_time_away_lowers_what_is_expected_of_a_month(world: World) -> None:
    """Two days of April, told by a file and by an entry; a day of May outside the dates; bob's are his own."""
    with transaction():
        leave = add_activity(None, world.authority, "Leave", kind=ActivityKind.ABSENT, at=AT)
        by_file = (AbsentDay(world.alice.id, date(2026, 4, 7), 444), AbsentDay(world.alice.id, date(2026, 5, 7), 444))
        record_absences(None, world.authority.id, by_file, at=AT)
        log_time(world.alice, world.alice, Work(date(2026, 4, 8), leave.id, preparation_minutes=222), on=ON, at=AT)
    result = Staff(world.authority.id).contracted(Period(date(2026, 4, 1), date(2026, 5, 1)))
    april = date(2026, 4, 1)
    assert result[worker_key(world.alice.id), april] == (22 * 444, 444 + 222)
    assert result[worker_key(world.bob.id), april] == (22 * 444, 0)

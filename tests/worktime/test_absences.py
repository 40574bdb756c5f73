"""Time away has one store: entries write there, files do too, and one day is told once."""

from datetime import date

from budgettracker.database import db
from budgettracker.worktime import actions
from budgettracker.worktime.kinds import ActivityKind
from budgettracker.worktime.models import Absence, WorkEntry
from budgettracker.worktime.rules import KindMinutes, Part, Work
from tests.factories.worktime import OFFICE, TODAY, activity, give_activities, refusal
from tests.factories.world import NOON, World


def stored(world: World) -> list[tuple[str, int, bool, bool]]:
    """Day, minutes, left out by the hours of a year, told by an entry."""
    rows = db.session.query(Absence).filter_by(person_id=world.alice.id).order_by(Absence.absent_on, Absence.minutes)
    return [(row.absent_on.isoformat(), row.minutes, row.in_hours, row.entry_id is not None) for row in rows]


def test_an_entry_of_time_away_stands_in_the_one_store(world: World) -> None:
    give_activities(world.authority)
    away = actions.add_activity(None, world.authority, "Leave", kind=ActivityKind.ABSENT, at=NOON)
    alice, monday, tuesday = world.alice, TODAY.replace(day=1), TODAY.replace(day=2)

    def log(work: Work) -> WorkEntry:
        return actions.log_time(alice, alice, work, on=TODAY, at=NOON)

    entry = log(Work(monday, away.id, preparation_minutes=222))
    log(Work(monday, away.id, preparation_minutes=100))
    office = log(Work(monday, activity(world.authority, OFFICE).id, preparation_minutes=60))
    day = monday.isoformat()
    assert stored(world) == [(day, 100, True, True), (day, 222, True, True)]

    for_a_family = refusal(lambda: log(Work(monday, away.id, (Part(world.family.id),), preparation_minutes=30)))
    assert for_a_family.message == "Leave is time away from work. Choose nobody in particular."

    # Corrected to another day, then to work, then back; an entry of work becomes time away; withdrawn it is gone.
    actions.correct_entry(alice, entry, Work(tuesday, away.id, preparation_minutes=111), version=1, on=TODAY, at=NOON)
    assert stored(world) == [(day, 100, True, True), (tuesday.isoformat(), 111, True, True)]
    actions.correct_entry(alice, office, Work(tuesday, away.id, preparation_minutes=60), version=1, on=TODAY, at=NOON)
    actions.correct_for(world.mary, office, KindMinutes(0, 45, 0), "Half an hour less", version=2, on=TODAY, at=NOON)
    actions.withdraw_entry(alice, entry, at=NOON)
    assert stored(world) == [(day, 100, True, True), (tuesday.isoformat(), 45, True, True)]
    work = Work(tuesday, activity(world.authority, OFFICE).id, preparation_minutes=60)
    actions.correct_entry(alice, office, work, version=3, on=TODAY, at=NOON)
    assert stored(world) == [(day, 100, True, True)]


def test_a_day_away_is_told_by_a_file_or_by_an_entry(world: World) -> None:
    give_activities(world.authority)
    away = actions.add_activity(None, world.authority, "Leave", kind=ActivityKind.ABSENT, at=NOON)
    alice, monday, tuesday = world.alice, TODAY.replace(day=1), TODAY.replace(day=2)

    def of_file(*days: actions.AbsentDay) -> object:
        return actions.record_absences(world.fiona, world.authority.id, days, at=NOON)

    of_file(actions.AbsentDay(alice.id, monday, 222, in_hours=False))
    twice = "is known already: it {}. It would count twice."
    again = refusal(lambda: of_file(actions.AbsentDay(alice.id, monday, 10)))
    assert again.message.endswith(twice.format("came in a file"))
    within = refusal(lambda: of_file(*[actions.AbsentDay(alice.id, tuesday, 10)] * 2))
    assert within.message.endswith(twice.format("came in a file"))
    for minutes in (0, 1441):
        assert refusal(lambda m=minutes: of_file(actions.AbsentDay(alice.id, tuesday, m))).field == "minutes"

    def log(day: date) -> WorkEntry:
        return actions.log_time(alice, alice, Work(day, away.id, preparation_minutes=60), on=TODAY, at=NOON)

    entry = refusal(lambda: log(monday))
    assert entry.field == "worked_on"
    assert entry.message.endswith(twice.format("came in a file"))
    log(tuesday)
    file = refusal(lambda: of_file(actions.AbsentDay(alice.id, tuesday, 10)))
    assert file.message.endswith(twice.format("was logged as an entry"))
    # Somebody else's day, and another day, are free.
    of_file(actions.AbsentDay(world.bob.id, tuesday, 10))
    assert stored(world) == [(monday.isoformat(), 222, False, False), (tuesday.isoformat(), 60, True, True)]

"""Change how many hours a week a person is contracted for, from a day on."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people import queries
from budgettracker.people.models import ContractedWeek, Person
from budgettracker.people.rules import administering


def change_hours(
    by: Person | None, person: Person, weekly_minutes: int | None, starts_on: date, *, on: date, at: datetime
) -> None:
    """From `starts_on` the contract is for so many minutes a week, until the next such day; `on` is today.

    The day may lie in the past, since contracts are often told late: runs made before keep what they reckoned with. The
    same day again puts its hours right. Raises Refusal on `weekly_hours` or `starts_on`, NotTheirs for an evaluator.
    """
    if person.authority_id is None:
        raise NotTheirs
    person = queries.person_locked(person.id)
    minutes = administering.require_given_week(weekly_minutes)
    before = person.weekly_minutes_on(starts_on)
    if before == minutes:
        return
    administering.require_hours_day(starts_on, on, person.active_from, person.weekly_minutes)
    standing = next((week for week in person.weeks if week.starts_on == starts_on), None)
    if standing is None:
        db.session.add(
            ContractedWeek(
                authority_id=person.authority_id, person_id=person.id, starts_on=starts_on, weekly_minutes=minutes
            )
        )
    else:
        standing.weekly_minutes = minutes
    db.session.flush()
    db.session.expire(person, ["weeks"])
    changes = {"from": starts_on, "weekly_minutes": [before, minutes]}
    record(by, Deed.PERSON_HOURS_CHANGED, person, changes, authority_id=person.authority_id, at=at)

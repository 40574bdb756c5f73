"""How much somebody logged in each of the last weeks: shown to that person alone."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.periods import week
from budgettracker.worktime.models import WorkEntry

WEEKS = 13


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """One week from its Monday: the minutes logged, and those by contract (None: nobody has said)."""

    monday: date
    logged: int
    contracted: int | None


def own_weeks(person: Person, on: date) -> list[OwnWeek]:
    """A person's last thirteen weeks, the running one first; what they withdrew is left out."""
    mondays = [week(on).start - timedelta(weeks=back) for back in range(WEEKS)]
    minutes = WorkEntry.contact_minutes + WorkEntry.preparation_minutes + WorkEntry.travel_minutes
    by_day = db.session.execute(
        select(WorkEntry.worked_on, func.sum(minutes))
        .where(
            WorkEntry.person_id == person.id,
            WorkEntry.worked_on >= mondays[-1],
            WorkEntry.worked_on <= on,
            WorkEntry.withdrawn_at.is_(None),
        )
        .group_by(WorkEntry.worked_on)
    )
    logged: dict[date, int] = {}
    for day, total in by_day:
        monday = week(day).start
        logged[monday] = logged.get(monday, 0) + int(total)
    return [OwnWeek(monday, logged.get(monday, 0), person.weekly_minutes_on(monday)) for monday in mondays]

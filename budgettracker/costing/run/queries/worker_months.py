"""How complete people's logs are, month by month: for the worker themselves, and for costing; never for managers."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from budgettracker.costing.run.queries.staff import Staff, worker_key
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.periods import Period, month, months
from budgettracker.worktime.kinds import ActivityKind
from budgettracker.worktime.models import Activity, WorkEntry

ENOUGH_PERCENT = 80
"""Of what is expected, as costing asks unless a study says otherwise."""


class LoggedMonth(NamedTuple):
    """A person's month: contracted minutes (None: not known), those away, and those logged; absence is not work."""

    starts_on: date
    contracted: int | None
    away: int
    logged: int

    @property
    def expected(self) -> int | None:
        """Contracted minutes less time away; None where contracted hours are not known."""
        return None if self.contracted is None else max(0, self.contracted - self.away)

    @property
    def missing(self) -> int:
        """Minutes that would make the log enough for costing to stand on; 0 where it is, or nothing is expected."""
        wanted = -(-(self.expected or 0) * ENOUGH_PERCENT // 100)
        return max(0, wanted - self.logged)

    @property
    def words(self) -> str:
        """What costing makes of the month."""
        if self.expected is None:
            return "Hours by contract not known"
        return "Too little is logged" if self.missing else "Enough is logged"


def logged_months(
    authority_id: uuid.UUID, person_ids: Collection[uuid.UUID], within: Period
) -> dict[uuid.UUID, list[LoggedMonth]]:
    """The months of some people of an authority, the latest first; months in which nothing is expected or logged left out."""
    contracted = Staff(authority_id).contracted(within)
    logged = _logged(person_ids, within)
    starts = [part.start.replace(day=1) for part in reversed(list(months(within)))]
    by_person: dict[uuid.UUID, list[LoggedMonth]] = {}
    for person_id in person_ids:
        rows = []
        for start in starts:
            known, minutes = contracted.get((worker_key(person_id), start)), logged.get((person_id, start), 0)
            if known is not None or minutes:
                by_contract = known.contracted_minutes if known else None
                rows.append(LoggedMonth(start, by_contract, known.absence_minutes if known else 0, minutes))
        by_person[person_id] = rows
    return by_person


def _logged(person_ids: Collection[uuid.UUID], within: Period) -> dict[tuple[uuid.UUID, date], int]:
    """Minutes of work by person and month."""
    minutes = func.sum(WorkEntry.contact_minutes + WorkEntry.preparation_minutes + WorkEntry.travel_minutes)
    query = (
        select(WorkEntry.person_id, WorkEntry.worked_on, minutes)
        .join(Activity, Activity.id == WorkEntry.activity_id)
        .where(
            WorkEntry.person_id.in_(list(person_ids)),
            WorkEntry.worked_on >= within.start,
            WorkEntry.worked_on < within.end,
            WorkEntry.withdrawn_at.is_(None),
            Activity.kind != ActivityKind.ABSENT,
        )
        .group_by(WorkEntry.person_id, WorkEntry.worked_on)
    )
    by_month: dict[tuple[uuid.UUID, date], int] = {}
    for person_id, worked_on, total in db.session.execute(query):
        key = (person_id, month(worked_on).start)
        by_month[key] = by_month.get(key, 0) + int(total)
    return by_month


def people_with_hours(
    authority_id: uuid.UUID, page: int, size: int, within: Period
) -> tuple[list[tuple[uuid.UUID, str]], int]:
    """Those of an authority who logged time in some days, or whose contract says how long they work, by name; a page of them."""
    logging = select(WorkEntry.person_id).where(
        WorkEntry.authority_id == authority_id, WorkEntry.worked_on >= within.start, WorkEntry.worked_on < within.end
    )
    ours = select(Person.id, Person.name).where(
        Person.authority_id == authority_id,
        Person.id.in_(logging) | Person.weekly_minutes.is_not(None),
        (Person.active_to.is_(None)) | (Person.active_to >= within.start),
    )
    total = db.session.scalar(select(func.count()).select_from(ours.subquery())) or 0
    rows = db.session.execute(ours.order_by(Person.name, Person.id).offset((page - 1) * size).limit(size))
    return [(row.id, row.name) for row in rows], total

"""Take back time away that a file told wrongly."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.people.queries import person_locked
from budgettracker.worktime.actions.check_work import lock_day, require_open_month
from budgettracker.worktime.kinds import WithdrawnBecause
from budgettracker.worktime.models import Absence
from budgettracker.worktime.queries.absences import absence_to_withdraw


def withdraw_absence(by: Person, absence: Absence, reason: WithdrawnBecause, *, on: date, at: datetime) -> None:
    """Take back a day's time away that came in a file: the day is expected in the log again, and can be told anew.

    A manager of a team that the person was in that day does it, and says why. Raises Refusal in a closed month;
    NotTheirs for time away of other teams, for what an entry tells, and where somebody took it back already.
    """
    absence_id = absence.id
    person = person_locked(absence.person_id)
    lock_day(person, absence.absent_on)
    absence = absence_to_withdraw(by, absence_id, on)
    require_open_month(person, absence.absent_on)
    changes = {
        "person": absence.person_id,
        "absent_on": absence.absent_on,
        "minutes": [absence.minutes, None],
        "reason": [None, str(reason)],
    }
    record(by, Deed.ABSENCE_WITHDRAWN, absence, changes, authority_id=absence.authority_id, at=at)
    db.session.delete(absence)
    db.session.flush()

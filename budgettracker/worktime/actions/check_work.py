"""What an entry must agree with in the authority's books before it is written, and the locks that keep it so."""

import uuid
from datetime import date

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.worktime import rules
from budgettracker.worktime.models import Activity, Intervention, WorkEntry
from budgettracker.worktime.queries import closed_teams
from budgettracker.worktime.queries.joint import miles_claimed_by
from budgettracker.worktime.rules import Work


def require_work(person: Person, work: Work, on: date, kept: WorkEntry | None = None) -> None:
    """The work could have been done by this person, on an activity and for families of their authority.

    `kept` is the entry that is being corrected: its activity may be out of use by now. Raises Refusal with words for a
    field, and NotTheirs for another authority's activity, intervention or family.
    """
    rules.require_worked_day(work.worked_on, on, person.active_from, person.active_to)
    rules.require_minutes(work.contact_minutes, work.preparation_minutes, work.travel_minutes)
    rules.require_something(work.minutes, work.miles_hundredths, work.expenses_pence)
    if kept is None or kept.expenses_pence != work.expenses_pence:
        rules.require_expenses(work.expenses_pence)
    activity = db.session.get(Activity, work.activity_id)
    if activity is None or activity.authority_id != person.authority_id:
        raise NotTheirs
    if kept is None or kept.activity_id != activity.id:
        rules.require_in_use(activity.name, activity.retired_on, work.worked_on)
    rules.require_family(activity.name, activity.kind, has_families=bool(work.parts))
    if work.intervention_id is not None:
        intervention = db.session.get(Intervention, work.intervention_id)
        if intervention is None or intervention.authority_id != person.authority_id:
            raise NotTheirs
    rules.require_parts(work)
    _require_own_families(person, work)


def _require_own_families(person: Person, work: Work) -> None:
    ids = [part.family_id for part in work.parts if part.family_id is not None]
    query = select(Family.id).where(Family.id.in_(ids), Family.authority_id == person.authority_id)
    if len(db.session.scalars(query).all()) != len(ids):
        raise NotTheirs


def lock_day(person: Person, worked_on: date) -> None:
    """Hold a person and their teams of a day until the entry is written.

    Two entries of one person follow one another, and a month is not closed under one that is being written. The locks
    leave rows that merely refer to the person alone (NO KEY UPDATE), so that two forms of one person queue instead of
    standing in each other's way. SQLite has one writer anyway.
    """
    db.session.execute(select(Person.id).filter_by(id=person.id).with_for_update(key_share=True))
    teams = select(Team.id).where(Team.id.in_(person.own_team_ids_on(worked_on))).order_by(Team.id)
    db.session.execute(teams.with_for_update(read=True))


def require_open_month(person: Person, worked_on: date) -> None:
    """No team the person was in that day has closed the month. Raises Refusal."""
    rules.require_open_month(worked_on, closed_teams(person.own_team_ids_on(worked_on), worked_on))


def require_one_claim(first_id: uuid.UUID, entry_id: uuid.UUID | None, miles_hundredths: int) -> None:
    """One entry of a joint visit claims its miles; `first_id` is the entry it began with, held until one is written.

    `entry_id` is the entry that is being corrected, None for a new one. Raises Refusal(miles).
    """
    if miles_hundredths:
        db.session.execute(select(WorkEntry.id).filter_by(id=first_id).with_for_update(key_share=True))
        rules.require_one_claim(miles_hundredths, miles_claimed_by(first_id, entry_id))


def lock_entry(person: Person, entry: WorkEntry) -> None:
    """Hold one's own entry as it is now. Raises NotTheirs, and Refusal for one that was withdrawn."""
    if entry.person_id != person.id:
        raise NotTheirs
    lock_day(person, entry.worked_on)
    db.session.refresh(entry)
    if entry.withdrawn_at is not None:
        raise Refusal(None, "This entry was withdrawn. Log the time again if it was worked.")

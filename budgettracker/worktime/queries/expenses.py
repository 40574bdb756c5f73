"""What work cost whoever did it, and how far somebody else has confirmed it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from budgettracker.bulk import chunks
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import all_about
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import apart_from, silent_to
from budgettracker.histories import Change
from budgettracker.money import pounds
from budgettracker.people.models import Person, Team
from budgettracker.periods import long_date, month
from budgettracker.second_hands import Outcome
from budgettracker.worktime.models import WorkEntry, WorkShare

EXPENSES = "expenses"
"""The kind of thing about an entry that waits for a second hand: what it cost, before that is paid back."""


def expenses_in_month(person_id: uuid.UUID, day: date) -> int:
    """Pence of all entries of one person in the calendar month of a day, without materials of sessions."""
    within = month(day)
    query = select(func.sum(WorkEntry.expenses_pence)).where(
        WorkEntry.person_id == person_id,
        WorkEntry.worked_on >= within.start,
        WorkEntry.worked_on < within.end,
        WorkEntry.session_reference.is_(None),
        WorkEntry.withdrawn_at.is_(None),
    )
    return db.session.scalar(query) or 0


def expenses_by_month(person_ids: Collection[uuid.UUID], start: date, end: date) -> dict[tuple[uuid.UUID, date], int]:
    """The same for many people and the months from a day to the day before another, by person and first day of month."""
    by_month: dict[tuple[uuid.UUID, date], int] = {}
    for ids in chunks(sorted(person_ids)):
        query = (
            select(WorkEntry.person_id, WorkEntry.worked_on, func.sum(WorkEntry.expenses_pence))
            .where(
                WorkEntry.person_id.in_(ids),
                WorkEntry.worked_on >= start,
                WorkEntry.worked_on < end,
                WorkEntry.expenses_pence > 0,
                WorkEntry.session_reference.is_(None),
                WorkEntry.withdrawn_at.is_(None),
            )
            .group_by(WorkEntry.person_id, WorkEntry.worked_on)
        )
        for person_id, worked_on, pence in db.session.execute(query):
            key = person_id, month(worked_on).start
            by_month[key] = by_month.get(key, 0) + pence
    return by_month


def expenses_asked(entry_id: uuid.UUID) -> Confirmation | None:
    """The latest asking to confirm what an entry cost, if there was one."""
    return next((row for row in all_about(entry_id) if row.kind == EXPENSES), None)


def expenses_wait_for(family_id: uuid.UUID) -> bool:
    """Does what work for a family cost anybody wait to be confirmed?"""
    waiting = select(Confirmation.id).join(WorkShare, WorkShare.entry_id == Confirmation.subject_id)
    waiting = waiting.where(
        WorkShare.family_id == family_id,
        Confirmation.kind == EXPENSES,
        Confirmation.state == ConfirmationState.WAITING,
    )
    return bool(db.session.scalar(select(waiting.exists())))


def of_sealed_record(entry_id: uuid.UUID) -> bool:
    """Is an entry for a family whose record is sealed?"""
    shares = select(WorkShare.id).join(Family, Family.id == WorkShare.family_id)
    return bool(
        db.session.scalar(select(shares.where(WorkShare.entry_id == entry_id, Family.sealed_on.is_not(None)).exists()))
    )


def entries_by_reference(authority_id: uuid.UUID, references: Collection[str]) -> list[WorkEntry]:
    """An authority's entries under the references of another program or a file."""
    query = select(WorkEntry).where(WorkEntry.authority_id == authority_id).order_by(WorkEntry.id)
    return [
        entry
        for some in chunks(sorted(references))
        for entry in db.session.scalars(query.where(WorkEntry.reference.in_(some)))
    ]


def expenses_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """How much, for which day and activity: no family is named. Of work for a restricted family who is named for it decides."""
    query = select(WorkEntry).where(WorkEntry.id.in_({row.subject_id for row in rows}))
    query = query.options(joinedload(WorkEntry.person), joinedload(WorkEntry.activity))
    entries = {entry.id: entry for entry in db.session.scalars(query)}
    restricted = _restricted_of(entries)
    facts = {}
    for row in rows:
        entry, pence = entries[row.subject_id], row.values["expenses_pence"]
        what = "Materials" if entry.session_reference else "Expenses"
        apart = {family: apart_from(family, on, row.asked_by_id) for family in restricted[entry.id]}
        silent = [silent_to(family, on, others) for family, others in apart.items()]
        importer, source = row.values.get("imported_by"), " from a file" if "imported_by" in row.values else ""
        title = f"{what} of {pounds(pence)}{source}: {entry.activity.name}, {long_date(entry.worked_on)}"
        facts[row.id] = Facts(
            Outcome.EXPENSES,
            title,
            "What work cost somebody",
            changes=[Change(what, "not confirmed", pounds(pence))],
            team_ids=_team_of(entry.person, on),
            apart=frozenset({entry.person_id, *([uuid.UUID(importer)] if importer else [])}).union(*apart.values()),
            silent_to=frozenset[uuid.UUID]().union(*silent) - {entry.person_id},
            onward=("worktime.entry", {"entry_id": entry.id}, "See the entry"),
        )
    return facts


def _restricted_of(entry_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Family]]:
    """The restricted families of each of these entries."""
    families: dict[uuid.UUID, list[Family]] = {entry_id: [] for entry_id in entry_ids}
    query = select(WorkShare.entry_id, Family).join(Family, Family.id == WorkShare.family_id)
    query = query.where(WorkShare.entry_id.in_(entry_ids), Family.restricted.is_(True))
    for entry_id, family in db.session.execute(query):
        families[entry_id].append(family)
    return families


def _team_of(person: Person, on: date) -> frozenset[uuid.UUID]:
    """The worker's own team, the first by name of several: its manager confirms."""
    teams = select(Team.id).where(Team.id.in_(person.own_team_ids_on(on))).order_by(Team.name, Team.id).limit(1)
    return frozenset(db.session.scalars(teams))

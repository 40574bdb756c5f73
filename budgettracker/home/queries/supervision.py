"""One worker's families and what is open with them, for the talk between a worker and their manager."""

import uuid
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.access import DECIDERS
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.home.queries.my_families import FamilyCard, cards_of, open_in_teams
from budgettracker.home.queries.to_do import open_tasks_of
from budgettracker.people.models import Person


def worker_for(person: Person, worker_id: uuid.UUID, on: date) -> Person:
    """A worker whose families this person talks over: their own, or as a manager of one of the worker's teams.

    Raises NotTheirs for anybody else.
    """
    worker = db.session.get(Person, worker_id)
    if worker is None or worker.authority_id != person.authority_id:
        raise NotTheirs
    manages = bool(person.roles_on(on) & set(DECIDERS)) and bool(person.team_ids_on(on) & worker.team_ids_on(on))
    if worker.id != person.id and not manages:
        raise NotTheirs
    return worker


def led_by(person: Person, worker: Person, on: date, page: int, size: int) -> tuple[list[FamilyCard], int]:
    """One page of the open families a worker leads, as far as this person works with them, and how many there are."""
    led = (*open_in_teams(person, on), Family.lead_worker_id == worker.id)
    families = list(
        db.session.scalars(
            select(Family)
            .join(Family.details)
            .where(*led)
            .options(contains_eager(Family.details), joinedload(Family.lead_worker))
            .order_by(Family.reference_folded, Family.id)
            .limit(size)
            .offset((page - 1) * size)
        )
    )
    cards = cards_of(person, families, open_tasks_of(worker, [family.id for family in families], on), on)
    return cards, db.session.scalar(select(func.count()).select_from(Family).where(*led)) or 0

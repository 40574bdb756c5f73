"""What people choose from when they log time: activities, interventions, families."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import visible
from budgettracker.people.models import Person
from budgettracker.periods import month
from budgettracker.worktime.models import Activity, Intervention

MOST_FAMILIES = 100
"""The most families offered as ticks; any other is named by its reference."""


def activities(authority_id: uuid.UUID, on: date) -> list[Activity]:
    """An authority's activities in use on a day, by name."""
    query = select(Activity).where(Activity.authority_id == authority_id)
    in_use = query.where((Activity.retired_on.is_(None)) | (Activity.retired_on > on))
    return list(db.session.scalars(in_use.options(joinedload(Activity.intervention)).order_by(Activity.name)))


def interventions(authority_id: uuid.UUID) -> list[Intervention]:
    """What an authority costs, by name."""
    query = select(Intervention).where(Intervention.authority_id == authority_id)
    return list(db.session.scalars(query.order_by(Intervention.name)))


def families_to_tick(person: Person, on: date) -> list[Family]:
    """The families a person sees that are open on the day or were in the month before it, their own first.

    At most 100, with their names; the form takes any other family of the authority by its reference.
    """
    lately = month(month(on).start - timedelta(days=1)).start
    query = (
        select(Family)
        .join(Family.details)
        .where(visible(person, on), (Family.closed_on.is_(None)) | (Family.closed_on >= lately))
        .options(contains_eager(Family.details))
        .order_by((Family.lead_worker_id != person.id) | Family.lead_worker_id.is_(None), Family.reference_folded)
    )
    return list(db.session.scalars(query.limit(MOST_FAMILIES)))


def seen_families(person: Person, ids: Iterable[uuid.UUID], on: date) -> dict[uuid.UUID, Family]:
    """Which of these families the person sees by name, by their ids."""
    query = select(Family).join(Family.details).where(Family.id.in_(list(ids)), visible(person, on))
    families = db.session.scalars(query.options(contains_eager(Family.details)).order_by(Family.reference_folded))
    return {family.id: family for family in families}

"""Reading an authority's other costs, and the interventions they may be of."""

import uuid

from sqlalchemy import select

from budgettracker.costing.kinds import OtherClass
from budgettracker.costing.rates.models import OtherCostEntry
from budgettracker.costing.rates.rules.other_cost import OtherCost
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person
from budgettracker.worktime.models import Intervention

MOST_COSTS = 500


def interventions_of(authority_id: uuid.UUID) -> list[str]:
    """The names of an authority's interventions."""
    query = select(Intervention.name).where(Intervention.authority_id == authority_id)
    return list(db.session.scalars(query.order_by(Intervention.name)))


def other_costs_of(authority_id: uuid.UUID) -> list[OtherCostEntry]:
    """An authority's other costs that stand, the latest first."""
    query = select(OtherCostEntry).where(
        OtherCostEntry.authority_id == authority_id, OtherCostEntry.withdrawn_at.is_(None)
    )
    ordered = query.order_by(OtherCostEntry.used_from.desc(), OtherCostEntry.id)
    return list(db.session.scalars(ordered.limit(MOST_COSTS)))


def other_cost_for(person: Person, cost_id: uuid.UUID) -> OtherCostEntry:
    """One of the person's own authority; raises NotTheirs for any other."""
    query = select(OtherCostEntry).filter_by(id=cost_id, authority_id=person.authority_id)
    cost = db.session.scalars(query).one_or_none()
    if cost is None:
        raise NotTheirs
    return cost


def plain_other_cost(row: OtherCostEntry) -> OtherCost:
    """A stated cost as the rules read it."""
    return OtherCost(
        what=row.what,
        cost_class=OtherClass(row.cost_class),
        used_from=row.used_from,
        pence=row.amount_pence,
        life_years=row.life_years,
        rate_basis_points=row.rate_basis_points,
        intervention=row.intervention,
        source=row.source,
    )

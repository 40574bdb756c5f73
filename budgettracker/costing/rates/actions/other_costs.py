"""State costs that no post, purchase or entry holds, and take them back."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.rates.actions.own import require_own
from budgettracker.costing.rates.models import (
    OtherCostEntry,
)
from budgettracker.costing.rates.queries.other_costs import interventions_of
from budgettracker.costing.rates.rules.other_cost import OtherCost, require_other_cost
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Authority, Person


def add_other_cost(by: Person | None, authority: Authority, cost: OtherCost, *, at: datetime) -> OtherCostEntry:
    """State a cost of a service that no post, purchase or entry holds. Runs made from now on show what falls on their days.

    Raises Refusal for the field: an amount, life or rate that is none, an intervention the authority does not have; NotTheirs.
    """
    require_own(by, authority.id)
    require_other_cost(cost)
    if cost.intervention is not None and cost.intervention not in interventions_of(authority.id):
        raise Refusal("intervention", "Choose one of the authority's interventions.")
    made = OtherCostEntry(
        authority_id=authority.id,
        what=cost.what,
        cost_class=cost.cost_class,
        used_from=cost.used_from,
        amount_pence=cost.pence,
        life_years=cost.life_years,
        rate_basis_points=cost.rate_basis_points,
        intervention=cost.intervention,
        source=cost.source,
    )
    db.session.add(made)
    db.session.flush()
    changes = {
        "used_from": [None, cost.used_from],
        "amount_pence": [None, cost.pence],
        "life_years": [None, cost.life_years],
        "rate_basis_points": [None, cost.rate_basis_points],
    }
    record(by, Deed.OTHER_COST_ADDED, made, changes, authority_id=authority.id, at=at)
    return made


def withdraw_other_cost(by: Person, cost: OtherCostEntry, *, at: datetime) -> None:
    """Take back a cost that was stated wrongly: runs to come leave it out, those before keep it. Raises Refusal, NotTheirs."""
    require_own(by, cost.authority_id)
    if cost.withdrawn_at is not None:
        raise Refusal(None, "This cost was taken back already.")
    cost.withdrawn_at = at
    record(by, Deed.OTHER_COST_WITHDRAWN, cost, {}, authority_id=cost.authority_id, at=at)

"""Where an amount goes by the bands in force, and who may decide it now."""

import uuid
from collections.abc import Mapping
from datetime import date

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.errors import refusal_of
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import deciders_of, with_roles
from budgettracker.schemes.queries import bounds_on
from budgettracker.schemes.rules import Bounds
from budgettracker.spend import rules
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.running_totals import running_totals


def bounds_and_deciders(
    period: BudgetPeriod, pence: int, day: date, *, regular: bool, without: Spend | None = None
) -> tuple[dict[Role, Bounds], rules.Deciders]:
    """The bands in force on a day and who may decide a purchase of these pence."""
    scheme = period.budget.scheme
    bounds = bounds_on(scheme.id, day)
    totals = running_totals(period, bounds, pence, day, without.id if without else None)
    needs = Role(scheme.regular_needs)
    return bounds, rules.deciders_for(bounds, pence, totals, regular=regular, regular_needs=needs)


def who_decides(spend: Spend, period: BudgetPeriod, on: date) -> tuple[rules.Deciders, list[Person]]:
    """The roles that may decide a request, and the people of the lowest of them that has anybody but the requester."""
    _, deciders = bounds_and_deciders(period, spend.planned_pence, spend.asked_on, regular=spend.regular, without=spend)
    return deciders, lowest(deciders, deciders_of([spend.family.team_id], on), spend)


def lowest(
    deciders: rules.Deciders, people_by_role: Mapping[tuple[uuid.UUID, Role], list[Person]], spend: Spend
) -> list[Person]:
    """Of those who may decide a request, the lowest role that has anybody but the requester."""
    for role in deciders.roles or DECIDERS:
        people = with_roles(people_by_role, spend.family.team_id, [role], [spend.recorded_by_id])
        if people:
            return people
    return []


def require_decider(spend: Spend, person: Person, on: date, roles: tuple[Role, ...] = DECIDERS) -> None:
    """Refuse whoever may not decide about a purchase: one they asked for or bought, another team's, or above their role."""
    rules.require_decider(
        person.roles_on(on),
        roles,
        own=person.id in (spend.recorded_by_id, spend.bought_by_id),
        same_team=spend.family.team_id in person.team_ids_on(on),
    )


def why_not_decide(spend: Spend, person: Person, on: date, roles: tuple[Role, ...] = DECIDERS) -> str | None:
    """Why this person may not decide about a purchase, in words; None when they may."""
    return refusal_of(require_decider, spend, person, on, roles)

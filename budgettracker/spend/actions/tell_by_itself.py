"""What the lines of a purchase add where a receipt that is shared counted whole: what would stand there had none been."""

from collections.abc import Callable, Mapping
from datetime import date

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import AS_COVER_FOR, as_cover
from budgettracker.second_hands import AS_ROLE, WAITS_FOR
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import deciders_now
from budgettracker.spend.queries.by_itself import (
    BESIDE,
    BY_ITSELF,
    ROUTE,
    lines_by_itself,
    role_by_itself,
    wholes_counted,
)


def told_by_itself(spend: Spend, period: BudgetPeriod | None, line: Mapping[str, object]) -> dict[str, object]:
    """What is added to the line of who records a purchase; nothing where no receipt counted whole."""
    beside = wholes_counted(spend, period)
    if not beside:
        return {}
    deciders = deciders_now(spend, period, by_itself=True)
    instead: dict[str, object] = {ROUTE: deciders.route}
    if "came" in line:
        instead["came"] = deciders.route
    if WAITS_FOR in line:
        instead[WAITS_FOR] = (deciders.roles or DECIDERS)[0]
    before = [each for each in (spend.id, spend.corrects_id, spend.plan_id) if each is not None]
    role = role_by_itself(lines_by_itself(before))
    if role is not None and line.get(AS_ROLE) not in (None, Role.PRACTITIONER):
        instead[AS_ROLE] = role
    return {BY_ITSELF: instead, BESIDE: beside}


def decided_by_itself(
    spend: Spend,
    period: BudgetPeriod | None,
    by: Person,
    role: Role,
    on: date,
    *,
    could: Callable[..., tuple[Role, ...]] | None = None,
) -> dict[str, object]:
    """What is added to the line of who decides about a purchase in a `role`; asked for before anything is changed.

    `could` gives the roles that could decide it, where that is no decision about the purchase as it waits.
    """
    beside = wholes_counted(spend, period)
    if not beside:
        return {}
    could = could or (lambda *of, by_itself: deciders_now(*of, by_itself=by_itself).roles or DECIDERS)
    roles = by.roles_on(on)
    own = next((each for each in could(spend, period, by_itself=True) if each in roles), role)
    cover = as_cover(by, own, spend.family.team_id, on).get(AS_COVER_FOR)
    return {BY_ITSELF: {AS_ROLE: own, AS_COVER_FOR: cover}, BESIDE: beside}

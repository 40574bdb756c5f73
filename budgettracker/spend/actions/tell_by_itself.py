"""What the lines of a purchase add where a receipt that is shared counted whole: what would stand there had none been."""

from collections.abc import Callable, Mapping
from datetime import date

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import AS_COVER_FOR, as_cover
from budgettracker.second_hands import AS_ROLE, WAITS_FOR
from budgettracker.spend.models import ProposedCorrection, Spend
from budgettracker.spend.queries import approval_covers, deciders_now, proposal_deciders
from budgettracker.spend.queries.by_itself import (
    BESIDE,
    BY_ITSELF,
    ROUTE,
    lines_by_itself,
    role_by_itself,
    route_by_itself,
    wholes_counted,
)


def told_by_itself(spend: Spend, period: BudgetPeriod | None, line: Mapping[str, object]) -> dict[str, object]:
    """What is added to the line of who records a purchase; nothing where no receipt counted whole."""
    beside = wholes_counted(spend, period)
    if not beside:
        return {}
    deciders = deciders_now(spend, period, by_itself=True)
    instead: dict[str, object] = {ROUTE: deciders.route}
    if spend.corrects_id is not None:
        # What takes another's place keeps why that one needed a decision.
        instead[ROUTE] = route_by_itself(lines_by_itself([spend.corrects_id])) or spend.route
    if "came" in line:
        instead["came"] = deciders.route
    if WAITS_FOR in line:
        instead[WAITS_FOR] = (deciders.roles or DECIDERS)[0]
    if spend.approved_pence is not None and line.get(AS_ROLE) is not None:
        instead[AS_ROLE] = _priced_by_itself(spend, period, line)
    return {BY_ITSELF: instead, BESIDE: beside}


def _priced_by_itself(spend: Spend, period: BudgetPeriod | None, line: Mapping[str, object]) -> object:
    """The role by which the price of what was approved would stand decided: its approver's also within the margin."""
    before = [each for each in (spend.id, spend.corrects_id, spend.plan_id) if each is not None]
    approver = role_by_itself(lines_by_itself(before))
    if line[AS_ROLE] != Role.PRACTITIONER:
        return approver or line[AS_ROLE]
    approver = approver or DECIDERS[0]
    day = spend.bought_on or spend.asked_on
    covered = approval_covers(spend, period, approver, spend.paid_pence or 0, day, by_itself=True)
    return approver if covered else Role.PRACTITIONER


def proposed_by_itself(
    spend: Spend, period: BudgetPeriod | None, correction: ProposedCorrection | None
) -> dict[str, object]:
    """What is added to the line of who proposes something about a purchase: for whom it would wait."""
    beside = wholes_counted(spend, period)
    if not beside:
        return {}
    waits_for = proposal_deciders(spend, period, correction, by_itself=True)[0]
    return {BY_ITSELF: {WAITS_FOR: waits_for}, BESIDE: beside}


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

"""Where an amount goes by the bands in force, and who may decide it now."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.database import db
from budgettracker.errors import refusal_of
from budgettracker.families.models import Family
from budgettracker.families.queries import named_only
from budgettracker.margins import USUAL_MARGIN
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import Decider, people_who_decide
from budgettracker.schemes.queries import bounds_on, margin_on, other_help_on
from budgettracker.schemes.rules import Bounds
from budgettracker.spend import rules
from budgettracker.spend.kinds import Review
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.plans import margin_used
from budgettracker.spend.queries.put_right import put_right_by
from budgettracker.spend.queries.running_totals import running_totals


def bounds_for(period: BudgetPeriod | None, family_id: uuid.UUID, day: date) -> Mapping[Role, Bounds]:
    """The bands in force on a day: those of the budget's scheme, or (without a budget) the authority's for other help."""
    if period is not None:
        return bounds_on(period.budget.scheme_id, day)
    return other_help_on(db.session.get_one(Family, family_id).authority_id, day)


def regular_needs(period: BudgetPeriod | None) -> Role:
    """The lowest role that decides regular payments."""
    return Role(period.budget.scheme.regular_needs) if period is not None else Role.MANAGER


def bounds_and_deciders(
    period: BudgetPeriod | None,
    family_id: uuid.UUID,
    pence: int,
    day: date,
    *,
    regular: bool,
    without: Spend | None = None,
    by_itself: bool = False,
) -> tuple[Mapping[Role, Bounds], rules.Deciders]:
    """The bands in force on a day and who may decide a purchase of these pence; without a budget it is other help.

    `by_itself`: as if no receipt had been shared.
    """
    bounds = bounds_for(period, family_id, day)
    left_out = without.id if without else None
    totals = running_totals(family_id, bounds, pence, day, left_out, other_help=period is None, by_itself=by_itself)
    return bounds, rules.deciders_for(bounds, pence, totals, regular=regular, regular_needs=regular_needs(period))


def deciders_now(spend: Spend, period: BudgetPeriod | None, *, by_itself: bool = False) -> rules.Deciders:
    """Who may decide about a purchase as it is now: a request by what was asked, what has left by the whole price.

    `by_itself`: who might, had it shared no receipt, and no other purchase of the family either.
    """
    if spend.review != Review.OPEN:
        pence, day = spend.planned_pence if by_itself else spend.judged_pence(spend.planned_pence), spend.asked_on
        return bounds_and_deciders(
            period, spend.family_id, pence, day, regular=spend.regular, without=spend, by_itself=by_itself
        )[1]
    # A correction that nobody has ticked is judged at the larger amount.
    dearest, day = max(spend.paid_pence or 0, spend.counts_pence or 0), spend.bought_on or spend.asked_on
    paid_pence = dearest if by_itself else spend.judged_pence(dearest)
    bounds = bounds_for(period, spend.family_id, day)
    return rules.deciders_afterwards(
        bounds,
        paid_pence,
        running_totals(
            spend.family_id, bounds, paid_pence, day, spend.id, other_help=period is None, by_itself=by_itself
        ),
        passes_cap=period is not None and passes_cap(spend, period),
        regular=spend.regular,
        regular_needs=regular_needs(period),
    )


def approval_covers(
    spend: Spend, period: BudgetPeriod | None, approver: Role, paid_pence: int, day: date, *, by_itself: bool = False
) -> bool:
    """Does an approval by this role still cover a price in pence: up to what was approved, or within the scheme's margin?

    `by_itself`: would it, had no receipt been shared?
    """
    approved_pence = spend.approved_pence or 0
    if paid_pence <= approved_pence:
        return True
    if spend.shared_pence is not None and not by_itself:
        # A margin is for a whole receipt: each share with one of its own would make several of it.
        return False
    bounds = bounds_for(period, spend.family_id, day)
    totals = running_totals(
        spend.family_id, bounds, paid_pence, day, spend.id, other_help=period is None, by_itself=by_itself
    )
    margin = margin_on(period.budget.scheme_id, day) if period is not None else USUAL_MARGIN
    if spend.plan_id is not None:
        # One approval has one margin: each payment with one of its own would make many of it.
        whole = db.session.get_one(Spend, spend.plan_id).approved_pence or 0
        if paid_pence - approved_pence + margin_used(spend.plan_id, spend.id) > margin.of(whole):
            return False
    return rules.within_margin(paid_pence, approved_pence, margin, bounds.get(approver), totals[approver])


def reimbursement_deciders(spend: Spend, period: BudgetPeriod | None, *, by_itself: bool = False) -> tuple[Role, ...]:
    """The roles that could decide a purchase of the price that was paid, lowest first.

    What the worker could decide, any deciding role could. `by_itself`: as if no receipt had been shared.
    """
    if spend.decided_as == Role.PRACTITIONER:
        return DECIDERS
    price, day = spend.paid_pence or 0, spend.bought_on or spend.asked_on
    paid_pence = price if by_itself else spend.judged_pence(price)
    bounds = bounds_for(period, spend.family_id, day)
    totals = running_totals(
        spend.family_id, bounds, paid_pence, day, spend.id, other_help=period is None, by_itself=by_itself
    )
    return rules.roles_above_worker(bounds, paid_pence, totals)


def passes_cap(spend: Spend, period: BudgetPeriod) -> bool:
    """Did this purchase leave more gone from the budget than the scheme's cap allows a family?"""
    return spend.over_pence > 0 and position_of(period).passes_cap(period.cap_pence)


def apart_from(spend: Spend) -> tuple[uuid.UUID | None, ...]:
    """Who never decides about a purchase: who recorded or bought it, and who put right since what it says."""
    return (spend.recorded_by_id, spend.bought_by_id, *put_right_by([spend])[spend.id])


def who_decides(spend: Spend, period: BudgetPeriod | None, on: date) -> tuple[rules.Deciders, list[Decider]]:
    """The roles that may decide about a purchase now, and everybody who may, the lowest role first.

    Never who recorded or bought it.
    """
    deciders = deciders_now(spend, period)
    people = people_who_decide(spend.family.team_id, deciders.roles or DECIDERS, apart_from(spend), on)
    return deciders, named_only(spend.family, people)


def who_may(spend: Spend, roles: tuple[Role, ...], on: date) -> list[Decider]:
    """Everybody of the family's team who holds one of these roles today and is not apart from a purchase."""
    people = people_who_decide(spend.family.team_id, roles, apart_from(spend), on)
    return named_only(spend.family, people)


def who_may_phone(person: Person, family: Family, on: date) -> list[tuple[uuid.UUID, str]]:
    """Those who may have approved a purchase of this person by phone: the deciders of the family's team, by id and words."""
    people = named_only(family, people_who_decide(family.team_id, DECIDERS, (person.id,), on))
    return [(each.person.id, each.words) for each in people]


def require_decider(
    spend: Spend,
    person: Person,
    on: date,
    roles: tuple[Role, ...] = DECIDERS,
    *,
    makers: Collection[uuid.UUID] | None = None,
    bounds: Mapping[Role, Bounds] | None = None,
) -> None:
    """Refuse whoever may not decide about a purchase: one they asked for, bought or put right, another team's, or above
    their role.

    `makers` are those who put right what it says, and `bounds` the bands that judge it, where they were read already.
    """
    own = person.id in (spend.recorded_by_id, spend.bought_by_id) or _decided_below(spend, person, on)
    require_hand(spend, person, on, roles, own=own, makers=makers, bounds=bounds)


def require_hand(
    spend: Spend,
    person: Person,
    on: date,
    allowed: tuple[Role, ...],
    *,
    own: bool,
    makers: Collection[uuid.UUID] | None = None,
    bounds: Mapping[Role, Bounds] | None = None,
) -> None:
    """Refuse whoever may not decide what waits about a purchase, in words that name its pence and how far they reach.

    `own`: it is theirs. The price of this purchase is named, and not the receipt that other families share with it.
    """
    held = person.roles_on(on)
    if not own:
        rules.require_not_put_right(person.id in (put_right_by([spend])[spend.id] if makers is None else makers))
    pence = spend.planned_pence if spend.paid_pence is None else spend.paid_pence
    rules.require_decider(held, pence, own=own, same_team=spend.family.team_id in person.team_ids_on(on))
    if held & set(allowed):
        return
    if bounds is None:
        bounds = bounds_for(spend.period, spend.family_id, spend.bought_on or spend.asked_on)
    rules.require_reach(held, allowed, pence, bounds, regular=spend.regular)


def _decided_below(spend: Spend, person: Person, on: date) -> bool:
    """Did somebody who covers for a senior manager decide this as a manager already? It is then not theirs a second time."""
    senior = person.cover_used(Role.SENIOR_MANAGER, spend.family.team_id, on) is not None
    return senior and spend.review == Review.OPEN and spend.decided_by_id == person.id


def why_not_decide(
    spend: Spend,
    person: Person,
    on: date,
    roles: tuple[Role, ...] = DECIDERS,
    *,
    makers: Collection[uuid.UUID] | None = None,
    bounds: Mapping[Role, Bounds] | None = None,
) -> str | None:
    """Why this person may not decide about a purchase, in words; None when they may.

    `makers` and `bounds` as for require_decider.
    """
    return refusal_of(require_decider, spend, person, on, roles, makers=makers, bounds=bounds)

"""Record a purchase of the time before the program was used, as the authority's own records have it."""

from dataclasses import dataclass
from datetime import date, datetime

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import lock, open_period
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.schemes.models import Scheme
from budgettracker.spend import rules
from budgettracker.spend.actions.write_spend import mark_bought, mark_price, move_price, new_spend, save_spend
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import bounds_and_deciders
from budgettracker.spend.queries.past_purchases import room_then
from budgettracker.spend.rules import Purchase


@dataclass(frozen=True, kw_only=True)
class PastDecision:
    """Who bought, who decided and when, as the authority's records have it; without a decider it was decided alone."""

    reference: str
    recorded_by: Person
    requested_at: datetime
    decided_by: Person | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


def record_past_spend(
    by: Person | None,
    family: Family,
    scheme: Scheme,
    purchase: Purchase,
    decision: PastDecision,
    *,
    on: date,
    at: datetime,
) -> Spend:
    """A purchase from the devolved budget, bought before the program was used; `by` is who brings it in.

    Within the limit in force on its day it is spent, beyond that over the limit: no later limit takes it in by itself.
    What was over the limit, or above the band of whoever decided it then, waits for a manager's look. Purchases come in
    the order of their days. Raises Refusal (bought_on, vat, decided_by) and for a comparison family.
    """
    _require(family, purchase, decision, on)
    period = lock(open_period(family, scheme, purchase.bought_on, at=at).id)
    _, deciders = bounds_and_deciders(period, family.id, purchase.amount_pence, purchase.bought_on, regular=False)
    decided_as = _decided_as(decision, deciders)
    room = room_then(period, purchase.bought_on)
    price = rules.price(purchase.amount_pence, 0, room, allowed=decided_as is not None)
    spend = _past_spend(family, purchase, decision, SpendKind.DEVOLVED, at)
    spend.period_id, spend.route = period.id, deciders.route
    mark_price(spend, price, decided_as)
    save_spend(spend, purchase, decision.decision_reason)
    # The ledger names who spent it, so that nobody later raises a limit for money of their own; the audit, who imported.
    move_price(spend, period, price, decision.recorded_by, at=at)
    _record(by, spend, at)
    return spend


def record_past_other_help(
    by: Person | None, family: Family, purchase: Purchase, decision: PastDecision, *, on: date, at: datetime
) -> Spend:
    """Help paid outside the devolved budget before the program was used, in either arm. Raises as record_past_spend."""
    _require(family, purchase, decision, on)
    spend = _past_spend(family, purchase, decision, SpendKind.OTHER_HELP, at)
    spend.decided_as = Role.PRACTITIONER if decision.decided_by is None else Role.MANAGER
    save_spend(spend, purchase, decision.decision_reason)
    _record(by, spend, at)
    return spend


def _require(family: Family, purchase: Purchase, decision: PastDecision, on: date) -> None:
    rules.require_purchase(purchase, on, family.opened_on, family.closed_on)
    if decision.decided_by is not None and decision.decided_by.id == decision.recorded_by.id:
        raise Refusal("decided_by", "Nobody decides their own request.")


def _decided_as(decision: PastDecision, deciders: rules.Deciders) -> Role | None:
    """The role by which it was decided that day; None where it did not reach so far.

    A decision nobody needed is one any deciding role could take.
    """
    if decision.decided_by is None:
        return Role.PRACTITIONER if deciders.front_line else None
    day = day_of(decision.decided_at or decision.requested_at)
    roles, allowed = decision.decided_by.roles_on(day), deciders.roles or DECIDERS
    return rules.role_used(roles, allowed) if roles & set(allowed) else None


def _past_spend(family: Family, purchase: Purchase, decision: PastDecision, kind: SpendKind, at: datetime) -> Spend:
    spend = new_spend(family, purchase, kind, decision.recorded_by, requested_at=decision.requested_at)
    mark_bought(spend, decision.recorded_by, purchase.amount_pence, purchase.bought_on, at=at)
    spend.reference, spend.imported = decision.reference, True
    if decision.decided_by is not None:
        spend.approved_pence, spend.decided_by_id = purchase.amount_pence, decision.decided_by.id
    spend.decided_at = decision.decided_at
    return spend


def _record(by: Person | None, spend: Spend, at: datetime) -> None:
    changes = {
        "kind": spend.kind,
        "bought_on": [None, spend.bought_on],
        "paid_pence": [None, spend.paid_pence],
        "over_pence": spend.over_pence,
        "review": spend.review,
        "recorded_by": spend.recorded_by_id,
        "decided_by": spend.decided_by_id,
    }
    record(by, Deed.SPEND_IMPORTED, spend, changes, authority_id=spend.authority_id, at=at)

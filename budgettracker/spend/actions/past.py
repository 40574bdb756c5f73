"""Purchases and refunds of the time before the program was used, told as they happened."""

from dataclasses import dataclass
from datetime import date, datetime

from budgettracker.access import DECIDERS
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import lock, move, open_period
from budgettracker.budgets.kinds import Entry
from budgettracker.database import db, uuid7
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.schemes.models import Scheme
from budgettracker.spend import rules
from budgettracker.spend.actions.common import lock_spend, require_state
from budgettracker.spend.actions.log import Purchase
from budgettracker.spend.actions.refund import give_back
from budgettracker.spend.kinds import Review, Route, SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend, SpendDetails
from budgettracker.spend.queries import bounds_and_deciders, net_paid
from budgettracker.spend.queries.past import room_then


@dataclass(frozen=True, kw_only=True)
class Past:
    """Who bought, who decided and when, as a council's records have it; without a decider it was decided alone."""

    reference: str
    recorded_by: Person
    requested_at: datetime
    decided_by: Person | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


def record_past_spend(
    by: Person | None, family: Family, scheme: Scheme, said: Purchase, past: Past, *, on: date, at: datetime
) -> Spend:
    """A purchase from the devolved budget, bought before the program was used; `by` is who brings it in.

    Within the limit in force on its day it is spent, beyond that over the limit: no later limit takes it in by itself.
    What was over the limit, or above the band of whoever decided it then, waits for a manager's look. Purchases come in
    the order of their days. Raises Refusal (bought_on, vat, decided_by) and for a comparison family.
    """
    _require(family, said, past, on)
    period = lock(open_period(family, scheme, said.bought_on, at=at).id)
    _, deciders = bounds_and_deciders(period, said.amount_pence, said.bought_on, regular=False)
    allowed = deciders.front_line if past.decided_by is None else _might_decide(past.decided_by, past, deciders)
    falls = rules.price(said.amount_pence, 0, room_then(period, said.bought_on), allowed)
    spend = _bought(family, said, past, SpendKind.DEVOLVED, at)
    spend.period_id, spend.route = period.id, deciders.route
    spend.over_pence = falls.over_pence
    spend.review = Review.OPEN if falls.flagged else Review.NONE
    _save(spend, said, past)
    entry = Entry.OVER_LIMIT if falls.over_pence else Entry.BOUGHT
    # The ledger names who spent it, so that nobody later raises a limit for money of their own; the audit, who imported.
    move(past.recorded_by, period, entry, spent=falls.within_pence, over=falls.over_pence, spend_id=spend.id, at=at)
    _record(by, spend, at)
    return spend


def record_past_other_help(
    by: Person | None, family: Family, said: Purchase, past: Past, *, on: date, at: datetime
) -> Spend:
    """Help paid outside the devolved budget before the program was used, in either arm. Raises as record_past_spend."""
    _require(family, said, past, on)
    spend = _bought(family, said, past, SpendKind.OTHER_HELP, at)
    _save(spend, said, past)
    _record(by, spend, at)
    return spend


def record_past_refund(
    by: Person | None,
    spend: Spend,
    amount_pence: int,
    refunded_on: date,
    *,
    reference: str,
    recorded_by: Person,
    vat_pence: int | None = None,
    on: date,
    at: datetime,
) -> Refund:
    """Money that came back before the program was used, under its own reference. Raises Refusal as refund_spend."""
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    if refunded_on > on:
        raise Refusal("refunded_on", "The date is in the future. Enter the day the money came back.")
    if spend.bought_on is not None and refunded_on < spend.bought_on:
        raise Refusal("refunded_on", "The money came back before it was spent. Check the date.")
    rules.require_refund(amount_pence, net_paid(spend))
    refund = give_back(spend, period, amount_pence, refunded_on, by=recorded_by, at=at)
    refund.reference, refund.vat_pence = reference, vat_pence
    db.session.flush()
    changes = {"refund": refund.id, "amount_pence": amount_pence, "refunded_on": refunded_on, "imported": True}
    record(by, Deed.SPEND_REFUNDED, spend, changes, authority_id=spend.authority_id, at=at)
    return refund


def _require(family: Family, said: Purchase, past: Past, on: date) -> None:
    rules.require_bought_on(said.bought_on, on, family.opened_on, family.closed_on)
    rules.require_vat(said.vat_pence, said.amount_pence)
    if past.decided_by is not None and past.decided_by.id == past.recorded_by.id:
        raise Refusal("decided_by", "Nobody decides their own request.")


def _might_decide(decider: Person, past: Past, deciders: rules.Deciders) -> bool:
    """Did the decider's role that day reach so far? A decision nobody needed is one any deciding role could take."""
    day = day_of(past.decided_at or past.requested_at)
    return bool(decider.roles_on(day) & set(deciders.roles or DECIDERS))


def _bought(family: Family, said: Purchase, past: Past, kind: SpendKind, at: datetime) -> Spend:
    return Spend(
        id=uuid7(),
        authority_id=family.authority_id,
        reference=past.reference,
        family_id=family.id,
        kind=kind,
        state=SpendState.BOUGHT,
        route=Route.FRONT_LINE,
        category_id=said.category_id,
        planned_pence=said.amount_pence,
        approved_pence=said.amount_pence if past.decided_by else None,
        paid_pence=said.amount_pence,
        over_pence=0,
        vat_pence=said.vat_pence,
        vat_status=said.vat_status,
        payment_method=said.payment_method,
        asked_on=said.bought_on,
        bought_on=said.bought_on,
        recorded_by_id=past.recorded_by.id,
        requested_at=past.requested_at,
        decided_by_id=past.decided_by.id if past.decided_by else None,
        decided_at=past.decided_at,
        recorded_bought_at=at,
        bought_by_id=past.recorded_by.id,
        review=Review.NONE,
        imported=True,
    )


def _save(spend: Spend, said: Purchase, past: Past) -> None:
    db.session.add(spend)
    spend.details = SpendDetails(
        spend_id=spend.id,
        bought_what=said.bought_what,
        purpose=said.purpose,
        supplier=said.supplier,
        note=said.note,
        decision_reason=past.decision_reason,
    )
    db.session.flush()


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

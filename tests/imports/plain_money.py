"""Money of the past brought in purchase by purchase: asked, flushed and recorded one after the other, as any deed is.

The program writes thousands at a time (`PastMoney`); this is the plain way of saying the same, which it is held against.
"""

import functools
import uuid
from collections.abc import Callable, Collection
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from budgettracker.access import DECIDERS, Role, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import PastLimit, lock, open_period
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.periods import LONDON, day_of, midnight_after
from budgettracker.schemes.models import Scheme
from budgettracker.spend import rules
from budgettracker.spend.actions.give_back import give_back
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.write_past_money import PastDecision
from budgettracker.spend.actions.write_spend import mark_bought, mark_price, move_price, new_spend, save_spend
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import bounds_and_deciders, net_paid
from budgettracker.spend.rules import Purchase
from tests.factories.past_limit import record_past_limit


def _flushed(deed: Callable[..., Any]) -> Callable[..., Any]:
    """What a deed asks is answered with what it and those before it changed, whoever calls it."""

    @functools.wraps(deed)
    def flushed(*of: Any, **more: Any) -> Any:
        session = db.session()
        before, session.autoflush = session.autoflush, True
        try:
            return deed(*of, **more)
        finally:
            session.autoflush = before

    return flushed


class PlainMoney:
    """Says what `PastMoney` says, and writes at once."""

    def __init__(
        self, by: Person | None, authority_id: uuid.UUID, family_ids: Collection[uuid.UUID], *, on: date, at: datetime
    ) -> None:
        self._by, self._on, self._at = by, on, at
        self.held = self

    @_flushed
    def period_on(self, family_id: uuid.UUID, on: date) -> BudgetPeriod | None:
        return period_on(family_id, on)

    @_flushed
    def limit(self, family: Family, scheme: Scheme, to_pence: int, decision: PastLimit) -> None:
        change = record_past_limit(
            *(self._by, family, scheme, to_pence, decision.reason),
            proposed_by=decision.proposed_by,
            approved_by=decision.approved_by,
            approved_on=decision.approved_on,
            at=self._at,
        )
        change.proposed_at = change.decided_at = datetime.combine(decision.approved_on, time(12), LONDON)
        db.session.flush()

    def standing(self, spends: Collection[Spend]) -> dict[str, Spend]:
        return {spend.reference or "": spend for spend in spends}

    @_flushed
    def buy(self, family: Family, scheme: Scheme, purchase: Purchase, decision: PastDecision) -> Spend:
        return record_past_spend(self._by, family, scheme, purchase, decision, on=self._on, at=self._at)

    @_flushed
    def help(self, family: Family, purchase: Purchase, decision: PastDecision) -> Spend:
        return record_past_other_help(self._by, family, purchase, decision, on=self._on, at=self._at)

    @_flushed
    def give_back(
        self,
        spend: Spend,
        pence: int,
        day: date,
        *,
        reference: str,
        recorded_by: Person,
        vat_pence: int | None = None,
    ) -> None:
        period = lock_spend(spend)
        require_state(spend, SpendState.BOUGHT)
        rules.require_refunded_on(day, self._on, spend.bought_on)
        rules.require_refund(pence, net_paid(spend))
        refund = give_back(
            spend,
            period,
            pence,
            day,
            recorded_by=recorded_by,
            ticked_at=self._at,
            at=self._at,
            reference=reference,
            vat_pence=vat_pence,
        )
        changes = {"refund": refund.id, "amount_pence": pence, "refunded_on": day, "imported": True}
        record(self._by, Deed.SPEND_REFUNDED, spend, changes, authority_id=spend.authority_id, at=self._at)

    def ready(self) -> None:
        """Everything is written."""

    write = ready


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
    # An import brings what was spent of an opening balance, so the mark that stops every purchase does not stop this one.
    waits, period.opening_waits = period.opening_waits, False
    move_price(spend, period, price, decision.recorded_by, at=at)
    period.opening_waits = waits
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
    return role_used(roles, allowed) if roles & set(allowed) else None


def _past_spend(family: Family, purchase: Purchase, decision: PastDecision, kind: SpendKind, at: datetime) -> Spend:
    spend = new_spend(family, purchase, kind, decision.recorded_by, requested_at=decision.requested_at)
    mark_bought(spend, decision.recorded_by, purchase.amount_pence, purchase.bought_on, at=at)
    spend.reference, spend.imported = decision.reference, True
    spend.legal_basis = None  # what the law was, no file says
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


def room_then(period: BudgetPeriod, day: date) -> int:
    """Pence a purchase of that day may take: of the limit in force then what earlier days left, at most what is left now.

    The second bound keeps the cap when purchases of later days are in the books already.
    """
    return max(0, min(limit_then(period.id, day) - spent_until(period.id, day), position_of(period).left_pence))


def limit_then(period_id: uuid.UUID, day: date) -> int:
    """The limit in force at the end of a day, in pence; 0 before the first one was approved."""
    newest = (
        select(LimitChange.to_pence)
        .where(
            LimitChange.period_id == period_id,
            LimitChange.state == LimitState.APPROVED,
            LimitChange.decided_at < midnight_after(day),
        )
        .order_by(LimitChange.decided_at.desc(), LimitChange.id.desc())
    )
    return db.session.scalars(newest.limit(1)).first() or 0


def spent_until(period_id: uuid.UUID, day: date) -> int:
    """Pence within the limit bought in a cap period up to a day, less what had come back by then."""
    ours = (Spend.period_id == period_id, Spend.state == SpendState.BOUGHT, Spend.bought_on <= day)
    within = db.session.scalar(select(func.sum(Spend.paid_pence - Spend.over_pence)).where(*ours)) or 0
    refunds = select(Refund).join(Spend, Spend.id == Refund.spend_id).where(*ours).subquery()
    # A refund first makes good what was over the limit: that part never was within it.
    over_back = db.session.scalar(select(func.sum(refunds.c.over_pence))) or 0
    within_back = db.session.scalar(
        select(func.sum(refunds.c.amount_pence - refunds.c.over_pence)).where(refunds.c.refunded_on <= day)
    )
    return int(within) - int(over_back) - int(within_back or 0)

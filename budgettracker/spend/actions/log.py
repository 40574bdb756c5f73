"""Log a purchase: recorded at once within the worker's band, a request that holds its money above it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Table, insert

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import lock_on, move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.budgets.rules import require_room, require_unblocked
from budgettracker.database import db, uuid7
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.actions.close import require_open_now
from budgettracker.spend.kinds import Review, Route, SpendKind, SpendState, VatStatus
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.spend.queries import bounds_and_deciders, waiting_over

DETAILS = cast(Table, SpendDetails.__table__)


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What a worker says about a purchase. Amounts are pence, gross; `bought_on` is also the day a request counts on."""

    amount_pence: int
    bought_what: str
    bought_on: date
    purpose: str = ""
    category_id: uuid.UUID | None = None
    payment_method: str | None = None
    supplier: str = ""
    note: str = ""
    child_id: uuid.UUID | None = None
    vat_pence: int | None = None
    vat_status: str = VatStatus.UNKNOWN
    needed_by: date | None = None
    regular: bool = False
    regular_until: date | None = None
    review_on: date | None = None
    already_paid: bool = False


def log_spend(by: Person, family: Family, said: Purchase, *, on: date, at: datetime) -> Spend:
    """Log a purchase from the family's devolved budget.

    Within the worker's band (single and running amount) it is bought at once, decided at the front line. Above the band
    it becomes a request that holds its money; when the worker says it is already paid, it is recorded as bought and
    flagged for a manager. Refuses an amount beyond what is left (unless already paid: then it is told as over the
    limit), a family without a limit, a day outside the family's or the scheme's dates,
    a request for a family that has been closed.
    """
    rules.require_bought_on(said.bought_on, on, family.opened_on, family.closed_on)
    rules.require_vat(said.vat_pence, said.amount_pence)
    if said.regular and said.already_paid:
        raise Refusal("regular", "A regular payment is decided before it begins.")
    _require_regular(said)
    period = _open_period(family, said.bought_on)
    closed_on = require_open_now(family.id, said.bought_on)
    _, deciders = bounds_and_deciders(period, said.amount_pence, said.bought_on, regular=said.regular)
    if not said.already_paid:
        require_unblocked(waiting_over(period.id) if period.over_pence else 0)
        require_room(position_of(period), said.amount_pence)
    spend = _new(by, family, said, SpendKind.DEVOLVED, on=on, at=at)
    spend.period_id, spend.route = period.id, deciders.route
    if deciders.front_line or said.already_paid:
        return _bought(by, period, spend, said, in_band=deciders.front_line, at=at)
    rules.require_asking(closed_on)
    return _requested(by, period, spend, said, on=on, at=at)


def log_other_help(by: Person, family: Family, said: Purchase, *, on: date, at: datetime) -> Spend:
    """Log help paid outside the devolved budget, in either arm: outside every limit, counted beside the costs."""
    rules.require_bought_on(said.bought_on, on, family.opened_on, family.closed_on)
    rules.require_vat(said.vat_pence, said.amount_pence)
    _require_regular(said)
    require_open_now(family.id, said.bought_on)
    spend = _new(by, family, said, SpendKind.OTHER_HELP, on=on, at=at)
    _pay(by, spend, said, at)
    _save(spend, said)
    changes = {"kind": spend.kind, "paid_pence": [None, spend.paid_pence]}
    record(by, Deed.SPEND_LOGGED, spend, changes, at=at, new=True)
    return spend


def _require_regular(said: Purchase) -> None:
    if said.regular and said.regular_until is None:
        raise Refusal("regular_until", "Enter the day the regular payments end.")
    if said.regular_until is not None and said.regular_until < said.bought_on:
        raise Refusal("regular_until", "The payments end before they begin. Check the two dates.")


def _open_period(family: Family, day: date) -> BudgetPeriod:
    if family.arm == Arm.COMPARISON:
        raise Refusal(None, "This family has no devolved budget. Log the help as paid from other money.")
    found = lock_on(family.id, day)
    if found is None or found.limit_pence == 0:
        raise Refusal(
            "amount", "This family has no limit yet. Ask for one first: without a limit nothing can be spent."
        )
    return found


def _new(by: Person, family: Family, said: Purchase, kind: SpendKind, *, on: date, at: datetime) -> Spend:
    return Spend(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        kind=kind,
        route=Route.FRONT_LINE,
        category_id=said.category_id,
        child_id=said.child_id,
        planned_pence=said.amount_pence,
        over_pence=0,
        vat_pence=said.vat_pence,
        vat_status=said.vat_status,
        payment_method=said.payment_method,
        asked_on=said.bought_on,
        needed_by=said.needed_by,
        regular=said.regular,
        regular_until=said.regular_until,
        review_on=said.review_on,
        recorded_by_id=by.id,
        requested_at=at,
        review=Review.NONE,
    )


def _save(spend: Spend, said: Purchase) -> None:
    db.session.add(spend)
    db.session.flush()
    details = {
        "spend_id": spend.id,
        "bought_what": said.bought_what,
        "purpose": said.purpose,
        "supplier": said.supplier,
        "note": said.note,
    }
    db.session.connection().execute(insert(DETAILS), details)


def _pay(by: Person, spend: Spend, said: Purchase, at: datetime) -> None:
    spend.state = SpendState.BOUGHT
    spend.paid_pence, spend.bought_on = said.amount_pence, said.bought_on
    spend.recorded_bought_at, spend.bought_by_id = at, by.id


def _bought(by: Person, period: BudgetPeriod, spend: Spend, said: Purchase, *, in_band: bool, at: datetime) -> Spend:
    falls = rules.price(said.amount_pence, 0, position_of(period).left_pence, in_band)
    _pay(by, spend, said, at)
    spend.over_pence = falls.over_pence
    spend.review = Review.OPEN if falls.flagged else Review.NONE
    _save(spend, said)
    entry = Entry.OVER_LIMIT if falls.over_pence else Entry.BOUGHT
    move(by, period, entry, spent=falls.within_pence, over=falls.over_pence, spend_id=spend.id, at=at)
    changes = {"state": [None, spend.state], "paid_pence": [None, spend.paid_pence], "over_pence": spend.over_pence}
    record(by, Deed.SPEND_LOGGED, spend, changes, at=at, new=True)
    return spend


def _requested(by: Person, period: BudgetPeriod, spend: Spend, said: Purchase, *, on: date, at: datetime) -> Spend:
    spend.state = SpendState.REQUESTED
    spend.hold_expires_on = (said.needed_by or on) + timedelta(days=period.budget.scheme.hold_days)
    _save(spend, said)
    move(by, period, Entry.COMMITTED, committed=spend.planned_pence, spend_id=spend.id, at=at)
    changes = {"state": [None, spend.state], "planned_pence": [None, spend.planned_pence], "came": spend.route}
    record(by, Deed.SPEND_REQUESTED, spend, changes, at=at, new=True)
    return spend

"""Correct the money of a purchase: it is reversed, and another takes its place, in one deed that links the two."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import lock
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.close_family import require_open_now
from budgettracker.spend.actions.count_together import count_together
from budgettracker.spend.actions.give_back import give_back
from budgettracker.spend.actions.hide import hide_wrong_family
from budgettracker.spend.actions.part_receipts import take_apart
from budgettracker.spend.actions.record_reasons import keep_reasons
from budgettracker.spend.actions.tell_by_itself import told_by_itself
from budgettracker.spend.actions.write_spend import draw_reference, mark_pocket, move_price, receipt_of_share
from budgettracker.spend.kinds import Review, SpendKind, SpendState
from budgettracker.spend.models import Receipt, Refund, Spend, SpendDetails
from budgettracker.spend.queries import IN_WORDS, approval_covers, bounds_and_deciders, deciders_now, net_paid
from budgettracker.spend.rules import MoneyFacts, Price, Stands

NO_LIMIT = "This family had no limit on that day for {}. Check the day, or say that it was paid from other money."
NO_BUDGET = "This family has no devolved budget for {}. Say that it was paid from other money."
COPIED = (
    *("authority_id", "route", "vat_status", "payment_method", "planned_pence", "asked_on", "needed_by"),
    *("hold_expires_on", "regular", "regular_until", "review_on", "recorded_by_id", "requested_at", "bought_by_id"),
    *("imported", "receipt_seen_by_id", "receipt_seen_at", "plan_id", "phoned_by_id", "phoned_at"),
    *("receipt_excused_by_id", "receipt_excused_at", "legal_basis"),
)
"""What the purchase that takes another's place keeps of it."""
BECAME = (
    *("delivered_on", "delivered_by_id"),
    *("helped", "helped_by_id", "helped_at", "family_helped", "family_helped_by_id", "family_helped_at"),
)
"""What became of it: kept too where it was for the same family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a purchase's money should say: pence, day and money, for which family, and what is sorted there."""

    money: MoneyFacts
    category_id: uuid.UUID | None
    child_id: uuid.UUID | None
    vat_pence: int | None


@dataclass(frozen=True, slots=True)
class Places:
    """The locked positions a correction moves: the one the money was in, and the one it goes to; None: other help."""

    before: BudgetPeriod | None
    after: BudgetPeriod | None


def lock_places(spend: Spend, family: Family, money: MoneyFacts) -> Places:
    """Lock both positions in the order of their ids, and read the purchase anew.

    Raises Refusal on `family` or `bought_on` where the family has no budget, or no limit, on the day.
    """
    after_id = _period_id(spend, family, money) if money.kind == SpendKind.DEVOLVED else None
    wanted = {each for each in (spend.period_id, after_id) if each is not None}
    locked: dict[uuid.UUID | None, BudgetPeriod] = {each: lock(each) for each in sorted(wanted)}
    if money.kind == SpendKind.OTHER_HELP:
        db.session.execute(select(Family.id).where(Family.id == family.id).with_for_update())
    fresh = select(Spend).where(Spend.id == spend.id).with_for_update()
    db.session.scalars(fresh.execution_options(populate_existing=True)).one()
    db.session.refresh(spend.details)
    return Places(locked.get(spend.period_id), locked.get(after_id))


def _period_id(spend: Spend, family: Family, money: MoneyFacts) -> uuid.UUID:
    field = "family" if family.id != spend.family_id else "bought_on"
    if family.without_budget(money.day):
        raise Refusal(field, NO_BUDGET.format(pounds(money.pence)))
    period = period_on(family.id, money.day)
    if period is None or period.limit_pence == 0:
        raise Refusal(field if money.day != spend.bought_on else "family", NO_LIMIT.format(pounds(money.pence)))
    return period.id


def require_target(spend: Spend, family: Family, target: Target, on: date) -> None:
    """Refuse a day that cannot be, a VAT above the price, and a price below what came back already."""
    rules.require_bought_on(target.money.day, on, family.opened_on, family.closed_on)
    rules.require_vat(target.vat_pence, target.money.pence)
    require_open_now(family.id, target.money.day)
    if net_paid(spend) == 0:
        raise Refusal(None, f"All {pounds(spend.paid_pence or 0)} of this has come back. Log the right one anew.")
    rules.require_at_least_what_came_back(target.money.pence, (spend.paid_pence or 0) - net_paid(spend))


def within_band(spend: Spend, places: Places, target: Target, *, agreed: bool = False) -> bool:
    """Is the larger of both amounts within the worker's band, with what else counts at the corrected place?

    Where a manager `agreed` that the old amount was wrong, the new one is judged.
    """
    pence = target.money.pence if agreed else max(spend.paid_pence or 0, spend.counts_pence or 0, target.money.pence)
    _, deciders = bounds_and_deciders(
        places.after, target.money.family_id, pence, target.money.day, regular=spend.regular, without=spend
    )
    return deciders.front_line


def enter_anew(
    by: Person,
    spend: Spend,
    places: Places,
    target: Target,
    reason: str,
    *,
    recorded_by: Person,
    ticked_by: Person | None,
    on: date,
    at: datetime,
) -> tuple[Spend, Refund]:
    """Reverse a locked purchase and let another take its place; refunds and receipts move along. Both are in the books.

    `ticked_by` is the manager who agreed; without one whoever recorded it does it alone, and running totals count both
    at the larger amount until a manager ticks it. The deed that calls this records what became of the first purchase.
    """
    was = rules.Decided(spend.paid_pence or 0, spend.over_pence, spend.review)
    front_line = within_band(spend, places, target, agreed=ticked_by is not None)
    moved_refunds = list(spend.refunds)
    net_pence = net_paid(spend)
    back = give_back(
        spend,
        places.before,
        net_pence,
        on,
        recorded_by=recorded_by,
        ticked_by=ticked_by,
        ticked_at=at if ticked_by else None,
        at=at,
        reversal=True,
    )
    spend.state, spend.reversed_at = SpendState.REVERSED, at
    spend.details.reversal_reason = reason
    new = _written(spend, places.after, target, at)
    room = position_of(places.after).left_pence if places.after is not None else target.money.pence
    price = rules.price(target.money.pence, 0, room, allowed=front_line)
    stands = rules.stands_corrected(
        was,
        target.money.pence,
        price.over_pence,
        elsewhere=_elsewhere(spend, new),
        front_line=front_line,
        approved_as=_approved_as(spend, places, target, agreed=ticked_by is not None),
    )
    _stand(spend, new, price, stands)
    if spend.review == Review.OPEN:
        spend.review = Review.NONE
    move_price(new, places.after, price, db.session.get_one(Person, new.bought_by_id or by.id), at=at)
    _move_along(spend, new, places.after, moved_refunds, at)
    count_together(new)
    db.session.flush()
    if new.family_id != spend.family_id:
        hide_wrong_family(by, spend, new, at=at)
    _record(by, spend, new, places.after, stands, at)
    return new, back


def _written(spend: Spend, period: BudgetPeriod | None, target: Target, at: datetime) -> Spend:
    """The row of the purchase that takes the place of another, with its words."""
    money = target.money
    new = Spend(
        **{name: getattr(spend, name) for name in (*COPIED, *(BECAME if money.family_id == spend.family_id else ()))},
        id=uuid7(),
        corrects_id=spend.id,
        family_id=money.family_id,
        period_id=period.id if period is not None else None,
        kind=money.kind,
        state=SpendState.BOUGHT,
        category_id=target.category_id,
        child_id=target.child_id,
        paid_pence=money.pence,
        vat_pence=target.vat_pence,
        bought_on=money.day,
        recorded_bought_at=at,
        over_pence=0,
    )
    if spend.approved_pence is None or _elsewhere(spend, new):
        # Decided with its price: what was planned is what was paid, on the day it was bought.
        new.planned_pence, new.asked_on = money.pence, money.day
    else:
        new.approved_pence, new.decided_at = spend.approved_pence, spend.decided_at
        new.decided_by_id = spend.decided_by_id
    if spend.shared_pence is not None and not db.session.get_one(Family, money.family_id).restricted:
        new.shared_id, new.shared_pence = spend.shared_id, spend.judged_pence(money.pence)
    mark_pocket(new)
    draw_reference(new)
    db.session.add(new)
    db.session.flush()
    if spend.shared_id is not None and new.shared_id is None:
        take_apart([spend.shared_id])
        new.route = spend.route
    new.details = SpendDetails(spend_id=new.id, **{name: getattr(spend.details, name) for name in IN_WORDS})
    keep_reasons(spend, new)
    return new


def _elsewhere(spend: Spend, new: Spend) -> bool:
    return (new.family_id, new.kind) != (spend.family_id, spend.kind)


def _approved_as(spend: Spend, places: Places, target: Target, *, agreed: bool) -> Role | None:
    """The role whose approval goes on holding for the corrected price and day; None where none does.

    Where a manager `agreed` to the price, one family's share of a receipt has a margin like any purchase.
    """
    if spend.approved_pence is None or spend.decided_by_id is None or places.before != places.after:
        return None
    decider = db.session.get_one(Person, spend.decided_by_id)
    held = decider.roles_on(day_of(spend.decided_at or spend.requested_at))
    role = Role(spend.decided_as) if spend.decided_as else next((role for role in DECIDERS if role in held), None)
    day, pence = target.money.day, target.money.pence
    covered = role is not None and approval_covers(spend, places.after, role, pence, day, by_itself=agreed)
    return role if covered else None


def _stand(spend: Spend, new: Spend, price: Price, stands: Stands) -> None:
    """Write down how the new purchase stands decided, and what it keeps of an earlier decision."""
    new.over_pence, new.review, new.decided_as = price.over_pence, stands.review, stands.decided_as
    if new.approved_pence is not None:
        new.details.decision_reason = spend.details.decision_reason
    if stands.by_review:
        new.reviewed_by_id, new.reviewed_at, new.decided_as = spend.reviewed_by_id, spend.reviewed_at, spend.decided_as
        new.details.review_reason = spend.details.review_reason


def _move_along(spend: Spend, new: Spend, period: BudgetPeriod | None, refunds: list[Refund], at: datetime) -> None:
    """Money that came back, and receipts, belong to the purchase that counts now."""
    for refund in refunds:
        again = give_back(
            new,
            period,
            refund.amount_pence,
            refund.refunded_on,
            recorded_by=db.session.get_one(Person, refund.recorded_by_id),
            ticked_at=refund.ticked_at,
            at=at,
            vat_pence=refund.vat_pence,
        )
        again.ticked_by_id = refund.ticked_by_id
        # From now on it is the other one that is to be ticked.
        refund.ticked_at = refund.ticked_at or at
        for receipt in db.session.scalars(select(Receipt).where(Receipt.refund_id == refund.id)):
            receipt.refund_id = again.id
    db.session.flush()
    db.session.execute(update(Receipt).where(Receipt.spend_id == spend.id).values(spend_id=new.id))
    for each in (spend, new):
        db.session.expire(each, ["receipts"])


def moved(was: MoneyFacts, new: Spend) -> dict[str, object]:
    """What the corrected purchase's line says of its money, from what to what, and which purchase took its place."""
    changes: dict[str, object] = {"successor": new.id}
    for name, before, after in (
        ("paid_pence", was.pence, new.paid_pence),
        ("bought_on", was.day, new.bought_on),
        ("family", was.family_id, new.family_id),
        ("kind", was.kind, new.kind),
    ):
        if before != after:
            changes[name] = [before, after]
    return changes


def _record(by: Person, spend: Spend, new: Spend, period: BudgetPeriod | None, stands: Stands, at: datetime) -> None:
    """The line of the new purchase: its row of the table of second hands, as if it had been recorded so at first."""
    changes: dict[str, object] = {"corrects": spend.id, "paid_pence": [None, new.paid_pence]}
    changes |= {"over_pence": new.over_pence, **receipt_of_share(new)}
    outcome = Outcome.ABOVE_BAND if period is not None else Outcome.OTHER_HELP
    if stands.by_approval:
        changes |= judged(outcome, stands.decided_as)
    elif stands.decided_as is not None:
        alone = Outcome.WITHIN_BAND if period is not None else Outcome.OTHER_HELP
        changes |= judged(alone, stands.decided_as)
    else:
        waits_for = deciders_now(new, period).roles
        changes |= judged(outcome, Role.PRACTITIONER, waits_for[0] if waits_for else DECIDERS[0])
    changes |= told_by_itself(new, period, changes)
    if stands.by_approval:
        record(by, Deed.SPEND_BOUGHT, new, changes, at=at)
    else:
        record(by, Deed.SPEND_LOGGED, new, changes, at=at, new=True)

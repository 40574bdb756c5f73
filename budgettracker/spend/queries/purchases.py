"""Read purchases: one by its id, a family's, those that wait for a decision, and what was done to each."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import HidingState
from budgettracker.families.models import Family
from budgettracker.families.queries import sees_hidden, visible, workable
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import PlanSchedule, Receipt, Refund, Spend
from budgettracker.spend.queries.shared import held_pictures


def spend_for(person: Person, spend_id: uuid.UUID, on: date) -> Spend:
    """One purchase for a family this person sees, with its words, receipts and refunds; raises NotTheirs."""
    return _one(spend_id, visible(person, on))


def spend_to_change(person: Person, spend_id: uuid.UUID, on: date) -> Spend:
    """One purchase for a family of the person's own teams; raises NotTheirs, also where they may only look."""
    return _one(spend_id, workable(person, on))


def _one(spend_id: uuid.UUID, clause: ColumnElement[bool]) -> Spend:
    spend = db.session.scalars(
        _with_words()
        .options(selectinload(Spend.refunds), selectinload(Spend.receipts), joinedload(Spend.period))
        .where(Spend.id == spend_id, clause)
    ).one_or_none()
    if spend is None:
        raise NotTheirs
    return spend


def receipt_for(person: Person, receipt_id: uuid.UUID, on: date) -> Receipt:
    """One receipt of a purchase this person sees; raises NotTheirs, also for one that is hidden from them, held or removed."""
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None or receipt.hidden == HidingState.REMOVED:
        raise NotTheirs
    spend = spend_for(person, receipt.spend_id, on)
    if receipt.hidden is not None and not sees_hidden(person, spend.family, on):
        raise NotTheirs
    if held_pictures([receipt.id], visible(person, on)):
        raise NotTheirs
    return receipt


def receipt_to_hide(person: Person, receipt_id: uuid.UUID, on: date) -> Receipt:
    """One receipt, in everybody's sight, of a purchase of the person's own teams; raises NotTheirs, for a held one too."""
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None or receipt.hidden is not None:
        raise NotTheirs
    spend_to_change(person, receipt.spend_id, on)
    if held_pictures([receipt.id], visible(person, on)):
        raise NotTheirs
    return receipt


def file_name_of(receipt_id: uuid.UUID) -> str:
    """Under which name a receipt's file lies, once a manager has decided about it."""
    return db.session.scalars(select(Receipt.file_name).where(Receipt.id == receipt_id)).one()


def digests_of(spend_id: uuid.UUID) -> set[str]:
    """The digests of all files that stand with a purchase, hidden ones too."""
    return set(db.session.scalars(select(Receipt.digest).where(Receipt.spend_id == spend_id)))


def of_purchase(spend_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    """The ids of what of a purchase can be hidden: its receipts, and itself for its words."""
    receipts = select(Receipt.id).where(Receipt.spend_id == spend_id)
    return receipts.union(select(Spend.id).where(Spend.id == spend_id))  # type: ignore[return-value]


def receipts_used_elsewhere(spend: Spend) -> set[uuid.UUID]:
    """The receipts of a purchase whose very file stands with another purchase of the authority too: worth a hint.

    Shares of one receipt have it in common.
    """
    digests = {receipt.digest for receipt in spend.receipts}
    if not digests:
        return set()
    others = select(Receipt.digest).join(Spend, Spend.id == Receipt.spend_id).join(Spend.family)
    elsewhere = others.where(
        or_(Spend.shared_id.is_(None), Spend.shared_id != spend.shared_id) if spend.shared_id else true(),
        Receipt.digest.in_(digests),
        Receipt.spend_id != spend.id,
        Family.authority_id == spend.family.authority_id,
        or_(Family.restricted.is_(False), Family.id == spend.family_id),
    ).distinct()
    used = set(db.session.scalars(elsewhere))
    return {receipt.id for receipt in spend.receipts if receipt.digest in used}


def same_day_and_amount(spend: Spend) -> uuid.UUID | None:
    """Another purchase for the same family of the same day and amount, if there is one: worth a hint, never a wall."""
    day, pence = func.coalesce(Spend.bought_on, Spend.asked_on), func.coalesce(Spend.paid_pence, Spend.planned_pence)
    query = select(Spend.id).where(
        Spend.family_id == spend.family_id,
        Spend.id != spend.id,
        Spend.state.in_((SpendState.REQUESTED, SpendState.APPROVED, SpendState.BOUGHT)),
        day == (spend.bought_on or spend.asked_on),
        pence == (spend.planned_pence if spend.paid_pence is None else spend.paid_pence),
    )
    return db.session.scalars(query.order_by(Spend.id.desc()).limit(1)).one_or_none()


def _with_words() -> Select[tuple[Spend]]:
    return (
        select(Spend)
        .join(Spend.family)
        .options(
            contains_eager(Spend.family).joinedload(Family.details),
            joinedload(Spend.details),
            joinedload(Spend.category),
        )
    )


def spends_of(family_id: uuid.UUID, bound: int = 200, start: int = 0, show: str = "") -> list[Spend]:
    """A family's purchases, the newest first, with refunds and receipts; `show` picks one of SHOWN."""
    return list(
        db.session.scalars(
            _with_words()
            .options(
                selectinload(Spend.refunds),
                selectinload(Spend.receipts),
                joinedload(Spend.period).joinedload(BudgetPeriod.budget).joinedload(Budget.scheme),
            )
            .where(Spend.family_id == family_id, *_only(show))
            .order_by(func.coalesce(Spend.bought_on, Spend.asked_on).desc(), Spend.id.desc())
            .limit(bound)
            .offset(start)
        )
    )


def count_and_sums(family_id: uuid.UUID, show: str = "") -> tuple[int, int, int]:
    """How many purchases a family has, and what they come to in pence: paid for those that stand, less what came back; and
    asked for or approved and not bought. `show` picks one of SHOWN.
    """
    back = select(func.sum(Refund.amount_pence)).where(Refund.spend_id == Spend.id).correlate(Spend).scalar_subquery()
    wanted = func.coalesce(Spend.approved_pence, Spend.planned_pence)
    not_bought = Spend.state.in_((SpendState.REQUESTED, SpendState.APPROVED))
    query = select(
        func.count(),
        func.sum(case((IS_BOUGHT, func.coalesce(Spend.paid_pence, 0) - func.coalesce(back, 0)), else_=0)),
        func.sum(case((not_bought, wanted - Spend.drawn_pence), else_=0)),
    ).where(Spend.family_id == family_id, *_only(show))
    count, paid_pence, asked_pence = db.session.execute(query).one()
    return count, int(paid_pence or 0), int(asked_pence or 0)


IS_BOUGHT: ColumnElement[bool] = func.coalesce(Spend.state, "") == SpendState.BOUGHT
"""Bought, put so that no engine looks for it by the index on states: nearly everything is, so the family's index is faster."""
_OF_THE_PURCHASE = select(Receipt.id).where(
    Receipt.spend_id == Spend.id, Receipt.refund_id.is_(None), Receipt.hidden.is_(None), Receipt.quote.is_(False)
)
_EXEMPT = (
    select(BudgetPeriod.id)
    .join(BudgetPeriod.budget)
    .join(Budget.scheme)
    .where(BudgetPeriod.id == Spend.period_id, ~Scheme.receipts_required)
)
NO_RECEIPT = IS_BOUGHT & Spend.receipt_excused_at.is_(None) & ~_OF_THE_PURCHASE.exists() & ~_EXEMPT.exists()
"""Bought without a receipt, unless the scheme asks for none or a manager excused it; an imported purchase is like any other."""
TO_BUY = (Spend.state == SpendState.APPROVED) & ~select(PlanSchedule.spend_id).where(
    PlanSchedule.spend_id == Spend.id
).exists()
"""Approved and not bought; a plan is never bought, its payments are."""
SHOWN: dict[str, ColumnElement[bool]] = {
    "without-receipt": NO_RECEIPT,
    "waiting": Spend.state == SpendState.REQUESTED,
    "to-buy": TO_BUY,
    "not-delivered": (Spend.state == SpendState.BOUGHT) & Spend.delivered_on.is_(None),
    "to-review": (Spend.state == SpendState.BOUGHT) & (Spend.review == Review.OPEN),
}
"""Parts of a family's purchases that a list can show alone, by the word in its address."""


def _only(show: str) -> list[ColumnElement[bool]]:
    return [SHOWN[show]] if show in SHOWN else []


def spends_to_decide(person: Person, ids: Collection[uuid.UUID], on: date) -> list[Spend]:
    """Of these purchases those for families of this person's teams, with what a decider weighs about each."""
    if not ids:
        return []
    return list(
        db.session.scalars(
            _with_words()
            .options(
                joinedload(Spend.period).joinedload(BudgetPeriod.budget).joinedload(Budget.scheme),
                selectinload(Spend.refunds),
            )
            .where(Spend.id.in_(ids), workable(person, on))
        )
    )


@dataclass(frozen=True, slots=True)
class ToDo:
    """What a family's purchases still need, as counts."""

    waiting: int = 0
    to_buy: int = 0
    without_receipt: int = 0
    over_limit: int = 0
    above_band: int = 0


def to_do_of(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ToDo]:
    """For each family with something to do: requests waiting, approved and not bought, bought without a
    receipt; and those a manager looks at afterwards: over the limit, or within it but above the worker's band.
    """
    looked_at = (Spend.state == SpendState.BOUGHT) & (Spend.review == Review.OPEN)
    rows = db.session.execute(
        select(
            Spend.family_id,
            func.sum(case((Spend.state == SpendState.REQUESTED, 1), else_=0)),
            func.sum(case((TO_BUY, 1), else_=0)),
            func.sum(case((NO_RECEIPT, 1), else_=0)),
            func.sum(case((looked_at & (Spend.over_pence > 0), 1), else_=0)),
            func.sum(case((looked_at & (Spend.over_pence == 0), 1), else_=0)),
        )
        .where(Spend.family_id.in_(family_ids))
        .group_by(Spend.family_id)
    )
    return {family_id: ToDo(*(int(number or 0) for number in numbers)) for family_id, *numbers in rows}


def net_paid(spend: Spend) -> int:
    """What was paid less what came back, in pence."""
    return (spend.paid_pence or 0) - sum(refund.amount_pence for refund in spend.refunds)


def lefts(spend: Spend, left_pence: int) -> tuple[int, int]:
    """Pence left of the budget without this purchase and with it. `left_pence` is what is left now."""
    if spend.state == SpendState.REQUESTED:
        return left_pence + spend.planned_pence, left_pence
    return left_pence + net_paid(spend) - spend.over_pence, left_pence

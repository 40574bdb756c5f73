"""Write a purchase down: its row, its words apart from the books, and how its price falls on the budget."""

import uuid
from datetime import date, datetime
from functools import partial
from typing import cast

from sqlalchemy import Table, exists, insert, or_, select

from budgettracker.access import Role
from budgettracker.budgets.actions import move, post
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.drawn_references import drawn_reference
from budgettracker.families.kinds import LegalBasis
from budgettracker.families.models import Family
from budgettracker.families.rules import basis_of_purchase
from budgettracker.ids import uuid7
from budgettracker.people.models import Authority, Person
from budgettracker.spend.kinds import OWN_POCKET, Reimbursement, Review, Route, SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend, SpendDetails
from budgettracker.spend.rules import Price, Purchase

DETAILS = cast(Table, SpendDetails.__table__)


def new_spend(
    family: Family, purchase: Purchase, kind: SpendKind, recorded_by: Person, *, requested_at: datetime
) -> Spend:
    """The row of a purchase that has just been told, in no state yet and with nothing paid."""
    return Spend(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        kind=kind,
        route=Route.FRONT_LINE,
        category_id=purchase.category_id,
        child_id=purchase.child_id,
        planned_pence=purchase.amount_pence,
        over_pence=0,
        vat_pence=purchase.vat_pence,
        vat_status=purchase.vat_status,
        payment_method=purchase.payment_method,
        asked_on=purchase.bought_on,
        needed_by=purchase.needed_by,
        regular=False,
        drawn_pence=0,
        from_stock=purchase.from_stock,
        recorded_by_id=recorded_by.id,
        requested_at=requested_at,
        review=Review.NONE,
        reimbursement=Reimbursement.NONE,
        legal_basis=_basis(family, purchase),
    )


def _basis(family: Family, purchase: Purchase) -> LegalBasis | None:
    """The law the purchase is given under, as it stands on its day; raises Refusal on `legal_basis`."""
    nation = db.session.get_one(Authority, family.authority_id).nation
    return basis_of_purchase(purchase.legal_basis, family.legal_basis, nation, purchase.bought_on)


def draw_reference(spend: Spend, first: str = "S") -> None:
    """Give a purchase that the authority has no reference for one like S-KQWDZB, by which finance finds it from a file."""
    spend.reference = drawn_reference(first, partial(_is_free, spend.authority_id))


def _is_free(authority_id: uuid.UUID, reference: str) -> bool:
    """Has no purchase of the authority this reference, and no money that came back?"""
    taken = [exists().where(each.authority_id == authority_id, each.reference == reference) for each in (Spend, Refund)]
    return not db.session.scalar(select(or_(*taken)))


def save_spend(spend: Spend, purchase: Purchase, decision_reason: str = "") -> None:
    """Write the row of a purchase, with a reference drawn where it has none, and its words beside it."""
    if spend.reference is None:
        draw_reference(spend)
    db.session.add(spend)
    db.session.flush()
    words = {
        "spend_id": spend.id,
        "bought_what": purchase.bought_what,
        "purpose": purchase.purpose,
        "supplier": purchase.supplier,
        "cardholder": purchase.cardholder,
        "note": purchase.note,
        "decision_reason": decision_reason,
    }
    db.session.connection().execute(insert(DETAILS), words)


def mark_bought(spend: Spend, by: Person, paid_pence: int, bought_on: date, *, at: datetime) -> None:
    """Write down what was paid for a purchase, on which day, and who recorded it.

    Money from their own pocket, and cash they drew, waits for somebody else before it is paid back.
    """
    if spend.shared_pence is not None:
        spend.shared_pence = spend.judged_pence(paid_pence)
    spend.state, spend.paid_pence, spend.bought_on = SpendState.BOUGHT, paid_pence, bought_on
    spend.recorded_bought_at, spend.bought_by_id = at, by.id
    mark_pocket(spend)


def mark_pocket(spend: Spend) -> None:
    """Write down whether what was bought waits before it is paid back; what was confirmed of it before counts no more."""
    waits = spend.state == SpendState.BOUGHT and spend.payment_method in OWN_POCKET
    spend.reimbursement = Reimbursement.WAITING if waits else Reimbursement.NONE
    spend.reimbursement_by_id = spend.reimbursement_at = None


def mark_price(spend: Spend, price: Price, decided_as: Role | None) -> None:
    """Write down what of the price is over the limit, and by which role it stands decided unless it waits for one."""
    spend.over_pence = price.over_pence
    spend.review = Review.OPEN if price.flagged else Review.NONE
    spend.decided_as = None if price.flagged else decided_as


def move_price(
    spend: Spend, period: BudgetPeriod | None, price: Price, by: Person, *, held_pence: int = 0, at: datetime
) -> None:
    """Move the position by a price paid, and give back the hold that stood for it. Other help (no period) is posted."""
    day = spend.bought_on or spend.asked_on
    if period is None:
        post(spend.authority_id, spend.id, day, spend.paid_pence or 0, spend_id=spend.id)
        return
    entry = Entry.OVER_LIMIT if price.over_pence else Entry.BOUGHT
    move(
        by,
        period,
        entry,
        committed=-held_pence,
        spent=price.within_pence,
        over=price.over_pence,
        spend_id=spend.id,
        on=day,
        at=at,
    )


def receipt_of_share(spend: Spend) -> dict[str, object]:
    """What an audit line of a share adds: the receipt it is one of; nothing for a purchase of its own."""
    return {} if spend.shared_id is None else {"shared": spend.shared_id}

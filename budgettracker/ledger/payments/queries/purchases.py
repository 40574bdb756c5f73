"""An authority's purchases and refunds that a finance file may show."""

import uuid
from datetime import date

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.ledger.payments.rules.purchases import WIDER_AFTER, WIDER_BEFORE, Purchase
from budgettracker.ledger.queries.lines import RESTRICTED
from budgettracker.periods import LONDON
from budgettracker.spend.kinds import SpendKind, SpendState, VatStatus
from budgettracker.spend.models import Refund, Spend, SpendDetails

SUPPLIER = case((Family.restricted, ""), else_=SpendDetails.supplier).label("supplier")
FAMILY = case((Family.restricted, RESTRICTED), else_=Family.reference).label("family")
"""A restricted family's purchase is matched by amount and day: neither its shop nor its reference is finance's to read."""


def purchases_between(authority_id: uuid.UUID, first: date, last: date) -> list[Purchase]:
    """What was bought, and what came back, so near to these days that a payment in them may be it; oldest first.

    What was taken out again is none of it. A purchase without a reference goes by its id.
    """
    since, until = first - WIDER_AFTER, last + WIDER_BEFORE
    session = db.session()
    bought = _bought(session, authority_id, Spend.bought_on.between(since, until))
    return bought + _refunds(session, authority_id, Refund.refunded_on.between(since, until))


def purchases_bought(session: Session, authority_id: uuid.UUID, first: date, last: date) -> list[Purchase]:
    """What was bought from a day to a day, with all that came back for it whenever that was; oldest first."""
    within = Spend.bought_on.between(first, last)
    return _bought(session, authority_id, within) + _refunds(session, authority_id, within)


def _bought(session: Session, authority_id: uuid.UUID, within: ColumnElement[bool]) -> list[Purchase]:
    columns = (
        Spend.id,
        Spend.reference,
        Spend.bought_on,
        Spend.paid_pence,
        Spend.vat_pence,
        Spend.vat_status,
        SUPPLIER,
        Spend.payment_method,
        Spend.kind,
        Spend.recorded_bought_at,
        Spend.imported,
        FAMILY,
    )
    bought = (
        select(*columns)
        .join(Family, Family.id == Spend.family_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .where(Spend.authority_id == authority_id, Spend.state == SpendState.BOUGHT)
        .where(within)
        .order_by(Spend.bought_on, Spend.id)
    )
    return [
        Purchase(
            str(row.id),
            row.reference or str(row.id),
            row.bought_on,
            row.paid_pence,
            row.vat_pence,
            VatStatus(row.vat_status),
            row.supplier,
            row.payment_method,
            SpendKind(row.kind),
            # When an imported purchase was first written down nobody knows.
            None if row.imported else row.recorded_bought_at.astimezone(LONDON).date(),
            family=row.family,
        )
        for row in session.execute(bought)
    ]


def _refunds(session: Session, authority_id: uuid.UUID, within: ColumnElement[bool]) -> list[Purchase]:
    query = (
        select(
            Refund.id,
            Refund.reference,
            Refund.refunded_on,
            Refund.amount_pence,
            Refund.vat_pence,
            Refund.spend_id,
            Refund.recorded_at,
            Spend.vat_status,
            Spend.payment_method,
            Spend.kind,
            Spend.imported,
            SUPPLIER,
            FAMILY,
        )
        .join(Spend, Spend.id == Refund.spend_id)
        .join(Family, Family.id == Spend.family_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .where(Refund.authority_id == authority_id, Spend.state == SpendState.BOUGHT, ~Refund.reversal)
        .where(within)
        .order_by(Refund.refunded_on, Refund.id)
    )
    return [
        Purchase(
            str(row.id),
            row.reference or str(row.id),
            row.refunded_on,
            -row.amount_pence,
            row.vat_pence,
            VatStatus(row.vat_status),
            row.supplier,
            row.payment_method,
            SpendKind(row.kind),
            None if row.imported else row.recorded_at.astimezone(LONDON).date(),
            str(row.spend_id),
            row.family,
        )
        for row in session.execute(query)
    ]

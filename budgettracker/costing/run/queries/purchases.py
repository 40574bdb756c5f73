"""Reading what was bought for a study's families, as a run counts it."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from budgettracker.costing.kinds import VatRule
from budgettracker.costing.method.purchases import Purchase, counted
from budgettracker.costing.method.refund_vat import Returned, refunds_vat
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import first_reference
from budgettracker.periods import Period
from budgettracker.spend.kinds import SpendKind, SpendState, VatStatus
from budgettracker.spend.models import Refund, Spend

MOST_NAMED = 500
"""Ids asked for at a time: databases bound how many parameters a question may have."""


class CountedRow(NamedTuple):
    """A purchase or a refund (negative) as a run counts it, in pence; a refund has its purchase's date."""

    spend_id: uuid.UUID
    refund_id: uuid.UUID | None
    family_id: uuid.UUID
    kind: str
    bought_on: date
    counted_pence: int


def purchases_of(
    authority_id: uuid.UUID, dates: Period, members: Iterable[uuid.UUID], rule: VatRule
) -> list[CountedRow]:
    """Purchases of member families dated in the study's days, and every refund of them, by family and date.

    Money over the limit counts like any other; a reversed purchase and its reversal come to nothing together.
    """
    known = set(members)
    query = (
        select(
            Spend.id, Spend.family_id, Spend.kind, Spend.bought_on, Spend.paid_pence, Spend.vat_pence, Spend.vat_status
        )
        .join(Family, Family.id == Spend.family_id)
        .where(
            Spend.authority_id == authority_id,
            Spend.state.in_((SpendState.BOUGHT, SpendState.REVERSED)),
            Spend.bought_on >= dates.start,
            Spend.bought_on < dates.end,
        )
        .order_by(first_reference(), Spend.bought_on, Spend.id)
    )
    bought = [row for row in db.session.execute(query) if row.family_id in known]
    refunds = _refunds([row.id for row in bought])
    counted_rows: list[CountedRow] = []
    for row in bought:
        back = refunds.get(row.id, [])
        whole = Purchase(
            row.id.hex,
            row.family_id.hex,
            row.bought_on,
            row.paid_pence,
            row.vat_pence or 0,
            VatStatus(row.vat_status),
            SpendKind(row.kind),
        )
        counted_rows.append(_row(row.id, None, row.family_id, whole, rule))
        taxes = refunds_vat(
            row.paid_pence, row.vat_pence or 0, [Returned(r.amount_pence, r.vat_pence, r.reversal) for r in back]
        )
        for refund, tax in zip(back, taxes, strict=True):
            money = whole._replace(amount_pence=refund.amount_pence, vat_pence=tax, is_refund=True)
            counted_rows.append(_row(row.id, refund.id, row.family_id, money, rule))
    return counted_rows


def _row(
    spend_id: uuid.UUID, refund_id: uuid.UUID | None, family_id: uuid.UUID, money: Purchase, rule: VatRule
) -> CountedRow:
    one = counted(money, rule)
    return CountedRow(spend_id, refund_id, family_id, one.kind, one.bought_on, one.counted_pence)


def _refunds(spend_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Refund]]:
    by_purchase: dict[uuid.UUID, list[Refund]] = {}
    for first in range(0, len(spend_ids), MOST_NAMED):
        some = spend_ids[first : first + MOST_NAMED]
        query = select(Refund).where(Refund.spend_id.in_(some))
        for refund in db.session.scalars(query.order_by(Refund.recorded_at, Refund.id)):
            by_purchase.setdefault(refund.spend_id, []).append(refund)
    return by_purchase

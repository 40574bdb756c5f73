"""Every voucher and card of an authority's stocks, where it is, and since when."""

import uuid
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.ledger.queries.lines import RESTRICTED
from budgettracker.people.models import Team
from budgettracker.spend.models import Spend
from budgettracker.vouchers.kinds import VoucherKind, VoucherMoveKind
from budgettracker.vouchers.models import Voucher, VoucherBatch, VoucherBatchDetails, VoucherMove
from budgettracker.vouchers.queries.stock import vouchers_now

MOST_VOUCHERS = 50_000


class VoucherLine(NamedTuple):
    """One voucher: its number, whose stock, what, where, pence, bought when, where it is since when, and for which family."""

    serial: str
    team: str
    kind: str
    shop: str
    value: int
    batch_bought_on: date
    where_it_is: str
    since: date
    family: str


def voucher_lines(authority_id: uuid.UUID | None) -> list[VoucherLine]:
    """The vouchers that came into a stock, by team, day of the batch and number."""
    query = (
        vouchers_now(
            Voucher.serial,
            Team.name.label("team"),
            VoucherBatch.kind,
            VoucherBatchDetails.shop,
            VoucherBatch.value_pence,
            VoucherBatch.bought_on,
            VoucherMove.kind.label("move"),
            VoucherMove.moved_on,
            Family.reference,
            Family.restricted,
        )
        .join(VoucherBatchDetails, VoucherBatchDetails.batch_id == VoucherBatch.id)
        .join(Team, Team.id == VoucherBatch.team_id)
        .outerjoin(Spend, and_(Spend.id == VoucherMove.spend_id, VoucherMove.kind == VoucherMoveKind.ISSUED))
        .outerjoin(Family, Family.id == Spend.family_id)
        .where(Voucher.authority_id == authority_id)
        .order_by(Team.name, VoucherBatch.bought_on, Voucher.serial, Voucher.id)
    )
    return [
        VoucherLine(
            serial=row.serial,
            team=row.team,
            kind=VoucherKind(row.kind).words,
            shop=row.shop,
            value=row.value_pence,
            batch_bought_on=row.bought_on,
            where_it_is=VoucherMoveKind(row.move).words,
            since=row.moved_on,
            family=RESTRICTED if row.restricted else row.reference or "",
        )
        for row in db.session.execute(query.limit(MOST_VOUCHERS))
    ]

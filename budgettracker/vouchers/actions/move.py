"""Write down what happened to vouchers, with the team's stock locked: of two who reach for one voucher, one gets it."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.models import Person, Team
from budgettracker.vouchers.kinds import VoucherMoveKind
from budgettracker.vouchers.models import VoucherMove
from budgettracker.vouchers.queries import move_numbers


def lock_stock(team_id: uuid.UUID) -> None:
    """Lock a team's stock until the transaction ends. It is locked before any family's budget."""
    db.session.execute(select(Team.id).where(Team.id == team_id).with_for_update(key_share=True))


def move_vouchers(
    by: Person,
    authority_id: uuid.UUID,
    ids: Collection[uuid.UUID],
    kind: VoucherMoveKind,
    *,
    spend_id: uuid.UUID | None = None,
    refund_id: uuid.UUID | None = None,
    count_id: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> None:
    """Add the same move to each of these vouchers, after the last one it has; the stock is locked."""
    last = move_numbers(ids)
    db.session.add_all(
        VoucherMove(
            authority_id=authority_id,
            voucher_id=voucher_id,
            number=last.get(voucher_id, -1) + 1,
            kind=kind,
            spend_id=spend_id,
            refund_id=refund_id,
            count_id=count_id,
            moved_on=on,
            by_id=by.id,
            moved_at=at,
        )
        for voucher_id in sorted(ids)
    )
    db.session.flush()

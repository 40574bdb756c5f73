"""Take a family out of the receipts it shared when it is restricted or its record is sealed: no share tells of it then."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from budgettracker.budgets.actions import lock_all
from budgettracker.budgets.queries import periods_of
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.families.actions import restrict_family, seal_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend


def restrict_parted_family(
    by: Person, family: Family, readers: Sequence[Person], reason: str, *, on: date, at: datetime
) -> Family:
    """Restrict a family to people named for it; what it shared with others stands by itself from then on.

    Raises Refusal as families.restrict_family does.
    """
    _lock_shares(family.id)
    restricted = restrict_family(by, family, readers, reason, on=on, at=at)
    part_receipts(restricted.id)
    return restricted


def seal_parted_family(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Seal a record as somebody asked; what the family shared with others stands by itself from then on."""
    _lock_shares(wish.subject_id)
    seal_family(by, wish, on, at)
    part_receipts(wish.subject_id)


def part_receipts(family_id: uuid.UUID) -> None:
    """Let a family's part of every receipt be a purchase of its own, and the rest of each what is left without it.

    What waits for a decision goes on waiting. Each part is judged by itself from now on, also in running totals: whole
    receipts would tell whoever sees another part how much the family had.
    """
    shares = list(db.session.scalars(select(Spend).where(Spend.family_id == family_id, Spend.shared_id.is_not(None))))
    receipts = {share.shared_id for share in shares if share.shared_id is not None}
    for share in shares:
        share.shared_id = share.shared_pence = None
    db.session.flush()
    for receipt in sorted(receipts):
        settle_receipt(receipt)


def settle_receipt(shared_id: uuid.UUID) -> None:
    """Let the shares of a receipt add up to its whole again; a share that is left alone is no share any more."""
    later = aliased(Spend)
    put_right = exists().where(later.corrects_id == Spend.id)
    rows = db.session.execute(select(Spend, put_right).where(Spend.shared_id == shared_id)).all()
    counting = [share for share, replaced in rows if not replaced]
    whole = sum(share.planned_pence if share.paid_pence is None else share.paid_pence for share in counting)
    alone = len({share.family_id for share in counting}) < 2
    for share, _ in rows:
        share.shared_id, share.shared_pence = (None, None) if alone else (shared_id, whole)
    db.session.flush()


def _lock_shares(family_id: uuid.UUID) -> None:
    """Hold the positions of all that share a receipt with the family, in the order in which every deed takes them."""
    receipts = select(Spend.shared_id).where(Spend.family_id == family_id, Spend.shared_id.is_not(None))
    shares = select(Spend.period_id).where(Spend.shared_id.in_(receipts), Spend.period_id.is_not(None)).distinct()
    periods = {period_id for period_id in db.session.scalars(shares) if period_id is not None}
    lock_all(periods | {period.id for period in periods_of(family_id)})

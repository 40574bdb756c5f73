"""One purchase and its receipts, for those who keep or audit an authority's money."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.spend.models import Receipt, Spend
from budgettracker.spend.queries.shared import held_pictures


def purchase_for(authority_id: uuid.UUID | None, spend_id: uuid.UUID) -> Spend:
    """A purchase of the authority for those who keep or audit its money; raises NotTheirs, for restricted families too."""
    spend = db.session.scalars(
        select(Spend)
        .options(
            joinedload(Spend.details),
            joinedload(Spend.category),
            joinedload(Spend.family).joinedload(Family.team),
            selectinload(Spend.refunds),
            selectinload(Spend.receipts),
        )
        .join(Spend.family)
        .where(Spend.id == spend_id, Spend.authority_id == authority_id, Family.restricted.is_(False))
    ).one_or_none()
    if spend is None:
        raise NotTheirs
    return spend


def receipt_for(authority_id: uuid.UUID | None, receipt_id: uuid.UUID) -> Receipt:
    """A receipt of a purchase of the authority, likewise; raises NotTheirs, also where it shows a restricted family's too."""
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None or receipt.hidden is not None:
        raise NotTheirs
    purchase_for(authority_id, receipt.spend_id)
    if held_pictures([receipt.id], Family.restricted.is_(False)):
        raise NotTheirs
    return receipt

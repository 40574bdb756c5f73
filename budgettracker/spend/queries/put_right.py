"""Who put right what a purchase says: it is theirs too from then on, and not theirs to decide."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select, union

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.second_hands import OUTCOME, Outcome
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend, SpendBefore
from budgettracker.spend.queries.corrections import chain_of

SORTED = ("category_id", "vat_pence", "vat_status")
"""What sorts a purchase, and changes nothing of what is asked for or was bought."""


def put_right_by(spends: Collection[Spend]) -> Mapping[uuid.UUID, set[uuid.UUID]]:
    """By purchase, who changed what it says since it was recorded, sorting apart.

    What was put right on a plan is put right on its payments, and what was put right on a purchase whose place another
    took on that one. Words that were hidden and removed are gone from what it said before; the record still has whose they were.
    """
    behind = _behind(spends)
    changed: dict[uuid.UUID, set[uuid.UUID]] = {}
    ids = set[uuid.UUID]().union(*behind.values())
    kept = select(SpendBefore.spend_id, SpendBefore.corrected_by_id).where(
        SpendBefore.spend_id.in_(ids), SpendBefore.what.not_in(SORTED)
    )
    recorded = select(AuditRecord.subject_id, AuditRecord.by_id).where(
        AuditRecord.subject_id.in_(ids),
        AuditRecord.deed == Deed.SPEND_CORRECTED,
        AuditRecord.body.like(f'%"{OUTCOME}":"{Outcome.PUT_RIGHT}"%'),
    )
    for spend_id, by_id in db.session.execute(union(kept, recorded)) if behind else ():
        changed.setdefault(spend_id, set()).add(by_id)
    return {
        spend_id: set[uuid.UUID]().union(*(changed.get(id_, ()) for id_ in ids)) for spend_id, ids in behind.items()
    }


def _behind(spends: Collection[Spend]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By purchase, which rows its words come from: its own, its plan's, and those of what it took the place of.

    A request that was asked for anew was typed anew.
    """
    behind = {spend.id: {id_ for id_ in (spend.id, spend.plan_id) if id_ is not None} for spend in spends}
    before = {spend.id: spend.corrects_id for spend in spends if spend.corrects_id is not None}
    while before:
        rows = select(Spend.id, Spend.corrects_id).where(
            Spend.id.in_(before.values()), Spend.state == SpendState.REVERSED
        )
        places = dict(db.session.execute(rows).tuples().all())
        before = {spend_id: place for spend_id, place in before.items() if place in places}
        for spend_id, place in before.items():
            behind[spend_id].add(place)
        earlier = {spend_id: places[place] for spend_id, place in before.items()}
        before = {spend_id: place for spend_id, place in earlier.items() if place is not None}
    return behind


def who_decided(spend: Spend) -> set[uuid.UUID | None]:
    """Who decided about a purchase in any way; of one that was imported not whom the file names, whose deed it is not."""
    approved_by = None if spend.imported else spend.decided_by_id
    return {approved_by, spend.reviewed_by_id, spend.reimbursement_by_id, spend.receipt_excused_by_id}


def settled_by_another(spend: Spend) -> bool:
    """Was it decided, of this purchase or of one whose place it took, whether it is paid back or needs a receipt?

    Read from the record, since another way of paying makes the purchase itself wait anew.
    """
    lines = select(AuditRecord.id).where(
        AuditRecord.subject_id.in_([each.id for each in chain_of(spend)]),
        AuditRecord.deed.in_((Deed.REIMBURSEMENT_DECIDED, Deed.RECEIPT_EXCUSED)),
    )
    return db.session.scalars(lines.limit(1)).first() is not None

"""Had every right the two hands it takes? Judged from what each deed wrote down about itself."""

import uuid
from collections.abc import Iterator

from sqlalchemy import or_, select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.ledger.queries.second_hands import SECOND_HAND
from budgettracker.ledger.rules import why_no_second
from budgettracker.people.models import Authority
from budgettracker.second_hands import AS_ROLE, OUTCOME, ROWS, Outcome

SIGNED = (Deed.CONFIRMATION_CONFIRMED, Deed.STUDY_JOINED, Deed.EVALUATOR_AGREED)
"""Deeds of the second hand, who names their role and who asked."""


def faults() -> list[Fault]:
    """Confirmations and releases by who asked or a role that is no second hand; links and imports that had none.

    Also what was hidden, and brought back or removed by whoever hid it.
    """
    return [*_signed(), *_links(), *_imports(), *_hidings()]


def _signed() -> Iterator[Fault]:
    """What was confirmed or agreed to; studies that were joined before this was written down are left out."""
    lines = select(AuditRecord).where(AuditRecord.deed.in_(SIGNED), AuditRecord.body.like(f'%"{OUTCOME}":%'))
    for line in db.session.scalars(lines.order_by(AuditRecord.at, AuditRecord.id)):
        changes = changes_in(line.body)
        row, role = ROWS[Outcome(changes.text(OUTCOME))], Role(changes.text(AS_ROLE))
        words = why_no_second(row, role, own=changes.text("asked_by") == str(line.by_id))
        if words is not None:
            yield Fault(line.subject_kind, line.subject_id, SECOND_HAND, words)


def _links() -> Iterator[Fault]:
    links = (
        select(AuditRecord)
        .join(Authority, Authority.id == AuditRecord.authority_id)
        .where(
            AuditRecord.deed == Deed.PERSON_INVITED,
            AuditRecord.by_id.is_not(None),
            AuditRecord.body.like('%"confirmed_by":null%'),
            AuditRecord.at > Authority.live_since,
        )
    )
    for line in db.session.scalars(links.order_by(AuditRecord.at, AuditRecord.id)):
        yield Fault(line.subject_kind, line.subject_id, SECOND_HAND, "a link was made that nobody confirmed")


def _imports() -> Iterator[Fault]:
    """Imports into a live authority that nobody released, or whoever made them, or a role that may not."""
    lines = select(AuditRecord).where(
        or_(
            AuditRecord.deed == Deed.IMPORT_RELEASED,
            (AuditRecord.deed == Deed.FOLDER_IMPORTED) & AuditRecord.body.like('%"released_in":null%'),
        )
    )
    for line in db.session.scalars(lines.order_by(AuditRecord.at, AuditRecord.id)):
        changes = changes_in(line.body)
        if not changes.text(OUTCOME):
            continue
        words: str | None = "an import was written that nobody released"
        if line.deed == Deed.IMPORT_RELEASED:
            maker, hand = changes.text("asked_by"), str(line.by_id) if line.by_id else changes.text("named")
            row, role = ROWS[Outcome(changes.text(OUTCOME))], changes.text(AS_ROLE)
            # The operator may name somebody of any role where nobody of the right one is there.
            words = "both hands are the same person's" if maker == hand else None
            if words is None and role:
                words = why_no_second(row, Role(role), own=False)
        if words is not None:
            yield Fault(line.subject_kind, line.subject_id, SECOND_HAND, words)


def _hidings() -> Iterator[Fault]:
    """What was hidden and then brought back or removed: by another person, who was a manager."""
    lines = select(AuditRecord).where(AuditRecord.deed.in_((Deed.HIDING_MADE, Deed.HIDING_DECIDED)))
    hidden_by: dict[uuid.UUID, uuid.UUID | None] = {}
    for line in db.session.scalars(lines.order_by(AuditRecord.subject_id, AuditRecord.sequence)):
        if line.deed == Deed.HIDING_MADE:
            hidden_by[line.subject_id] = line.by_id
            continue
        changes = changes_in(line.body)
        if not changes.text(OUTCOME):
            continue
        own = line.subject_id not in hidden_by or hidden_by[line.subject_id] == line.by_id
        words = why_no_second(ROWS[Outcome(changes.text(OUTCOME))], Role(changes.text(AS_ROLE)), own=own)
        if words is not None:
            yield Fault(line.subject_kind, line.subject_id, SECOND_HAND, words)

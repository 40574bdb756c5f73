"""Had every right the two hands it takes? Judged from what each deed wrote down about itself."""

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.ledger.queries.second_hands import SECOND_HAND
from budgettracker.people.models import Authority
from budgettracker.second_hands import AS_ROLE, OUTCOME, ROWS, Outcome, why_no_second


def faults() -> list[Fault]:
    """Confirmations by who asked or by a role that is no second hand, and links made without one in a live authority."""
    found = []
    confirmed = select(AuditRecord).where(AuditRecord.deed == Deed.CONFIRMATION_CONFIRMED)
    for line in db.session.scalars(confirmed.order_by(AuditRecord.at, AuditRecord.id)):
        changes = changes_in(line.body)
        row, role = ROWS[Outcome(changes.text(OUTCOME))], Role(changes.text(AS_ROLE))
        words = why_no_second(row, role, own=changes.text("asked_by") == str(line.by_id))
        if words is not None:
            found.append(Fault(line.subject_kind, line.subject_id, SECOND_HAND, words))
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
    alone = db.session.scalars(links.order_by(AuditRecord.at, AuditRecord.id))
    words = "a link was made that nobody confirmed"
    return [*found, *(Fault(line.subject_kind, line.subject_id, SECOND_HAND, words) for line in alone)]

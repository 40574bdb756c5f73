"""Was everybody, and everything that gives an evaluator sight, put there by a deed that the record tells of?"""

import uuid
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.ledger.queries.as_recorded import AS_RECORDED
from budgettracker.people.models import Person
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyAuthority, StudyEvaluator

NOBODY = "and the record of who did what says nothing of it"


def faults() -> list[Fault]:
    """Accounts that nobody is said to have added, and studies joined, evaluators named and agreed to, of which no line tells.

    Of authorities that no line says to have been added no accounts are judged, nor evaluators before one was added on record.
    """
    return [*_people(), *_joined(), *_named(), *_agreed()]


def _people() -> Iterator[Fault]:
    recorded = select(AuditRecord.subject_id).where(AuditRecord.deed == Deed.AUTHORITY_ADDED)
    added = select(AuditRecord.id).where(
        AuditRecord.subject_id == Person.id, AuditRecord.deed == Deed.PERSON_ADDED, AuditRecord.sequence == 1
    )
    on_record = select(AuditRecord.id).where(AuditRecord.deed == Deed.PERSON_ADDED, AuditRecord.authority_id.is_(None))
    begun = or_(Person.authority_id.in_(recorded), Person.authority_id.is_(None) & on_record.exists())
    for person_id in db.session.scalars(select(Person.id).where(begun, ~added.exists()).order_by(Person.id)):
        yield Fault("person", person_id, AS_RECORDED, f"this account is there, {NOBODY}")


def _joined() -> Iterator[Fault]:
    recorded = {(study_id, authority_id) for study_id, authority_id, _ in _joinings()}
    for joined in db.session.scalars(select(StudyAuthority).order_by(StudyAuthority.id)):
        if (joined.study_id, joined.authority_id) not in recorded:
            yield Fault("study", joined.study_id, AS_RECORDED, f"an authority is in it, {NOBODY}")


def _joinings() -> list[tuple[uuid.UUID, uuid.UUID | None, datetime]]:
    """Which authority joined which study when, as lines tell it."""
    lines = select(AuditRecord.subject_id, AuditRecord.authority_id, AuditRecord.at)
    rows = db.session.execute(lines.where(AuditRecord.deed == Deed.STUDY_JOINED))
    return [(study_id, authority_id, at) for study_id, authority_id, at in rows]


def _named() -> Iterator[Fault]:
    """A study's maker is named by making it; those from before were all named by one upgrade, in studies made by then."""
    lines = select(AuditRecord).where(AuditRecord.deed.in_((Deed.STUDY_ADDED, Deed.EVALUATOR_NAMED)))
    recorded = set()
    for line in db.session.scalars(lines):
        maker = line.deed == Deed.STUDY_ADDED
        recorded.add((line.subject_id, str(line.by_id) if maker else changes_in(line.body).text("evaluator")))
    rows = select(StudyEvaluator, Study.created_at).join(StudyEvaluator.study)
    moments = set()
    for naming, created_at in db.session.execute(rows.order_by(StudyEvaluator.named_at, StudyEvaluator.id)):
        if naming.from_before:
            moments.add(naming.named_at)
            right = len(moments) == 1 and created_at <= naming.named_at
        else:
            right = (naming.study_id, str(naming.person_id)) in recorded
        if not right:
            yield Fault("study", naming.study_id, AS_RECORDED, f"an evaluator is named in it, {NOBODY}")


def _agreed() -> Iterator[Fault]:
    """Agreements that stand, each with the moment of a line: of its own, of joining, or of the upgrade that named them."""
    joined = set(_joinings())
    agreed: set[tuple[uuid.UUID, uuid.UUID | None, str, datetime]] = set()
    ended: set[tuple[uuid.UUID, uuid.UUID | None, str, datetime]] = set()
    lines = select(AuditRecord).where(AuditRecord.deed.in_((Deed.EVALUATOR_AGREED, Deed.EVALUATOR_ENDED)))
    for line in db.session.scalars(lines):
        by_deed = agreed if line.deed == Deed.EVALUATOR_AGREED else ended
        by_deed.add((line.subject_id, line.authority_id, changes_in(line.body).text("evaluator"), line.at))
    rows = select(EvaluatorAgreement, StudyEvaluator).join(EvaluatorAgreement.naming)
    standing = rows.where(EvaluatorAgreement.ended_at.is_(None)).order_by(EvaluatorAgreement.id)
    for agreement, naming in db.session.execute(standing):
        parties, at = (naming.study_id, agreement.authority_id, str(naming.person_id)), agreement.agreed_at
        began = (*parties, at) in agreed or (*parties[:2], at) in joined
        began = began or (naming.from_before and at == naming.named_at)
        if not began or any(each[:3] == parties and each[3] > at for each in ended):
            yield Fault("study", naming.study_id, AS_RECORDED, f"an authority agreed to an evaluator, {NOBODY}")

"""Was everybody, and everything that gives an evaluator sight, put there by a deed that the record tells of?"""

import uuid
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, or_, select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.audit.rules import Fault
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db
from budgettracker.exports.models import Workbook
from budgettracker.ledger.queries.as_recorded import AS_RECORDED
from budgettracker.people.models import Person, RoleGrant
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyAuthority, StudyEvaluator

NOBODY = "and the record of who did what says nothing of it"

OF_EVALUATORS = (Deed.EVALUATOR_NAMED, Deed.EVALUATOR_AGREED, Deed.EVALUATOR_ENDED)
"""What no line told of before evaluators were named in studies."""


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
    """A study's maker is named by making it; those from before were all named by one upgrade, as _as_the_upgrade has it."""
    lines = select(AuditRecord).where(AuditRecord.deed.in_((Deed.STUDY_ADDED, Deed.EVALUATOR_NAMED)))
    recorded = set()
    for line in db.session.scalars(lines):
        maker = line.deed == Deed.STUDY_ADDED
        recorded.add((line.subject_id, str(line.by_id) if maker else changes_in(line.body).text("evaluator")))
    of_before = _as_the_upgrade()
    for naming in db.session.scalars(select(StudyEvaluator).order_by(StudyEvaluator.named_at, StudyEvaluator.id)):
        on_record = (naming.study_id, str(naming.person_id)) in recorded and not naming.from_before
        if naming.id not in of_before and not on_record:
            yield Fault("study", naming.study_id, AS_RECORDED, f"an evaluator is named in it, {NOBODY}")


def _as_the_upgrade() -> set[uuid.UUID]:
    """Those named as from before that the upgrade can have named: all at one moment, before any line tells of naming.

    It named, in studies made by then, who had worked with the study; where nobody had, every evaluator.
    """
    rows = select(StudyEvaluator, Study.created_at, Person.created_at).join(StudyEvaluator.study)
    rows = rows.join(StudyEvaluator.person).where(StudyEvaluator.from_before.is_(True))
    since = db.session.scalar(select(func.min(AuditRecord.at)).where(AuditRecord.deed.in_(OF_EVALUATORS)))
    worked, believed, moments = _worked(), set(), set()
    for naming, made_at, added_at in db.session.execute(rows.order_by(StudyEvaluator.named_at, StudyEvaluator.id)):
        moments.add(naming.named_at)
        at = naming.named_at
        by = {person_id for study_id, person_id, when in worked if study_id == naming.study_id and when <= at}
        right = naming.person_id in by or (not by and added_at <= at)
        if right and len(moments) == 1 and made_at <= at and (since is None or at <= since):
            believed.add(naming.id)
    return believed


def _worked() -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """Which evaluator made which study or a run of it, or asked for a workbook of it, and when."""
    lines = select(AuditRecord.by_id, AuditRecord.at)
    made = lines.add_columns(AuditRecord.subject_id).where(AuditRecord.deed == Deed.STUDY_ADDED)
    ran = lines.add_columns(CostingRun.study_id).join(CostingRun, CostingRun.id == AuditRecord.subject_id)
    ran = ran.where(AuditRecord.deed == Deed.RUN_MADE)
    workbooks = select(Workbook.asked_by_id, Workbook.asked_at, Workbook.study_id)
    evaluators = set(db.session.scalars(select(RoleGrant.person_id).where(RoleGrant.role == Role.EVALUATOR)))
    rows = [tuple(row) for each in (made, ran, workbooks) for row in db.session.execute(each)]
    return [(study_id, by_id, at) for by_id, at, study_id in rows if by_id in evaluators and study_id is not None]


def _agreed() -> Iterator[Fault]:
    """Agreements that stand, each with the moment of a line: of its own, of joining, or of the upgrade that named them."""
    joined = set(_joinings())
    agreed: set[tuple[uuid.UUID, uuid.UUID | None, str, datetime]] = set()
    ended: set[tuple[uuid.UUID, uuid.UUID | None, str, datetime]] = set()
    lines = select(AuditRecord).where(AuditRecord.deed.in_((Deed.EVALUATOR_AGREED, Deed.EVALUATOR_ENDED)))
    for line in db.session.scalars(lines):
        by_deed = agreed if line.deed == Deed.EVALUATOR_AGREED else ended
        by_deed.add((line.subject_id, line.authority_id, changes_in(line.body).text("evaluator"), line.at))
    of_before = _as_the_upgrade()
    rows = select(EvaluatorAgreement, StudyEvaluator).join(EvaluatorAgreement.naming)
    standing = rows.where(EvaluatorAgreement.ended_at.is_(None)).order_by(EvaluatorAgreement.id)
    for agreement, naming in db.session.execute(standing):
        parties, at = (naming.study_id, agreement.authority_id, str(naming.person_id)), agreement.agreed_at
        began = (*parties, at) in agreed or (*parties[:2], at) in joined
        by_upgrade = naming.id in of_before and at == naming.named_at
        began = began or (by_upgrade and any(each[:2] == parties[:2] and each[2] <= at for each in joined))
        if not began or any(each[:3] == parties and each[3] > at for each in ended):
            yield Fault("study", naming.study_id, AS_RECORDED, f"an authority agreed to an evaluator, {NOBODY}")

"""Which evaluators are named in a study, and which authorities have agreed to them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from budgettracker.confirming import confirming
from budgettracker.database import db
from budgettracker.errors import NotTheirs, refusal_of
from budgettracker.families.queries import Another
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import why_nobody
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyAuthority, StudyEvaluator
from budgettracker.studies.rules.study import SIGNATORIES, require_signatory

MOST_NAMED = 500


def authorities_in(study_id: uuid.UUID) -> set[uuid.UUID]:
    """The authorities that have agreed to a study."""
    return set(db.session.scalars(select(StudyAuthority.authority_id).filter_by(study_id=study_id)))


def namings_of(study_id: uuid.UUID, on: date) -> list[StudyEvaluator]:
    """The evaluators named in a study now or later, by name."""
    query = (
        select(StudyEvaluator)
        .join(StudyEvaluator.person)
        .where(StudyEvaluator.study_id == study_id, not_over(on))
        .options(contains_eager(StudyEvaluator.person), selectinload(StudyEvaluator.agreements))
    )
    return list(db.session.scalars(query.order_by(Person.name, StudyEvaluator.starts_on, StudyEvaluator.id)))


def not_over(on: date) -> ColumnElement[bool]:
    """Is somebody named on that day or later?"""
    return or_(StudyEvaluator.ends_on.is_(None), StudyEvaluator.ends_on >= on)


def naming_on(study_id: uuid.UUID, person_id: uuid.UUID, starts_on: date, ends_on: date) -> StudyEvaluator | None:
    """Where somebody is named in a study already on one of these days."""
    query = select(StudyEvaluator).where(
        StudyEvaluator.study_id == study_id,
        StudyEvaluator.person_id == person_id,
        StudyEvaluator.starts_on <= ends_on,
        or_(StudyEvaluator.ends_on.is_(None), StudyEvaluator.ends_on >= starts_on),
    )
    return db.session.scalars(query.limit(1)).first()


def agreement_to(naming_id: uuid.UUID, authority_id: uuid.UUID) -> EvaluatorAgreement | None:
    """An authority's agreement to an evaluator, standing or taken back."""
    query = select(EvaluatorAgreement).filter_by(naming_id=naming_id, authority_id=authority_id)
    return db.session.scalars(query.with_for_update()).one_or_none()


@dataclass(frozen=True, slots=True)
class Asking:
    """An evaluator named in a study that an authority is in: whether it has agreed, and who named them."""

    naming: StudyEvaluator
    agreement: EvaluatorAgreement | None
    named_by: str

    @property
    def agreed(self) -> bool:
        """Has the authority agreed, and not taken it back?"""
        return self.agreement is not None and self.agreement.ended_at is None


def evaluators_of(person: Person, on: date) -> list[Asking]:
    """Every evaluator named, now or later, in a study that a person's authority is in, by study and name."""
    by = aliased(Person)
    query = (
        select(StudyEvaluator, EvaluatorAgreement, by.name)
        .join(StudyAuthority, StudyAuthority.study_id == StudyEvaluator.study_id)
        .join(StudyEvaluator.study)
        .join(Person, Person.id == StudyEvaluator.person_id)
        .outerjoin(by, by.id == StudyEvaluator.named_by_id)
        .outerjoin(
            EvaluatorAgreement,
            (EvaluatorAgreement.naming_id == StudyEvaluator.id)
            & (EvaluatorAgreement.authority_id == person.authority_id),
        )
        .where(StudyAuthority.authority_id == person.authority_id, not_over(on))
        .options(contains_eager(StudyEvaluator.study), joinedload(StudyEvaluator.person))
        .order_by(Study.name, Person.name, StudyEvaluator.id)
        .limit(MOST_NAMED)
    )
    return [Asking(naming, agreement, name or "") for naming, agreement, name in db.session.execute(query)]


def agreements_lacking(authority_id: uuid.UUID, before: datetime, on: date) -> list[datetime]:
    """Since when each evaluator waits whom a study named before a moment and its authority has never answered.

    A study asks every authority of the installation to join it, and nobody waits for one's answer to that.
    """
    agreed = exists().where(
        EvaluatorAgreement.naming_id == StudyEvaluator.id, EvaluatorAgreement.authority_id == authority_id
    )
    query = (
        select(StudyEvaluator.named_at)
        .join(StudyAuthority, StudyAuthority.study_id == StudyEvaluator.study_id)
        .where(StudyAuthority.authority_id == authority_id, StudyEvaluator.named_at < before, not_over(on), ~agreed)
    )
    return list(db.session.scalars(query.order_by(StudyEvaluator.named_at, StudyEvaluator.id).limit(MOST_NAMED)))


def asking_for(person: Person, naming_id: uuid.UUID, on: date) -> Asking:
    """One of them; raises NotTheirs."""
    naming = next((each for each in evaluators_of(person, on) if each.naming.id == naming_id), None)
    if naming is None:
        raise NotTheirs
    return naming


@dataclass(frozen=True, slots=True)
class Named:
    """An evaluator named in a study, as its page shows them: the authorities that have not agreed to them yet."""

    naming: StudyEvaluator
    lacks: list[str]


def named_with_agreements(study: Study, on: date) -> list[Named]:
    """The evaluators named in a study now or later, each with the authorities whose agreement is missing."""
    rows = []
    for naming in namings_of(study.id, on):
        agreed = {each.authority_id for each in naming.agreements if each.ended_at is None}
        lacks = [each.authority.name for each in study.authorities if each.authority_id not in agreed]
        rows.append(Named(naming, lacks))
    return rows


def another_signs(person: Person, on: date) -> Another | None:
    """Why this person may not agree for their authority, and who may; None when they may."""
    why = refusal_of(require_signatory, person.roles_on(on))
    if why is None or person.authority_id is None:
        return None
    people = confirming().colleagues(person.authority_id, on)
    names = tuple(each.name for each in people if SIGNATORIES & each.roles)
    return Another(why, names, "" if names else why_nobody(person.authority_id, tuple(SIGNATORIES), on))


def may_sign(person: Person, on: date) -> bool:
    """May this person agree for their authority?"""
    return bool(SIGNATORIES & person.roles_on(on))

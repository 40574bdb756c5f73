"""Which studies somebody sees: evaluators those they are named in, signatories those that ask or have been agreed to."""

import uuid
from datetime import date

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.orm import selectinload

from budgettracker.access import Permission, permissions_of
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyAuthority, StudyEvaluator
from budgettracker.studies.queries.evaluators import not_over

MOST_STUDIES = 500


def sees_study(person: Person, on: date) -> ColumnElement[bool]:
    """May an evaluator see a study: named in it on that day, and agreed to by every authority that is in it?"""
    agreed = (
        exists()
        .where(
            EvaluatorAgreement.naming_id == StudyEvaluator.id,
            EvaluatorAgreement.authority_id == StudyAuthority.authority_id,
            EvaluatorAgreement.ended_at.is_(None),
        )
        .correlate(StudyEvaluator, StudyAuthority)
    )
    against = exists().where(StudyAuthority.study_id == StudyEvaluator.study_id, ~agreed)
    named = exists().where(
        StudyEvaluator.study_id == Study.id,
        StudyEvaluator.person_id == person.id,
        StudyEvaluator.starts_on <= on,
        or_(StudyEvaluator.ends_on.is_(None), StudyEvaluator.ends_on >= on),
        ~against,
    )
    return named if Permission.RUN_STUDIES in permissions_of(person.roles_on(on)) else false()


def studies_for(person: Person, on: date) -> list[Study]:
    """The studies an evaluator sees, none for anybody else; the latest first."""
    query = select(Study).options(selectinload(Study.authorities).joinedload(StudyAuthority.authority))
    seen = query.where(sees_study(person, on)).order_by(Study.created_at.desc(), Study.id.desc())
    return list(db.session.scalars(seen.limit(MOST_STUDIES)))


def study_for(person: Person, study_id: uuid.UUID, on: date) -> Study:
    """A study with its authorities, for an evaluator who sees it; raises NotTheirs for anybody else."""
    query = select(Study).where(Study.id == study_id, sees_study(person, on))
    study = db.session.scalars(
        query.options(selectinload(Study.authorities).joinedload(StudyAuthority.authority))
    ).one_or_none()
    if study is None:
        raise NotTheirs
    return study


def waiting_for_agreement(person: Person, on: date) -> list[Study]:
    """Studies an evaluator is named in and does not see yet, since an authority in it has not agreed to them."""
    if Permission.RUN_STUDIES not in permissions_of(person.roles_on(on)):
        return []
    named = select(StudyEvaluator.study_id).where(StudyEvaluator.person_id == person.id, not_over(on))
    query = select(Study).where(Study.id.in_(named), ~sees_study(person, on)).order_by(Study.name)
    return list(db.session.scalars(query.limit(MOST_STUDIES)))


def study_named(name: str) -> Study | None:
    """A study by its name, which is unique in the installation."""
    query = select(Study).where(Study.name == name)
    return db.session.scalars(query.options(selectinload(Study.authorities))).one_or_none()


def study_to_join(person: Person, study_id: uuid.UUID) -> Study:
    """A study that a person's authority has not agreed to; raises NotTheirs."""
    study = next((study for study in studies_asking(person) if study.id == study_id), None)
    if study is None:
        raise NotTheirs
    return study


def studies_asking(person: Person) -> list[Study]:
    """Studies that a person's authority has not agreed to, the latest first."""
    if person.authority_id is None:
        return []
    joined = select(StudyAuthority.study_id).where(StudyAuthority.authority_id == person.authority_id)
    query = select(Study).where(Study.id.not_in(joined)).order_by(Study.created_at.desc(), Study.id.desc())
    return list(db.session.scalars(query.limit(MOST_STUDIES)))


def agreements_of(person: Person) -> list[tuple[Study, StudyAuthority]]:
    """Studies a person's authority is in, with its recorded agreement, the latest first."""
    query = (
        select(Study, StudyAuthority)
        .join(StudyAuthority, StudyAuthority.study_id == Study.id)
        .where(StudyAuthority.authority_id == person.authority_id)
        .order_by(StudyAuthority.agreed_at.desc(), Study.id.desc())
        .limit(MOST_STUDIES)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]

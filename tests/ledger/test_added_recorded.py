"""Accounts, and what gives an evaluator sight, are there by a deed on record; whoever writes them into the tables is noticed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.commands.books import faults
from budgettracker.costing.kinds import Mode
from budgettracker.database import db, transaction
from budgettracker.people.actions.add_authority import add_authority
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.kinds import Nation
from budgettracker.people.models import Authority, Person, RoleGrant
from budgettracker.studies import actions
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyAuthority, StudyEvaluator
from tests.factories.world import NOON

ON = NOON.date()


@dataclass(frozen=True)
class Stage:
    """Two authorities, one of them in a study with two evaluators, and an evaluator who is in none."""

    authority: Authority
    other: Authority
    study: Study
    outside: Person
    taken_back: EvaluatorAgreement


def added(of: Authority | None, name: str, role: Role) -> Person:
    email = f"{name.lower()}@example.org"
    return add_person(None, of, email=email, name=name, roles=[role], active_from=ON, at=NOON)


@pytest.fixture
def stage(app: Flask) -> Stage:
    with transaction():
        first, second = (add_authority(name, Nation.WALES, at=NOON) for name in ("Northdale", "Southdale"))
        sara = added(first, "Sara", Role.SENIOR_MANAGER)
        eve, ella, outside = (added(None, name, Role.EVALUATOR) for name in ("Eve", "Ella", "Olga"))
        until = ON + timedelta(days=300)
        study = actions.add_study(eve, "Pilot", starts_on=ON, ends_on=until, profile=Profile.CONTROLLED, at=NOON)
        actions.join_study(sara, study, first, Mode.ALL_TIME, "The agreement of May", on=ON, at=NOON)
        days = {"starts_on": ON, "ends_on": ON + timedelta(days=90)}
        named = actions.name_evaluator(eve, study, ella.email, on=ON, at=NOON, **days)
        later = NOON + timedelta(hours=1)
        agreement = actions.agree_to_evaluator(sara, named, on=ON, at=later)
        actions.end_evaluator(sara, named, on=ON, at=later + timedelta(hours=1))
    return Stage(first, second, study, outside, agreement)


def test_what_deeds_put_there_is_named_by_nothing(stage: Stage) -> None:
    assert faults() == []


def account(stage: Stage, *, of_installation: bool = False) -> uuid.UUID:
    """An account with every right, written whole by hand."""
    authority_id = None if of_installation else stage.authority.id
    made = Person(authority_id=authority_id, email="x@example.org", name="X", active_from=ON, created_at=NOON)
    db.session.add(made)
    db.session.flush()
    db.session.add(RoleGrant(person_id=made.id, role=Role.SENIOR_MANAGER, starts_on=ON))
    return made.id


def of_installation(stage: Stage) -> uuid.UUID:
    return account(stage, of_installation=True)


def naming(stage: Stage, *, from_before: bool = False) -> uuid.UUID:
    parts = {"study_id": stage.study.id, "person_id": stage.outside.id, "starts_on": ON, "from_before": from_before}
    db.session.add(StudyEvaluator(named_at=NOON - timedelta(days=from_before), **parts))
    return stage.study.id


def naming_of_before(stage: Stage) -> uuid.UUID:
    return naming(stage, from_before=True)


def of_before_since_made(stage: Stage) -> uuid.UUID:
    parts = {"study_id": stage.study.id, "person_id": stage.outside.id, "starts_on": ON, "from_before": True}
    db.session.add(StudyEvaluator(named_at=NOON + timedelta(days=2), **parts))
    return stage.study.id


def of_before_at_once(stage: Stage) -> uuid.UUID:
    """By the moment at which the study was made: somebody else than its maker."""
    parts = {"study_id": stage.study.id, "person_id": stage.outside.id, "starts_on": ON, "from_before": True}
    db.session.add(StudyEvaluator(named_at=NOON, **parts))
    return stage.study.id


def maker_of_before(stage: Stage) -> uuid.UUID:
    """The maker's own, marked as from before after others were named."""
    naming = db.session.query(StudyEvaluator).filter(StudyEvaluator.ends_on.is_(None)).one()
    naming.from_before, naming.named_at = True, NOON + timedelta(days=2)
    return stage.study.id


def joined(stage: Stage) -> uuid.UUID:
    parties = {"study_id": stage.study.id, "authority_id": stage.other.id}
    db.session.add(StudyAuthority(mode=Mode.ALL_TIME, agreed_at=NOON, basis="None", **parties))
    return stage.study.id


def agreed(stage: Stage) -> uuid.UUID:
    of_first = db.session.query(StudyEvaluator).order_by(StudyEvaluator.starts_on, StudyEvaluator.id).first()
    assert of_first is not None
    db.session.add(EvaluatorAgreement(naming_id=of_first.id, authority_id=stage.other.id, agreed_at=NOON))
    return stage.study.id


def not_taken_back(stage: Stage) -> uuid.UUID:
    db.session.get_one(EvaluatorAgreement, stage.taken_back.id).ended_at = None
    return stage.study.id


AGREED = "an authority agreed to an evaluator, and"
WRITTEN: dict[str, tuple[Callable[[Stage], uuid.UUID], str]] = {
    "an account": (account, "this account is there, and"),
    "one of the installation": (of_installation, "this account is there, and"),
    "an evaluator": (naming, "an evaluator is named in it, and"),
    "an evaluator as from before": (naming_of_before, "an evaluator is named in it, and"),
    "one as from before, after the study was made": (of_before_since_made, "an evaluator is named in it, and"),
    "one as from before, as the study was made": (of_before_at_once, "an evaluator is named in it, and"),
    "its maker as from before, after others were named": (maker_of_before, "an evaluator is named in it, and"),
    "an authority in a study": (joined, "an authority is in it, and"),
    "an agreement": (agreed, AGREED),
    "an agreement that was taken back": (not_taken_back, AGREED),
}


@pytest.mark.parametrize("called", WRITTEN)
def test_what_no_line_tells_of_is_named(stage: Stage, called: str) -> None:
    write, what = WRITTEN[called]
    with transaction():
        subject = write(stage)
    kind = "person" if "account" in what else "study"
    assert faults() == [f"{kind} {subject}: {what} the record of who did what says nothing of it"]


def test_an_agreement_as_from_before_is_named_with_the_evaluator(stage: Stage) -> None:
    at = NOON + timedelta(days=2)
    with transaction():
        parts = {"study_id": stage.study.id, "person_id": stage.outside.id, "starts_on": ON, "from_before": True}
        naming = StudyEvaluator(named_at=at, **parts)
        db.session.add(naming)
        db.session.flush()
        db.session.add(EvaluatorAgreement(naming_id=naming.id, authority_id=stage.authority.id, agreed_at=at))
    nobody = "the record of who did what says nothing of it"
    assert faults() == [
        f"study {stage.study.id}: an evaluator is named in it, and {nobody}",
        f"study {stage.study.id}: an authority agreed to an evaluator, and {nobody}",
    ]


@pytest.mark.parametrize("late", [False, True], ids=["of then", "joined since"])
def test_what_the_upgrade_named_is_believed_with_the_authorities_of_then(app: Flask, late: bool) -> None:
    """A study that nobody had worked with, whose evaluators the upgrade named."""
    upgraded = NOON + timedelta(hours=1)
    with transaction():
        first = add_authority("Northdale", Nation.WALES, at=NOON)
        sara = added(first, "Sara", Role.SENIOR_MANAGER)
        eve = added(None, "Eve", Role.EVALUATOR)
        until = ON + timedelta(days=300)
        study = actions.add_study(None, "Pilot", starts_on=ON, ends_on=until, profile=Profile.CONTROLLED, at=NOON)
        when = upgraded + timedelta(hours=1) if late else NOON
        actions.join_study(sara, study, first, Mode.ALL_TIME, "The agreement of May", on=ON, at=when)
        naming = StudyEvaluator(study_id=study.id, person_id=eve.id, starts_on=ON, from_before=True, named_at=upgraded)
        db.session.add(naming)
        db.session.flush()
        agreement = EvaluatorAgreement(naming_id=naming.id, authority_id=first.id, agreed_at=upgraded)
        db.session.add(agreement)
    what = "an authority agreed to an evaluator, and the record of who did what says nothing of it"
    assert faults() == ([f"study {study.id}: {what}"] if late else [])

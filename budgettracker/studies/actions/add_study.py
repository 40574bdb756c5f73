"""Studies added, evaluators named, and authorities joining by their signatory's agreement."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.kinds import Mode
from budgettracker.database import db, savepoint
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Authority, Person
from budgettracker.people.queries import person_to_sign_in
from budgettracker.periods import day_of
from budgettracker.second_hands import Outcome, judged
from budgettracker.studies import queries
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import EvaluatorAgreement, Study, StudyAuthority, StudyEvaluator
from budgettracker.studies.rules import study as rules


def add_study(
    by: Person | None,
    name: str,
    *,
    starts_on: date,
    ends_on: date,
    intervention: str | None = None,
    price_year: str | None = None,
    profile: str = Profile.CONTROLLED,
    purpose: str = "",
    at: datetime,
) -> Study:
    """Add a study of the installation; both dates are included, without an intervention it counts all work.

    No authority is in it until its own signatory has agreed. Who makes it is named in it; `by` None is the operator, who
    names evaluators besides. Raises Refusal: a name that is used, dates out of order, a price year (costs stand in the
    prices of their own year), an unknown profile.
    """
    called = rules.name_of(name)
    rules.require_dates(starts_on, ends_on)
    rules.require_price_year(price_year)
    if profile not in set(Profile):
        raise Refusal("profile", "Choose internal, controlled or published.")
    study = Study(
        name=called,
        starts_on=starts_on,
        ends_on=ends_on,
        intervention=rules.same_intervention(intervention),
        profile=profile,
        purpose=rules.purpose_of(purpose),
        created_at=at,
        authorities=[],
    )
    try:
        with savepoint():
            db.session.add(study)
            db.session.flush()
    except IntegrityError:
        raise Refusal("name", f"There is already a study called {called}. Choose another name.") from None
    changes = {"starts_on": [None, starts_on], "ends_on": [None, ends_on], "profile": [None, str(profile)]}
    record(by, Deed.STUDY_ADDED, study, changes, at=at)
    if by is not None and by.authority_id is None:
        _name(study, by, by, day_of(at), None, at)
    return study


def name_evaluator(
    by: Person | None,
    study: Study,
    email: str,
    *,
    starts_on: date,
    ends_on: date,
    on: date,
    at: datetime,
) -> StudyEvaluator:
    """Name another evaluator in a study, from a day to a day, both included.

    They see it once a senior manager of every authority in it has agreed. `by` is an evaluator who sees the study, or None
    for the operator. Raises Refusal: nobody with that address who is an evaluator, named already, days out of order.
    """
    rules.require_naming(starts_on, ends_on, on)
    person = person_to_sign_in(email)
    if person is None or Role.EVALUATOR not in person.roles_on(max(on, starts_on)):
        raise Refusal("email", "There is no evaluator with this address. Whoever runs the tracker adds evaluators.")
    if queries.naming_on(study.id, person.id, starts_on, ends_on) is not None:
        raise Refusal("email", f"{person.name} is named in this study already on some of these days.")
    naming = _name(study, person, by, starts_on, ends_on, at)
    days = {"starts_on": starts_on, "ends_on": ends_on}
    record(by, Deed.EVALUATOR_NAMED, study, {"evaluator": person.id, **days}, at=at)
    return naming


def name_from_file(by: Person | None, study: Study, evaluator_id: UUID, *, on: date, at: datetime) -> None:
    """Name an evaluator whom the same files brought in a study that they add: until further notice."""
    person = db.session.get_one(Person, evaluator_id)
    _name(study, person, by, on, None, at)
    record(by, Deed.EVALUATOR_NAMED, study, {"evaluator": person.id, "starts_on": on}, at=at)


def _name(
    study: Study, person: Person, by: Person | None, starts_on: date, ends_on: date | None, at: datetime
) -> StudyEvaluator:
    naming = StudyEvaluator(
        study_id=study.id,
        person_id=person.id,
        starts_on=starts_on,
        ends_on=ends_on,
        named_by_id=by.id if by is not None else None,
        named_at=at,
    )
    db.session.add(naming)
    db.session.flush()
    return naming


def agree_to_evaluator(by: Person, naming: StudyEvaluator, *, on: date, at: datetime) -> EvaluatorAgreement:
    """Agree, for one's authority, that an evaluator sees its families in a study that it is in.

    Raises Refusal unless `by` is a senior manager, and when it was agreed already; NotTheirs for an authority that is not
    in the study.
    """
    rules.require_signatory(by.roles_on(on))
    if by.authority_id is None or by.authority_id not in queries.authorities_in(naming.study_id):
        raise NotTheirs
    agreement = _agree(naming, by.authority_id, by, at)
    role = judged(Outcome.STUDY, Role.SENIOR_MANAGER)
    changes = {"evaluator": naming.person_id, "asked_by": naming.named_by_id, **role}
    record(by, Deed.EVALUATOR_AGREED, naming.study, changes, authority_id=by.authority_id, at=at)
    return agreement


def _agree(naming: StudyEvaluator, authority_id: UUID, by: Person | None, at: datetime) -> EvaluatorAgreement:
    """Write an agreement; one that was taken back begins anew. Raises Refusal where one stands."""
    agreement = queries.agreement_to(naming.id, authority_id)
    if agreement is not None and agreement.ended_at is None:
        raise Refusal(None, "Your authority has agreed to this evaluator already.")
    if agreement is None:
        agreement = EvaluatorAgreement(naming_id=naming.id, authority_id=authority_id)
        db.session.add(agreement)
    agreement.agreed_by_id, agreement.agreed_at, agreement.ended_at = by.id if by is not None else None, at, None
    db.session.flush()
    return agreement


def end_evaluator(by: Person, naming: StudyEvaluator, *, on: date, at: datetime) -> None:
    """Take back one's authority's agreement to an evaluator, who sees nothing of the study from then on.

    Raises Refusal unless `by` is a senior manager, or where nothing was agreed; what is taken away takes nobody else.
    """
    rules.require_signatory(by.roles_on(on))
    agreement = queries.agreement_to(naming.id, by.authority_id) if by.authority_id is not None else None
    if agreement is None or agreement.ended_at is not None:
        raise Refusal(None, "Your authority has not agreed to this evaluator.")
    agreement.ended_at = at
    changes = {"evaluator": naming.person_id}
    record(by, Deed.EVALUATOR_ENDED, naming.study, changes, authority_id=by.authority_id, at=at)


def join_study(
    by: Person | None,
    study: Study,
    authority: Authority,
    mode: str,
    basis: str,
    *,
    imported: bool = False,
    on: date,
    at: datetime,
) -> StudyAuthority:
    """Record an authority's agreement to be in a study, with the evaluators named in it by now, and its mode (see Mode).

    `by` is its signatory, a senior manager; or whoever `imported` the agreement, into an authority that is not live yet
    (None: the operator). Raises Refusal when it is in already, for an unknown mode, no basis, or another role; NotTheirs
    for another authority.
    """
    if by is not None:
        if by.authority_id != authority.id:
            raise NotTheirs
        if not imported:
            rules.require_signatory(by.roles_on(on))
    if mode not in set(Mode):
        raise Refusal("mode", "Choose how the authority logs time: A, all time, or B, time for families only.")
    joined = StudyAuthority(
        study_id=study.id,
        authority_id=authority.id,
        mode=mode,
        agreed_by_id=by.id if by else None,
        agreed_at=at,
        basis=rules.basis_of(basis) if by is not None else basis.strip(),
    )
    try:
        with savepoint():
            db.session.add(joined)
            db.session.flush()
    except IntegrityError:
        raise Refusal(None, f"{authority.name} has agreed to this study already.") from None
    db.session.expire(study, ["authorities"])
    changes: dict[str, object] = {"authority": authority.id, "mode": mode}
    if by is not None and not imported:
        changes |= judged(Outcome.STUDY, Role.SENIOR_MANAGER)
    record(by, Deed.STUDY_JOINED, study, changes, authority_id=authority.id, at=at)
    for naming in queries.namings_of(study.id, on):
        _agree(naming, authority.id, by, at)
    return joined

"""Studies added, authorities joining by their signatory's agreement, and costing runs of a study."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from budgettracker.access import Permission, permissions_of
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.kinds import Mode, VatRule
from budgettracker.costing.run.actions.run import make_run
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, savepoint
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.models import Authority, Person
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study, StudyAuthority
from budgettracker.studies.queries import parts_of
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

    No authority is in it until its own signatory has agreed. `by` None is the operator. Raises Refusal: a name that
    is used, dates out of order, a price year (costs stand in the prices of their own year), an unknown profile.
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
    return study


def join_study(
    by: Person | None, study: Study, authority: Authority, mode: str, basis: str, *, on: date, at: datetime
) -> StudyAuthority:
    """Record an authority's agreement to be in a study, and how its indirect time is treated (see Mode).

    `by` is its signatory, a senior manager or finance; None is the operator's import for that authority. Raises
    Refusal when it is in already, for an unknown mode, no basis, or another role; NotTheirs for another authority.
    """
    if by is not None:
        if by.authority_id != authority.id:
            raise NotTheirs
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
    record(by, Deed.STUDY_JOINED, study, {"authority": authority.id, "mode": mode}, authority_id=authority.id, at=at)
    return joined


def run_study(
    by: Person | None,
    study: Study,
    *,
    on: date,
    at: datetime,
    with_qualifications: bool = False,
    vat_rule: VatRule = VatRule.NET_OF_RECOVERABLE,
    own_time_only: bool = False,
    counts_purchases: bool = True,
) -> CostingRun:
    """Make the study's next costing run, as its authorities' data stand now; it says what it counts.

    A study of one intervention counts all work with its families unless `own_time_only`; without `counts_purchases` what
    was bought is listed and counts nothing.

    `by` is an evaluator, or None for the operator. Raises Refusal naming everything that stops it, NotTheirs for
    anybody else.
    """
    if by is not None and Permission.RUN_STUDIES not in permissions_of(by.roles_on(on)):
        raise NotTheirs
    # One run of a study at a time: its number is the next.
    db.session.execute(select(Study.id).where(Study.id == study.id).with_for_update())
    rules.require_joined(len(study.authorities))
    return make_run(
        by,
        study.id,
        parts_of(study),
        starts_on=study.starts_on,
        ends_on=study.ends_on,
        intervention=study.intervention,
        with_qualifications=with_qualifications,
        vat_rule=vat_rule,
        own_time_only=own_time_only and study.intervention is not None,
        counts_purchases=counts_purchases or study.intervention is None,
        at=at,
    )

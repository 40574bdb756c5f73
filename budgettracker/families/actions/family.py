"""Families added, corrected, closed and reopened."""

from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions.rows import apply, flush_new
from budgettracker.families.kinds import Arm, EndReason
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.families.queries import same_reference, visible
from budgettracker.people.models import Authority, Person, Team
from budgettracker.periods import long_date
from budgettracker.schemes.models import Scheme


def add_family(
    by: Person | None,
    team: Team,
    reference: str,
    name: str,
    *,
    opened_on: date,
    lead_worker: Person | None = None,
    scheme: Scheme | None = None,
    arm: Arm | None = None,
    allocated_on: date | None = None,
    index_child: str | None = None,
    cohort_reason: str | None = None,
    legal_basis: str | None = None,
    imported: bool = False,
    on: date,
    at: datetime,
) -> Family:
    """Open work with a family in a team. Without a legal basis it gets the usual one of the authority's nation.

    `imported` history may name a lead worker who has left the team since, no family name, and an arm without a scheme,
    as comparison families have it. Raises Refusal on `reference` (used in the authority), `name`,
    `lead_worker_id`, `opened_on`, `scheme_id`, `arm`.
    """
    kept = rules.reference_of(reference)
    called = rules.name_of(name) if name.strip() or not imported else ""
    _require_free(by, team, kept, None, on)
    rules.require_opening(opened_on, None, on)
    rules.require_allocation(arm, allocated_on, scheme is not None or imported)
    _require_ours(team, scheme)
    _require_lead(lead_worker, team, on, imported)
    nation = db.session.scalars(select(Authority.nation).where(Authority.id == team.authority_id)).one()
    family = Family(
        authority_id=team.authority_id,
        reference=kept,
        team_id=team.id,
        lead_worker_id=lead_worker.id if lead_worker else None,
        opened_on=opened_on,
        scheme_id=scheme.id if scheme else None,
        arm=arm,
        allocated_on=allocated_on,
        index_child=rules.reference_of(index_child, "index_child", "child's reference") if index_child else None,
        cohort_reason=rules.one_line(cohort_reason or "") or None,
        legal_basis=rules.one_line(legal_basis or "") or rules.LEGAL_BASIS[nation],
        created_at=at,
    )
    family.details = FamilyDetails(name=called, name_folded=called.casefold())
    flush_new(family, rules.taken(kept, seen=False))
    facts = {
        "reference": [None, kept],
        "team": [None, team.id],
        "lead_worker": [None, family.lead_worker_id],
        "opened_on": [None, opened_on],
        "scheme": [None, family.scheme_id],
        "arm": [None, arm],
        "allocated_on": [None, allocated_on],
    }
    record(by, Deed.FAMILY_ADDED, family, facts, authority_id=team.authority_id, at=at)
    return family


def correct_family(
    by: Person,
    family: Family,
    *,
    reference: str,
    name: str,
    team: Team,
    lead_worker: Person | None,
    opened_on: date,
    scheme: Scheme | None,
    arm: Arm | None,
    allocated_on: date | None,
    legal_basis: str | None,
    cohort_reason: str | None,
    on: date,
    at: datetime,
) -> Family:
    """Put right what is kept about a family, or move it to another team or lead worker.

    A scheme and an arm can be given once and then stay: the arm is the one allocated. Raises Refusal on the field
    that is wrong. Nothing changed leaves no audit line.
    """
    kept, called = rules.reference_of(reference), rules.name_of(name)
    _require_free(by, team, kept, family, on)
    rules.require_opening(opened_on, family.closed_on, on)
    rules.require_allocation(arm, allocated_on, scheme is not None or family.arm is not None)
    _require_ours(team, scheme)
    if (lead_worker.id if lead_worker else None) != family.lead_worker_id or team.id != family.team_id:
        _require_lead(lead_worker, team, on, imported=False)
    _require_kept(family, scheme, arm)
    changes = apply(
        family,
        {
            "reference": kept,
            "team_id": team.id,
            "lead_worker_id": lead_worker.id if lead_worker else None,
            "opened_on": opened_on,
            "scheme_id": scheme.id if scheme else None,
            "arm": arm,
            "allocated_on": allocated_on,
        },
    )
    words = apply(
        family,
        {
            "legal_basis": rules.one_line(legal_basis or "") or None,
            "cohort_reason": rules.one_line(cohort_reason or "") or None,
        },
    )
    words |= apply(family.details, {"name": called, "name_folded": called.casefold()})
    changes |= {field: "corrected" for field in words if field != "name_folded"}
    if changes:
        try:
            with savepoint():
                db.session.flush()
        except IntegrityError:
            raise Refusal("reference", rules.taken(kept, seen=False)) from None
        record(by, Deed.FAMILY_CORRECTED, family, changes, authority_id=family.authority_id, at=at)
    return family


def close_family(
    by: Person | None, family: Family, closed_on: date, end_reason: str, *, on: date, at: datetime
) -> Family:
    """End the work with a family. `closed_on` is its last day and still counts; averages need the day and the reason.

    Raises Refusal on `closed_on` or `end_reason`.
    """
    locked = _locked(family)
    if locked.closed_on is not None:
        raise Refusal("closed_on", f"The family was already closed on {long_date(locked.closed_on)}.")
    rules.require_closing(locked.opened_on, closed_on)
    reason = rules.one_line(end_reason)
    if not reason:
        raise Refusal("end_reason", "Say why the work with the family ended.")
    if len(reason) > rules.LONGEST_REASON:
        raise Refusal("end_reason", f"The reason must be {rules.LONGEST_REASON} characters or fewer.")
    locked.closed_on, locked.end_reason = closed_on, reason
    db.session.flush()
    code = reason if reason in set(EndReason) else "other words"
    changes = {"closed_on": [None, closed_on], "end_reason": [None, code]}
    record(by, Deed.FAMILY_CLOSED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked


def reopen_family(by: Person, family: Family, reason: str, *, on: date, at: datetime) -> Family:
    """Take back a closing, as if it had not been; the reason is kept with the family's details.

    Raises Refusal on `reason`, or when the family is open.
    """
    locked = _locked(family)
    if locked.closed_on is None:
        raise Refusal(None, "The family is open already.")
    why = rules.one_line(reason)
    if not why:
        raise Refusal("reason", "Say why the work goes on.")
    changes = {"closed_on": [locked.closed_on, None]}
    line = f"Reopened on {long_date(on)}: {why}"
    locked.closed_on = locked.end_reason = None
    locked.details.notes = f"{locked.details.notes}\n{line}" if locked.details.notes else line
    db.session.flush()
    record(by, Deed.FAMILY_REOPENED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked


def _locked(family: Family) -> Family:
    """The family's row, held until the transaction ends: of two people closing it at once, the second is told."""
    fresh = select(Family).where(Family.id == family.id).with_for_update()
    return db.session.scalars(fresh.execution_options(populate_existing=True)).one()


def _require_free(by: Person | None, team: Team, reference: str, family: Family | None, on: date) -> None:
    others = [Family.authority_id == team.authority_id, same_reference(reference)]
    if family is not None:
        others.append(Family.id != family.id)
    if db.session.scalar(select(exists().where(*others))):
        seen = by is not None and bool(db.session.scalar(select(exists().where(*others, visible(by, on)))))
        raise Refusal("reference", rules.taken(reference, seen))


def _require_ours(team: Team, scheme: Scheme | None) -> None:
    if scheme is not None and scheme.authority_id != team.authority_id:
        raise Refusal("scheme_id", "Choose a scheme of the family's authority.")


def _require_lead(lead: Person | None, team: Team, on: date, imported: bool) -> None:
    if lead is None:
        return
    ours = lead.authority_id == team.authority_id
    if not ours or not (imported or (lead.active_on(on) and team.id in lead.team_ids_on(on))):
        raise Refusal("lead_worker_id", "The lead worker must be somebody of the family's team.")


def _require_kept(family: Family, scheme: Scheme | None, arm: Arm | None) -> None:
    if family.scheme_id is not None and (scheme is None or scheme.id != family.scheme_id):
        raise Refusal("scheme_id", "The family's scheme is settled and cannot be changed.")
    if family.arm is not None and arm != family.arm:
        raise Refusal("arm", "The arm stays as it was allocated.")

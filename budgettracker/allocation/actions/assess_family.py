"""Assess a family for a study: eligible or not, and how it stands, saved before anybody knows its arm."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.allocation import queries, rules
from budgettracker.allocation.kinds import NotEligible
from budgettracker.allocation.models import Assessment
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.queries import periods_of
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Child, Family
from budgettracker.families.queries import open_to_named
from budgettracker.people.models import Person


def assess_family(
    by: Person, family: Family, *, eligible: bool, reason: NotEligible | None = None, on: date, at: datetime
) -> Assessment:
    """Write down whether a family is eligible for the open draw, with its children, status and need as they stand.

    A family that was not eligible may be assessed again later. What counts as a duplicate is decided here, before the arm
    is known: a family, or an index child, that was assessed as eligible once. Raises Refusal on `eligible`, `reason`, and
    where no draw is open, the family is closed, in no scheme, in an arm already, or has a limit.
    """
    draw = queries.require_open(queries.open_draw_in(family.authority_id))
    earlier = queries.assessments_of(family.id)
    _require_new(family, earlier, on)
    if not eligible and reason is None:
        raise Refusal("reason", "Choose why the family is not eligible.")
    index = next((child for child in family.children if child.reference == family.index_child), None)
    if eligible and index is None:
        raise Refusal("eligible", "Say first for which child the family is brought in, on the child's page.")
    band = rules.band_of(index.birth_month, on) if eligible and index is not None else None
    if eligible:
        _require_no_twin(by, family)
    assessment = Assessment(
        authority_id=family.authority_id,
        draw_id=draw.id,
        family_id=family.id,
        number=len(earlier) + 1,
        eligible=eligible,
        reason=None if eligible else reason,
        band=band,
        children=sum(child.in_scope for child in family.children),
        status_at_start=index.status_at_start if index is not None else None,
        need_code=index.need_code if index is not None else None,
        assessed_by_id=by.id,
        assessed_on=on,
        assessed_at=at,
    )
    db.session.add(assessment)
    db.session.flush()
    changes = {"eligible": eligible, "reason": assessment.reason, "band": band, "draw": draw.id}
    record(by, Deed.FAMILY_ASSESSED, family, changes, authority_id=family.authority_id, at=at)
    return assessment


def _require_new(family: Family, earlier: list[Assessment], on: date) -> None:
    if family.arm is not None:
        raise Refusal(None, "The family is in an arm already.")
    if family.scheme_id is None or not family.open_on(on):
        raise Refusal(None, "Only a family that is open and in a scheme comes into the draw.")
    if any(period.limit_pence for period in periods_of(family.id)):
        raise Refusal(None, "The family has a limit already, so its arm cannot be left to chance.")
    if earlier and earlier[-1].eligible:
        raise Refusal(None, "The family has been assessed already, as eligible.")


def _require_no_twin(by: Person, family: Family) -> None:
    """Refuse an index child who came in with another family of the authority, however it is typed: one child is drawn once.

    A restricted or sealed family that the worker is not named for is as if it were not there: a refusal would tell of it. Its
    child comes in twice then, and the flow of the draw counts it.
    """
    known = (
        select(Family.index_child)
        .select_from(Assessment)
        .join(Assessment.family)
        .join(Child, (Child.family_id == Family.id) & (Child.reference == Family.index_child))
        .where(
            Assessment.authority_id == family.authority_id,
            Assessment.eligible.is_(True),
            Family.id != family.id,
            open_to_named(by.id),
        )
    )
    child = rules.number_of(family.index_child)
    if child is not None and any(rules.number_of(each) == child for each in db.session.scalars(known)):
        words = "A child of this reference was assessed with another family. Nobody is drawn twice: ask the manager."
        raise Refusal("eligible", words)

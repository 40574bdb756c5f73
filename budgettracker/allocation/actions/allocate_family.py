"""Draw a family's arm: it takes the first free place of its stratum, once and for ever."""

from datetime import date, datetime

from budgettracker.allocation import queries
from budgettracker.allocation.kinds import AgeBand
from budgettracker.allocation.models import Allocation
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Person


def allocate_family(by: Person, family: Family, *, on: date, at: datetime) -> Allocation:
    """Give a family that was assessed as eligible the next place of its authority and age band.

    Raises Refusal where it was not assessed, is in an arm already, the draw has closed, or its stratum has no place left.
    """
    draw = queries.require_open(queries.open_draw_in(family.authority_id))
    assessments = queries.assessments_of(family.id)
    if not assessments or not assessments[-1].eligible or assessments[-1].draw_id != draw.id:
        raise Refusal(None, "Assess the family first: its arm is drawn once it is found eligible.")
    db.session.refresh(family, with_for_update={"of": Family})
    if family.arm is not None:
        raise Refusal(None, "The family is in an arm already, which stays as it was drawn.")
    place = queries.free_place(draw.id, family.authority_id, AgeBand(assessments[-1].band or ""))
    if place is None:
        raise Refusal(None, "The list has no place left for this age band. Tell the study's evaluators.")
    allocation = Allocation(
        authority_id=family.authority_id,
        draw_id=draw.id,
        place_id=place.id,
        family_id=family.id,
        assessment_id=assessments[-1].id,
        allocated_by_id=by.id,
        allocated_on=on,
        allocated_at=at,
    )
    db.session.add(allocation)
    family.arm, family.allocated_on = Arm(place.arm), on
    db.session.flush()
    changes = {"arm": [None, place.arm], "allocated_on": [None, on], "draw": draw.id}
    record(by, Deed.FAMILY_ALLOCATED, family, changes, authority_id=family.authority_id, at=at)
    return allocation

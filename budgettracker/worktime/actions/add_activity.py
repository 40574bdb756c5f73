"""Add a kind of work to an authority's list of activities, or all the usual ones."""

from datetime import datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority, Person
from budgettracker.worktime.actions.add_intervention import add_intervention, new_name, require_own
from budgettracker.worktime.kinds import ActivityClass, ActivityKind
from budgettracker.worktime.models import Activity, Intervention

BUDGET = "Devolved budget"
"""The intervention every new authority starts with."""

_DIRECT, _INDIRECT, _GENERAL = ActivityKind.DIRECT, ActivityKind.INDIRECT, ActivityKind.GENERAL
_RUNNING, _SET_UP, _EVALUATION = ActivityClass.RUNNING, ActivityClass.SET_UP, ActivityClass.EVALUATION
DEFAULT_ACTIVITIES: tuple[tuple[str, ActivityKind, ActivityClass, bool], ...] = (
    ("Visit to the family", _DIRECT, _RUNNING, False),
    ("Call or meeting with the family", _DIRECT, _RUNNING, False),
    ("Meeting about the family", _INDIRECT, _RUNNING, False),
    ("Recording and reports", _INDIRECT, _RUNNING, False),
    ("Administering the budget", _INDIRECT, _RUNNING, True),
    ("Team meeting", _GENERAL, _RUNNING, False),
    ("Supervision and other office work", _GENERAL, _RUNNING, False),
    ("Training for the devolved budget", _GENERAL, _SET_UP, True),
    ("Research and evaluation forms", _GENERAL, _EVALUATION, True),
    ("Deciding a limit or a purchase", ActivityKind.DECIDING, _RUNNING, True),
    ("Leave, sickness or training", ActivityKind.ABSENT, _RUNNING, False),
)
"""Name, kind, class, and whether it belongs to the devolved budget: what a new authority starts with."""


def add_activity(
    by: Person | None,
    authority: Authority,
    name: str,
    *,
    kind: ActivityKind,
    activity_class: ActivityClass = ActivityClass.RUNNING,
    intervention: Intervention | None = None,
    at: datetime,
) -> Activity:
    """Add a kind of work to an authority's list; `by` None is the operator. Raises Refusal(name), NotTheirs."""
    require_own(by, authority)
    if intervention is not None and intervention.authority_id != authority.id:
        raise NotTheirs
    text = new_name(Activity, authority.id, name)
    activity = Activity(
        authority_id=authority.id,
        name=text,
        kind=kind,
        activity_class=activity_class,
        intervention_id=intervention.id if intervention else None,
    )
    db.session.add(activity)
    db.session.flush()
    changes = {"kind": [None, str(kind)], "class": [None, str(activity_class)]}
    record(by, Deed.ACTIVITY_ADDED, activity, changes, authority_id=authority.id, at=at)
    return activity


def add_default_activities(by: Person | None, authority: Authority, *, at: datetime) -> list[Activity]:
    """Give an authority the usual kinds of work, and what was added; those it has by name stay as they are."""
    budget = db.session.scalars(select(Intervention).filter_by(authority_id=authority.id, name=BUDGET)).one_or_none()
    budget = budget or add_intervention(by, authority, BUDGET, at=at)
    known = set(db.session.scalars(select(Activity.name).filter_by(authority_id=authority.id)))
    return [
        add_activity(
            by,
            authority,
            name,
            kind=kind,
            activity_class=activity_class,
            intervention=budget if of_budget else None,
            at=at,
        )
        for name, kind, activity_class, of_budget in DEFAULT_ACTIVITIES
        if name not in known
    ]

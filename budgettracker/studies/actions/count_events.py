"""Counts of events with unit costs that an evaluator states for a study: the second route beside the logged cost."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.costing.rates.rules.event_count import EventCount, require_event_count
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.studies import queries
from budgettracker.studies.models import Study, StudyEvent


def count_events(by: Person | None, study: Study, event: EventCount, *, on: date, at: datetime) -> StudyEvent:
    """State how often a process happened and what one costs. Runs made from now on show it beside the logged cost.

    `by` is an evaluator who sees the study, or None for the operator. Raises Refusal for the field: an authority that is
    not in the study, days outside it, a number or cost of nothing, no financial year, a source left out; NotTheirs.
    """
    if by is not None:
        queries.study_for(by, study.id, on)
    if event.authority_id not in {each.authority_id for each in study.authorities}:
        raise Refusal("authority", "Choose one of the study's authorities.")
    require_event_count(event, study.starts_on, study.ends_on)
    made = StudyEvent(
        study_id=study.id,
        authority_id=event.authority_id,
        arm=event.arm,
        process=event.process,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        number=event.number,
        unit_pence=event.unit_pence,
        price_year=event.price_year.strip(),
        counted_by=event.counted_by.strip(),
        priced_by=event.priced_by.strip(),
        added_by_id=by.id if by else None,
        added_at=at,
    )
    db.session.add(made)
    db.session.flush()
    changes = {"process": event.process, "number": [None, event.number], "unit_pence": [None, event.unit_pence]}
    record(by, Deed.EVENTS_COUNTED, study, changes, at=at)
    return made


def withdraw_events(by: Person, study: Study, events: StudyEvent, *, on: date, at: datetime) -> None:
    """Take back a count that was wrong: runs to come leave it out, those before keep it. Raises Refusal, NotTheirs."""
    queries.study_for(by, study.id, on)
    if events.withdrawn_at is not None:
        raise Refusal(None, "This count was taken back already.")
    events.withdrawn_at = at
    changes = {"process": events.process, "number": [events.number, None], "unit_pence": [events.unit_pence, None]}
    record(by, Deed.EVENTS_WITHDRAWN, study, changes, at=at)

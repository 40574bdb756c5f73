"""Open an incident's record: what stood where it should not, who could see it, and what went out; then close it."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import queries, rules
from budgettracker.families.kinds import IncidentKind
from budgettracker.families.models import Family, Incident, IncidentDetails
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.periods import day_begins, day_of


def open_incident(
    by: Person,
    family: Family,
    kind: IncidentKind,
    subject_id: uuid.UUID,
    *,
    since: datetime,
    looked_at: Collection[uuid.UUID] = (),
    aware_at: datetime | None = None,
    what: str = "",
    at: datetime,
) -> Incident:
    """Write down who could see what stood with a family `since` then, who looked at it, and what went out.

    `looked_at` are records besides the family whose opening counts as looking, such as receipts. The clock runs from
    `aware_at`, else from now.
    """
    incident = Incident(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        kind=kind,
        subject_id=subject_id,
        opened_by_id=by.id,
        opened_at=at,
        aware_at=aware_at or at,
    )
    incident.details = IncidentDetails(
        authority_id=family.authority_id,
        could_see="\n".join(queries.who_could_see(family, since, at)),
        looked="\n".join(queries.who_looked([family.id, *looked_at], since)),
        went_out="\n".join(queries.what_went_out(family, since, at)),
        informed="",
        what=what,
    )
    db.session.add(incident)
    db.session.flush()
    record(by, Deed.INCIDENT_OPENED, incident, {"kind": kind, "family": family.id, "subject": subject_id}, at=at)
    return incident


def write_incident(by: Person, incident: Incident, informed: str, *, close: bool, at: datetime) -> Incident:
    """Write down who was informed, and close the record once everything is done.

    Raises Refusal when it is closed already, and when it would be closed without a word of who was informed.
    """
    db.session.refresh(incident, with_for_update={"of": Incident})
    if incident.closed_at is not None:
        raise Refusal(None, "This record has been closed already.")
    if close and not informed:
        raise Refusal("informed", "Say who was informed, or that nobody had to be and why.")
    incident.details.informed = informed
    changes: dict[str, object] = {"informed": "corrected"}
    if close:
        incident.closed_by_id, incident.closed_at = by.id, at
        changes["state"] = ["open", "closed"]
    record(by, Deed.INCIDENT_WRITTEN, incident, changes, at=at)
    return incident


def open_by_hand(
    by: Person, family: Family, kind: IncidentKind, what: str, *, since_on: date, aware_on: date, at: datetime
) -> Incident:
    """Open the record of what only people know of: something sent, lost or seen, since a day, known since a day.

    Of a day that has passed the clock runs from its first moment. Raises Refusal on `what`, `since_on` and `aware_on`.
    """
    words = rules.one_line(what)
    if not words:
        raise Refusal("what", "Say what happened.")
    aware_at = min(day_begins(aware_on), at) if aware_on < day_of(at) else max(day_begins(aware_on), at)
    rules.require_known(aware_at, at)
    if since_on > aware_on:
        raise Refusal("since_on", "It was known of before it happened. Look at the two days again.")
    since = day_begins(since_on)
    return open_incident(by, family, kind, family.id, since=since, aware_at=aware_at, what=words, at=at)


def report_incident(by: Person, incident: Incident, reported: bool, words: str, *, at: datetime) -> Incident:
    """Write down that it was reported to the regulator just now, or that it need not be, and why.

    Raises Refusal on `report_words` where a reason is missing, and where this was written down already.
    """
    db.session.refresh(incident, with_for_update={"of": Incident})
    if incident.reported is not None:
        raise Refusal(None, "It is written down already whether this was reported.")
    kept = rules.one_line(words)
    rules.require_report(reported, rules.clock_of(incident.aware_at, at).late, kept)
    incident.reported, incident.reported_by_id, incident.reported_at = reported, by.id, at
    incident.details.report_words = kept
    db.session.flush()
    record(
        by, Deed.INCIDENT_REPORTED, incident, {"reported": [None, reported]}, authority_id=incident.authority_id, at=at
    )
    return incident

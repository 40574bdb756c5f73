"""Open an incident's record: what stood where it should not, who could see it, and what went out; then close it."""

import uuid
from collections.abc import Collection
from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, uuid7
from budgettracker.errors import Refusal
from budgettracker.families import queries
from budgettracker.families.kinds import IncidentKind
from budgettracker.families.models import Family, Incident, IncidentDetails
from budgettracker.people.models import Person


def open_incident(
    by: Person,
    family: Family,
    kind: IncidentKind,
    subject_id: uuid.UUID,
    *,
    since: datetime,
    looked_at: Collection[uuid.UUID] = (),
    at: datetime,
) -> Incident:
    """Write down who could see what stood with a family `since` then, who looked at it, and what went out.

    `looked_at` are records besides the family whose opening counts as looking, such as receipts.
    """
    incident = Incident(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        kind=kind,
        subject_id=subject_id,
        opened_by_id=by.id,
        opened_at=at,
    )
    incident.details = IncidentDetails(
        authority_id=family.authority_id,
        could_see="\n".join(queries.who_could_see(family, since, at)),
        looked="\n".join(queries.who_looked([family.id, *looked_at], since)),
        went_out="\n".join(queries.what_went_out(family.authority_id, since)),
        informed="",
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

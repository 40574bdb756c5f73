"""What the histories of families and children tell. A family's own is joined by what was bought for it and its limits."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import Select, select

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.families.kinds import HiddenKind, HidingState, IncidentKind, NeedCode
from budgettracker.families.models import Child, Family, Hiding, Incident
from budgettracker.families.queries import child_of_any_family, family_for, incident_for, open_to_named
from budgettracker.histories import (
    FeatureHistory,
    Field,
    Kind,
    Names,
    Record,
    Titles,
    Words,
    day,
    month,
    named,
    one_of,
    role_in_words,
    text,
    yes,
)
from budgettracker.second_hands import AS_ROLE, OUTCOME, WAITS_FOR

FAMILY, CHILD, INCIDENT = "family", "child", "incident"


def _family(family_id: uuid.UUID, on: date) -> Record:
    family = family_for(g.person, family_id, on)
    page = url_for("home.family", family_id=family.id)
    return Record(called(family), "The family, its children, limits and purchases", page, family.id)


def _child(child_id: uuid.UUID, on: date) -> Record:
    child = child_of_any_family(child_id)
    family = family_for(g.person, child.family_id, on)
    page = url_for("home.family", family_id=family.id)
    return Record(f"Child {child.reference}", called(family), page, family.id)


def _incident(incident_id: uuid.UUID, on: date) -> Record:
    incident = incident_for(g.person, incident_id, on)
    page = url_for("families.incident", incident_id=incident.id)
    return Record(IncidentKind(incident.kind).words, called(incident.family), page, incident.family_id)


def _all_named(value: Any, names: Names) -> str:
    return ", ".join(named(each, names) for each in value)


def called(family: Family) -> str:
    """A family by its reference and name."""
    return f"{family.reference} {family.details.name}"


def _families_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    named = select(Family.id, Family.reference).where(Family.id.in_(ids), Family.authority_id == authority_id)
    return named.where(open_to_named(g.person.id))


HISTORY = FeatureHistory(
    kinds=(
        Kind(FAMILY, frozenset({Permission.SEE_FAMILIES}), _family),
        Kind(CHILD, frozenset({Permission.SEE_FAMILIES}), _child),
        Kind(INCIDENT, frozenset({Permission.SEE_FAMILIES}), _incident),
    ),
    subjects=(
        (FAMILY, lambda family_id: select(Family.id).where(Family.id == family_id)),
        (FAMILY, lambda family_id: select(Child.id).where(Child.family_id == family_id)),
        (FAMILY, lambda family_id: select(Hiding.id).where(Hiding.family_id == family_id)),
        (FAMILY, lambda family_id: select(Incident.id).where(Incident.family_id == family_id)),
        (INCIDENT, lambda incident_id: select(Incident.id).where(Incident.id == incident_id)),
    ),
    words=(
        Words(
            {
                Deed.FAMILY_ADDED: "added the family",
                Deed.FAMILY_CORRECTED: "corrected the family",
                Deed.FAMILY_HANDED_OVER: "handed the family over",
                Deed.FAMILY_CLOSED: "closed the family",
                Deed.FAMILY_REOPENED: "reopened the family",
                Deed.FAMILY_VIEWED: "looked at the family",
                Deed.FAMILY_SEALED: "sealed the record",
                Deed.FAMILY_CROSSED_OVER: "allowed a budget from a day on",
                Deed.FAMILY_RESTRICTED: "restricted the family to people named for it",
                Deed.FAMILY_READER_NAMED: "named one more person for the restricted family",
                Deed.FAMILY_READER_REMOVED: "took a name off the restricted family",
                Deed.FAMILY_RESTRICTION_LIFTED: "lifted the restriction",
                Deed.FAMILY_OPENED_BY_REASON: "opened the restricted family by giving a reason",
                Deed.FAMILY_OPENINGS_SEEN: "saw who had opened the family by giving a reason",
                Deed.RESTRICTED_SOUGHT: "looked for a restricted family that is not there for them",
            },
            {
                "reference": Field("Reference", text),
                **dict.fromkeys(("team", "team_id"), Field("Team", named)),
                **dict.fromkeys(("lead_worker", "lead_worker_id"), Field("Lead worker", named)),
                **dict.fromkeys(("scheme", "scheme_id"), Field("Scheme", named)),
                "handed_over_on": Field("From", day),
                "opened_on": Field("Work started", day),
                "asked_by": Field("Asked for by", named),
                "reopened_on": Field("Open again from", day),
                "reader": Field("Who reads it", named),
                "readers": Field("Who reads it", _all_named, whole=True),
                "openings": Field("Openings", text),
                "imported": Field("Brought in from the council's files", yes),
                "closed_on": Field("Last day of work", day),
                "end_reason": Field("Why it ended", text),
                "allocated_on": Field("Allocated on", day),
                "sealed_on": Field("Sealed on", day),
                "crossed_on": Field("May have a budget from", day),
                "name": Field("Name", text),
                "legal_basis": Field("Legal basis", text),
                "cohort_reason": Field("Why the family was brought into the scheme", text),
            },
            # Whoever reads the story of a family does not need its arm.
            hidden=frozenset({"name_folded", "restricted", "arm"}),
        ),
        Words(
            {Deed.CHILD_ADDED: "added the child", Deed.CHILD_CORRECTED: "corrected the child"},
            {
                "reference": Field("Reference", text),
                "birth_month": Field("Month of birth", month),
                "need_code": Field("Primary need", one_of({code: f"{code}, {code.words}" for code in NeedCode})),
                "status_at_start": Field("Status at the start", text),
                "in_scope": Field("The work is for this child too", yes),
                "index_child": Field("Brought into the scheme for child", text),
            },
        ),
        Words(
            {
                Deed.HIDING_MADE: "hid it",
                Deed.HIDING_DECIDED: "decided about what was hidden",
                Deed.INCIDENT_OPENED: "opened the record of an incident",
                Deed.INCIDENT_WRITTEN: "wrote down who was informed",
                Deed.INCIDENT_REPORTED: "wrote down whether it is reported",
            },
            {
                "kind": Field("What", one_of({kind: kind.words for kind in (*HiddenKind, *IncidentKind)})),
                "state": Field("State", one_of({state: state.words for state in HidingState})),
                "informed": Field("Who was informed", one_of({"corrected": "written down"})),
                "reported": Field("Reported", yes),
                "family": Field("Family", named),
                AS_ROLE: Field("Decided as", role_in_words),
                WAITS_FOR: Field("Waits for", role_in_words),
            },
            hidden=frozenset({"subject", OUTCOME}),
        ),
    ),
    names=(_families_called,),
    titles=(
        Titles(
            lambda ids: select(Hiding.id, Hiding.kind).where(Hiding.id.in_(ids)), lambda kind: HiddenKind(kind).words
        ),
        Titles(
            lambda ids: select(Incident.id, Incident.kind).where(Incident.id.in_(ids)),
            lambda kind: IncidentKind(kind).words,
        ),
        Titles(lambda ids: select(Child.id, Child.reference).where(Child.id.in_(ids)), lambda text: f"Child {text}"),
    ),
    readings=frozenset({Deed.FAMILY_VIEWED}),
)

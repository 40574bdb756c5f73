"""Does everybody hold the roles, and the places in teams, that the record of who did what gives them, and no others?"""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, Changes, changes_in
from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.ledger.queries.as_recorded import AS_RECORDED
from budgettracker.people.models import Cover, RoleGrant, TeamMembership
from budgettracker.people.rules.redating import Span, carried_out, redate

Spans = list[Span[str]]
NOT_RECORDED = "not what the record of who did what says"


def faults() -> list[Fault]:
    """People whose dated roles or teams are others than their lines come to, and cover of which no line tells.

    Of people whom no line says to have been added, as before that was written down, nothing is judged.
    """
    role_rows = select(RoleGrant.person_id, RoleGrant.role, RoleGrant.starts_on, RoleGrant.ends_on)
    team_rows = select(
        TeamMembership.person_id, TeamMembership.team_id, TeamMembership.starts_on, TeamMembership.ends_on
    )
    roles = _held(role_rows.where(RoleGrant.cover_id.is_(None)))
    teams = _held(team_rows.where(TeamMembership.cover_id.is_(None)))
    return [
        *_unlike(roles, _recorded(Deed.PERSON_ROLES_CHANGED, "roles"), "roles they hold"),
        *_unlike(teams, _recorded(Deed.PERSON_TEAMS_CHANGED, "teams"), "teams they are in"),
        *_covers(),
    ]


def _held(rows: Select[Any]) -> dict[uuid.UUID, set[Span[str]]]:
    """Everybody's rows as spans."""
    held: dict[uuid.UUID, set[Span[str]]] = {}
    for person_id, key, starts_on, ends_on in db.session.execute(rows):
        held.setdefault(person_id, set()).add(Span(str(key), starts_on, ends_on))
    return held


def _recorded(changed: Deed, given: str) -> dict[uuid.UUID, Spans]:
    """What everybody's lines come to, one after the other: `given` when they were added, and each change since."""
    lines = select(AuditRecord.subject_id, AuditRecord.deed, AuditRecord.body)
    lines = lines.where(AuditRecord.deed.in_((Deed.PERSON_ADDED, changed)))
    recorded: dict[uuid.UUID, Spans] = {}
    for subject_id, deed, body in db.session.execute(lines.order_by(AuditRecord.subject_id, AuditRecord.sequence)):
        changes = changes_in(body)
        if deed == Deed.PERSON_ADDED:
            day = date.fromisoformat(changes.text("active_from"))
            recorded[subject_id] = [Span(key, day, None) for key in _keys(changes.get(given))]
        elif subject_id in recorded:
            recorded[subject_id] = _changed(recorded[subject_id], changes)
    return recorded


def _changed(spans: Spans, changes: Changes) -> Spans:
    day, held = date.fromisoformat(changes.text("from")), changes["held"]
    wanted = _keys(held[1]) if isinstance(held, list) else []
    return carried_out(spans, redate(spans, wanted, day), day)


def _keys(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []


def _unlike(held: dict[uuid.UUID, set[Span[str]]], recorded: dict[uuid.UUID, Spans], what: str) -> Iterator[Fault]:
    for person_id, spans in recorded.items():
        if held.get(person_id, set()) != set(spans):
            yield Fault("person", person_id, AS_RECORDED, f"the {what} are {NOT_RECORDED}")


def _covers() -> Iterator[Fault]:
    """Cover that no line tells of, and roles held by cover that are not those of the cover."""
    lines = select(AuditRecord.subject_id, AuditRecord.body).where(AuditRecord.deed == Deed.COVER_GIVEN)
    given = set()
    for covers_id, body in db.session.execute(lines):
        changes = changes_in(body)
        given.add((covers_id, *(changes.text(name) for name in ("absent", "role", "from", "to"))))
    covers = {cover.id: cover for cover in db.session.scalars(select(Cover))}
    for cover in covers.values():
        days = cover.starts_on.isoformat(), cover.ends_on.isoformat()
        if (cover.covers_id, str(cover.absent_id), cover.role, *days) not in given:
            yield Fault("person", cover.covers_id, AS_RECORDED, f"whom they cover for is {NOT_RECORDED}")
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.cover_id.is_not(None))):
        of = covers[grant.cover_id] if grant.cover_id else None
        if of is None or (grant.person_id, grant.role) != (of.covers_id, of.role) or not _within(grant, of):
            yield Fault("person", grant.person_id, AS_RECORDED, f"the role they hold as cover is {NOT_RECORDED}")


def _within(grant: RoleGrant, cover: Cover) -> bool:
    return cover.starts_on <= grant.starts_on and grant.ends_on is not None and grant.ends_on <= cover.ends_on

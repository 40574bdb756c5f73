"""Roles that somebody held on a day until they were taken from them that day: the dated rows end on the day before."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.database import db
from budgettracker.people.models import Cover
from budgettracker.periods import day_of

GivenUp = Mapping[tuple[uuid.UUID | None, date], list[tuple[datetime, set[Role]]]]
"""By person and day, until when they held which roles."""


def roles_given_up() -> GivenUp:
    """Every change of roles and every cover that took a role away on the very day it was recorded."""
    given_up: dict[tuple[uuid.UUID | None, date], list[tuple[datetime, set[Role]]]] = {}
    lines = select(AuditRecord).where(AuditRecord.deed == Deed.PERSON_ROLES_CHANGED)
    for line in db.session.scalars(lines):
        changes = changes_in(line.body)
        held = changes.get("held")
        if isinstance(held, list) and isinstance(held[0], list) and changes.text("from") == day_of(line.at).isoformat():
            until = line.at, {Role(str(role)) for role in held[0]}
            given_up.setdefault((line.subject_id, day_of(line.at)), []).append(until)
    ended = select(Cover.covers_id, Cover.role, Cover.starts_on, Cover.ended_at)
    for covers_id, role, starts_on, at in db.session.execute(ended.where(Cover.ended_at.is_not(None))):
        if starts_on <= day_of(at):
            given_up.setdefault((covers_id, day_of(at)), []).append((at, {Role(role)}))
    return given_up

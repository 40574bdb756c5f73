"""Say where an authority's time of deciding comes from."""

import uuid
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.rates.actions.own import require_own
from budgettracker.costing.rates.models import (
    DecidingSource,
)
from budgettracker.costing.rates.queries.deciding import DECIDING
from budgettracker.costing.rates.queries.posts import deciding_sources
from budgettracker.database import db, unique
from budgettracker.errors import Refusal
from budgettracker.people.models import Authority, Person
from budgettracker.people.queries import is_live
from budgettracker.periods import long_date

_SOURCE_STANDS = "There is already a source from {}. Choose another day."


def ask_for_deciding_source(
    by: Person, authority: Authority, source: DecidingBy, *, starts_on: date, on: date, at: datetime
) -> Confirmation:
    """Ask that an authority's time of deciding come from somewhere else: a senior manager confirms it, since it moves costs.

    Before the authority is live whoever asks does both. Raises Refusal(starts_on) where that day has a source already, and
    where a change waits; NotTheirs.
    """
    require_own(by, authority.id)
    if any(each.starts_on == starts_on for each in deciding_sources(authority.id)):
        raise Refusal("starts_on", _SOURCE_STANDS.format(long_date(starts_on)))
    role = Role.FINANCE if Role.FINANCE in by.roles_on(on) else Role.ADMINISTRATOR
    return ask(by, DECIDING, authority, {"source": source, "starts_on": starts_on}, as_role=role, on=on, at=at)


def confirm_deciding_source(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Set the source of deciding time that somebody asked for; raises Refusal where its day has one by now."""
    authority = db.session.get_one(Authority, confirmation.subject_id)
    source, starts_on = DecidingBy(confirmation.values["source"]), date.fromisoformat(confirmation.values["starts_on"])
    set_deciding_source(by, authority, source, starts_on=starts_on, asked_by=confirmation.asked_by_id, at=at)


def set_deciding_source(
    by: Person | None,
    authority: Authority,
    source: DecidingBy,
    *,
    starts_on: date,
    asked_by: uuid.UUID | None = None,
    at: datetime,
) -> DecidingSource:
    """Say from which day on an authority's time of deciding comes from its logs, from its schemes, or nowhere.

    `asked_by` asked for what `by` confirms. Raises Refusal(starts_on) where that day has a source already, and in a live
    authority without somebody who asked; NotTheirs.
    """
    require_own(by, authority.id)
    if by is not None and asked_by is None and is_live(authority.id):
        raise Refusal(
            None, "Where deciding time comes from takes a senior manager. Ask for it, so that one confirms it."
        )
    made = DecidingSource(authority_id=authority.id, starts_on=starts_on, source=source)
    with unique("starts_on", _SOURCE_STANDS.format(long_date(starts_on))):
        db.session.add(made)
    changes: dict[str, object] = {"starts_on": [None, starts_on], "source": [None, str(source)]}
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.DECIDING_SET, made, changes, authority_id=authority.id, at=at)
    return made

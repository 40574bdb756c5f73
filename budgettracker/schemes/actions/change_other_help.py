"""Change who may decide help paid outside the devolved budget: tighter at once, looser once a senior manager confirms."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.people.models import Authority, Person
from budgettracker.schemes import queries, rules
from budgettracker.schemes.actions.write_bands import (
    first_day,
    replace_from,
    require_asked_for,
    require_unchanged,
)
from budgettracker.schemes.models import OtherHelpBand
from budgettracker.schemes.queries import OTHER_HELP_BANDS
from budgettracker.schemes.rules import Bounds


def ask_for_other_help(
    by: Person, authority: Authority, bands: Sequence[Bounds], starts_on: date, *, on: date, at: datetime
) -> Confirmation | None:
    """Let other bands for other help hold from a day on. Gives what now waits for a senior manager, None when none waits.

    Raises what `change_other_help` raises, and Refusal when a change waits already.
    """
    _require(bands, starts_on, on)
    standing = queries.other_help_from(authority.id, starts_on)
    if not any(rules.loosens(each, bands) for each in standing):
        change_other_help(by, authority, bands, starts_on, on=on, at=at)
        return None
    values = {"bands": [rules.written(standing[0]), rules.written(bands)], "from": starts_on}
    return ask(by, OTHER_HELP_BANDS, authority, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def loosen_other_help(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Let the looser bands hold that somebody asked for, by the hand of who confirms: from their day, or tomorrow.

    Raises Refusal when the bands have changed since.
    """
    authority = db.session.get_one(Authority, confirmation.authority_id)
    starts_on = first_day(confirmation, on)
    before, after = (rules.read_bands(bands) for bands in confirmation.values["bands"])
    require_unchanged("bands have", set(queries.other_help_on(authority.id, starts_on).values()), set(before))
    change_other_help(by, authority, after, starts_on, asked_by=confirmation.asked_by_id, on=on, at=at)


def change_other_help(
    by: Person | None,
    authority: Authority,
    bands: Sequence[Bounds],
    starts_on: date,
    *,
    asked_by: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> None:
    """Let other bands for other help hold from a day on; what was decided before stays decided by those of its day.

    `asked_by` asked for what `by` confirms. Raises Refusal on `starts_on` or a band's field, for a practitioner's band
    without a bound, and for looser bands that nobody else asked for.
    """
    _require(bands, starts_on, on)
    # Of two changes at once the second waits for the first: where there are no rows yet, the authority's own is locked.
    db.session.execute(select(Authority.id).where(Authority.id == authority.id).with_for_update())
    standing = queries.other_help_from(authority.id, starts_on)
    looser = any(rules.loosens(each, bands) for each in standing)
    require_asked_for(authority.id, by, asked_by, "A looser band", looser=looser)
    replace_from(select(OtherHelpBand).where(OtherHelpBand.authority_id == authority.id), starts_on)
    db.session.add_all(OtherHelpBand(authority_id=authority.id, **asdict(each), starts_on=starts_on) for each in bands)
    db.session.flush()
    changes: dict[str, object] = {"starts_on": starts_on, "bands": [rules.written(standing[0]), rules.written(bands)]}
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.OTHER_HELP_BANDS_CHANGED, authority, changes, authority_id=authority.id, at=at)


def _require(bands: Sequence[Bounds], starts_on: date, on: date) -> None:
    rules.require_other_help(bands)
    rules.require_tomorrow(starts_on, on, "Bands change")

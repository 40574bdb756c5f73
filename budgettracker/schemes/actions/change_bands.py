"""Let other bands hold from a day on."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries import is_live
from budgettracker.schemes import rules
from budgettracker.schemes.actions.write_bands import bands_from, bounds_of
from budgettracker.schemes.models import Band, Scheme
from budgettracker.schemes.rules import Bounds


def change_bands(
    by: Person | None,
    scheme: Scheme,
    bands: Sequence[Bounds],
    starts_on: date,
    *,
    asked_by: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> Scheme:
    """Let other bands hold from a day on; what was decided before stays decided by the bands of its day.

    A day begins with its bands, so the first possible day is tomorrow. Changes already planned for that day or later
    are replaced. `asked_by` asked for what `by` confirms. Raises Refusal on `starts_on` or a band's field, and for
    looser bands that nobody else asked for.
    """
    rules.require_bands(bands)
    require_day(scheme, starts_on, on)
    locked = select(Band).where(Band.scheme_id == scheme.id).with_for_update().order_by(Band.starts_on, Band.role)
    standing = list(db.session.scalars(locked))
    before = [bounds_of(band) for band in standing if rules.holds(band.starts_on, band.ends_on, starts_on)]
    alone = by is not None and asked_by is None and is_live(scheme.authority_id)
    if alone and rules.loosens(before, bands):
        raise Refusal(None, "Looser bands take a senior manager. Ask for them, so that one confirms them.")
    for band in standing:
        if band.starts_on >= starts_on:
            db.session.delete(band)
        elif band.ends_on is None or band.ends_on >= starts_on:
            band.ends_on = starts_on - timedelta(days=1)
    db.session.flush()
    for band in bands_from(bands, starts_on):
        band.scheme_id = scheme.id
        db.session.add(band)
    db.session.flush()
    db.session.expire(scheme, ["bands"])
    changes: dict[str, object] = {"starts_on": starts_on, "bands": [rules.written(before), rules.written(bands)]}
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.SCHEME_BANDS_CHANGED, scheme, changes, authority_id=scheme.authority_id, at=at)
    return scheme


def require_day(scheme: Scheme, starts_on: date, on: date) -> None:
    """Bands change at the start of a day within the scheme's dates; raises Refusal on `starts_on`. `on` is today."""
    if starts_on <= on:
        raise Refusal("starts_on", "Bands change at the start of a day. Choose tomorrow or a later day.")
    if starts_on < scheme.starts_on or (scheme.ends_on is not None and starts_on > scheme.ends_on):
        raise Refusal("starts_on", "Choose a day within the scheme's dates.")

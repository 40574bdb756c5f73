"""Let other bands hold from a day on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.schemes import rules
from budgettracker.schemes.actions.write_bands import bands_from, bounds_of, written
from budgettracker.schemes.models import Band, Scheme
from budgettracker.schemes.rules import Bounds


def change_bands(
    by: Person | None, scheme: Scheme, bands: Sequence[Bounds], starts_on: date, *, on: date, at: datetime
) -> Scheme:
    """Let other bands hold from a day on; what was decided before stays decided by the bands of its day.

    A day begins with its bands, so the first possible day is tomorrow. Changes already planned for that day or later
    are replaced. Raises Refusal on `starts_on` or a band's field.
    """
    rules.require_bands(bands)
    if starts_on <= on:
        raise Refusal("starts_on", "Bands change at the start of a day. Choose tomorrow or a later day.")
    if starts_on < scheme.starts_on or (scheme.ends_on is not None and starts_on > scheme.ends_on):
        raise Refusal("starts_on", "Choose a day within the scheme's dates.")
    locked = select(Band).where(Band.scheme_id == scheme.id).with_for_update().order_by(Band.starts_on, Band.role)
    standing = list(db.session.scalars(locked))
    before = [bounds_of(band) for band in standing if rules.holds(band.starts_on, band.ends_on, starts_on)]
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
    changes = {"starts_on": starts_on, "bands": [written(before), written(bands)]}
    record(by, Deed.SCHEME_BANDS_CHANGED, scheme, changes, authority_id=scheme.authority_id, at=at)
    return scheme

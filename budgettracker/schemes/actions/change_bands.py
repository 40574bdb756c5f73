"""Let other bands hold from a day on."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.schemes import queries, rules
from budgettracker.schemes.actions.write_bands import bands_from, replace_from, require_asked_for
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
    db.session.execute(select(Scheme.id).where(Scheme.id == scheme.id).with_for_update())
    standing = queries.bounds_from(scheme.id, starts_on)
    looser = any(rules.loosens(each, bands) for each in standing)
    require_asked_for(scheme.authority_id, by, asked_by, "A looser band", looser=looser)
    replace_from(select(Band).where(Band.scheme_id == scheme.id), starts_on)
    for band in bands_from(bands, starts_on):
        band.scheme_id = scheme.id
        db.session.add(band)
    db.session.flush()
    db.session.expire(scheme, ["bands"])
    changes: dict[str, object] = {"starts_on": starts_on, "bands": [rules.written(standing[0]), rules.written(bands)]}
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.SCHEME_BANDS_CHANGED, scheme, changes, authority_id=scheme.authority_id, at=at)
    return scheme


def require_day(scheme: Scheme, starts_on: date, on: date) -> None:
    """Bands change at the start of a day within the scheme's dates; raises Refusal on `starts_on`. `on` is today."""
    rules.require_tomorrow(starts_on, on, "Bands change")
    if starts_on < scheme.starts_on or (scheme.ends_on is not None and starts_on > scheme.ends_on):
        raise Refusal("starts_on", "Choose a day within the scheme's dates.")

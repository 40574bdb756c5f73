"""Writing schemes: add one with its bands and categories, and change its bands from a day on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.people.models import Authority, Person
from budgettracker.schemes import rules
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.models import Band, Category, Scheme
from budgettracker.schemes.rules import Bounds


def add_scheme(
    by: Person | None,
    authority: Authority,
    name: str,
    *,
    cap_pence: int | None,
    cap_period: CapPeriod = CapPeriod.WHOLE,
    starts_on: date,
    ends_on: date | None = None,
    bands: Sequence[Bounds] = rules.UNSTATED,
    categories: Sequence[str] | None = None,
    regular_needs: Role = Role.MANAGER,
    hold_days: int = 42,
    decision_minutes: int = 15,
    receipts_required: bool = True,
    at: datetime,
) -> Scheme:
    """Add an authority's scheme, its bands from its first day; without categories it gets the published ones.

    Without bands every purchase is a manager's decision. `cap_pence` None: no cap is stated. Raises Refusal on
    `name`, `ends_on`, `categories`, `regular_needs`, `hold_days` or a band's field (`practitioner_single` and the like).
    """
    called = rules.name_of(name)
    rules.require_dates(starts_on, ends_on)
    bands = bands or rules.UNSTATED
    rules.require_bands(bands)
    kinds = rules.categories_of(categories)
    if regular_needs not in rules.LADDER[1:]:
        raise Refusal("regular_needs", "Regular payments are decided by a manager or a senior manager.")
    if hold_days < 1:
        raise Refusal("hold_days", "A request holds its money for at least 1 day.")
    same_name = func.lower(Scheme.name) == func.lower(called)
    same = select(Scheme.id).where(Scheme.authority_id == authority.id, same_name)
    taken = f"There is already a scheme called {called}. Enter another name."
    if db.session.scalar(same.limit(1)):
        raise Refusal("name", taken)
    scheme = Scheme(
        authority_id=authority.id,
        name=called,
        cap_pence=cap_pence,
        cap_period=cap_period,
        starts_on=starts_on,
        ends_on=ends_on,
        regular_needs=regular_needs,
        hold_days=hold_days,
        decision_minutes=decision_minutes,
        receipts_required=receipts_required,
        bands=_bands(bands, starts_on),
        categories=[Category(name=kind, position=place) for place, kind in enumerate(kinds)],
    )
    try:
        with savepoint():
            db.session.add(scheme)
            db.session.flush()
    except IntegrityError:
        raise Refusal("name", taken) from None
    changes = {
        "cap_pence": [None, cap_pence],
        "cap_period": [None, cap_period],
        "starts_on": [None, starts_on],
        "ends_on": [None, ends_on],
        "regular_needs": [None, regular_needs],
        "bands": [None, written(bands)],
    }
    record(by, Deed.SCHEME_ADDED, scheme, changes, authority_id=authority.id, at=at)
    return scheme


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
    before = [_bounds(band) for band in standing if rules.holds(band.starts_on, band.ends_on, starts_on)]
    for band in standing:
        if band.starts_on >= starts_on:
            db.session.delete(band)
        elif band.ends_on is None or band.ends_on >= starts_on:
            band.ends_on = starts_on - timedelta(days=1)
    db.session.flush()
    for band in _bands(bands, starts_on):
        band.scheme_id = scheme.id
        db.session.add(band)
    db.session.flush()
    db.session.expire(scheme, ["bands"])
    changes = {"starts_on": starts_on, "bands": [written(before), written(bands)]}
    record(by, Deed.SCHEME_BANDS_CHANGED, scheme, changes, authority_id=scheme.authority_id, at=at)
    return scheme


def written(bands: Sequence[Bounds]) -> list[list[object]]:
    """Bands as an audit line holds them: role, single pence, running pence, window in days."""
    return [[str(each.role), each.single_pence, each.running_pence, each.window_days] for each in bands]


def _bounds(band: Band) -> Bounds:
    return Bounds(Role(band.role), band.single_pence, band.running_pence, band.window_days)


def _bands(bands: Sequence[Bounds], starts_on: date) -> list[Band]:
    return [
        Band(
            role=each.role,
            single_pence=each.single_pence,
            running_pence=each.running_pence,
            window_days=each.window_days,
            starts_on=starts_on,
        )
        for each in bands
    ]

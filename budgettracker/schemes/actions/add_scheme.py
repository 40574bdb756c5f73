"""Add an authority's scheme, with its bands and categories."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.people.models import Authority, Person
from budgettracker.schemes import rules
from budgettracker.schemes.actions.write_bands import bands_from
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.models import Category, Scheme
from budgettracker.schemes.queries import require_free, taken
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
    asked_by: uuid.UUID | None = None,
    at: datetime,
) -> Scheme:
    """Add an authority's scheme, its bands from its first day; without categories it gets the published ones.

    Without bands every purchase is a manager's decision. `cap_pence` None: no cap is stated. `asked_by` asked for what
    `by` confirms. Raises Refusal on
    `name`, `ends_on`, `categories`, `regular_needs`, `hold_days` or a band's field (`practitioner_single` and the like).
    """
    called, kinds, bands = rules.name_of(name), rules.categories_of(categories), bands or rules.UNSTATED
    rules.require_dates(starts_on, ends_on)
    rules.require_bands(bands)
    rules.require_habits(regular_needs, hold_days)
    require_free(authority.id, called)
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
        bands=bands_from(bands, starts_on),
        categories=[Category(name=kind, position=place) for place, kind in enumerate(kinds)],
    )
    with unique("name", taken(called)):
        db.session.add(scheme)
    changes: dict[str, object] = {
        "cap_pence": [None, cap_pence],
        "cap_period": [None, cap_period],
        "starts_on": [None, starts_on],
        "ends_on": [None, ends_on],
        "regular_needs": [None, regular_needs],
        "bands": [None, rules.written(bands)],
    }
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.SCHEME_ADDED, scheme, changes, authority_id=authority.id, at=at)
    return scheme

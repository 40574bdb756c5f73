"""Change a scheme's bands: tighter ones at once, looser ones once a senior manager has confirmed them."""

from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.schemes import queries, rules
from budgettracker.schemes.actions.change_bands import change_bands, require_day
from budgettracker.schemes.actions.write_bands import first_day, require_unchanged
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import BANDS
from budgettracker.schemes.rules import Bounds


def ask_for_bands(
    by: Person, scheme: Scheme, bands: Sequence[Bounds], starts_on: date, *, on: date, at: datetime
) -> Confirmation | None:
    """Let other bands hold from a day on. Gives what now waits for a second hand; None when nobody gets more by it.

    Raises what `change_bands` raises, and Refusal when a change of this scheme waits already.
    """
    rules.require_bands(bands)
    require_day(scheme, starts_on, on)
    standing = queries.bounds_from(scheme.id, starts_on)
    if not any(rules.loosens(each, bands) for each in standing):
        change_bands(by, scheme, bands, starts_on, on=on, at=at)
        return None
    values = {"bands": [rules.written(standing[0]), rules.written(bands)], "from": starts_on}
    return ask(by, BANDS, scheme, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def loosen_bands(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Let the looser bands hold that somebody asked for, by the hand of who confirms: from their day, or tomorrow.

    Raises Refusal when the bands have changed since.
    """
    scheme = db.session.get_one(Scheme, confirmation.subject_id)
    starts_on = first_day(confirmation, on)
    before, after = (rules.read_bands(bands) for bands in confirmation.values["bands"])
    require_unchanged("bands have", set(queries.bounds_on(scheme.id, starts_on).values()), set(before))
    change_bands(by, scheme, after, starts_on, asked_by=confirmation.asked_by_id, on=on, at=at)

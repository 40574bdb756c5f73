"""Ask for a new scheme: its cap and bands are as much as if they had been loosened, so a senior manager confirms it."""

from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.people.models import Authority, Person
from budgettracker.schemes import rules
from budgettracker.schemes.actions.add_scheme import add_scheme
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.queries import SCHEME, require_free
from budgettracker.schemes.rules import Bounds


def ask_for_scheme(
    by: Person,
    authority: Authority,
    name: str,
    *,
    cap_pence: int | None,
    cap_period: CapPeriod,
    starts_on: date,
    ends_on: date | None,
    bands: Sequence[Bounds],
    categories: Sequence[str],
    regular_needs: Role,
    hold_days: int,
    receipts_required: bool,
    on: date,
    at: datetime,
) -> Confirmation:
    """A scheme that is added once a senior manager has confirmed it; before the authority is live, at once.

    Raises what `add_scheme` raises, and Refusal when another new scheme waits already.
    """
    called = rules.name_of(name)
    rules.require_dates(starts_on, ends_on)
    rules.require_bands(bands or rules.UNSTATED)
    rules.require_habits(regular_needs, hold_days)
    require_free(authority.id, called)
    values = {
        "name": called,
        "cap_pence": cap_pence,
        "cap_period": cap_period,
        "from": starts_on,
        "to": ends_on,
        "bands": rules.written(bands or rules.UNSTATED),
        "categories": rules.categories_of(categories),
        "regular_needs": regular_needs,
        "hold_days": hold_days,
        "receipts_required": receipts_required,
    }
    return ask(by, SCHEME, authority, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def add_scheme_asked_for(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Add the scheme that an administrator asked for, by the hand of who confirms."""
    values = confirmation.values
    add_scheme(
        by,
        db.session.get_one(Authority, confirmation.authority_id),
        values["name"],
        cap_pence=values["cap_pence"],
        cap_period=CapPeriod(values["cap_period"]),
        starts_on=date.fromisoformat(values["from"]),
        ends_on=date.fromisoformat(values["to"]) if values["to"] else None,
        bands=rules.read_bands(values["bands"]),
        categories=values["categories"],
        regular_needs=Role(values["regular_needs"]),
        hold_days=values["hold_days"],
        receipts_required=values["receipts_required"],
        asked_by=confirmation.asked_by_id,
        at=at,
    )

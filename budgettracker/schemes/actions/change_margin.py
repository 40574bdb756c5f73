"""Change how much dearer than approved a purchase may come: less at once, more once a senior manager confirms."""

import uuid
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.margins import Margin
from budgettracker.people.models import Person
from budgettracker.schemes import queries, rules
from budgettracker.schemes.actions.write_bands import first_day, replace_from, require_asked_for, require_unchanged
from budgettracker.schemes.models import PriceMargin, Scheme
from budgettracker.schemes.queries import MARGIN


def ask_for_margin(
    by: Person, scheme: Scheme, margin: Margin, starts_on: date, *, on: date, at: datetime
) -> Confirmation | None:
    """Let another price margin hold from a day on. Gives what now waits for a senior manager, None when none waits.

    Raises what `change_margin` raises, and Refusal when a change of this scheme's margin waits already.
    """
    _require(scheme, margin, starts_on, on)
    standing = queries.margins_from(scheme.id, starts_on)
    if not any(margin.loosens(each) for each in standing):
        change_margin(by, scheme, margin, starts_on, on=on, at=at)
        return None
    values = {"margin": [_written(standing[0]), _written(margin)], "from": starts_on}
    return ask(by, MARGIN, scheme, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def loosen_margin(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Let the larger margin hold that somebody asked for, by the hand of who confirms: from its day, or tomorrow.

    Raises Refusal when the margin has changed since.
    """
    scheme = db.session.get_one(Scheme, confirmation.subject_id)
    starts_on = first_day(confirmation, on)
    before, after = (Margin(*margin) for margin in confirmation.values["margin"])
    require_unchanged("margin has", queries.margin_on(scheme.id, starts_on), before)
    change_margin(by, scheme, after, starts_on, asked_by=confirmation.asked_by_id, on=on, at=at)


def change_margin(
    by: Person | None,
    scheme: Scheme,
    margin: Margin,
    starts_on: date,
    *,
    asked_by: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> None:
    """Let another price margin hold from a day on; earlier prices stay judged by the margin of their day.

    `asked_by` asked for what `by` confirms. Raises Refusal on `starts_on`, `percent` or `most`, and for a larger margin
    that nobody else asked for.
    """
    _require(scheme, margin, starts_on, on)
    db.session.execute(select(Scheme.id).where(Scheme.id == scheme.id).with_for_update())
    standing = queries.margins_from(scheme.id, starts_on)
    looser = any(margin.loosens(each) for each in standing)
    require_asked_for(scheme.authority_id, by, asked_by, "A larger margin", looser=looser)
    replace_from(select(PriceMargin).where(PriceMargin.scheme_id == scheme.id), starts_on)
    db.session.add(
        PriceMargin(
            authority_id=scheme.authority_id,
            scheme_id=scheme.id,
            percent=margin.percent,
            most_pence=margin.most_pence,
            starts_on=starts_on,
        )
    )
    db.session.flush()
    changes: dict[str, object] = {"starts_on": starts_on, "margin": [_written(standing[0]), _written(margin)]}
    if asked_by is not None:
        changes["asked_by"] = asked_by
    record(by, Deed.SCHEME_MARGIN_CHANGED, scheme, changes, authority_id=scheme.authority_id, at=at)


def _written(margin: Margin) -> list[int]:
    """A margin as an audit line holds it: percent, and at most these pence."""
    return [margin.percent, margin.most_pence]


def _require(scheme: Scheme, margin: Margin, starts_on: date, on: date) -> None:
    rules.require_margin(margin)
    rules.require_tomorrow(starts_on, on, "A margin changes")
    if starts_on < scheme.starts_on or (scheme.ends_on is not None and starts_on > scheme.ends_on):
        raise Refusal("starts_on", "Choose a day within the scheme's dates.")

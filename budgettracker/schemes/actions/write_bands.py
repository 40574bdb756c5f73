"""Bands as the rules, the rows and the audit hold them, and how what holds by the day is replaced from a day on."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import Select

from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries import is_live
from budgettracker.schemes.models import Band, OtherHelpBand, PriceMargin
from budgettracker.schemes.rules import Bounds

Row = TypeVar("Row", Band, OtherHelpBand, PriceMargin)


def bands_from(bands: Sequence[Bounds], starts_on: date) -> list[Band]:
    """New rows for bands that hold from a day on."""
    return [Band(**asdict(each), starts_on=starts_on) for each in bands]


def first_day(confirmation: Confirmable, on: date) -> date:
    """From which day what was asked for holds when it is confirmed today: from its day, or tomorrow."""
    return max(date.fromisoformat(confirmation.values["from"]), on + timedelta(days=1))


def require_unchanged(what: str, now: object, before: object) -> None:
    """What holds is still what it was when its change was asked for; raises Refusal."""
    if now != before:
        raise Refusal(None, f"The {what} changed since this was asked for. Decline it, so that it is asked for anew.")


def replace_from(rows: Select[tuple[Row]], starts_on: date) -> None:
    """End what holds by the day before a day, and drop what was planned for that day or later."""
    for row in db.session.scalars(rows):
        if row.starts_on >= starts_on:
            db.session.delete(row)
        elif row.ends_on is None or row.ends_on >= starts_on:
            row.ends_on = starts_on - timedelta(days=1)
    db.session.flush()


def require_asked_for(
    authority_id: uuid.UUID, by: Person | None, asked_by: uuid.UUID | None, what: str, *, looser: bool
) -> None:
    """In a live authority nobody loosens anything alone: one asks and another confirms; raises Refusal."""
    if looser and by is not None and asked_by is None and is_live(authority_id):
        raise Refusal(None, f"{what} takes a senior manager. Ask for it, so that one confirms it.")

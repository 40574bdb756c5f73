"""What a study must say of itself, and who may agree for an authority."""

import re
from collections.abc import Collection
from datetime import date

from budgettracker.access import Role
from budgettracker.costing.rates.rules.price_year import require_as_logged
from budgettracker.errors import Refusal
from budgettracker.second_hands import ROWS, Outcome

SIGNATORIES = frozenset(ROWS[Outcome.STUDY].seconds)
"""Roles that agree for their authority to a study, and to whoever evaluates it."""
EARLIEST = date(2000, 1, 1)


def name_of(text: str) -> str:
    """A study's name, tidied. Raises Refusal(name)."""
    name = " ".join(text.split())
    if not name or len(name) > 200:
        raise Refusal("name", "Enter the study's name, at most 200 characters.")
    return name


def purpose_of(text: str) -> str:
    """What a study is for, as written. Raises Refusal(purpose)."""
    return _long(text, "purpose")


def basis_of(text: str) -> str:
    """On what basis an authority agrees. Raises Refusal(basis) for none."""
    basis = _long(text, "basis")
    if not basis:
        raise Refusal("basis", "Say on what basis the authority agrees, for example its data sharing agreement.")
    return basis


def _long(text: str, field: str) -> str:
    kept = text.strip()
    if len(kept) > 2_000:
        raise Refusal(field, "Use at most 2,000 characters.")
    return kept


def require_dates(starts_on: date, ends_on: date) -> None:
    """Both days included, in order, and no more than ten years. Raises Refusal(ends_on)."""
    if ends_on < starts_on:
        raise Refusal("ends_on", "The last day is before the first. Check the two dates.")
    if starts_on < EARLIEST:
        raise Refusal("starts_on", "Choose a first day in 2000 or later.")
    if (ends_on - starts_on).days > 3_653:
        raise Refusal("ends_on", "A study covers at most ten years. Check the two dates.")


def require_price_year(price_year: str | None) -> None:
    """Costs stand in the prices of their own year: a study in another year's prices is refused. Raises Refusal."""
    require_as_logged(price_year)


def require_signatory(roles: Collection[Role]) -> None:
    """Only a senior manager agrees for an authority. Raises Refusal."""
    if not SIGNATORIES & set(roles):
        raise Refusal(None, "A senior manager agrees for the authority.")


def require_naming(starts_on: date, ends_on: date, on: date) -> None:
    """An evaluator is named from a day to a later one, for five years at most. Raises Refusal(ends_on)."""
    if ends_on < starts_on:
        raise Refusal("ends_on", "The last day is before the first. Check the two dates.")
    if ends_on < on:
        raise Refusal("ends_on", "The last day is over already. Check the two dates.")
    if (ends_on - starts_on).days > 1_827:
        raise Refusal("ends_on", "Name an evaluator for five years at most; they can be named again.")


def require_joined(authorities: int) -> None:
    """A study without an authority has nothing to cost. Raises Refusal."""
    if not authorities:
        raise Refusal(None, "No authority has agreed to this study yet, so there is nothing to cost.")


def same_intervention(text: str | None) -> str | None:
    """The intervention a study costs, tidied; None for all work."""
    name = re.sub(r"\s+", " ", text or "").strip()
    if len(name) > 200:
        raise Refusal("intervention", "Use at most 200 characters.")
    return name or None

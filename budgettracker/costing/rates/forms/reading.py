"""Typed figures read by a rule, its words beside the field."""

from typing import Any

from wtforms.validators import ValidationError

from budgettracker.costing.rates.rules import typed
from budgettracker.costing.rates.rules.build_up import BASIS_POINTS
from budgettracker.errors import Refusal


def basis_points(text: str, field: str) -> int:
    """Percent of salary, from 0 to 100, in hundredths of a percent; raises Refusal."""
    points = typed.pension_basis_points(text, field)
    if points > BASIS_POINTS:
        raise Refusal(field, "Give the rate in percent of salary, from 0 to 100.")
    return points


def read(reader: Any, field: Any) -> Any:
    """What a rule reads in a field; its refusal becomes the field's error."""
    try:
        return reader(field.data or "", field.name)
    except Refusal as refusal:
        raise ValidationError(refusal.message) from None

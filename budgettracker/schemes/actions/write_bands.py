"""Bands as the rules, the rows and the audit hold them."""

from collections.abc import Sequence
from datetime import date

from budgettracker.access import Role
from budgettracker.schemes.models import Band
from budgettracker.schemes.rules import Bounds


def bounds_of(band: Band) -> Bounds:
    """What a band allows, whatever its days."""
    return Bounds(Role(band.role), band.single_pence, band.running_pence, band.window_days)


def bands_from(bands: Sequence[Bounds], starts_on: date) -> list[Band]:
    """New rows for bands that hold from a day on."""
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

"""The closed lists of families."""

from enum import StrEnum


class Arm(StrEnum):
    """Which arm a family is in, as allocated."""

    BUDGET = "budget"
    COMPARISON = "comparison"

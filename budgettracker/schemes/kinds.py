"""The closed lists of schemes."""

from enum import StrEnum


class CapPeriod(StrEnum):
    """What the cap covers: the whole intervention, or each financial year anew."""

    WHOLE = "whole"
    FINANCIAL_YEAR = "financial_year"

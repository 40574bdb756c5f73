"""The closed lists of budgets: why a position moved, and where a change of a limit is."""

from enum import StrEnum


class Entry(StrEnum):
    """Why a position moved."""

    LIMIT_SET = "limit_set"
    COMMITTED = "committed"
    RELEASED = "released"
    BOUGHT = "bought"
    OVER_LIMIT = "over_limit"
    REFUNDED = "refunded"
    REVERSED = "reversed"
    ABSORBED = "absorbed"


class LimitState(StrEnum):
    """Where a change of the limit is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

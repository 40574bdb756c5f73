"""The closed lists of Decisions waiting."""

from enum import StrEnum


class DecisionKind(StrEnum):
    """What waits: a request, a limit, or the review of money that left outside the rules."""

    REQUEST = "request"
    LIMIT = "limit"
    REVIEW = "review"

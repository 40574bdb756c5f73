"""The closed lists of Decisions waiting."""

from enum import StrEnum


class DecisionKind(StrEnum):
    """What waits: a request, a limit, or the review of money that left outside the rules."""

    REQUEST = "request"
    LIMIT = "limit"
    REVIEW = "review"


class LongKind(StrEnum):
    """What has waited too long, as a list of teams counts it."""

    REQUEST = "request"
    REVIEW = "review"
    LIMIT = "limit"
    PROPOSAL = "proposal"
    OWN_MONEY = "own_money"

    @property
    def words(self) -> str:
        """What waits, as pages print it."""
        return {
            LongKind.REQUEST: "Requests",
            LongKind.REVIEW: "Money that has gone above what was allowed",
            LongKind.LIMIT: "Limits",
            LongKind.PROPOSAL: "Proposed mistakes, corrections and refunds",
            LongKind.OWN_MONEY: "Own money to confirm",
        }[self]

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

    @property
    def words(self) -> str:
        """Why the position moved, as the ledger prints it."""
        return {
            Entry.LIMIT_SET: "Limit set",
            Entry.COMMITTED: "Committed",
            Entry.RELEASED: "Released",
            Entry.BOUGHT: "Bought",
            Entry.OVER_LIMIT: "Over the limit",
            Entry.REFUNDED: "Money came back",
            Entry.REVERSED: "Reversed",
            Entry.ABSORBED: "Taken into the limit",
        }[self]


TAKES = frozenset({Entry.COMMITTED, Entry.BOUGHT, Entry.OVER_LIMIT})
"""Moves by which something new is held or bought."""


class LimitState(StrEnum):
    """Where a change of the limit is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The state as pages print it: by its own name."""
        return self.value.capitalize()

"""The amounts of a run that open the lines they are the sum of."""

from enum import StrEnum

from budgettracker.costing.kinds.lines import Destination


class Side(StrEnum):
    """Which side of a run's reconciliation an amount stands on."""

    FAMILIES = "families"
    LEFT_OUT = "left_out"
    UNALLOCATED = "unallocated"
    ENTRIES = "entries"
    """All that was logged, at cost, whomever it was for."""

    @property
    def words(self) -> str:
        """The side as pages print it."""
        return {
            Side.FAMILIES: "Families",
            Side.LEFT_OUT: "Left out",
            Side.UNALLOCATED: "Unallocated",
            Side.ENTRIES: "All entries",
        }[self]


class Part(StrEnum):
    """What of a family's cost an amount counts: single parts, and two sums of them."""

    TOTAL = "total"
    TIME = "time"
    PURCHASES = "purchases"
    CONTACT = "contact"
    PREPARATION = "preparation"
    TRAVEL = "travel"
    MILEAGE = "mileage"
    EXPENSES = "expenses"
    INDIRECT = "indirect_share"
    UPLIFT = "uplift"
    OTHER_HELP = "other_help"
    DECIDING = "deciding"
    DECIDING_LOGGED = "deciding_logged"
    SET_UP = "set_up"
    EVALUATION = "evaluation"
    OUTSIDE = "outside_periods"
    OWN_TIME = "own_time"

    @property
    def words(self) -> str:
        """The part as pages print it."""
        return {
            Part.TOTAL: "Purchases and time",
            Part.TIME: "Time",
            Part.PURCHASES: "Purchases",
            Part.CONTACT: "Contact",
            Part.PREPARATION: "Preparation",
            Part.TRAVEL: "Travel",
            Part.MILEAGE: "Mileage",
            Part.EXPENSES: "Expenses",
            Part.INDIRECT: "Indirect time",
            Part.UPLIFT: "What the ratio adds for time not logged",
            Part.OTHER_HELP: "Other help",
            Part.DECIDING: "Deciding limits and purchases",
            Part.DECIDING_LOGGED: "Deciding that was logged",
            Part.SET_UP: "Setting up",
            Part.EVALUATION: "Evaluation",
            Part.OUTSIDE: "Of the total: outside open periods",
            Part.OWN_TIME: "Of the total: the intervention's own time",
        }[self]

    @property
    def heading(self) -> str:
        """The part at the head of a column: the sum of the columns before it is their total."""
        short = {Part.TOTAL: "Total", Part.DECIDING: "Deciding", Part.OUTSIDE: "Outside", Part.OWN_TIME: "Own time"}
        return short.get(self, self.words)


PARTS_OF_TOTAL = (
    Part.PURCHASES,
    Part.CONTACT,
    Part.PREPARATION,
    Part.TRAVEL,
    Part.MILEAGE,
    Part.EXPENSES,
    Part.INDIRECT,
)
"""The parts a family's total is the sum of, in the order people read them."""
BESIDE_TOTAL = (Part.OTHER_HELP, Part.DECIDING, Part.SET_UP, Part.EVALUATION)
"""What stands beside a family's total and is never added to it."""
OF_TOTAL = (Part.OUTSIDE, Part.OWN_TIME)
"""What is a part of the total seen another way, and never added to it."""
DESTINATION_OF = {
    Part.DECIDING: Destination.DECIDING,
    Part.DECIDING_LOGGED: Destination.DECIDING,
    Part.SET_UP: Destination.SET_UP,
    Part.EVALUATION: Destination.EVALUATION,
}
"""Where the lines of a part beside the total went; the lines of every other part went to the family's total."""


class LineKind(StrEnum):
    """What sort of line stands behind an amount of a run: each sort has a table of its own on the page."""

    PURCHASES = "purchases"
    LINES = "lines"
    POOLS = "pools"
    POOL_SOURCES = "pool_sources"
    DECISIONS = "decisions"
    ENTRIES = "entries"

    @property
    def words(self) -> str:
        """The heading of the table."""
        return {
            LineKind.PURCHASES: "Purchases",
            LineKind.LINES: "Entries of work",
            LineKind.POOLS: "Shares of time for nobody",
            LineKind.POOL_SOURCES: "Time for nobody, by what it was",
            LineKind.DECISIONS: "Decisions, by the minutes of their scheme",
            LineKind.ENTRIES: "Entries of work as logged",
        }[self]

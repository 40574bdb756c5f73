"""A number of a costing run that somebody opens: which amounts it is the sum of, and what it is called."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from budgettracker.costing.kinds import WORDS, Reason


class Where(StrEnum):
    """Which side of the reconciliation a number stands on."""

    FAMILIES = "families"
    LEFT_OUT = "left_out"
    UNALLOCATED = "unallocated"
    ENTRIES = "entries"
    """Everything that was logged, at cost, before it is told where it went."""


class Part(StrEnum):
    """What of a family's cost a number counts: single parts, and two sums of them."""

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


PARTS_SHOWN = (
    Part.PURCHASES, Part.CONTACT, Part.PREPARATION, Part.TRAVEL, Part.MILEAGE, Part.EXPENSES, Part.INDIRECT,
)  # fmt: skip
"""The parts a family's total is the sum of, in the order people read them."""

PART_WORDS: dict[Part, str] = {
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
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A number and what narrows it down: one family, one arm, one authority, one reason."""

    where: Where = Where.FAMILIES
    part: Part = Part.TOTAL
    family_id: uuid.UUID | None = None
    arm: str | None = None
    authority_id: uuid.UUID | None = None
    reason: Reason | None = None

    @property
    def words(self) -> str:
        """What the number counts, without whom it is of."""
        if self.where is Where.FAMILIES:
            return PART_WORDS[self.part]
        if self.reason is not None:
            return WORDS[self.reason]
        return {
            Where.LEFT_OUT: "Left out",
            Where.UNALLOCATED: "Unallocated",
            Where.ENTRIES: "All entries",
        }[self.where]

    @property
    def has_purchases(self) -> bool:
        """Does it count money spent?"""
        return self.where is Where.FAMILIES and self.part in (Part.TOTAL, Part.PURCHASES, Part.OTHER_HELP)

    @property
    def has_lines(self) -> bool:
        """Does it count entries' shares?"""
        if self.where is Where.FAMILIES:
            return self.part not in (Part.PURCHASES, Part.OTHER_HELP)
        return self.where is Where.LEFT_OUT

    @property
    def has_pools(self) -> bool:
        """Does it count shares of pooled time?"""
        if self.where is Where.FAMILIES:
            return self.part in (Part.TOTAL, Part.TIME, Part.INDIRECT)
        return self.where is not Where.ENTRIES

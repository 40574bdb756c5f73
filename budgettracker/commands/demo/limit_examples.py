"""Limits the demo must show whatever chance says: one that waits, one declined, one above the cap, one lowered."""

from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.purchases import LimitDeed, Till, limit_deed


def limit_waits(till: Till, household: Household) -> None:
    """A larger limit waits for a manager."""
    words = "Grandmother moves in to help, and the house needs a third bedroom."
    till.diary.plan(till.calendar.back(3), 16, 10, limit_deed(till, household, 8_000_00, words, decided=""))


def limit_declined(till: Till, household: Household) -> None:
    """A larger limit was declined."""
    words = "More than half of the present limit is left. Ask again when it is needed."
    deed = LimitDeed(till, household, 9_000_00, "Driving lessons for the father.", words, declines=True)
    till.diary.plan(till.calendar.back(16), 10, 10, deed)


def limit_above_the_cap(till: Till, household: Household) -> None:
    """A limit above the cap, which a senior manager approved."""
    words = "An exception: four siblings come home together, and the alternative is three placements."
    deed = LimitDeed(till, household, 11_500_00, "Four children return at once.", words)
    till.diary.plan(till.calendar.back(17), 10, 20, deed)


def limit_lowered(till: Till, household: Household) -> None:
    """The move that a part of the limit was for does not happen."""
    household.limit_pence, household.quiet = 6_000_00, True
    words = "The landlord keeps them on, so the money for the move is not needed."
    till.diary.plan(till.calendar.back(12), 9, 40, limit_deed(till, household, 4_000_00, words))

"""Second hands: which outcome one person may bring about alone, and who else it takes.

Judged by the outcome and not by the row: however it comes about (one form, several at once, already paid, a correction,
a command, the making of an account), the same outcome takes the same people. Rules read the numbers and roles, pages the
words, `docs/second-hands.md` and the tests the whole table.
"""

from collections.abc import Mapping

from budgettracker.access import Role
from budgettracker.second_hand_rows import MENDING_DAYS, Outcome, SecondHands
from budgettracker.second_hands_of_money import OF_MONEY
from budgettracker.second_hands_of_rights import OF_RIGHTS

__all__ = [
    "AS_ROLE",
    "MENDING_DAYS",
    "OUTCOME",
    "ROWS",
    "TABLE",
    "WAITS_FOR",
    "Outcome",
    "SecondHands",
    "judged",
    "waiting",
]


TABLE: tuple[SecondHands, ...] = (*OF_MONEY, *OF_RIGHTS)
"""The table of second hands."""

ROWS: Mapping[Outcome, SecondHands] = {row.outcome: row for row in TABLE}

OUTCOME, AS_ROLE, WAITS_FOR = "outcome", "as_role", "waits_for"
"""Under these names an audit line says which row of the table a deed fell under, by which role, and who is to decide."""


def judged(outcome: Outcome, role: Role | None, waits_for: Role | None = None) -> dict[str, object]:
    """What a deed about money writes into its audit line: its row of the table and the role it was done by.

    `waits_for` is the lowest role that is still to decide; a deed that settles the matter leaves it out.
    """
    written: dict[str, object] = {OUTCOME: outcome, AS_ROLE: role}
    return {**written, WAITS_FOR: waits_for} if waits_for else written


def waiting(outcome: Outcome, waits_for: Role) -> dict[str, object]:
    """What a deed writes down that nobody does alone: its row of the table, and the lowest role that is to decide."""
    return {OUTCOME: outcome, WAITS_FOR: waits_for}

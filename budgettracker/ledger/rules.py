"""What is wrong with the hands of a deed, judged on plain values from what it wrote down about itself."""

from collections.abc import Collection

from budgettracker.access import Role
from budgettracker.second_hands import ROWS, Outcome, SecondHands


def why_too_few(
    outcome: Outcome,
    role: Role | None,
    waits_for: Role | None,
    *,
    is_second: bool,
    approved: bool,
    own: bool,
    held: Collection[Role],
) -> str | None:
    """What is wrong with a deed that is written down with its row of the table; None where it had the hands it takes.

    `is_second`: the deed is the second hand's, who is not whoever began it (`own`) and held the role that day (`held`).
    `approved`: the second hand had its turn before this deed, and the role is theirs.
    """
    row = ROWS[outcome]
    if not is_second:
        alone = waits_for is not None or role in row.firsts or (approved and role in row.seconds)
        return None if alone else f"nobody may do this alone as a {role.words if role else 'worker'}"
    if own:
        return "both hands are the same person's"
    if role not in row.seconds:
        return f"a {role.words if role else 'person'} is no second hand for this"
    return None if role in held else f"who did it was no {role.words} that day"


def why_no_second(row: SecondHands, role: Role, *, own: bool) -> str | None:
    """What is wrong with a confirmation in a role, of what that person asked for (`own`) or another; None where nothing is."""
    if own:
        return "both hands are the same person's"
    return None if role in (*row.seconds, *row.fallback) else f"the {role.words} is no second hand for this"

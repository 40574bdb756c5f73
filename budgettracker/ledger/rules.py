"""What is wrong with the hands of a deed, judged from what it wrote down; how far a pot has gone; closing a scheme."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker.access import Role
from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.second_hands import ROWS, Outcome, SecondHands

MOST_NAMED = 12
"""Open things of a scheme that one answer names."""


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


@dataclass(frozen=True, slots=True)
class PotPosition:
    """How far a pot has gone, in pence: what left with VAT, the VAT that the authority gets back, and what is held."""

    pence: int
    gross_pence: int
    vat_pence: int
    held_pence: int

    @property
    def net_pence(self) -> int:
        """What left as finance counts it: without the VAT that the authority gets back."""
        return self.gross_pence - self.vat_pence

    @property
    def left_pence(self) -> int:
        """What is left of the pot; below zero: by how much it is passed."""
        return self.pence - self.net_pence - self.held_pence

    @property
    def warning(self) -> str:
        """What to tell about a pot of which less than a tenth is left; empty while there is more. It stops nothing.

        >>> PotPosition(1_000_00, 700_00, 0, 200_00).warning
        'almost used: £100.00 of £1,000.00 is left'
        >>> PotPosition(1_000_00, 1_100_00, 150_00, 60_00).warning
        'passed by £10.00'
        """
        if self.left_pence < 0:
            return f"passed by {pounds(-self.left_pence)}"
        if self.left_pence * 10 <= self.pence:
            return f"almost used: {pounds(self.left_pence)} of {pounds(self.pence)} is left"
        return ""

    @property
    def plain_warning(self) -> str:
        """The same without pence.

        >>> PotPosition(1_000_00, 700_00, 0, 200_00).plain_warning
        'almost used: at most a tenth is left'
        """
        return "passed" if self.left_pence < 0 else "almost used: at most a tenth is left" if self.warning else ""


def require_pot(pence: int, starts_on: date, ends_on: date) -> None:
    """Refuse a pot of nothing, and days in the wrong order."""
    if pence <= 0:
        raise Refusal("amount", "Enter an amount above £0.00.")
    if ends_on < starts_on:
        raise Refusal("ends_on", "The last day is before the first. Check the two dates.")


def require_not_closed(closed_on: date | None) -> None:
    """Refuse to close a scheme twice."""
    if closed_on is not None:
        raise Refusal(None, f"This scheme was closed on {long_date(closed_on)}.")


def require_closable(holding: Sequence[str]) -> None:
    """Refuse to close a scheme while these hold money in it, or wait for a limit; each in words."""
    if holding:
        more = f" and {len(holding) - MOST_NAMED:,} more" if len(holding) > MOST_NAMED else ""
        raise Refusal(None, f"Settle this first, then confirm it again: {'; '.join(holding[:MOST_NAMED])}{more}.")

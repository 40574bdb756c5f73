"""What is left of a family's budget, and what that allows. Plain values, pence throughout."""

from dataclasses import dataclass

from budgettracker.errors import Refusal
from budgettracker.money import pounds


@dataclass(frozen=True, slots=True)
class Position:
    """Limit, committed, spent and over the limit at one moment, in pence."""

    limit_pence: int
    committed_pence: int
    spent_pence: int
    over_pence: int = 0

    @property
    def left_pence(self) -> int:
        """What may still be asked for or bought: limit - committed - spent, never below 0."""
        return max(0, self.limit_pence - self.committed_pence - self.spent_pence)


def require_room(position: Position, pence: int, field: str = "amount") -> None:
    """Refuse an amount beyond what is left. Equal to what is left passes.

    >>> require_room(Position(10_000, 0, 6_000), 4_000)
    """
    if pence > position.left_pence:
        raise Refusal(field, too_much(position, pence))


def too_much(position: Position, pence: int) -> str:
    """The words for an amount beyond what is left."""
    more = pounds(pence - position.left_pence)
    if position.left_pence == 0:
        return f"Nothing is left of this budget, so this is {more} more than is left. You can ask for a higher limit."
    return f"This is {more} more than is left ({pounds(position.left_pence)}). You can ask for a higher limit."


def require_unblocked(waiting_pence: int, field: str = "amount") -> None:
    """Refuse a purchase while money over the limit waits for a manager's decision."""
    if waiting_pence > 0:
        raise Refusal(
            field,
            f"{pounds(waiting_pence)} was spent over the limit and waits for a manager. "
            "Nothing more can be bought until they have decided about it.",
        )

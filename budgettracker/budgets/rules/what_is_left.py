"""What is left of a family's budget, and what that allows. Plain values, pence throughout."""

from dataclasses import dataclass, field

from budgettracker.errors import Refusal
from budgettracker.money import pounds


@dataclass(frozen=True, slots=True)
class Position:
    """Limit, committed, spent and over the limit at one moment, in pence.

    `opening_waits`: the limit was imported, and nothing new is bought from it until it is confirmed.
    """

    limit_pence: int
    committed_pence: int
    spent_pence: int
    over_pence: int = 0
    opening_waits: bool = field(default=False, kw_only=True)

    @property
    def left_pence(self) -> int:
        """What may still be asked for or bought: limit - committed - spent, never below 0."""
        return max(0, self.limit_pence - self.committed_pence - self.spent_pence)

    def passes_cap(self, cap_pence: int | None) -> bool:
        """Has more left than the cap, and than the limit where an exception set that higher?

        >>> Position(6_000_00, 0, 6_000_00, 19_000_00).passes_cap(10_000_00)
        True
        """
        return cap_pence is not None and self.spent_pence + self.over_pence > max(cap_pence, self.limit_pence)


def require_room(position: Position, pence: int, field: str = "amount") -> None:
    """Refuse an amount beyond what is left. Equal to what is left passes.

    >>> require_room(Position(10_000, 0, 6_000), 4_000)
    """
    if pence > position.left_pence:
        raise Refusal(field, too_much(position, pence))


def no_limit_yet(pence: int) -> str:
    """The words for an amount where the family has no limit.

    >>> no_limit_yet(45_00)
    'This family has no limit yet. Ask for one first: without it £45.00 cannot be spent.'
    """
    return f"This family has no limit yet. Ask for one first: without it {pounds(pence)} cannot be spent."


def too_much(position: Position, pence: int) -> str:
    """The words for an amount beyond what is left."""
    more = pounds(pence - position.left_pence)
    if position.left_pence == 0:
        return f"Nothing is left of this budget, so this is {more} more than is left. You can ask for a higher limit."
    return f"This is {more} more than is left ({pounds(position.left_pence)}). You can ask for a higher limit."

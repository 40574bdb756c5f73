"""What a position allows: room, limits, and who may decide a limit. Plain values, pence throughout."""

from dataclasses import dataclass

from budgettracker.access import DECIDERS, Role
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


def require_limit(position: Position, to_pence: int) -> None:
    """Refuse a limit under what is already committed and spent."""
    bound = position.committed_pence + position.spent_pence
    if to_pence < bound:
        raise Refusal("limit", f"{pounds(bound)} is already spent or committed. The limit cannot be lower than that.")
    if to_pence == position.limit_pence:
        raise Refusal("limit", f"The limit is already {pounds(to_pence)}.")


def above_cap(cap_pence: int | None, to_pence: int) -> bool:
    """Is the limit more than the scheme allows a family? Then only a named senior manager may make the exception."""
    return cap_pence is not None and to_pence > cap_pence


def require_limit_decider(
    roles: set[Role], *, same_team: bool, own_proposal: bool, own_request: bool, over_cap: bool, cap_pence: int | None
) -> None:
    """Refuse whoever may not decide a limit: another person than the proposer, a manager of the family's team, and a
    senior manager where the limit would pass the cap. Nobody decides a limit that their own request needs.
    """
    if own_proposal:
        raise Refusal(None, "You proposed this limit, so somebody else decides it.")
    if own_request:
        raise Refusal(None, "This limit is for a purchase of your own, so somebody else decides it.")
    if not same_team or not roles & set(DECIDERS):
        raise Refusal(None, "A manager of the family's team decides limits.")
    if over_cap and Role.SENIOR_MANAGER not in roles:
        raise Refusal(
            None,
            f"This limit is above the cap of {pounds(cap_pence or 0)}. Only a senior manager can make an exception.",
        )

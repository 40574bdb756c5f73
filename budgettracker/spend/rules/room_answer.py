"""The answer beside the amount while it is typed: what would be left, and who decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.rules import Position, opening_waits, too_much
from budgettracker.money import pounds
from budgettracker.schemes.rules import Bounds
from budgettracker.spend.rules.deciders import Deciders, why_not_alone


@dataclass(frozen=True, slots=True)
class Room:
    """The answer in place while an amount is typed: `kind` is ok, decide or over; `text` is for the worker."""

    kind: str
    text: str


ASKED = "As you ask"
"""Why a purchase is decided by a manager that its worker may decide."""


def room_of_other_help(
    deciders: Deciders, bounds: Mapping[Role, Bounds], *, already_paid: bool = False, ask_manager: bool = False
) -> Room:
    """Who decides about help paid outside the devolved budget, in the words shown beside the amount."""
    if deciders.front_line and not ask_manager:
        return Room("ok", "You can decide this yourself. It is paid from other money.")
    why = ASKED if deciders.front_line else why_not_alone(deciders.route, bounds)
    role = (deciders.roles or DECIDERS)[0].words
    if already_paid:
        return Room("decide", f"{why}: it is recorded, and a {role} decides about it afterwards.")
    return Room("decide", f"{why}: your {role} decides; nothing is spent until then.")


def room(
    position: Position,
    pence: int,
    deciders: Deciders,
    bounds: Mapping[Role, Bounds],
    *,
    already_paid: bool = False,
    ask_manager: bool = False,
    cap_pence: int | None = None,
    late: bool = False,
) -> Room:
    """What is left and who decides, in the words shown beside the amount. What is already paid is recorded either way.

    What has gone beyond the cap, `cap_pence`, waits for the highest role; what is told after its scheme was closed
    (`late`) for whoever decides above the worker.
    """
    if position.opening_waits:
        return Room("over", opening_waits(pence))
    if already_paid and pence > position.left_pence:
        over_pence = pence - position.left_pence
        gone = position.spent_pence + position.left_pence, position.over_pence + over_pence
        beyond = Position(position.limit_pence, position.committed_pence, *gone).passes_cap(cap_pence)
        over = pounds(over_pence)
        role = DECIDERS[-1] if beyond else (deciders.roles or DECIDERS)[0]
        return Room("over", f"It is recorded, {over} of it over the limit. A {role.words} decides about it afterwards.")
    if pence > position.left_pence:
        return Room("over", too_much(position, pence))
    after = f"{pounds(position.left_pence - pence)} will be left."
    if deciders.front_line and not late and not ask_manager:
        return Room("ok", f"You can decide this yourself. {after}")
    alone = "The scheme was closed" if late else ASKED
    why = alone if deciders.front_line else why_not_alone(deciders.route, bounds)
    decider = (deciders.roles or DECIDERS)[0].words
    if already_paid:
        return Room("decide", f"{why}: it is recorded, and a {decider} decides about it afterwards. {after}")
    return Room("decide", f"{why}: your {decider} decides; nothing is spent until then. {after}")

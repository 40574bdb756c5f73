"""What was left of a budget when a purchase was decided, for the record of the decision."""

from dataclasses import dataclass

from budgettracker.budgets.queries import position_without
from budgettracker.budgets.rules import Position
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.corrections import chain_of
from budgettracker.spend.queries.plans import parts_of


@dataclass(frozen=True, slots=True)
class LeftThen:
    """The budget as it stood at a moment without the purchase, and what was left of it without the purchase and with it."""

    position: Position | None
    left_before_pence: int
    left_after_pence: int


def left_then(spend: Spend) -> LeftThen | None:
    """What was left when somebody decided, or a worker bought it alone; None for a request, which is weighed by today.

    Without a position for a purchase from a file: nobody here knew it then. A purchase that was corrected counts as one with
    those it took the place of.
    """
    at = spend.decided_at if spend.plan_id is None else None
    at = at or spend.recorded_bought_at
    if spend.period_id is None or at is None:
        return None
    if spend.imported:
        return LeftThen(None, 0, 0)
    position = position_without(spend.period_id, [each.id for each in chain_of(spend)], at)
    after_pence = position.left_pence - (_counted_pence(spend) - spend.over_pence)
    return LeftThen(position, position.left_pence, max(0, after_pence))


def _counted_pence(spend: Spend) -> int:
    """What the purchase takes of its cap period, as it was decided: of a plan the payments that fall due in it."""
    if parts := parts_of(spend) if spend.regular and spend.plan_id is None else []:
        return sum(part.pence for part in parts if part.period_id == spend.period_id)
    if spend.decided_at is None or spend.plan_id is not None:
        return spend.paid_pence or 0
    return spend.approved_pence or spend.planned_pence

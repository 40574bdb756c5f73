"""What helping each family cost: the sum of its lines, its pool lines and its purchases."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import Destination
from budgettracker.costing.method.inputs import Member, Scope
from budgettracker.costing.method.lines import FamilyCosts, WorkerResult
from budgettracker.costing.method.purchases import CountedPurchase
from budgettracker.money import half_up
from budgettracker.periods import Period
from budgettracker.spend.kinds import SpendKind


class _Parts(NamedTuple):
    contact: int = 0
    preparation: int = 0
    travel: int = 0
    mileage: int = 0
    expenses: int = 0
    indirect: int = 0


class FamilyTotals:
    """Sums one authority's results and purchases by family as they stream past."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._parts: dict[str, list[int]] = {family: [0] * len(_Parts._fields) for family in scope.members}
        self._purchases = dict.fromkeys(scope.members, 0)
        self._other_help = dict.fromkeys(scope.members, 0)

    def add(self, result: WorkerResult) -> None:
        """Add one worker's lines."""
        for line in result.lines:
            if line.destination is Destination.FAMILY and line.family is not None:
                parts = self._parts[line.family]
                parts[0] += line.contact_cost_pence
                parts[1] += line.preparation_cost_pence
                parts[2] += line.travel_cost_pence
                parts[3] += line.mileage_cost_pence
                parts[4] += line.expenses_pence
                parts[5] += line.indirect_share_pence
        for pool_line in result.pool_lines:
            if pool_line.destination is Destination.FAMILY and pool_line.family is not None:
                self._parts[pool_line.family][5] += pool_line.indirect_share_pence

    def add_purchases(self, counted: Iterable[CountedPurchase]) -> None:
        """Add what purchases and other help paid count as; those of no member, or out of the dates, are passed over."""
        for one in counted:
            if one.family in self._scope.members and one.bought_on in self._scope.dates:
                column = self._purchases if one.kind is SpendKind.DEVOLVED else self._other_help
                column[one.family] += one.counted_pence

    def rows(self) -> list[FamilyCosts]:
        """Every member family, in order of reference, also those that cost nothing."""
        return [self._row(family, self._scope.members[family]) for family in sorted(self._scope.members)]

    def _row(self, family: str, member: Member) -> FamilyCosts:
        parts = _Parts(*self._parts[family])
        return FamilyCosts(
            family=family,
            arm=member.arm,
            open_days=open_days(member, self._scope.dates),
            children_in_scope=member.children_in_scope,
            purchases_pence=self._purchases[family],
            other_help_pence=self._other_help[family],
            contact_pence=parts.contact,
            preparation_pence=parts.preparation,
            travel_pence=parts.travel,
            mileage_pence=parts.mileage,
            expenses_pence=parts.expenses,
            indirect_share_pence=parts.indirect,
        )


def open_days(member: Member, dates: Period) -> int:
    """Days of the study's dates on which a family is open."""
    both = member.open_days.overlap(dates)
    return both.days if both else 0


def is_member(opened_on: date, closed_before: date, dates: Period) -> bool:
    """A family with an arm is a member of a study when it is open on at least one of its days."""
    return Period(opened_on, closed_before).overlap(dates) is not None


def per_child_pence(costs: FamilyCosts) -> int | None:
    """Average cost per child in scope, half up: beside the family's cost, never a cut. None without such a child."""
    return half_up(costs.total_pence, costs.children_in_scope) if costs.children_in_scope else None


def per_family_month_pence(costs: FamilyCosts) -> int | None:
    """Average cost per month open, half up; a month is a twelfth of 365.25 days. None without an open day."""
    return half_up(costs.total_pence * 36_525, costs.open_days * 1_200) if costs.open_days else None

"""What money of the past adds up to while purchases are brought in, in the order of their days. Pence throughout."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from budgettracker.access import Role
from budgettracker.spend.rules.running_totals import Counted


class ByDay:
    """What was spent of one position up to a day: what stood in the books before, and what has been added since.

    What is added comes in the order of its days, so that all of it lies before the day that is asked for next.
    """

    def __init__(self, standing: Iterable[tuple[date, int]] = ()) -> None:
        events = sorted(standing)
        self._days, self._sums, self.added = [day for day, _ in events], [0], 0
        for _, pence in events:
            self._sums.append(self._sums[-1] + pence)

    def add(self, pence: int) -> None:
        """Add pence of the latest day (below zero: money that came back)."""
        self.added += pence

    def until(self, day: date) -> int:
        """The sum up to a day, not earlier than any that was added."""
        return self._sums[bisect_right(self._days, day)] + self.added


class CountedByDay:
    """What counts in a family's running totals, by day and by the role it stands decided by."""

    def __init__(self, standing: Iterable[Counted] = ()) -> None:
        self._days: list[date] = []
        self._pence: dict[date, dict[Role | None, int]] = {}
        for each in standing:
            self.add(each.day, each.role, each.pence)

    def add(self, day: date, role: Role | None, pence: int) -> None:
        """Count pence on a day (below zero: what came back of them)."""
        if day not in self._pence:
            insort(self._days, day)
            self._pence[day] = {}
        by_role = self._pence[day]
        by_role[role] = by_role.get(role, 0) + pence

    def near(self, on: date, window: int) -> Iterator[Counted]:
        """What counts on days that a window of so many days shares with this one."""
        first = bisect_right(self._days, on - timedelta(days=window))
        end = bisect_left(self._days, on + timedelta(days=window))
        for day in self._days[first:end]:
            for role, pence in self._pence[day].items():
                yield Counted(None, day, pence, role)

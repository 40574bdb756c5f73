"""What happens when in the invented world: deeds are carried out in the order of their moments, and may plan others."""

import heapq
from collections.abc import Callable
from datetime import date, datetime

from budgettracker.commands.demo.calendar import Calendar, moment

PlannedDeed = Callable[[date, datetime], object]
"""A deed of one moment; it is given its day and its moment."""


class Diary:
    """Deeds planned for a moment. What is planned for after the last day never happens: it is what still waits today."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._planned: list[tuple[datetime, int, date, PlannedDeed]] = []
        self._count = 0

    def plan(self, day: date, hour: int, minute: int, deed: PlannedDeed) -> None:
        """Let a deed happen at a moment, unless the demo is over by then."""
        if day <= self.calendar.last:
            self._count += 1
            heapq.heappush(self._planned, (moment(day, hour, minute), self._count, day, deed))

    def carry_out(self) -> None:
        """Let everything happen in order, what is planned on the way included."""
        while self._planned:
            at, _, day, deed = heapq.heappop(self._planned)
            deed(day, at)

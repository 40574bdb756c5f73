"""An amount of a costing run that an evaluator opens: which lines it is the sum of, and what it is called."""

import uuid
from dataclasses import dataclass

from budgettracker.costing.kinds import DESTINATION_OF, OF_TOTAL, Destination, Part, Reason, Side
from budgettracker.costing.results.kinds import Cut


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of a run: a side of the reconciliation and a part, of all or of one family, arm, authority or reason, or
    one heading of a cut."""

    side: Side = Side.FAMILIES
    part: Part = Part.TOTAL
    family_id: uuid.UUID | None = None
    arm: str | None = None
    authority_id: uuid.UUID | None = None
    reason: Reason | None = None
    cut: Cut | None = None
    heading: str = ""
    """Where the amount is part of a cut: under which of its headings, empty for what has none."""

    @property
    def words(self) -> str:
        """What the amount counts, without saying of which family, arm or authority."""
        if self.side is Side.FAMILIES:
            return self.part.words
        return self.side.words if self.reason is None else self.reason.words

    @property
    def has_purchases(self) -> bool:
        """Does it count money spent?"""
        with_money = (Part.TOTAL, Part.PURCHASES, Part.OTHER_HELP, Part.OUTSIDE)
        return (
            self.side is Side.FAMILIES
            and self.part in with_money
            and not (self.heading and (self.by_work or self.cut is Cut.INTERVENTION))
        )

    @property
    def has_lines(self) -> bool:
        """Does it count shares of work entries?"""
        if self.side is Side.FAMILIES:
            return self.part not in (Part.PURCHASES, Part.OTHER_HELP)
        return self.side is Side.LEFT_OUT

    @property
    def has_pools(self) -> bool:
        """Does it count shares of pooled time?"""
        if self.side is Side.FAMILIES:
            summed = (Part.TOTAL, Part.TIME, Part.INDIRECT, Part.SET_UP, Part.EVALUATION)
            return self.part in (*summed, *OF_TOTAL) and not self.by_work
        return self.side is not Side.ENTRIES

    @property
    def has_pool_sources(self) -> bool:
        """Does it count pooled time by what filled the pool?"""
        return self.by_work and self.part in (Part.TOTAL, Part.TIME, Part.INDIRECT, Part.SET_UP, Part.EVALUATION)

    @property
    def by_work(self) -> bool:
        """Is it cut by what was done and by whom, which purchases have not, and shares of pools only by their sources?"""
        return self.cut in (Cut.ACTIVITY, Cut.POST, Cut.TEAM)

    @property
    def has_decisions(self) -> bool:
        """Does it count decisions priced by the minutes of their scheme?"""
        without = self.cut in (Cut.ACTIVITY, Cut.TEAM, Cut.INTERVENTION) and self.heading
        return self.side is Side.FAMILIES and self.part is Part.DECIDING and not without

    @property
    def destination(self) -> Destination:
        """Where the lines of an amount of families went: into the total, or beside it."""
        return DESTINATION_OF.get(self.part, Destination.FAMILY)

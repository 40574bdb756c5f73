"""What was stated besides, as Authorities and Distribution show it beside what families came to: live over its own sheets."""

from collections.abc import Iterable

from budgettracker.costing.results.queries.stated import stated_besides
from budgettracker.exports.study.formulas import sum_where
from budgettracker.exports.study.study_data import StudyData
from budgettracker.families.kinds import Arm
from budgettracker.workbooks import Sheet

OTHER_COSTS = (
    "Other_costs of the run's days, borne by the families with a budget of their authority: beside every total"
)
EVENTS = "Events of these families at their unit costs: a second route to their time, beside it and never added"


class StatedSheets:
    """The sheets Other_costs and Events, and what they come to for an arm of some authorities."""

    def __init__(self, data: StudyData, other_costs: Sheet, events: Sheet) -> None:
        self._other_costs, self._events = other_costs, events
        self._rows = stated_besides(data.session, data.run.id, data.authorities)

    def pence(self, authorities: Iterable[str], arm: str) -> tuple[int, int]:
        """Other costs and events of an arm of some authorities."""
        rows = [row for row in self._rows if row.arm == arm and row.authority in authorities]
        return sum(row.other_pence for row in rows), sum(row.events_pence for row in rows)

    def other_costs(self, authorities: Iterable[str], arm: str) -> str | None:
        """Other costs by a formula in pounds; None where there are none."""
        if arm != Arm.BUDGET or not any(row.other_pence for row in self._rows):
            return None
        names = sorted({row.authority for row in self._rows if row.arm == arm and row.authority in authorities})
        return "+".join(sum_where(self._other_costs, "counted", ("authority", name)) for name in names) or None

    def events(self, authorities: Iterable[str], arm: str) -> str | None:
        """Events by a formula in pounds; None where there are none."""
        if not any(row.events_pence for row in self._rows):
            return None
        names = sorted({row.authority for row in self._rows if row.arm == arm and row.authority in authorities})
        terms = (sum_where(self._events, "cost", ("authority", name), ("arm", arm)) for name in names)
        return "+".join(terms) or None

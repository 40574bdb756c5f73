"""How many of the minutes paid for were logged, by authority."""

import json
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from budgettracker.costing.kinds import Mode
from budgettracker.costing.run.models import CostingRun, RunMonth
from budgettracker.people.models import Authority


class Capacity(NamedTuple):
    """An authority's minutes paid for (contracted less absence), logged within and above them, and its worker-months.

    `unknown` are worker-months whose contracted hours are not known: they are in none of the minutes.
    """

    authority: str
    paid_minutes: int
    used_minutes: int
    unused_minutes: int
    over_minutes: int
    months: int
    unknown: int
    logs_all: bool
    """Whether it logs all time; else what is not logged may as well be work for nobody."""

    @property
    def words(self) -> str:
        """The authority, and that it logs time for families alone."""
        return self.authority if self.logs_all else f"{self.authority}, which logs time for families alone"


def capacity_of(session: Any, run: CostingRun) -> list[Capacity]:
    """What was paid for and how much of it was logged, by authority; empty for runs from before months were kept."""
    paid = case(
        (
            RunMonth.contracted_minutes > RunMonth.absence_minutes,
            RunMonth.contracted_minutes - RunMonth.absence_minutes,
        ),
        else_=0,
    )
    logged, known = RunMonth.logged_minutes, RunMonth.contracted_minutes.is_not(None)
    used = case((logged < paid, logged), else_=paid)
    query = (
        select(
            Authority.id,
            Authority.name,
            func.sum(paid).filter(known),
            func.sum(used).filter(known),
            func.sum(logged).filter(known),
            func.count().filter(known),
            func.count().filter(~known),
        )
        .join(Authority, Authority.id == RunMonth.authority_id)
        .where(RunMonth.run_id == run.id)
        .group_by(Authority.id, Authority.name)
        .order_by(Authority.name)
    )
    modes = json.loads(run.modes)
    rows = []
    for authority_id, name, *sums in session.execute(query):
        paid_for, within, whole, months, unknown = (int(each or 0) for each in sums)
        logs_all = modes.get(str(authority_id)) == Mode.ALL_TIME
        minutes = (paid_for, within, paid_for - within, whole - within)
        rows.append(Capacity(name, *minutes, months, unknown, logs_all))
    return rows

"""How many of the minutes paid for were logged, by authority."""

from typing import Any, NamedTuple

from sqlalchemy import case, func, select

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
            Authority.name,
            func.sum(paid).filter(known),
            func.sum(used).filter(known),
            func.sum(logged).filter(known),
            func.count().filter(known),
            func.count().filter(~known),
        )
        .join(Authority, Authority.id == RunMonth.authority_id)
        .where(RunMonth.run_id == run.id)
        .group_by(Authority.name)
        .order_by(Authority.name)
    )
    return [
        Capacity(
            name, int(paid or 0), int(used or 0), int((paid or 0) - (used or 0)), int((logged or 0) - (used or 0)), *n
        )
        for name, paid, used, logged, *n in session.execute(query)
    ]

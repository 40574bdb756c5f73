"""What stands under one heading of a cut: which rows of a run, and what of its pools."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.results.models import RunFamilyCost
from budgettracker.costing.results.queries.pools import COUNTS_AS, gathered_pools
from budgettracker.costing.results.rules.cuts import Grouped
from budgettracker.costing.results.rules.figure import Figure
from budgettracker.costing.results.rules.figure_lines import PoolSourceShare
from budgettracker.costing.run.models import CostingRun, RunEntry, RunRate
from budgettracker.database import db
from budgettracker.periods import month
from budgettracker.worktime.models import Activity


def in_month(day: Any, figure: Figure) -> list[Any]:
    """Days of the month that the figure's heading names."""
    within = month(date.fromisoformat(f"{figure.heading}-01"))
    return [day >= within.start, day < within.end]


def named(column: Any, figure: Figure) -> Any:
    """Rows whose column is the heading; for the empty heading those without."""
    return column == figure.heading if figure.heading else column.is_(None)


def work_of_cut(run_id: uuid.UUID, figure: Figure) -> list[Any]:
    """What an entry must be to stand under the heading of a cut by work."""
    if figure.cut is Cut.ACTIVITY:
        return [RunEntry.activity_id.in_(select(Activity.id).where(Activity.name == figure.heading))]
    if figure.cut is Cut.INTERVENTION:
        return [named(RunEntry.intervention, figure)]
    if figure.cut is Cut.MONTH:
        return in_month(RunEntry.worked_on, figure)
    if figure.cut is Cut.POST:
        of_post = select(RunRate.id).where(RunRate.run_id == run_id, RunRate.post == figure.heading)
        return [RunEntry.rate_id.in_(of_post)]
    if figure.cut is Cut.TEAM:
        return [RunEntry.team_id == uuid.UUID(figure.heading) if figure.heading else RunEntry.team_id.is_(None)]
    return []


def pool_source_shares(run_id: uuid.UUID, figure: Figure) -> list[PoolSourceShare]:
    """Of each pool what stands under the heading and is borne by the families of the figure, by month and worker."""
    run = db.session.get_one(CostingRun, run_id)
    counts_as = str(COUNTS_AS[figure.destination])
    authority = figure.authority_id.hex if figure.authority_id else None
    shares = []
    for pool in gathered_pools(db.session(), run, _groups_of(run_id)):
        pence = sum(
            amounts.pence
            for cell, amounts in pool.cells().items()
            if getattr(cell, str(figure.cut)) == figure.heading
            and cell.counts_as == counts_as
            and figure.arm in (None, cell.arm)
            and authority in (None, cell.authority)
        )
        if pence:
            of_heading = sum(each.pence for each in pool.filled if getattr(each, str(figure.cut)) == figure.heading)
            shares.append(
                PoolSourceShare(
                    uuid.UUID(pool.person), pool.month, pool.intervention or None, pool.pence, of_heading, pence
                )
            )
    return sorted(shares, key=lambda share: (share.month, share.person_id.hex[-12:], share.intervention or ""))


def _groups_of(run_id: uuid.UUID) -> dict[str, Grouped]:
    """The headings of each family of a run in the cuts by what families are, as they are kept; ids as text."""
    kept = RunFamilyCost
    query = select(kept.family_id, kept.authority_id, kept.arm, kept.reason, kept.age_band).where(kept.run_id == run_id)
    return {
        family_id.hex: Grouped(authority_id.hex, arm, reason or "", band or "")
        for family_id, authority_id, arm, reason, band in db.session.execute(query)
    }

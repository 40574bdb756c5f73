"""What a run freezes of the costs that its authorities stated besides."""

from collections.abc import Iterator
from uuid import UUID

from budgettracker.costing.rates.queries.other_costs import other_costs_of, plain_other_cost
from budgettracker.costing.rates.rules.other_cost import counted_pence, days_of, yearly_pence
from budgettracker.costing.run.models import CostingRun, RunOtherCost
from budgettracker.costing.run.queries.inputs import AuthorityBooks
from budgettracker.database import db


def freeze_other_costs(run: CostingRun, books: AuthorityBooks, ids: Iterator[str]) -> None:
    """Write each cost that serves on some of the run's days: of the run's intervention, or of any work; uprated first.

    Raises Refusal where the run's index for goods lacks the year in which one was paid.
    """
    for row in other_costs_of(books.part.authority_id):
        cost = plain_other_cost(row)
        days = days_of(cost, books.scope.dates)
        if not days or (run.intervention and cost.intervention not in (None, run.intervention)):
            continue
        pence = cost.pence if books.uprating is None else books.uprating.goods_on(cost.used_from).uprated(cost.pence)
        db.session.add(
            RunOtherCost(
                id=UUID(next(ids)),
                run_id=run.id,
                authority_id=books.part.authority_id,
                what=cost.what,
                cost_class=cost.cost_class,
                used_from=cost.used_from,
                amount_pence=cost.pence,
                uprated_pence=pence,
                life_years=cost.life_years,
                rate_basis_points=cost.rate_basis_points,
                yearly_pence=yearly_pence(pence, cost.life_years, cost.rate_basis_points),
                days=days,
                counted_pence=counted_pence(pence, cost, days),
                source=cost.source,
            )
        )
    db.session.flush()

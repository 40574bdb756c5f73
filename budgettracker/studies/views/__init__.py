"""The pages of studies: the evaluator's list, a study, its costing runs and the lines behind each amount."""

from budgettracker.studies.views import (
    costing_run,
    evaluators,
    events,
    prices,
    run_cut,
    run_families,
    run_lines,
    run_pictures,
    run_prices,
    run_reconciliation,
    run_results,
    run_sensitivity,
    run_unsupported,
    runs,
    runs_beside,
    studies,
)
from budgettracker.studies.views.blueprint import bp

__all__ = [
    "bp",
    "costing_run",
    "evaluators",
    "events",
    "prices",
    "run_cut",
    "run_families",
    "run_lines",
    "run_pictures",
    "run_prices",
    "run_reconciliation",
    "run_results",
    "run_sensitivity",
    "run_unsupported",
    "runs",
    "runs_beside",
    "studies",
]

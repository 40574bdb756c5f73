"""Deeds on studies: adding one, naming evaluators, an authority's agreement, its prices, events it counts, its costing runs."""

from budgettracker.studies.actions.add_study import (
    add_study,
    agree_to_evaluator,
    end_evaluator,
    join_study,
    name_evaluator,
    name_from_file,
)
from budgettracker.studies.actions.count_events import count_events, withdraw_events
from budgettracker.studies.actions.run_study import run_study
from budgettracker.studies.actions.set_prices import add_price_series, set_study_prices

__all__ = [
    "add_price_series",
    "add_study",
    "agree_to_evaluator",
    "count_events",
    "end_evaluator",
    "join_study",
    "name_evaluator",
    "name_from_file",
    "run_study",
    "set_study_prices",
    "withdraw_events",
]

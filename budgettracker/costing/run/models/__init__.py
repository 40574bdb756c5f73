"""Frozen costing runs: what they were made of, every amount, and their prices."""

from budgettracker.costing.run.models.costed import (
    CostingRun,
    RunDecision,
    RunEntry,
    RunLine,
    RunMember,
    RunMileageRate,
    RunMonth,
    RunPeriod,
    RunPool,
    RunPoolLine,
    RunPurchase,
    RunRate,
)
from budgettracker.costing.run.models.events import RunEvent
from budgettracker.costing.run.models.prices import RunAsLogged, RunOtherCost, RunPrice

__all__ = [
    "CostingRun",
    "RunAsLogged",
    "RunDecision",
    "RunEntry",
    "RunEvent",
    "RunLine",
    "RunMember",
    "RunMileageRate",
    "RunMonth",
    "RunOtherCost",
    "RunPeriod",
    "RunPool",
    "RunPoolLine",
    "RunPrice",
    "RunPurchase",
    "RunRate",
]

"""The closed lists of what children and families say, of what is asked about purchases, and of what is learnt."""

from budgettracker.voice.kinds.children import ChildAnswer, ChildQuestion, Whose
from budgettracker.voice.kinds.dated_lines import Interpreter, Language, Wishes
from budgettracker.voice.kinds.learning import ExampleKind, UnusedReason
from budgettracker.voice.kinds.purchases import (
    ANSWERS,
    Asked,
    FamilyTold,
    OtherFunding,
    Pathway,
    PlanGoal,
    PurchaseQuestion,
    WhoAsked,
)

__all__ = [
    "ANSWERS",
    "Asked",
    "ChildAnswer",
    "ChildQuestion",
    "ExampleKind",
    "FamilyTold",
    "Interpreter",
    "Language",
    "OtherFunding",
    "Pathway",
    "PlanGoal",
    "PurchaseQuestion",
    "UnusedReason",
    "WhoAsked",
    "Whose",
    "Wishes",
]

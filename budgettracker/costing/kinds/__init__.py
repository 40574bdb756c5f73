"""The closed lists of the costing method, and the words people read for them."""

from budgettracker.costing.kinds.choices import (
    DecidingBy,
    Mode,
    OtherClass,
    PriceUse,
    PurchasesCounted,
    RatioKind,
    VatRule,
    WorkCounted,
)
from budgettracker.costing.kinds.figures import (
    BESIDE_TOTAL,
    DESTINATION_OF,
    OF_TOTAL,
    PARTS_OF_TOTAL,
    LineKind,
    Part,
    Side,
)
from budgettracker.costing.kinds.lines import (
    BESIDE,
    BORNE,
    DecisionAbout,
    Destination,
    Missing,
    Reason,
)
from budgettracker.costing.kinds.processes import Process
from budgettracker.worktime.kinds import Vehicle

__all__ = [
    "BESIDE",
    "BESIDE_TOTAL",
    "BORNE",
    "DESTINATION_OF",
    "OF_TOTAL",
    "PARTS_OF_TOTAL",
    "DecidingBy",
    "DecisionAbout",
    "Destination",
    "LineKind",
    "Missing",
    "Mode",
    "OtherClass",
    "Part",
    "PriceUse",
    "Process",
    "PurchasesCounted",
    "RatioKind",
    "Reason",
    "Side",
    "VatRule",
    "Vehicle",
    "WorkCounted",
]

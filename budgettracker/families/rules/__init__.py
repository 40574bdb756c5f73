"""What may be kept about a family and a child, on plain values: references, children, who leads,
opening and closing."""

from budgettracker.families.rules.children import birth_month_of, need_code_of, status_of
from budgettracker.families.rules.closing import (
    end_reason_of,
    reason_code,
    require_closing,
    require_closing_after,
    require_settled,
)
from budgettracker.families.rules.incidents import Clock, clock_of, require_known, require_report
from budgettracker.families.rules.leads import HandedOver, Led, days_told_otherwise, led_on, require_handover
from budgettracker.families.rules.legal_basis import bases_of_family, basis_of_purchase, usual_basis
from budgettracker.families.rules.opening import require_allocation, require_opening
from budgettracker.families.rules.references import name_of, one_line, reference_of, taken

__all__ = [
    "Clock",
    "HandedOver",
    "Led",
    "bases_of_family",
    "basis_of_purchase",
    "birth_month_of",
    "clock_of",
    "days_told_otherwise",
    "end_reason_of",
    "led_on",
    "name_of",
    "need_code_of",
    "one_line",
    "reason_code",
    "reference_of",
    "require_allocation",
    "require_closing",
    "require_closing_after",
    "require_handover",
    "require_known",
    "require_opening",
    "require_report",
    "require_settled",
    "status_of",
    "taken",
    "usual_basis",
]

"""What may be kept about a family and a child, on plain values: references, children, who leads,
opening and closing."""

from budgettracker.families.rules.children import birth_month_of, need_code_of, status_of
from budgettracker.families.rules.closing import (
    LONGEST_REASON,
    require_closing,
    require_closing_after,
    require_settled,
)
from budgettracker.families.rules.leads import Led, led_on, require_handover
from budgettracker.families.rules.opening import LEGAL_BASIS, require_allocation, require_opening
from budgettracker.families.rules.references import name_of, one_line, reference_of, taken

__all__ = [
    "LEGAL_BASIS",
    "LONGEST_REASON",
    "Led",
    "birth_month_of",
    "led_on",
    "name_of",
    "need_code_of",
    "one_line",
    "reference_of",
    "require_allocation",
    "require_closing",
    "require_closing_after",
    "require_handover",
    "require_opening",
    "require_settled",
    "status_of",
    "taken",
]

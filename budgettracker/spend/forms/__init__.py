"""What the pages about purchases ask for: one purchase, and several at once."""

from budgettracker.spend.forms.one import (
    KeepForm,
    LogSpendForm,
    PriceForm,
    ReceiptForm,
    RefundForm,
    ReverseForm,
    ReviewForm,
    WithdrawForm,
)
from budgettracker.spend.forms.several import SeveralForm

__all__ = [
    "KeepForm",
    "LogSpendForm",
    "PriceForm",
    "ReceiptForm",
    "RefundForm",
    "ReverseForm",
    "ReviewForm",
    "SeveralForm",
    "WithdrawForm",
]

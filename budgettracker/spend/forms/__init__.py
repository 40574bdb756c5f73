"""What the pages about purchases ask for: one purchase, and several at once."""

from budgettracker.spend.forms.log_several import SeveralForm
from budgettracker.spend.forms.purchase import (
    KeepForm,
    LogSpendForm,
    PriceForm,
    ReceiptForm,
    RefundForm,
    ReverseForm,
    ReviewForm,
    WithdrawForm,
)

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

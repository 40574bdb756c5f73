"""What the pages about purchases ask for: one purchase, and several at once."""

from budgettracker.spend.forms.hide import HideForm, HidingForm
from budgettracker.spend.forms.log_several import SeveralForm
from budgettracker.spend.forms.log_shared import SharedForm
from budgettracker.spend.forms.purchase import (
    AgreeForm,
    CorrectForm,
    KeepForm,
    LogSpendForm,
    PriceForm,
    ReceiptForm,
    RefundForm,
    ReimburseForm,
    ReverseForm,
    ReviewForm,
    SeenForm,
    WithdrawForm,
)

__all__ = [
    "AgreeForm",
    "CorrectForm",
    "HideForm",
    "HidingForm",
    "KeepForm",
    "LogSpendForm",
    "PriceForm",
    "ReceiptForm",
    "RefundForm",
    "ReimburseForm",
    "ReverseForm",
    "ReviewForm",
    "SeenForm",
    "SeveralForm",
    "SharedForm",
    "WithdrawForm",
]

"""What the pages about purchases ask for: one purchase, and several at once."""

from budgettracker.spend.forms.became import DeliveredForm, HelpedForm
from budgettracker.spend.forms.close_family import CloseSettledForm
from budgettracker.spend.forms.decide import (
    AgreeForm,
    ConfirmPhonedForm,
    DecideSpendForm,
    ExcuseForm,
    PublishForm,
    ReimburseForm,
    ReviewForm,
    ToldForm,
    UnpublishedForm,
)
from budgettracker.spend.forms.hide import HideForm, HidingForm
from budgettracker.spend.forms.log_several import SeveralForm
from budgettracker.spend.forms.log_shared import SharedForm
from budgettracker.spend.forms.plan import EndPlanForm, LookForm, PaymentForm, PlanForm
from budgettracker.spend.forms.purchase import (
    CorrectForm,
    LogSpendForm,
    OrderForm,
    ReceiptForm,
    RefundForm,
    SeenForm,
    WorkersPriceForm,
)
from budgettracker.spend.forms.take_back import KeepForm, ReverseForm, WithdrawForm

__all__ = [
    "AgreeForm",
    "CloseSettledForm",
    "ConfirmPhonedForm",
    "CorrectForm",
    "DecideSpendForm",
    "DeliveredForm",
    "EndPlanForm",
    "ExcuseForm",
    "HelpedForm",
    "HideForm",
    "HidingForm",
    "KeepForm",
    "LogSpendForm",
    "LookForm",
    "OrderForm",
    "PaymentForm",
    "PlanForm",
    "PublishForm",
    "ReceiptForm",
    "RefundForm",
    "ReimburseForm",
    "ReverseForm",
    "ReviewForm",
    "SeenForm",
    "SeveralForm",
    "SharedForm",
    "ToldForm",
    "UnpublishedForm",
    "WithdrawForm",
    "WorkersPriceForm",
]

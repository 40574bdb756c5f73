"""What the pages about posts, rates and other costs ask for."""

from budgettracker.costing.rates.forms.posts import RATIO_HINTS, AddPostForm, AgencyChargeForm, PostCostForm, as_before
from budgettracker.costing.rates.forms.settings import (
    DECIDING_HINTS,
    DecidingForm,
    MileageRateForm,
    OtherCostForm,
    PensionRateForm,
    as_paid,
    other_cost_form,
)

__all__ = [
    "DECIDING_HINTS",
    "RATIO_HINTS",
    "AddPostForm",
    "AgencyChargeForm",
    "DecidingForm",
    "MileageRateForm",
    "OtherCostForm",
    "PensionRateForm",
    "PostCostForm",
    "as_before",
    "as_paid",
    "other_cost_form",
]

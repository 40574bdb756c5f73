"""What the pages ask on which a purchase is taken out or withdrawn, or what it holds is kept."""

from wtforms import BooleanField, TextAreaField

from budgettracker.widgets import DateField, Needed, PageForm


class ReverseForm(PageForm):
    """Why a purchase is taken out of the sums."""

    reason = TextAreaField("What was wrong?", [Needed("Say what was wrong, so that the record explains itself.")])
    ask_manager = BooleanField("A manager is to agree first, also where I may reverse it alone")


class WithdrawForm(PageForm):
    """Nothing to fill in: the page asks whether it is meant."""


class KeepForm(PageForm):
    """Until when a purchase that is still wanted is needed."""

    needed_by = DateField(
        "When is it needed by?",
        called="The day it is needed by",
        too_early="The day it is needed by is in the past. Enter today or a later day.",
    )

"""What the pages of work time ask for."""

from budgettracker.worktime.forms.months import CloseMonthForm, ReopenMonthForm
from budgettracker.worktime.forms.quick import FIELDS, QuickForm, quick_data, same_again
from budgettracker.worktime.forms.week import row_keys, row_value, sent_fields, shown_minutes, week_form
from budgettracker.worktime.forms.withdrawal import REASONS, WithdrawForm
from budgettracker.worktime.forms.work import (
    JOINT,
    Offered,
    WorkForm,
    data_of,
    first_data,
    offered,
    shares_by_minutes,
    work_form,
)

__all__ = [
    "FIELDS",
    "JOINT",
    "REASONS",
    "CloseMonthForm",
    "Offered",
    "QuickForm",
    "ReopenMonthForm",
    "WithdrawForm",
    "WorkForm",
    "data_of",
    "first_data",
    "offered",
    "quick_data",
    "row_keys",
    "row_value",
    "same_again",
    "sent_fields",
    "shares_by_minutes",
    "shown_minutes",
    "week_form",
    "work_form",
]

"""What the pages of work time ask for."""

from budgettracker.worktime.forms.ask_for_month import AskForMonthForm, LeaveClosedForm
from budgettracker.worktime.forms.calendar import CalendarFileForm, CalendarForm, calendar_form
from budgettracker.worktime.forms.close_month import CloseMonthForm
from budgettracker.worktime.forms.correct_for import CorrectForForm, ReadCorrectionForm
from budgettracker.worktime.forms.joint import ConfirmForm, DeclineForm, GroupForm, JointForm, shown_offer
from budgettracker.worktime.forms.log_time import (
    JOINT,
    Offered,
    ShownWork,
    WorkForm,
    offered,
    shares_by_minutes,
    shown_first,
    shown_of,
    work_form,
)
from budgettracker.worktime.forms.long_day import LongDayForm
from budgettracker.worktime.forms.quick_entry import FIELDS, QuickForm, ShownQuick, same_again
from budgettracker.worktime.forms.reopen_month import ReopenMonthForm
from budgettracker.worktime.forms.week import (
    NEW_KINDS,
    NEW_ROWS,
    USUAL,
    WeekForm,
    new_row,
    place_in_words,
    row_keys,
    row_value,
    sent_fields,
    shown_minutes,
    shown_value,
    week_form,
)
from budgettracker.worktime.forms.withdraw_entry import WithdrawForm

__all__ = [
    "FIELDS",
    "JOINT",
    "NEW_KINDS",
    "NEW_ROWS",
    "USUAL",
    "AskForMonthForm",
    "CalendarFileForm",
    "CalendarForm",
    "CloseMonthForm",
    "ConfirmForm",
    "CorrectForForm",
    "DeclineForm",
    "GroupForm",
    "JointForm",
    "LeaveClosedForm",
    "LongDayForm",
    "Offered",
    "QuickForm",
    "ReadCorrectionForm",
    "ReopenMonthForm",
    "ShownQuick",
    "ShownWork",
    "WeekForm",
    "WithdrawForm",
    "WorkForm",
    "calendar_form",
    "new_row",
    "offered",
    "place_in_words",
    "row_keys",
    "row_value",
    "same_again",
    "sent_fields",
    "shares_by_minutes",
    "shown_first",
    "shown_minutes",
    "shown_of",
    "shown_offer",
    "shown_value",
    "week_form",
    "work_form",
]

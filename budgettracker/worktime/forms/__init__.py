"""What the pages of work time ask for."""

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

__all__ = ["JOINT", "Offered", "WorkForm", "data_of", "first_data", "offered", "shares_by_minutes", "work_form"]

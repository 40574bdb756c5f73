"""What the pages about workbooks ask for."""

from collections.abc import Iterable

from wtforms import SelectField

from budgettracker.costing.run.models import CostingRun
from budgettracker.web import local_time
from budgettracker.widgets import PageForm

NEW_RUN = "new"


class WorkbookForm(PageForm):
    """Which costing run a workbook is made of; without an answer it is a new one."""

    of_run = SelectField("Which costing run?", default=NEW_RUN)


def workbook_form(runs: Iterable[CostingRun], chosen: str = "") -> WorkbookForm:
    """The form of a study's next workbook: a new run first, then those it has, the latest first."""
    choices = {NEW_RUN: "A new run, of everything as it stands now, with the usual choices"}
    choices |= {str(run.number): f"Run {run.number} of {local_time(run.made_at)}" for run in runs}
    form = WorkbookForm(data={"of_run": chosen if chosen in choices else NEW_RUN})
    form.of_run.choices = choices
    return form

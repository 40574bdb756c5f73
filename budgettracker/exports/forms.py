"""What the pages about workbooks ask for."""

from budgettracker.widgets import PageForm


class WorkbookForm(PageForm):
    """Nothing to fill in: the button that builds a workbook."""

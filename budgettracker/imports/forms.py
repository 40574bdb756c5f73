"""What the page of imports asks for."""

from wtforms import MultipleFileField

from budgettracker.widgets import PageForm


class ImportForm(PageForm):
    """Files of one authority's own: CSV, or workbooks with sheets of the tables' names."""

    files = MultipleFileField("Files")

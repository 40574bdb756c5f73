"""What the pages of imports ask for."""

from wtforms import BooleanField, MultipleFileField, TextAreaField

from budgettracker.widgets import Needed, PageForm


class ImportForm(PageForm):
    """Files of one authority's own: CSV, or workbooks with sheets of the tables' names."""

    files = MultipleFileField("Files")
    keep_good = BooleanField("Import the good rows and hand back the others")


class ReleaseForm(PageForm):
    """Release an import that somebody else made: nothing is typed."""


class ReverseForm(PageForm):
    """Ask that a released import be taken back."""

    reason = TextAreaField("Why is it taken back?", [Needed("Say why it is taken back.")])


class LookForm(PageForm):
    """Files that were looked at: import them, or look again with other answers."""

    keep_good = BooleanField("Import the good rows and hand back the others")

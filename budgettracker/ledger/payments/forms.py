"""What the pages of finance files ask for, with the words for each mistake."""

from wtforms import FileField, SelectMultipleField

from budgettracker.widgets import Needed, PageForm


class PaymentFileForm(PageForm):
    """A file of payments as the finance system or the card company made it."""

    file = FileField("File of payments")


class LookedAtForm(PageForm):
    """A file that was looked at: its lines are kept, or it is read anew with the answers given. The answers are its own."""


class ConfirmForm(PageForm):
    """Payments that are purchases, as they are ticked."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you confirm.")], choices=[], validate_choice=False)

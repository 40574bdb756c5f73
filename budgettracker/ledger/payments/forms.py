"""What the pages of finance files ask for, with the words for each mistake."""

from wtforms import FileField, SelectMultipleField, StringField

from budgettracker.widgets import Needed, PageForm


class PaymentFileForm(PageForm):
    """A file of payments as the finance system or the card company made it."""

    file = FileField("File of payments")


class LookedAtForm(PageForm):
    """A file that was looked at: its lines are kept, or it is read anew with the answers given.

    Questions are the file's own and come with it; two of their answers may be typed.
    """

    threshold = StringField("Another amount")
    scheme = StringField("Another code or word, as the file writes it")


class ConfirmForm(PageForm):
    """Payments that are purchases, as they are ticked."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you confirm.")], choices=[], validate_choice=False)

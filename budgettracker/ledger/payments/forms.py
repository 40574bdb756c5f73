"""What the pages of finance files ask for, with the words for each mistake."""

from collections.abc import Sequence

from wtforms import FileField, RadioField, SelectMultipleField, StringField

from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.widgets import Needed, PageForm, offered


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


class LinkForm(PageForm):
    """Which purchase a payment is."""

    purchase = RadioField("Purchase", [Needed("Choose a purchase.")], choices=[])

    @classmethod
    def of(cls, purchases: Sequence[Purchase]) -> "LinkForm":
        """The form with the purchases to choose from."""
        form = cls()
        form.offer(purchases)
        return form

    def offer(self, purchases: Sequence[Purchase]) -> None:
        """Let the person choose among these."""
        self.purchase.choices = offered(
            (each.id, f"{each.called}, {long_date(each.on)}, {pounds(each.pence)}") for each in purchases
        )

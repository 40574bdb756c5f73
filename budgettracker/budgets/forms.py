"""What the pages about limits ask for, with the words for each mistake."""

from collections.abc import Collection

from wtforms import RadioField, SelectMultipleField, TextAreaField

from budgettracker.families.models import Family
from budgettracker.widgets import MoneyField, Needed, PageForm, offered


class LimitForm(PageForm):
    """A limit proposed for one family."""

    limit = MoneyField(
        "What should the limit be?", [Needed("Enter the limit in pounds, like 2000.00.")], called="The limit"
    )
    reason = TextAreaField("Why?", [Needed("Say why, so that whoever decides can weigh it.")])


class DecideForm(PageForm):
    """A decision about a limit or a request."""

    decision = RadioField(
        "Your decision",
        [Needed("Choose whether you approve or decline.")],
        choices=offered([("approve", "Approve"), ("decline", "Decline")]),
    )
    reason = TextAreaField("Reason")

    @property
    def approves(self) -> bool:
        """Was it approved?"""
        return bool(self.decision.data == "approve")


class WithdrawLimitForm(PageForm):
    """Nothing to fill in: the page asks whether it is meant."""


class ConfirmLimitForm(PageForm):
    """Nothing to fill in: the page asks whether it is meant."""


class OpeningsForm(PageForm):
    """Opening balances ticked to be confirmed with their sums. What was confirmed meanwhile is named, not refused."""

    ticked = SelectMultipleField("Ticked", [Needed("Tick what you confirm.")], choices=[], validate_choice=False)


class CapForm(PageForm):
    """The most a scheme allows one family; empty for none."""

    cap = MoneyField("Cap: the most for one family", called="The cap")


class CohortForm(PageForm):
    """The same limit for several families in one decision."""

    families = SelectMultipleField("Which families?", [Needed("Tick the families that get this limit.")])
    limit = MoneyField(
        "What should their limit be?", [Needed("Enter the limit in pounds, like 2000.00.")], called="The limit"
    )
    reason = TextAreaField("Why these families?", [Needed("Say why these families get this limit.")])

    def offer(self, families: Collection[Family]) -> None:
        """Fill the list with families that have no limit yet."""
        self.families.choices = offered((family.id, f"{family.reference} {family.details.name}") for family in families)

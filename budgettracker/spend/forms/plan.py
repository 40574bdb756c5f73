"""What the pages about regular payments ask for, with the words for each mistake."""

from collections.abc import Collection
from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from budgettracker.families.models import Child
from budgettracker.schemes.models import Category
from budgettracker.spend.actions import Purchase, Schedule
from budgettracker.spend.forms.purchase import called, chosen, one_line
from budgettracker.spend.forms.questions import QuestionsForm
from budgettracker.spend.kinds import PaymentMethod, Rhythm, SpendKind
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, offered


class PlanForm(QuestionsForm):
    """Regular payments: each, how often, from when until when, and what comes afterwards."""

    amount = MoneyField("How much is each payment?", [Needed("Enter what one payment is, in pounds, like 12.00.")])
    bought_what = StringField("What is paid for?", [Needed("Say what is paid for."), one_line])
    category = SelectField("Category", [Needed("Choose a category.")])
    purpose = TextAreaField("What should it help with?", [Needed("Say in a few words what it should help with.")])
    payment_method = SelectField(
        "How is it paid?",
        [Needed("Choose how it is paid.")],
        choices=offered(((method, method.words) for method in PaymentMethod), "Choose one"),
    )
    rhythm = SelectField(
        "How often?",
        [Needed("Choose how often.")],
        choices=offered(((each, each.words.capitalize()) for each in Rhythm), "Choose one"),
    )
    first_on = DateField("First payment", [Needed("Enter the day of the first payment.")], called="The first payment")
    last_on = DateField(
        "Last payment", [Needed("Enter the day of the last payment.")], called="The day of the last payment"
    )
    review_on = DateField(
        "When will it be looked at again?",
        [Needed("Enter the day it is looked at again.")],
        called="The day it is looked at again",
    )
    afterwards = TextAreaField(
        "What comes when the payments end?",
        [Needed("Say what comes when the payments end, for example who pays then.")],
    )
    supplier = StringField("Shop or supplier", [one_line])
    child = SelectField("Which child is it for?")
    paid_from = RadioField(
        "Which money is it?",
        choices=offered((kind, kind.words) for kind in SpendKind),
        default=SpendKind.DEVOLVED,
    )

    def offer(
        self, categories: Collection[Category], children: Collection[Child], on: date, *, only_other: bool
    ) -> None:
        """Fill the lists and set the days; where there is only other help to ask for, the rest is not asked."""
        self.category.choices = offered(((each.id, each.name) for each in categories), "Choose one")
        if not categories:
            del self.category
        self.child.choices = offered(((each.id, called(each)) for each in children), "The whole family")
        if not children:
            del self.child
        for later in (self.first_on, self.last_on, self.review_on):
            later.earliest = on
            later.too_early = f"{later.called} is in the past. Enter today or a later day."
        if only_other:
            del self.paid_from

    @property
    def from_other_money(self) -> bool:
        """Is this help paid outside the devolved budget?"""
        return "paid_from" not in self or self.paid_from.data == SpendKind.OTHER_HELP

    def purchase(self, on: date) -> Purchase:
        """What is paid for, as the deed takes it."""
        more: dict[str, Any] = {name: chosen(self, name) for name in ("category", "child")}
        return Purchase(
            amount_pence=self.amount.data,
            bought_what=self.bought_what.data or "",
            bought_on=on,
            purpose=self.purpose.data or "",
            category_id=more["category"],
            child_id=more["child"],
            payment_method=self.payment_method.data or None,
            supplier=self.supplier.data or "",
            reasons=self.answers(),
        )

    def schedule(self) -> Schedule:
        """When each payment is due, as the deed takes it."""
        return Schedule(
            rhythm=Rhythm(self.rhythm.data),
            payment_pence=self.amount.data,
            first_on=self.first_on.data,
            last_on=self.last_on.data,
            review_on=self.review_on.data,
            afterwards=self.afterwards.data or "",
        )


class PaymentForm(PageForm):
    """One payment of a plan: filled in already, most often sent as it stands."""

    amount = MoneyField("What was paid?", [Needed("Enter the amount in pounds, like 12.00.")])
    bought_on = DateField("When?", [Needed("Enter the day it was paid.")])
    ask_manager = BooleanField("A manager is to look at a higher price, also where the approval covers it")


class LookForm(PageForm):
    """What was seen when a plan was looked at again, and when it is looked at next."""

    words = TextAreaField("Does it still help?", [Needed("Say in a few words whether it still helps.")])
    review_on = DateField(
        "When will it be looked at next?",
        [Needed("Enter the day it is looked at next.")],
        called="The day it is looked at next",
    )


class EndPlanForm(PageForm):
    """Why a plan ends before its last payment."""

    reason = TextAreaField("Why do the payments end?", [Needed("Say why, so that the record explains itself.")])

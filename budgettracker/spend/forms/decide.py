"""What the pages ask on which somebody decides about a purchase, with the words for each mistake."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField

from budgettracker.budgets.forms import DecideForm
from budgettracker.spend.forms.purchase import one_line
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, offered


class DecideSpendForm(DecideForm):
    """A decision about a request: all of it (the amount left empty too), up to less, on a condition, or not at all."""

    as_read = HiddenField()
    amount = MoneyField("Up to how much?", allow_zero=True)
    condition = StringField("On what condition?", [one_line])


class AgreeForm(PageForm):
    """A decision about a mistake or a refund that was proposed."""

    as_read = HiddenField()
    decision = RadioField(
        "Your decision",
        [Needed("Choose whether you agree or not.")],
        choices=offered([("agree", "Agree"), ("decline", "Do not agree")]),
    )
    reason = TextAreaField("Reason")

    @property
    def agrees(self) -> bool:
        """Was it agreed to?"""
        return bool(self.decision.data == "agree")


class ReimburseForm(PageForm):
    """Whether money from somebody's own pocket is paid back."""

    as_read = HiddenField()
    decision = RadioField(
        "May this be paid back?",
        [Needed("Choose whether this may be paid back.")],
        choices=offered([("confirm", "Yes, I confirm it"), ("refuse", "No")]),
    )
    reason = TextAreaField("Reason")

    @property
    def confirms(self) -> bool:
        """Was it confirmed?"""
        return bool(self.decision.data == "confirm")


class ReviewForm(PageForm):
    """A decision about money that left outside the rules."""

    as_read = HiddenField()
    decision = RadioField(
        "Your decision",
        [Needed("Choose whether you accept it or not.")],
        choices=offered([("accept", "Accept it"), ("decline", "Do not accept it")]),
    )
    reason = TextAreaField("Reason", [Needed("Say why, so that the record explains itself.")])

    @property
    def accepts(self) -> bool:
        """Was it accepted?"""
        return bool(self.decision.data == "accept")


class ConfirmPhonedForm(ReviewForm):
    """A decision of whoever approved it by phone: to stand by that needs no other reason."""

    reason = TextAreaField("Reason, if you do not accept it")


class ToldForm(PageForm):
    """When and how a family was told of a refusal."""

    told_on = DateField("When were they told?", [Needed("Enter the day they were told.")])
    how = TextAreaField("How were they told?", [Needed("Say how they were told.")])


class ExcuseForm(PageForm):
    """Why a purchase has no receipt."""

    reason = TextAreaField("Why is there no receipt?", [Needed("Say why there is no receipt.")])


THIS_PURCHASE, WHOLE_SUPPLIER = "purchase", "supplier"


class PublishForm(PageForm):
    """Why a supplier's name may be published again."""

    reason = TextAreaField("Why may it be named?", [Needed("Say why, so that the manager can weigh it.")])


class UnpublishedForm(PageForm):
    """How far a supplier's name is kept back."""

    how_far = RadioField(
        "What is not to be named?",
        [Needed("Choose what is not to be named.")],
        choices=offered(((WHOLE_SUPPLIER, "Every purchase from this supplier"), (THIS_PURCHASE, "This purchase"))),
    )

    @property
    def whole_supplier(self) -> bool:
        """Is it every purchase from the supplier?"""
        return bool(self.how_far.data == WHOLE_SUPPLIER)

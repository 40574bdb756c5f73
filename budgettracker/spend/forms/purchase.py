"""What the pages about one purchase ask for, with the words for each mistake."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from budgettracker.families.kinds import LegalBasis
from budgettracker.families.models import Child
from budgettracker.schemes.models import Category
from budgettracker.spend.actions import Purchase
from budgettracker.spend.forms.questions import QuestionsForm
from budgettracker.spend.kinds import PaymentMethod, SpendKind, VatStatus
from budgettracker.spend.rules import clock_time, moment_in_britain
from budgettracker.voice.kinds import PurchaseQuestion
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, offered, offered_in_groups

LONGEST_LINE = 200
UNKNOWN_FIRST = sorted(VatStatus, key=lambda status: status is not VatStatus.UNKNOWN)
"""What a purchase's VAT may be, what most workers answer first."""


def one_line(form: BaseForm, field: Field) -> None:
    """Validator: a line of at most 200 characters."""
    if len(field.data or "") > LONGEST_LINE:
        raise StopValidation(f"Use {LONGEST_LINE} characters or fewer. You have used {len(field.data)}.")


class BoughtForm(PageForm):
    """What every page asks that hears of a purchase for the first time."""

    amount = MoneyField("How much?", [Needed("Enter the amount in pounds, like 45.00.")])
    bought_what = StringField("What was bought?", [Needed("Say what was bought."), one_line])
    category = SelectField("Category", [Needed("Choose a category.")])
    purpose = TextAreaField("What should it help with?", [Needed("Say in a few words what it should help with.")])
    payment_method = SelectField(
        "How is it paid?",
        [Needed("Choose how it is paid.")],
        choices=offered(((method, method.words) for method in PaymentMethod), "Choose one"),
    )
    bought_on = DateField("When?", [Needed("Enter the date.")])
    receipt = FileField("Receipt")

    supplier = StringField("Shop or supplier", [one_line])

    def ask_of(self, categories: Collection[Category], on: date) -> None:
        """Fill the list of categories and set the last day."""
        self.category.choices = offered(((each.id, each.name) for each in categories), "Choose one")
        self.bought_on.latest = on
        self.bought_on.too_late = "The date is in the future. Enter the day it was bought, or today."

    def particulars(self) -> dict[str, Any]:
        """What was said besides the amount and the day, as the deeds take it."""
        return {
            "bought_what": self.bought_what.data or "",
            "purpose": self.purpose.data or "",
            "category_id": chosen(self, "category"),
            "payment_method": self.payment_method.data or None,
            "supplier": self.supplier.data or "",
        }


class LogSpendForm(QuestionsForm, BoughtForm):
    """A purchase: seven questions for the ordinary case, the rest under "Add more detail"."""

    cardholder = StringField("Whose card was it?", [one_line])
    vat = MoneyField("VAT in the amount", called="The VAT", allow_zero=True)
    vat_status = SelectField(
        "Is the VAT paid back?", choices=offered((status, status.words) for status in UNKNOWN_FIRST)
    )
    child = SelectField("Which child is it for?")
    needed_by = DateField("When is it needed by?", called="The day it is needed by")
    already_paid = BooleanField("It is already paid: it could not wait for a decision")
    ask_manager = BooleanField("A manager is to decide it, also where I may decide it myself")
    phoned_by = SelectField("Did somebody approve it by phone?")
    phoned_at = StringField("At what time?")
    paid_from = RadioField(
        "Which money is it?",
        choices=offered((kind, kind.words) for kind in SpendKind),
        default=SpendKind.DEVOLVED,
    )
    note = TextAreaField("Note")
    legal_basis = SelectField("Legal basis")

    MORE = (
        *map(str, PurchaseQuestion),
        *("supplier", "cardholder", "vat", "vat_status", "child", "needed_by"),
        *("already_paid", "ask_manager", "phoned_by", "phoned_at", "paid_from", "note", "legal_basis"),
    )
    """The questions under "Add more detail"."""

    def validate_phoned_at(self, field: Field) -> None:
        """When somebody approved it, the time says when."""
        if self.phoned_by.data and clock_time(field.data or "") is None:
            raise StopValidation("Enter the time they agreed by the 24-hour clock, like 19:05.")

    def offer(
        self,
        categories: Collection[Category],
        children: Collection[Child],
        on: date,
        *,
        only_other: bool,
        deciders: Collection[tuple[uuid.UUID, str]] = (),
        bases: Sequence[LegalBasis] = (),
    ) -> None:
        """Fill the lists and set the days; where there is only other help to log, the rest is not asked.

        `deciders` are those who may have approved it by phone; `bases` the laws it may be given under, the family's first.
        """
        if "legal_basis" in self:
            family_words = f"As for the family: {bases[0].words}" if bases else None
            self.legal_basis.choices = offered(((each, each.words) for each in bases[1:]), family_words)
        if "phoned_by" in self:
            self.offer_phone(deciders)
        self.ask_of(categories, on)
        if not categories:
            del self.category
        self.child.choices = offered(((each.id, called(each)) for each in children), "The whole family")
        if not children:
            del self.child
        if "needed_by" in self:
            self.needed_by.earliest = on
            self.needed_by.too_early = f"{self.needed_by.called} is in the past. Enter today or a later day."
        if only_other and "paid_from" in self:
            del self.paid_from

    def offer_phone(self, deciders: Collection[tuple[uuid.UUID, str]]) -> None:
        """Fill the list of those who may have approved it by phone."""
        self.phoned_by.choices = offered(deciders, "Nobody")

    @property
    def phone_matters(self) -> bool:
        """Must the list of those who may approve be read to judge what was sent? Not where nobody was chosen."""
        return not self.is_submitted() or bool(self.phoned_by.data)

    def remember(
        self, categories: Collection[Category], lately: Collection[uuid.UUID], payment_method: str | None
    ) -> None:
        """Begin with what whoever asks chose last: their way of paying, and their categories at the head of the list."""
        if not self.is_submitted() and not self.payment_method.data:
            self.payment_method.data = payment_method
        known = [each for each in categories if each.id in lately]
        if "category" in self and known:
            others = [each for each in categories if each.id not in lately]
            groups = [
                (heading, [(each.id, each.name) for each in group])
                for heading, group in (("Chosen lately", known), ("All others", others))
            ]
            self.category.choices = offered_in_groups(groups, "Choose one")

    @property
    def more_open(self) -> bool:
        """Is something under "Add more detail" answered or wrong, so that it must be seen?"""
        plain = {"vat_status": VatStatus.UNKNOWN, "paid_from": SpendKind.DEVOLVED}
        fields = [self[name] for name in self.MORE if name in self and name not in self.required]
        return any(field.errors or (field.data and field.data != plain.get(field.short_name)) for field in fields)

    @property
    def from_other_money(self) -> bool:
        """Is this help paid outside the devolved budget?"""
        return "paid_from" not in self or self.paid_from.data == SpendKind.OTHER_HELP

    def particulars(self) -> dict[str, Any]:
        """What was said besides the amount and the day, as the deeds take it."""
        return {
            **super().particulars(),
            "cardholder": self.cardholder.data or "",
            "note": self.note.data or "",
            "child_id": chosen(self, "child"),
            "vat_pence": self.vat.data,
            "vat_status": self.vat_status.data,
            "legal_basis": (self.legal_basis.data or "") if "legal_basis" in self else "",
            "reasons": self.answers(),
        }

    def purchase(self) -> Purchase:
        """What was said, as the deeds take it."""
        planned = {name: self[name].data for name in ("needed_by", "already_paid", "ask_manager") if name in self}
        return Purchase(
            amount_pence=self.amount.data,
            bought_on=self.bought_on.data,
            **self.particulars(),
            **self._phoned(),
            **planned,
        )

    def _phoned(self) -> dict[str, Any]:
        """Who approved it by phone, and when on the day it was bought."""
        at = clock_time(self.phoned_at.data or "") if "phoned_at" in self else None
        if at is None or not self.phoned_by.data:
            return {}
        return {"phoned_by_id": chosen(self, "phoned_by"), "phoned_at": moment_in_britain(self.bought_on.data, at)}


class CorrectForm(LogSpendForm):
    """Everything that was typed on a purchase, filled with what it says; what was left empty may stay so."""

    family = SelectField("Family", [Needed("Choose the family it was for.")])
    reason = StringField("Why", [one_line])
    ask_manager = BooleanField("A manager is to agree first, also where I may correct it alone")
    version = HiddenField()

    NOT_ASKED = ("receipt", "needed_by", "already_paid", "phoned_by", "phoned_at", "legal_basis")
    """Questions of *Log spend* that have pages of their own afterwards."""

    def offer_what_stands(
        self,
        categories: Collection[Category],
        children: Collection[Child],
        families: Collection[tuple[uuid.UUID, str]],
        on: date,
        *,
        only_other: bool,
        moves: bool,
    ) -> None:
        """Fill the lists. Without `moves` amount, day, family and money stay: something is held for them."""
        for name in self.NOT_ASKED:
            del self[name]
        self.offer(categories, children, on, only_other=only_other)
        self.family.choices = offered(families)
        if not moves:
            for name in ("amount", "bought_on", "family", "paid_from", "ask_manager"):
                if name in self:
                    del self[name]
        for field in self:
            if field.object_data in (None, ""):
                field.validators = [check for check in field.validators if not isinstance(check, Needed)]
                field.flags.required = False

    def corrected(self, amount_pence: int, bought_on: date) -> Purchase:
        """What was said, as the deed takes it; amount and day as they stand where they were not asked."""
        return Purchase(
            amount_pence=self.amount.data if "amount" in self else amount_pence,
            bought_on=self.bought_on.data if "bought_on" in self else bought_on,
            ask_manager="ask_manager" in self and bool(self.ask_manager.data),
            **self.particulars(),
        )


def called(child: Child) -> str:
    """A child as a list shows it: by reference and month of birth, never by name."""
    return f"{child.reference} (born {child.born})" if child.born else child.reference


def chosen(form: PageForm, name: str) -> uuid.UUID | None:
    """The id that was chosen in a list, if the list was offered."""
    return uuid.UUID(form[name].data) if name in form and form[name].data else None


class PriceForm(PageForm):
    """What an approved purchase really cost."""

    amount = MoneyField("What did it cost?", [Needed("Enter the amount in pounds, like 45.00.")])
    bought_on = DateField("When was it bought?", [Needed("Enter the day it was bought.")])
    payment_method = SelectField(
        "How was it paid?",
        [Needed("Choose how it was paid.")],
        choices=offered(((method, method.words) for method in PaymentMethod), "Choose one"),
    )
    supplier = StringField("Shop or supplier", [one_line])


class WorkersPriceForm(PriceForm):
    """What an approved purchase really cost, told by a worker, who may ask a manager about it."""

    ask_manager = BooleanField("A manager is to look at a higher price, also where the approval covers it")


class OrderForm(PriceForm):
    """What an order really cost, with its receipt."""

    receipt = FileField("Receipt")


class RefundForm(PageForm):
    """Money that came back."""

    amount = MoneyField("How much came back?", [Needed("Enter the amount in pounds, like 45.00.")])
    refunded_on = DateField("When?", [Needed("Enter the day the money came back.")])
    receipt = FileField("The shop's refund slip")


class SeenForm(PageForm):
    """Nothing to fill in: the page asks whether it is meant."""


class ReceiptForm(PageForm):
    """A receipt for a purchase that has been made."""

    receipt = FileField("Receipt", [Needed("Choose a file, or take a picture.")])

"""What the pages of vouchers ask for, with the words for each mistake."""

import uuid
from collections.abc import Callable, Collection
from datetime import date

from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError

from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.schemes.models import Category
from budgettracker.spend.forms.purchase import chosen, one_line
from budgettracker.spend.forms.questions import QuestionsForm
from budgettracker.spend.rules import Purchase
from budgettracker.vouchers import rules
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.rules import InStock
from budgettracker.widgets import DateField, MoneyField, Needed, PageForm, offered

NOWHERE = uuid.UUID(int=0)


def ticked(field: Field) -> list[uuid.UUID]:
    """The vouchers that are ticked; what is no id at all stands for one that is nowhere."""
    return [_id(each) for each in field.data or ()]


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return NOWHERE


def offer_vouchers(field: SelectMultipleField, stock: Collection[tuple[InStock, str, str]]) -> None:
    """Fill the list: each voucher by its number, value, kind and shop."""
    field.choices = offered(
        (
            voucher.id,
            f"{voucher.serial}: {pounds(voucher.value_pence)}, {VoucherKind(kind).words.lower()} ({shop})"
            f"{', missing since a count' if voucher.missing else ''}",
        )
        for voucher, kind, shop in stock
    )


def not_later(field: DateField, on: date, words: str) -> None:
    """The day is today or earlier."""
    field.latest, field.too_late = on, f"The date is in the future. Enter the day {words}, or today."


class HandOverForm(PageForm):
    """Which vouchers are handed over, and when: the oldest are listed, of a large stock the others by their numbers."""

    vouchers = SelectMultipleField("Which vouchers do you hand over?", choices=[], validate_choice=False)
    numbers = TextAreaField("Others in hand, by their numbers")
    bought_on = DateField("When are they handed over?", [Needed("Enter the date.")])

    def list_stock(self, stock: Collection[tuple[InStock, str, str]], on: date) -> None:
        """Fill the list and set the last day."""
        self.stock = [voucher for voucher, _, _ in stock]
        offer_vouchers(self.vouchers, list(stock)[: rules.MOST_LISTED])
        if len(stock) <= rules.MOST_LISTED:
            del self.numbers
        not_later(self.bought_on, on, "they were handed over")

    def handed_over(self) -> list[uuid.UUID]:
        """What was ticked and what was typed; raises Refusal on `numbers` for a number that is not in hand."""
        typed = rules.by_number(self.stock, self.numbers.data or "") if self.numbers else []
        return [*ticked(self.vouchers), *typed]


class BatchForm(PageForm):
    """Vouchers of one value that were bought for a team."""

    kind = SelectField(
        "What are they?",
        [Needed("Choose what they are.")],
        choices=offered(((each, each.words) for each in VoucherKind), "Choose one"),
    )
    shop = StringField("Where can they be spent?", [Needed("Say where they can be spent."), one_line])
    value = MoneyField("What is one of them worth?", [Needed("Enter the value of one, like 25.00.")])
    paid = MoneyField(
        "What was paid for all of them?", [Needed("Enter what was paid for all of them.")], allow_zero=True
    )
    bought_on = DateField("When were they bought?", [Needed("Enter the day they were bought.")])
    serials = TextAreaField("Serial numbers", [Needed("Enter the serial numbers, each on its own line.")])
    known: Callable[[Collection[str]], Collection[str]]
    """Which of some serial numbers are in a stock already: said at once with the other mistakes."""

    def validate_serials(self, field: Field) -> None:
        """The numbers are none of a stock's, and each is there once."""
        try:
            rules.require_new(self.known(rules.serials_of(field.data or "")))
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal


class IssueForm(HandOverForm, QuestionsForm):
    """Vouchers for a family, and what a purchase says besides its amount."""

    bought_what = StringField("What are they for?", [Needed("Say what they are for."), one_line])
    category = SelectField("Category", [Needed("Choose a category.")])
    purpose = TextAreaField("What should it help with?", [Needed("Say in a few words what it should help with.")])

    def offer(self, stock: Collection[tuple[InStock, str, str]], categories: Collection[Category], on: date) -> None:
        """Fill the lists and set the last day."""
        self.list_stock(stock, on)
        self.category.choices = offered(((each.id, each.name) for each in categories), "Choose one")
        if not categories:
            del self.category

    def purchase(self) -> Purchase:
        """What was said, as the deed takes it; the amount is what the vouchers come to."""
        return Purchase(
            amount_pence=0,
            bought_what=self.bought_what.data or "",
            bought_on=self.bought_on.data,
            purpose=self.purpose.data or "",
            category_id=chosen(self, "category"),
            reasons=self.answers(),
        )


class ReturnForm(PageForm):
    """Vouchers that came back."""

    vouchers = SelectMultipleField("Which vouchers came back?", choices=[], validate_choice=False)
    refunded_on = DateField("When?", [Needed("Enter the day they came back.")])


class CountForm(PageForm):
    """What was there of a stock: the oldest are listed, of a large stock the others are typed by their numbers."""

    there = SelectMultipleField("Tick each voucher that is there", choices=[], validate_choice=False)
    numbers = TextAreaField("Others that are there, by their numbers")
    finding = TextAreaField("If it is not what the record says: what did you find, and what is done about it?")
    version = HiddenField()

    def list_stock(self, stock: Collection[tuple[InStock, str, str]]) -> None:
        """Fill the list."""
        self.stock = [voucher for voucher, _, _ in stock]
        offer_vouchers(self.there, list(stock)[: rules.MOST_LISTED])
        if len(stock) <= rules.MOST_LISTED:
            del self.numbers

    def counted(self) -> list[uuid.UUID]:
        """What was ticked and what was typed; raises Refusal on `numbers` for a number that is not in hand."""
        typed = rules.by_number(self.stock, self.numbers.data or "") if self.numbers else []
        return [*ticked(self.there), *typed]

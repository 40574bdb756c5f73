"""Form fields for amounts and dates: what a person types is read, or refused in words, and always kept on the page."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from wtforms.fields import IntegerField
from wtforms.fields.core import Field
from wtforms.form import BaseForm
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from budgettracker.money import NotMoney, parse_pounds, pounds_plain
from budgettracker.periods import MONTHS, long_date, month_named

LONGEST_TEXT = 2_000
LONGEST_AMOUNT = 40
PARTS = ("day", "month", "year")


def shown(text: object) -> str:
    """Typed text that a page can show again: without NUL characters and without broken Unicode."""
    return str(text).replace("\0", "\ufffd").encode("utf-8", "replace").decode()


class Needed:
    """A validator: the question must be answered; `message` says what to do, like "Choose a category".

    Spaces alone are no answer, and neither is an unticked box; £0.00 is an answer. An answer that could not be read
    keeps the field's own message.
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.process_errors:
            raise StopValidation
        if field.data is None or field.data is False or field.data in ("", []):
            field.errors = []
            raise StopValidation(self.message)


class MoneyField(Field):
    """An amount typed in pounds; `data` is whole pence, or None when nothing (readable) was typed.

    `called` begins the messages: "The amount must be more than £0.00." Zero is refused unless `allow_zero`.
    """

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,
        *,
        called: str = "The amount",
        allow_zero: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.called = called
        self.allow_zero = allow_zero
        self.typed: str | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.typed = shown(valuelist[0])[:LONGEST_TEXT] if valuelist else ""
        if len(valuelist) > 1:
            raise ValueError(f"{self.called} was sent twice. Enter one amount.")
        if not self.typed.strip():
            return
        if len(self.typed) > LONGEST_AMOUNT:
            raise NotMoney("Enter one amount in pounds, like 45.00.")
        pence = parse_pounds(self.typed)
        if pence == 0 and not self.allow_zero:
            raise ValueError(f"{self.called} must be more than £0.00.")
        self.data = pence

    def pre_validate(self, form: BaseForm) -> None:
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else pounds_plain(self.data)


class WholeNumberField(IntegerField):
    """A whole number typed in figures; `data` is an int, or None when nothing (readable) was typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.raw_data = [shown(valuelist[0]).strip()[:LONGEST_AMOUNT]] if valuelist else []
        for typed in filter(None, self.raw_data):
            if not (typed.isascii() and typed.isdigit()):
                raise ValueError("Enter a whole number, like 3.")
            self.data = int(typed)


@dataclass(frozen=True, slots=True)
class DateBox:
    """One of the three boxes of a date: day, month or year, its text, and whether this box is wrong."""

    part: str
    value: str
    wrong: bool


class DateField(Field):
    """A date in three boxes, `<name>-day`, `<name>-month` and `<name>-year`; `data` is a date, or None.

    A month may be a number or its name. `called` begins the messages: "The date must include a year." Days from
    `earliest` to `latest` are accepted, both included. A form may set these two later, where they depend on today.
    `too_early` and `too_late` replace the usual messages.
    """

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,
        *,
        called: str = "The date",
        earliest: date = date(1900, 1, 1),
        latest: date = date(2100, 12, 31),
        too_early: str | None = None,
        too_late: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.called = called
        self.earliest, self.latest = earliest, latest
        self.too_early, self.too_late = too_early, too_late
        self.wrong: tuple[str, ...] = ()
        self.typed: dict[str, str] | None = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        sent = {part: formdata.getlist(f"{self.name}-{part}") for part in PARTS}
        self.typed = {
            part: shown(values[0]).strip()[:LONGEST_AMOUNT] if values else "" for part, values in sent.items()
        }
        self.raw_data = [text for text in self.typed.values() if text]
        self.data = None
        errors: list[str] = []
        try:
            if any(len(values) > 1 for values in sent.values()):
                self._refuse(f"{self.called} was sent twice. Enter one date.", *PARTS)
            if self.raw_data:
                self.data = self._read(self.typed)
        except ValueError as refusal:
            errors.append(str(refusal))
        self.process_errors = errors

    def _read(self, typed: dict[str, str]) -> date:
        missing = [part for part in PARTS if not typed[part]]
        if missing:
            self._refuse(f"{self.called} must include a {' and '.join(missing)}.", *missing)
        day = _number(typed["day"])
        month = _number(typed["month"]) or month_named(typed["month"])
        year = _number(typed["year"])
        if not 1 <= day <= 31:
            self._refuse("The day must be a number from 1 to 31.", "day")
        if not 1 <= month <= 12:
            self._refuse("The month must be a number from 1 to 12.", "month")
        if len(typed["year"]) != 4 or year < 1:
            self._refuse("The year must have 4 figures, like 2027.", "year")
        try:
            return date(year, month, day)
        except ValueError:
            self._refuse(f"There is no {day} {MONTHS[month - 1]} {year}. Check the day and the month.", "day", "month")

    def _refuse(self, message: str, *wrong: str) -> NoReturn:
        self.wrong = wrong
        raise ValueError(message)

    def pre_validate(self, form: BaseForm) -> None:
        if self.process_errors:
            raise StopValidation
        if self.data is not None and self.data < self.earliest:
            raise StopValidation(self.too_early or f"{self.called} must be {long_date(self.earliest)} or later.")
        if self.data is not None and self.data > self.latest:
            raise StopValidation(self.too_late or f"{self.called} must be {long_date(self.latest)} or earlier.")

    def boxes(self) -> list[DateBox]:
        """The three boxes as the page draws them."""
        known = self.data
        stored = {"day": known.day, "month": known.month, "year": f"{known.year:04d}"} if known else {}
        wrong = (self.wrong or PARTS) if self.errors else ()
        shown_texts = {part: str(stored.get(part, "")) for part in PARTS} if self.typed is None else self.typed
        return [DateBox(part, shown_texts[part], part in wrong) for part in PARTS]

    @property
    def error_target(self) -> str:
        """The id the error summary links to: the first box that is wrong."""
        return f"{self.id}-{(self.wrong or PARTS)[0]}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0

"""What a purchase must fulfil whoever decides it: its day, its VAT, and a family that is open."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.spend.kinds import VatStatus
from budgettracker.voice.kinds import Asked, PurchaseQuestion


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """What a worker says about a purchase. Amounts are pence, gross; `bought_on` is also the day a request counts on."""

    amount_pence: int
    bought_what: str
    bought_on: date
    purpose: str = ""
    category_id: uuid.UUID | None = None
    payment_method: str | None = None
    supplier: str = ""
    cardholder: str = ""
    """Whose card it is bought with; empty: the card of whoever buys it."""
    note: str = ""
    child_id: uuid.UUID | None = None
    vat_pence: int | None = None
    vat_status: str = VatStatus.UNKNOWN
    needed_by: date | None = None
    already_paid: bool = False
    ask_manager: bool = False
    """Is somebody else to decide it, although the worker might?"""
    phoned_by_id: uuid.UUID | None = None
    phoned_at: datetime | None = None
    from_stock: bool = False
    """Are vouchers of a team's stock handed over for it?"""
    legal_basis: str = ""
    """The law it is given under; empty: the family's, or the usual one of the nation."""
    reasons: Mapping[PurchaseQuestion, str] = field(default_factory=dict)
    """What was answered of what the scheme asks; a question that stands here with no answer was left open."""

    @property
    def gone(self) -> bool:
        """Has the money left already: paid before anybody could be asked, or on what somebody approved by phone?"""
        return self.already_paid or self.phoned_by_id is not None


def require_purchase(purchase: Purchase, on: date, opened_on: date, closed_on: date | None) -> None:
    """Refuse a purchase on a day that cannot be, or with more VAT than its amount."""
    require_bought_on(purchase.bought_on, on, opened_on, closed_on)
    require_vat(purchase.vat_pence, purchase.amount_pence)


def require_reasons(questions: Mapping[PurchaseQuestion, Asked], reasons: Mapping[PurchaseQuestion, str]) -> None:
    """Refuse a purchase without an answer that its family's scheme requires; raises Refusal on the question."""
    for question, how in questions.items():
        if how is Asked.REQUIRED and not reasons.get(question):
            raise Refusal(str(question), question.needed_words)


def require_bought_on(bought_on: date, on: date, opened_on: date, closed_on: date | None) -> None:
    """Refuse a purchase dated in the future or on a day the family was not open."""
    if bought_on > on:
        raise Refusal("bought_on", "The date is in the future. Enter the day it was bought.")
    require_open(bought_on, opened_on, closed_on)


def require_open(day: date, opened_on: date, closed_on: date | None) -> None:
    """Refuse a day on which the family was not open; the closing day is still open."""
    if day < opened_on:
        raise Refusal("bought_on", f"Work with this family began on {long_date(opened_on)}. Enter that day or later.")
    if closed_on is not None and day > closed_on:
        raise Refusal("bought_on", f"This family was closed on {long_date(closed_on)}. Enter that day or earlier.")


def require_no_gap(day: date, was_open: bool) -> None:
    """Refuse a day between two periods in which the family was open."""
    if not was_open:
        raise Refusal("bought_on", f"This family was closed on {long_date(day)}. Enter a day on which it was open.")


def require_asking(closed_on: date | None) -> None:
    """Refuse a new request for a family that has been closed: nothing could be bought with it any more."""
    if closed_on is not None:
        raise Refusal(
            "amount",
            f"This needs a decision, and the family was closed on {long_date(closed_on)}. "
            "If it was paid by then, say under Add more detail that it is already paid.",
        )


def require_vat(vat_pence: int | None, amount_pence: int) -> None:
    """Refuse a tax that is more than the amount it is in."""
    if vat_pence is not None and vat_pence > amount_pence:
        raise Refusal(
            "vat",
            f"The VAT of {pounds(vat_pence)} cannot be more than the amount of {pounds(amount_pence)}. Put one of the two right.",
        )

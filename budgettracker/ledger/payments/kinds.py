"""The closed lists of finance files, with the words pages print for them."""

from enum import StrEnum


class Part(StrEnum):
    """What a column of a finance file holds."""

    DATE = "date"
    AMOUNT = "amount"
    NET = "net"
    GROSS = "gross"
    IRRECOVERABLE = "irrecoverable_vat"
    DEBIT = "debit"
    CREDIT = "credit"
    SUPPLIER = "supplier"
    REFERENCE = "reference"
    SEQUENCE = "sequence"
    COST_CENTRE = "cost_centre"
    PURPOSE = "purpose"
    CARD = "card"

    @property
    def words(self) -> str:
        """The part as a question names it."""
        return {
            Part.DATE: "the day of payment",
            Part.AMOUNT: "the amount",
            Part.NET: "the amount without VAT",
            Part.GROSS: "the amount with VAT",
            Part.IRRECOVERABLE: "the VAT that is not paid back",
            Part.DEBIT: "money out",
            Part.CREDIT: "money in",
            Part.SUPPLIER: "the supplier",
            Part.REFERENCE: "the payment’s reference",
            Part.SEQUENCE: "the line’s number within its reference",
            Part.COST_CENTRE: "the cost centre",
            Part.PURPOSE: "the purpose",
            Part.CARD: "the way of paying",
        }[self]


class Basis(StrEnum):
    """Whether the amounts of a file are without the VAT that the authority gets back, or with it."""

    NET = "net"
    GROSS = "gross"

    @property
    def words(self) -> str:
        """The basis as forms and pages print it."""
        return {Basis.NET: "Net: without VAT", Basis.GROSS: "Gross: with VAT"}[self]


class Answer(StrEnum):
    """What is suggested for a line of a finance file."""

    CERTAIN = "certain"
    OFFER = "offer"
    NONE = "none"
    OUTSIDE = "outside"
    SKIPPED = "skipped"
    BROKEN = "broken"

    @property
    def words(self) -> str:
        """The answer as pages print it."""
        return {
            Answer.CERTAIN: "One purchase fits, and only one",
            Answer.OFFER: "For you to choose",
            Answer.NONE: "No purchase fits",
            Answer.OUTSIDE: "Not the scheme’s",
            Answer.SKIPPED: "No payment",
            Answer.BROKEN: "Cannot be read",
        }[self]


class Standing(StrEnum):
    """How a recorded purchase or refund stands beside a finance file."""

    MATCHED = "matched"
    CERTAIN = "certain"
    OFFERED = "offered"
    MISSING = "missing"
    MAY_STILL_COME = "may_still_come"
    BELOW = "below_threshold"
    OWN_MONEY = "own_money"
    CASH = "cash"
    OTHER_HELP = "other_help"
    RECORDED_AFTER = "recorded_after"
    ANOTHER_WAY = "another_way"

    @property
    def words(self) -> str:
        """The standing as pages print it."""
        return {
            Standing.MATCHED: "Confirmed",
            Standing.CERTAIN: "One payment fits, and only one",
            Standing.OFFERED: "Offered for a payment",
            Standing.MISSING: "No payment, and none is expected any more",
            Standing.MAY_STILL_COME: "No payment yet, it may still come",
            Standing.BELOW: "Below the file’s threshold",
            Standing.OWN_MONEY: "Paid by the worker, to be paid back",
            Standing.CASH: "Paid in cash",
            Standing.OTHER_HELP: "Other help, outside the devolved budget",
            Standing.RECORDED_AFTER: "Recorded after the file’s last day",
            Standing.ANOTHER_WAY: "Not paid by card, and the file is a card’s",
        }[self]


class Reading(StrEnum):
    """How far two names of a supplier agree."""

    AGREES = "agrees"
    SILENT = "silent"
    DIFFERS = "differs"


class LineState(StrEnum):
    """How a line of a finance file was read: a payment of the scheme, another service's, none, or one that cannot be read."""

    PAYMENT = "payment"
    OUTSIDE = "outside"
    SKIPPED = "skipped"
    BROKEN = "broken"

"""The closed lists of what was paid: what it was for, and what may explain a difference from what was costed."""

from enum import StrEnum


class PaidFor(StrEnum):
    """What finance states an amount was paid for."""

    PAY = "pay"
    PURCHASES = "purchases"

    @property
    def words(self) -> str:
        """The choice as pages print it."""
        return {
            PaidFor.PAY: "Pay and on-costs of a post",
            PaidFor.PURCHASES: "Purchases for families",
        }[self]


class Cause(StrEnum):
    """What may explain a difference between what was paid and what was costed."""

    LEAVER = "leaver"
    AGENCY = "agency"
    ACCRUAL = "accrual"
    DOUBLE_ENTRY = "double_entry"
    NOT_LOGGING = "not_logging"
    HOURS = "hours"
    RATE = "rate"
    OUTSIDE_LEDGER = "outside_ledger"
    NOT_PAID = "not_paid"
    UNLOGGED = "unlogged"
    UNPAID = "unpaid"

    @property
    def words(self) -> str:
        """The cause as pages and workbooks print it."""
        return _CAUSES_IN_WORDS[self]


_CAUSES_IN_WORDS = {
    Cause.LEAVER: "A leaver still paid",
    Cause.AGENCY: "An agency worker, or pay from another budget",
    Cause.ACCRUAL: "An accrual, arrears or a payment of another month",
    Cause.DOUBLE_ENTRY: "The same thing entered twice",
    Cause.NOT_LOGGING: "Time that is not logged at all",
    Cause.HOURS: "Wrong hours",
    Cause.RATE: "An old rate",
    Cause.OUTSIDE_LEDGER: "A purchase outside the ledger",
    Cause.NOT_PAID: "A purchase without a payment",
    Cause.UNLOGGED: "Paid time that was not logged",
    Cause.UNPAID: "Time logged above what was paid",
}

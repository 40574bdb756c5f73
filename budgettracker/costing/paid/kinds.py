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
    AMOUNT = "amount"
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
    Cause.AMOUNT: "Paid at another amount than recorded",
    Cause.UNLOGGED: "Paid time that was not logged",
    Cause.UNPAID: "Time logged above what was paid",
}


class InFile(StrEnum):
    """How a purchase of a run stands beside the finance system's own files."""

    MATCHED = "matched"
    MISSING = "missing"
    MAY_STILL_COME = "may_still_come"
    OWN_POCKET = "own_pocket"
    OTHER_HELP = "other_help"
    BELOW = "below_threshold"
    ANOTHER_WAY = "another_way"
    TAKEN_OUT = "taken_out"

    @property
    def words(self) -> str:
        """The standing as the lines of a statement print it."""
        return _IN_FILE_IN_WORDS[self]


_IN_FILE_IN_WORDS = {
    InFile.MATCHED: "Confirmed as a payment",
    InFile.MISSING: "Not in the file, and no payment is expected any more",
    InFile.MAY_STILL_COME: "Less what may still be paid, or was paid on days no file covers",
    InFile.OWN_POCKET: "Less own money and cash, which no file of payments shows",
    InFile.OTHER_HELP: "Less other help that the file does not show",
    InFile.BELOW: "Less purchases below the file's threshold",
    InFile.ANOTHER_WAY: "Less what was not paid by card, where the file is a card's",
    InFile.TAKEN_OUT: "Less purchases that were reversed, with their reversals",
}

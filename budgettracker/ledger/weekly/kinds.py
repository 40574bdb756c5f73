"""The closed lists of files for finance, with the words pages print for them."""

from enum import StrEnum


class CodeUse(StrEnum):
    """What of a line of money an account code is for."""

    COST = "cost"
    VAT = "vat"
    PAID_BY = "paid_by"

    @property
    def words(self) -> str:
        """The use as pages print it."""
        return {
            CodeUse.COST: "What it was spent on",
            CodeUse.VAT: "VAT that the council gets back",
            CodeUse.PAID_BY: "How it was paid",
        }[self]


class WeeklyKind(StrEnum):
    """Which file for finance it is."""

    JOURNAL = "journal"
    REIMBURSEMENTS = "reimbursements"
    REDACTIONS = "redactions"

    @property
    def words(self) -> str:
        """The kind as pages print it."""
        return {
            WeeklyKind.JOURNAL: "Journal",
            WeeklyKind.REIMBURSEMENTS: "Reimbursements",
            WeeklyKind.REDACTIONS: "Not to be published",
        }[self]

    @property
    def what(self) -> str:
        """What stands in it, as pages print it."""
        return {
            WeeklyKind.JOURNAL: "What was spent and came back, by month and account code, debits and credits alike.",
            WeeklyKind.REIMBURSEMENTS: "Own money and cash of staff that somebody else confirmed, to be paid to them once.",
            WeeklyKind.REDACTIONS: "Payments whose supplier must not be named where the council publishes what it paid.",
        }[self]


class YearEnd(StrEnum):
    """Why a purchase stands in another year of finance's own file."""

    UNPAID = "unpaid"
    PAID_LATER = "paid_later"
    PAID_EARLIER = "paid_earlier"

    @property
    def words(self) -> str:
        """The reason as pages print it."""
        return {
            YearEnd.UNPAID: "No payment confirmed yet",
            YearEnd.PAID_LATER: "Paid after the year",
            YearEnd.PAID_EARLIER: "Paid in the year, bought after it",
        }[self]

"""The closed lists of purchases."""

from enum import StrEnum


class SpendKind(StrEnum):
    """From the devolved budget, or other help paid outside it (in either arm)."""

    DEVOLVED = "devolved"
    OTHER_HELP = "other_help"


class SpendState(StrEnum):
    """Where a purchase is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    BOUGHT = "bought"
    REVERSED = "reversed"


class Came(StrEnum):
    """Why a purchase came to a decider, or that it did not have to."""

    FRONT_LINE = "front_line"
    SINGLE = "single"
    RUNNING = "running"
    REGULAR = "regular"


class Review(StrEnum):
    """Money that already left outside the rules is told, and decided afterwards."""

    NONE = "none"
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class PaymentMethod(StrEnum):
    """How it was paid."""

    PURCHASE_CARD = "purchase_card"
    INVOICE = "invoice"
    BANK_TRANSFER = "bank_transfer"
    VOUCHER = "voucher"
    CASH = "cash"
    OWN_MONEY = "own_money"
    OTHER = "other"


class VatStatus(StrEnum):
    """Whether the authority gets the tax in the amount back."""

    RECOVERABLE = "recoverable"
    NOT_RECOVERABLE = "not_recoverable"
    UNKNOWN = "unknown"

"""The closed lists of purchases, with the words pages print for them."""

from enum import StrEnum


class SpendKind(StrEnum):
    """From the devolved budget, or other help paid outside it (in either arm)."""

    DEVOLVED = "devolved"
    OTHER_HELP = "other_help"

    @property
    def words(self) -> str:
        """Which money it is, as forms print it."""
        return {
            SpendKind.DEVOLVED: "The family's devolved budget",
            SpendKind.OTHER_HELP: "Other help, paid outside the devolved budget",
        }[self]


class SpendState(StrEnum):
    """Where a purchase is, from the request to what was bought or taken out again."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    BOUGHT = "bought"
    REVERSED = "reversed"
    ENDED = "ended"
    """A plan of regular payments that is over: what was paid are purchases of their own."""

    @property
    def words(self) -> str:
        """The state as pages print it: by its own name."""
        return self.value.capitalize()


class Rhythm(StrEnum):
    """How often a regular payment is made."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    MONTHLY = "monthly"

    @property
    def words(self) -> str:
        """The rhythm as forms and pages print it."""
        return {
            Rhythm.WEEKLY: "every week",
            Rhythm.FORTNIGHTLY: "every two weeks",
            Rhythm.FOUR_WEEKLY: "every four weeks",
            Rhythm.MONTHLY: "every month",
        }[self]

    @property
    def weeks(self) -> int:
        """The weeks from one payment to the next; 0 where it goes by the calendar's months."""
        return {Rhythm.WEEKLY: 1, Rhythm.FORTNIGHTLY: 2, Rhythm.FOUR_WEEKLY: 4, Rhythm.MONTHLY: 0}[self]


class Route(StrEnum):
    """Why a purchase needs somebody else to decide it, or (front line) that the worker decides it alone."""

    FRONT_LINE = "front_line"
    SINGLE = "single"
    """Its own amount is above the worker's band."""
    RUNNING = "running"
    """Together with the family's other purchases it is above the worker's band."""
    REGULAR = "regular"
    """Regular payments always need a decision."""

    @property
    def words(self) -> str:
        """The answer to "why did it need a decision?", as a record's history prints it."""
        return {
            Route.FRONT_LINE: "a manager was asked",
            Route.SINGLE: "its own amount",
            Route.RUNNING: "the running total",
            Route.REGULAR: "a regular payment",
        }[self]


class Review(StrEnum):
    """Whether a manager still has to decide about money that left against the rules, and how they decided."""

    NONE = "none"
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """The review as pages print it."""
        return {
            Review.NONE: "nothing to decide",
            Review.OPEN: "Waits for a decision",
            Review.ACCEPTED: "Accepted afterwards",
            Review.DECLINED: "Not accepted; it stays in the books",
        }[self]


class ProposalKind(StrEnum):
    """What of a purchase's money somebody proposes and a manager agrees to."""

    MISTAKE = "mistake"
    REFUND = "refund"
    CORRECTION = "correction"

    @property
    def words(self) -> str:
        """What is proposed, as pages print it."""
        return {
            ProposalKind.MISTAKE: "Recorded by mistake",
            ProposalKind.REFUND: "Money came back",
            ProposalKind.CORRECTION: "A correction",
        }[self]


class ProposalState(StrEnum):
    """Where a proposal is; until it is agreed neither room nor cost moves."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PaymentMethod(StrEnum):
    """How a purchase was paid."""

    PURCHASE_CARD = "purchase_card"
    INVOICE = "invoice"
    BANK_TRANSFER = "bank_transfer"
    VOUCHER = "voucher"
    CASH = "cash"
    OWN_MONEY = "own_money"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The way of paying, as forms and pages print it."""
        return {
            PaymentMethod.PURCHASE_CARD: "Purchase card",
            PaymentMethod.INVOICE: "Invoice to the council",
            PaymentMethod.BANK_TRANSFER: "Bank transfer",
            PaymentMethod.VOUCHER: "Voucher or gift card",
            PaymentMethod.CASH: "Cash drawn for it",
            PaymentMethod.OWN_MONEY: "My own money, to be paid back",
            PaymentMethod.OTHER: "Another way",
        }[self]


OWN_POCKET = frozenset({PaymentMethod.CASH, PaymentMethod.OWN_MONEY})
"""Ways of paying by which money goes to the pocket of whoever bought."""


class Reimbursement(StrEnum):
    """Whether money that went to the pocket of whoever bought may be paid back, or a float made good."""

    NONE = "none"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"

    @property
    def words(self) -> str:
        """The state as pages print it."""
        return {
            Reimbursement.NONE: "Nothing to reimburse",
            Reimbursement.WAITING: "Waits for confirmation, not to be reimbursed",
            Reimbursement.CONFIRMED: "To reimburse",
            Reimbursement.REFUSED: "Not confirmed, not to be reimbursed",
        }[self]


class VatStatus(StrEnum):
    """Whether the authority gets the tax in the amount back."""

    RECOVERABLE = "recoverable"
    NOT_RECOVERABLE = "not_recoverable"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """The answer to "is the VAT paid back?"."""
        return {
            VatStatus.RECOVERABLE: "Yes, the council gets it back",
            VatStatus.NOT_RECOVERABLE: "No",
            VatStatus.UNKNOWN: "Not known",
        }[self]


class Helped(StrEnum):
    """Whether a purchase helped, as the worker saw it some weeks later."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_KNOWN = "not_known"

    @property
    def words(self) -> str:
        """The answer to "did it help?"."""
        return {
            Helped.YES: "It helped",
            Helped.PARTLY: "In part",
            Helped.NO: "It did not help",
            Helped.NOT_KNOWN: "Not known",
        }[self]


class OpenKind(StrEnum):
    """What of a family's or scheme's money is still open. The first ones hold a closing up; the last ones outlast it."""

    REQUESTED = "requested"
    APPROVED = "approved"
    PLAN = "plan"
    LIMIT = "limit"
    REVIEW = "review"
    PROPOSED = "proposed"
    OWN_MONEY = "own_money"
    RECEIPT = "receipt"
    SLIP = "slip"
    OPENING = "opening"
    VOUCHERS = "vouchers"
    IMPORT = "import"

    @property
    def words(self) -> str:
        """What is open, as pages print it."""
        return {
            OpenKind.REQUESTED: "Requested",
            OpenKind.APPROVED: "Approved and not bought yet",
            OpenKind.PLAN: "Regular payments that go on",
            OpenKind.LIMIT: "A limit that waits for a decision",
            OpenKind.REVIEW: "Money that left waits for a decision",
            OpenKind.PROPOSED: "A correction or refund waits for a decision",
            OpenKind.OWN_MONEY: "Own money waits to be confirmed",
            OpenKind.RECEIPT: "Receipt missing",
            OpenKind.SLIP: "Signed slip missing",
            OpenKind.OPENING: "An imported limit waits to be confirmed",
            OpenKind.VOUCHERS: "Vouchers in hand",
            OpenKind.IMPORT: "An import waits",
        }[self]

    @property
    def outlasts(self) -> bool:
        """Can a family, or a scheme, be closed all the same?"""
        return self not in (OpenKind.REQUESTED, OpenKind.APPROVED, OpenKind.PLAN, OpenKind.LIMIT)

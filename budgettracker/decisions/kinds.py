"""The closed lists of Decisions waiting."""

from enum import StrEnum


class DecisionKind(StrEnum):
    """What waits: a request, a limit, or the review of money that left outside the rules."""

    REQUEST = "request"
    LIMIT = "limit"
    REVIEW = "review"


class LongKind(StrEnum):
    """What has waited too long, as a list of teams counts it."""

    REQUEST = "request"
    REVIEW = "review"
    LIMIT = "limit"
    PROPOSAL = "proposal"
    TICK = "tick"
    OWN_MONEY = "own_money"
    EXPENSES = "expenses"
    OPENING = "opening"
    HIDING = "hiding"
    FAMILY = "family"
    RIGHTS = "rights"
    SETTINGS = "settings"
    STOCK = "stock"
    STUDY = "study"
    IMPORT = "import"

    @property
    def words(self) -> str:
        """What waits, as pages print it."""
        return {
            LongKind.REQUEST: "Requests",
            LongKind.REVIEW: "Money that has gone above what was allowed",
            LongKind.LIMIT: "Limits",
            LongKind.PROPOSAL: "Proposed mistakes, corrections and refunds",
            LongKind.TICK: "To tick: what came back or was reversed",
            LongKind.OWN_MONEY: "Own money to confirm",
            LongKind.EXPENSES: "What work cost, to be confirmed",
            LongKind.OPENING: "Opening balances to confirm",
            LongKind.HIDING: "Words and receipts that somebody hid",
            LongKind.FAMILY: "Families to be opened again, to cross over, to be read by others or to be sealed",
            LongKind.RIGHTS: "Roles, teams, links and cover",
            LongKind.SETTINGS: "Bands, margins, caps, schemes and the source of deciding time",
            LongKind.STOCK: "Vouchers that were bought or counted, to be confirmed",
            LongKind.STUDY: "Evaluators to agree to",
            LongKind.IMPORT: "Imports to release, or to take back",
        }[self]

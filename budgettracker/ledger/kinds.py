"""The closed lists of the ledger, with the words pages print for them."""

from enum import StrEnum

from budgettracker.budgets.kinds import Entry


class OtherHelp(StrEnum):
    """A line of the ledger that is in no budget: help paid outside it, and money that came back for such help."""

    PAID = "other_help"
    CAME_BACK = "other_help_back"

    @property
    def words(self) -> str:
        """What happened, as the ledger prints it."""
        return {OtherHelp.PAID: "Other help paid", OtherHelp.CAME_BACK: "Other help came back"}[self]


LINE_WORDS: dict[str, str] = {line: line.words for line in (*Entry, *OtherHelp)}
"""What happened on any line of the ledger, in words."""


class FaultCode(StrEnum):
    """In which way books do not agree."""

    POSITION = "position"
    ROWS = "rows"
    LIMIT = "limit"
    CAP = "cap"
    PURCHASE = "purchase"
    OWN = "own"
    CHAIN = "chain"
    AS_RECORDED = "as_recorded"
    SECOND_HAND = "second_hand"
    OPENING = "opening"
    MONTH = "month"
    FILE = "file"
    STOCK = "stock"
    KEPT = "kept"
    GUARD = "guard"

    @property
    def words(self) -> str:
        """The fault as the page of the books prints it."""
        return {
            FaultCode.POSITION: "The position of the budget is not what its ledger lines add up to.",
            FaultCode.ROWS: "Lines of the budget's ledger are missing, or some were added.",
            FaultCode.LIMIT: "Committed and spent together are above the limit.",
            FaultCode.CAP: "The limit is above the cap, and nobody made an exception.",
            FaultCode.PURCHASE: "The ledger does not explain this purchase.",
            FaultCode.OWN: "The purchase was decided by the person who asked for it.",
            FaultCode.CHAIN: "Its record of who did what has a gap or a changed line.",
            FaultCode.AS_RECORDED: "It says something else than its own record of who did what.",
            FaultCode.SECOND_HAND: "One person did alone what takes two, or decided above their band.",
            FaultCode.OPENING: "Something was bought from an imported limit that nobody had confirmed.",
            FaultCode.MONTH: "A line of money stands in no month of the books, or in one that was closed before it came.",
            FaultCode.FILE: "A file for finance holds another sum than when it was made, or than the books.",
            FaultCode.STOCK: "Vouchers handed over are not what the family was charged for them.",
            FaultCode.KEPT: "Sums that are kept for the pages of teams are not what the purchases and budgets come to.",
            FaultCode.GUARD: "A guard of the database that keeps lines from being changed is missing.",
        }[self]

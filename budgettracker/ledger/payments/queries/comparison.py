"""A finance file beside the books: suggestions, lists and sums, computed anew from what stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from budgettracker.ledger.payments.kinds import Answer
from budgettracker.ledger.payments.models import PaymentFile
from budgettracker.ledger.payments.queries.files import (
    aliases_of,
    confirmed_purchases,
    confirmed_rows,
    finance_file,
)
from budgettracker.ledger.payments.queries.purchases import purchases_between
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.lists import Lists, answer_of, lists_of
from budgettracker.ledger.payments.rules.suggest import Choice, Suggestion, suggest


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file with what is suggested for its lines, and the lists of both sides with their sums."""

    read: FinanceFile
    suggestions: Mapping[int, Suggestion]
    lists: Lists
    confirmed: frozenset[int]

    def lines(self, answer: Answer) -> list[Line]:
        """The lines that are not confirmed and came to an answer, in the order of the file."""
        return [
            line
            for line in self.read.lines
            if line.row not in self.confirmed and answer_of(line.answer, self.suggestions.get(line.row)) is answer
        ]

    @property
    def choices(self) -> dict[str, Choice]:
        """Every choice that is offered, by its token."""
        return {token_of(choice): choice for suggestion in self.suggestions.values() for choice in suggestion.choices}


def token_of(choice: Choice) -> str:
    """What a form sends for a choice: it is the same as long as rows and purchases are."""
    parts = (*map(str, choice.rows), *(each.id for each in choice.purchases))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def comparison_of(file: PaymentFile) -> Comparison:
    """Lay a finance file beside the purchases of its authority that have no confirmed payment yet."""
    read, confirmed = finance_file(file), confirmed_rows(file)
    matched = confirmed_purchases(file.authority_id)
    near = purchases_between(file.authority_id, file.first_on, file.last_on)
    free = [each for each in near if each.id not in matched]
    keys = frozenset(line.key for line in read.lines if line.row in confirmed)
    suggestions = suggest(read, free, aliases_of(file.authority_id), keys)
    return Comparison(read, suggestions, lists_of(read, free, suggestions, confirmed), confirmed)

"""RESULT.csv and RESULT-missing.csv: a row for each line of a finance file, and for each purchase without a payment."""

from collections.abc import Iterator, Mapping

from budgettracker.csv_text import csv_text
from budgettracker.ledger.payments.rules.lines import FinanceFile
from budgettracker.ledger.payments.rules.lists import Lists, answer_of, without_payment
from budgettracker.ledger.payments.rules.suggest import Suggestion
from budgettracker.money import pounds_plain

RESULT_HEADINGS = ("line", "reference", "date", "amount", "basis", "answer", "ticked", "spend_refs", "why")
MISSING_HEADINGS = ("spend_ref", "bought_on", "amount", "amount_on_basis", "basis", "answer", "why")


def result_rows(file: FinanceFile, suggestions: Mapping[int, Suggestion]) -> Iterator[list[str]]:
    """A row for each line of the file, headings first; texts that a spreadsheet takes for formulas stay texts."""
    yield list(RESULT_HEADINGS)
    for line in file.lines:
        suggestion = suggestions.get(line.row)
        answer = answer_of(line.answer, suggestion)
        yield [
            str(line.row),
            csv_text(line.reference),
            str(line.when or ""),
            pounds_plain(line.pence) if line.when is not None else "",
            str(file.basis or ""),
            str(answer),
            "yes" if suggestion is not None and suggestion.ticked else "no",
            csv_text(";".join(each.reference for each in suggestion.purchases) if suggestion else ""),
            csv_text(suggestion.why if suggestion is not None else line.why),
        ]


def missing_rows(file: FinanceFile, lists: Lists) -> Iterator[list[str]]:
    """A row for each purchase without a payment, headings first: missing, may still come, and those apart."""
    yield list(MISSING_HEADINGS)
    assert file.basis is not None
    for standing, purchase in without_payment(lists):
        yield [
            csv_text(purchase.reference),
            purchase.on.isoformat(),
            pounds_plain(purchase.pence),
            pounds_plain(purchase.least_pence(file.basis)),
            str(file.basis),
            str(standing),
            csv_text(standing.words),
        ]

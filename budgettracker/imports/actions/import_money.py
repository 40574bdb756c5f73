"""Import limits, purchases and refunds, one after another in the order of their days."""

from budgettracker.budgets.actions import lock
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books
from budgettracker.imports.actions.import_limits import limit_steps
from budgettracker.imports.actions.import_purchases import spend_steps


def import_money(books: Books) -> None:
    """Limits, purchases and refunds in the order of their days, so that each purchase meets the limit of its day.

    Of one day limits come first, so that what was bought on the day a limit was raised is within it, and refunds last.
    """
    for period_id in queries.periods_to_lock([family.id for family in books.families.values()]):
        lock(period_id)
    steps = sorted([*limit_steps(books), *spend_steps(books)], key=lambda step: step.order)
    for count, step in enumerate(steps, start=1):
        step.write()
        if count % 500 == 0:
            books.progress("budgets and spend", count)

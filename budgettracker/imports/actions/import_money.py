"""Import limits, plans, purchases and refunds, one after another in the order of their days."""

from functools import partial

from budgettracker.database import db
from budgettracker.imports.actions.books import Books
from budgettracker.imports.actions.import_limits import limit_steps
from budgettracker.imports.actions.import_purchases import spend_steps
from budgettracker.spend.actions.record_past_money import PastMoney
from budgettracker.staging import staged
from budgettracker.vouchers.actions.issue_past import PastIssues

BATCH = 1_000
"""Limits, purchases and refunds held before their rows are put aside."""


def import_money(books: Books) -> None:
    """Limits, purchases and refunds in the order of their days, so that each purchase meets the limit of its day.

    Of one day limits come first, so that what was bought on the day a limit was raised is within it, and refunds last.
    Purchases that will be undone anyway are looked at and not written.
    """
    families = [family.id for family in books.families.values()]
    money = PastMoney(books.by, books.authority.id, families, on=books.on, at=books.at)
    issues = PastIssues(books.authority.id, {serial for row in books.folder.spend for serial in row.vouchers})
    steps = sorted([*limit_steps(books, money), *spend_steps(books, money, issues)], key=lambda step: step.order)
    for count, step in enumerate(steps, start=1):
        # Looking something up for a purchase would write the positions it moved, and hold the lock from there.
        with db.session.no_autoflush:
            step.write()
        if count % BATCH == 0:
            _put_aside(books, money)
            books.progress("budgets and spend, checked", count)
    _put_aside(books, money)
    books.last.append(partial(_write, books, money, issues))


def _put_aside(books: Books, money: PastMoney) -> None:
    if not books.will_be_undone:
        with staged(books.staging):
            money.ready()


def _write(books: Books, money: PastMoney, issues: PastIssues) -> None:
    """Positions and ends of chains, and what happened to vouchers, after the rows that were put aside."""
    if not books.will_be_undone:
        money.write()
        issues.write(books.by, books.at)

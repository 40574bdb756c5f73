"""Prove that the books agree: positions, holds, caps, the audit's chains and the triggers that guard them."""

import sys

import click

from budgettracker.commands.schema import ready_program
from budgettracker.ledger.queries.books import book_faults


def faults() -> list[str]:
    """Everything about the books that does not agree, in words; empty when all is well."""
    checked = book_faults()
    missing = [f"the trigger {name} is missing" for name in checked.missing_triggers]
    return [*missing, *map(str, checked.records)]


@click.command("check-books")
def check_books() -> None:
    """Recompute every position, hold, cap and audit chain; exit 0 only when everything agrees."""
    app = ready_program()
    with app.app_context():
        messages = faults()
    for line in messages:
        click.echo(line)
    if messages:
        click.echo(f"The books do not agree: {len(messages)} fault{'s' if len(messages) != 1 else ''}.")
        sys.exit(1)
    click.echo("The books agree.")

"""Prove that the books agree: positions, holds, caps, the audit's chains and the triggers that guard them."""

import sys

import click

from budgettracker.commands.schema import ready_program
from budgettracker.ledger.queries.books import book_faults


def faults() -> list[str]:
    """Everything about the books that does not agree, in words; empty when all is well."""
    found = book_faults()
    missing = [f"the trigger {name} is missing" for name in found.missing_triggers]
    return [*missing, *map(str, found.records)]


@click.command("check-books")
def check_books() -> None:
    """Recompute every position, hold, cap and audit chain; exit 0 only when everything agrees."""
    app = ready_program()
    with app.app_context():
        found = faults()
    for line in found:
        click.echo(line)
    if found:
        click.echo(f"The books do not agree: {len(found)} fault{'s' if len(found) != 1 else ''}.")
        sys.exit(1)
    click.echo("The books agree.")

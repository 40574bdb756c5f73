"""Prove that the books agree: positions, holds, caps, the audit's chains and the triggers that guard them."""

import sys
from pathlib import Path

import click

from budgettracker.commands.anchor import compare_with, key_of
from budgettracker.commands.schema import ready_program
from budgettracker.database import transaction
from budgettracker.errors import Refusal
from budgettracker.families.queries import references_alike
from budgettracker.ledger.queries.books import book_faults
from budgettracker.ledger.queries.limits_of_before import notes_of_before
from budgettracker.ledger.queries.second_hands import how_many_before
from budgettracker.spend.queries import sum_anew
from budgettracker.web import today


def faults() -> list[str]:
    """Everything about the books that does not agree, in words; empty when all is well."""
    checked = book_faults()
    missing = [f"the trigger {name} is missing" for name in checked.missing_triggers]
    return [*missing, *map(str, checked.records)]


def alike() -> list[str]:
    """A note, and no fault, for older families whose references differ only in what gets lost between two hands."""
    return [
        f"note: in {authority} the families {' and '.join(references)} have almost the same reference"
        for authority, references in references_alike()
    ]


@click.command("sum-anew")
def sum_anew_command() -> None:
    """Make the sums kept for pages over many families anew from the purchases and budgets."""
    app = ready_program()
    with app.app_context(), transaction():
        sum_anew()
    click.echo("The kept sums are made anew.")


@click.command("check-books")
@click.option(
    "--anchor", "file", type=click.Path(path_type=Path), help="Compare with the anchors of this file too (see anchor)."
)
def check_books(file: Path | None) -> None:
    """Recompute every position, hold, cap and audit chain; exit 0 only when everything agrees."""
    app = ready_program()
    note = ""
    with app.app_context():
        lines, notes = faults(), [*alike(), *notes_of_before(today())]
        before = how_many_before()
        if file is not None:
            try:
                unlike, note = compare_with(file, key_of(app))
            except Refusal as refusal:
                raise click.ClickException(refusal.message) from refusal
            lines += unlike
    for line in lines:
        click.echo(line)
    for words in filter(None, (note, *notes)):
        click.echo(words)
    if before:
        click.echo(f"Not judged by second hands, since older than they are: {before} deed{'s' if before != 1 else ''}.")
    if lines:
        click.echo(f"The books do not agree: {len(lines)} fault{'s' if len(lines) != 1 else ''}.")
        sys.exit(1)
    click.echo("The books agree.")

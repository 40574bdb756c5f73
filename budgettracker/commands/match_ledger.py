"""Lay a finance system's own file beside the recorded purchases: which payment is which, and what has no other side."""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from budgettracker.commands.schema import ready_program
from budgettracker.imports.files.problems import FileRefused
from budgettracker.imports.queries import authority_named
from budgettracker.imports.tables.answers import BadAnswers
from budgettracker.ledger.payments.queries.layouts import payment_layouts
from budgettracker.ledger.payments.queries.purchases import purchases_between
from budgettracker.ledger.payments.rules.answers import PaymentAnswers, read_payment_answers
from budgettracker.ledger.payments.rules.lines import FinanceFile
from budgettracker.ledger.payments.rules.lists import APART, WITHOUT_PAYMENT, Lists, lists_of
from budgettracker.ledger.payments.rules.open_file import open_rows
from budgettracker.ledger.payments.rules.read_file import Earlier, read_finance_file
from budgettracker.ledger.payments.rules.result import missing_rows, result_rows
from budgettracker.ledger.payments.rules.suggest import suggest
from budgettracker.money import pounds


@click.command("match-ledger")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--authority", required=True, help="Whose finance file it is.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with the answers to what was asked: columns, net or gross, threshold, cost centres.",
)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where RESULT.csv goes.")
def match_ledger(file: Path, authority: str, mapping: Path | None, out: Path) -> None:
    """Read FILE, payments as a finance system or a card company lists them, and suggest which purchase each line is.

    Writes a row for each line into OUT, and purchases without a payment into OUT-missing.csv. Nothing is confirmed and
    nothing is written into the books: finance confirms on the page. What is unclear is asked for by name, and ends
    with 1.
    """
    app = ready_program()
    with app.app_context():
        known = authority_named(authority)
        if known is None:
            raise click.ClickException(f"There is no authority named {authority}.")
        read = _read(file, mapping, payment_layouts(known.id))
        if read.questions:
            for question in read.questions:
                click.echo(str(question))
            click.echo("Nothing was written. Answer these in a mapping and try again.")
            sys.exit(1)
        near = purchases_between(known.id, read.first, read.last) if read.first and read.last else []
    suggestions = suggest(read, near)
    lists = lists_of(read, near, suggestions)
    missing = out.with_name(f"{out.stem}-missing{out.suffix or '.csv'}")
    _write(out, result_rows(read, suggestions))
    _write(missing, missing_rows(read, lists))
    _tell(read, lists)
    click.echo(f"Lines: {out}\nPurchases without a payment: {missing}")


def _read(file: Path, mapping: Path | None, earlier: Earlier) -> FinanceFile:
    try:
        answers = read_payment_answers(mapping.read_text(encoding="utf-8-sig")) if mapping else PaymentAnswers()
        rows, questions = open_rows(file, answers)
        if questions:
            return FinanceFile(file.name, "", questions=questions)
        return read_finance_file(file.name, rows, answers, earlier)
    except FileRefused as wrong:
        raise click.ClickException(f"{file.name}: {wrong}") from wrong
    except (BadAnswers, OSError, UnicodeDecodeError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(rows)
    except OSError as wrong:
        raise click.ClickException(f"{path} cannot be written: {wrong.strerror}.") from wrong


def _tell(read: FinanceFile, lists: Lists) -> None:
    for note in read.notes:
        click.echo(note)
    for answer, part in sorted(lists.lines.items()):
        click.echo(f"{answer.words}: {part.count:,} lines, {pounds(part.pence)}")
    click.echo(f"The file: {lists.file.count:,} lines, {pounds(lists.file.pence)}, {read.basis}")
    for standing in (*WITHOUT_PAYMENT, *APART):
        part = lists.sum_of(standing)
        if part.count:
            click.echo(f"{standing.words}: {part.count:,} purchases, {pounds(part.pence)}")

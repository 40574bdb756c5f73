"""Import an authority's folder of spreadsheets: everything or nothing, with a report that names every cell."""

import sys
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from budgettracker.commands.schema import ready_program
from budgettracker.database import passing, transaction
from budgettracker.errors import Busy, Refusal
from budgettracker.imports.actions import Outcome, import_folder
from budgettracker.imports.queries import authority_named, layouts_of
from budgettracker.imports.tables.answers import Answers, BadAnswers, read_answers
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from budgettracker.imports.tables.report import text_report, write_refused_rows
from budgettracker.studies import keys
from budgettracker.web import now, today

EVERY = 10_000


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("--authority", required=True, help="Whose files they are; an authority that does not exist yet is made.")
@click.option("--keep-good", is_flag=True, help="Write the good rows; the others come back as files with a reason.")
@click.option(
    "--rejected",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where refused rows come back to with --keep-good (default: FOLDER/rejected).",
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with the answers to what an earlier report asked.",
)
@click.option("--preview", is_flag=True, help="Say what would be written and what it comes to; write nothing.")
def import_command(
    folder: Path, authority: str, keep_good: bool, rejected: Path | None, mapping: Path | None, preview: bool
) -> None:
    """Import FOLDER (or one workbook): people, schemes, families, children, posts, budgets, spend, worktime, studies.

    The report names file, row, column and reason for everything that is wrong, in one pass. Without --keep-good nothing
    is written unless all is good. The same folder twice changes nothing.
    """
    app = ready_program()
    answers = _answers(mapping)
    with app.app_context():
        known = authority_named(authority)
        answers = answers.with_layouts(layouts_of(known.id if known is not None else None))
    read = read_folder(folder, _tell, answers)
    with app.app_context():
        outcome = _write(read, authority, keep_good, preview)
        _make_keys(app, outcome)
    click.echo(text_report(outcome.folder))
    _tell_sums(outcome, preview)
    if outcome.refused and not keep_good:
        click.echo(f"Nothing was written for {outcome.authority}. Put the rows right and import the folder again.")
        sys.exit(1)
    if preview:
        click.echo(f"Nothing was written for {outcome.authority}: this was a preview.")
        return
    if not outcome.words:
        click.echo(f"Nothing changed: the books of {outcome.authority} have every good row already.")
    else:
        new = ", a new authority" if outcome.new_authority else ""
        click.echo(f"Imported for {outcome.authority}{new}: {outcome.words}.")
    if outcome.refused:
        into = rejected or (folder if folder.is_dir() else folder.parent) / "rejected"
        for path in write_refused_rows(outcome.folder, into):
            click.echo(f"Refused rows: {path}")


def _tell_sums(outcome: Outcome, preview: bool) -> None:
    if outcome.sums:
        click.echo("What would be written:" if preview else "What was written:")
        for line in outcome.sums:
            click.echo(f"  {line}")
        click.echo()


def _answers(mapping: Path | None) -> Answers:
    try:
        return read_answers(mapping.read_text(encoding="utf-8-sig")) if mapping else Answers()
    except (BadAnswers, OSError, UnicodeDecodeError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _write(read: ReadFolder, authority: str, keep_good: bool, preview: bool) -> Outcome:
    try:
        with transaction():
            return import_folder(
                None,
                read,
                authority,
                digest_of(read),
                keep_good=keep_good,
                preview=preview,
                on=today(),
                at=now(),
                progress=_tell,
            )
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    except (Busy, DBAPIError) as problem:
        if isinstance(problem, DBAPIError) and not passing(problem):
            raise
        raise click.ClickException("The database is busy. Nothing was written. Try again in a moment.") from problem


def _make_keys(app: Flask, outcome: Outcome) -> None:
    """Each new study gets the key of its pseudonyms."""
    for study_id in outcome.studies:
        keys.make_key(study_id, app.config["STUDY_KEYS"], app.config["APP_ENV"] == "production")


def _tell(what: str, rows: int) -> None:
    if rows % EVERY == 0:
        click.echo(f"{what}: {rows:,} rows", err=True)

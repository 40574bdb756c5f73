"""Import an authority's folder of spreadsheets: everything or nothing, with a report that names every cell."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from budgettracker.commands.schema import ready_program
from budgettracker.database import checked_first, db, passing
from budgettracker.errors import Busy, Refusal
from budgettracker.imports.actions import Outcome, drop_files, import_folder, import_or_wait, release_import
from budgettracker.imports.queries import (
    authority_named,
    ids_waiting,
    knowing,
    read_waiting,
    waiting_import_numbered,
)
from budgettracker.imports.tables.answers import Answers, BadAnswers, read_answers
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from budgettracker.imports.tables.report import text_report, write_refused_rows
from budgettracker.people.queries import person_to_sign_in
from budgettracker.second_hands import ROWS
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
    """Import FOLDER (or one workbook): people, schemes, families, periods, leads, children, posts, agency, budgets,
    plans, spend, activities, worktime, absences, hours, outcomes, payroll, studies.

    The report names file, row, column and reason for everything that is wrong, in one pass. Without --keep-good nothing
    is written unless all is good. The same folder twice changes nothing.
    """
    app = ready_program()
    answers = _answers(mapping)
    with app.app_context():
        known = authority_named(authority)
        answers = knowing(answers, known.id if known is not None else None)
    read = read_folder(folder, _tell, answers)
    with app.app_context():
        outcome, number = _write(app, read, authority, keep_good, preview)
        make_keys(app, outcome)
    click.echo(text_report(outcome.folder))
    _tell_sums(outcome, nothing_written=preview or number is not None)
    if outcome.refused and not keep_good:
        click.echo(f"Nothing was written for {outcome.authority}. Put the rows right and import the folder again.")
        sys.exit(1)
    if preview:
        click.echo(f"Nothing was written for {outcome.authority}: this was a preview.")
        if outcome.waits_for is not None:
            click.echo(f"It would wait for a second person. {ROWS[outcome.waits_for].second}")
        return
    if number is not None:
        assert outcome.waits_for is not None
        click.echo(f"Nothing was written for {outcome.authority} yet: it waits for release as import {number}.")
        click.echo(ROWS[outcome.waits_for].second)
    elif not outcome.words:
        click.echo(f"Nothing changed: the books of {outcome.authority} have every good row already.")
    else:
        new = ", a new authority" if outcome.new_authority else ""
        click.echo(f"Imported for {outcome.authority}{new}: {outcome.words}.")
    if outcome.refused:
        into = rejected or (folder if folder.is_dir() else folder.parent) / "rejected"
        for path in write_refused_rows(outcome.folder, into):
            click.echo(f"Refused rows: {path}")


@click.command("release-import")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--by", "email", required=True, help="The address of who agreed to it: finance, or an administrator.")
def release_import_command(number: int, email: str) -> None:
    """Release the import NUMBER that waits in the authority of who is named, where they cannot do it on the page.

    It is recorded as the operator's deed, naming them; they and the senior managers are told when they next sign in.
    Whoever made the import cannot be named.
    """
    app = ready_program()
    with app.app_context():
        place = Path(app.config["IMPORTS_FOLDER"]) / "waiting"
        with _words():
            named = person_to_sign_in(email)
            row = waiting_import_numbered(named.authority_id, number) if named is not None else None
            if named is None or row is None:
                raise Refusal(None, f"There is no import {number} in the authority of {email}.")
            files, digest = read_waiting(row, place, _tell)
            db.session.rollback()
            outcome = checked_first(
                lambda: release_import(None, row, files, digest, named=named, on=today(), at=now(), progress=_tell)
            )
            make_keys(app, outcome)
            drop_files(place, ids_waiting())
    _tell_sums(outcome, nothing_written=False)
    click.echo(f"Released import {number} of {outcome.authority}: {outcome.words}.")


def _tell_sums(outcome: Outcome, *, nothing_written: bool) -> None:
    if outcome.sums:
        click.echo("What would be written:" if nothing_written else "What was written:")
        for line in outcome.sums:
            click.echo(f"  {line}")
        click.echo()


def _answers(mapping: Path | None) -> Answers:
    try:
        return read_answers(mapping.read_text(encoding="utf-8-sig")) if mapping else Answers()
    except (BadAnswers, OSError, UnicodeDecodeError) as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _write(app: Flask, read: ReadFolder, authority: str, keep_good: bool, preview: bool) -> tuple[Outcome, int | None]:
    """Import, or keep waiting: then with the number under which it waits."""
    digest, place = digest_of(read), Path(app.config["IMPORTS_FOLDER"]) / "waiting"

    def once() -> tuple[Outcome, int | None]:
        if preview:
            tried = import_folder(
                None, read, authority, digest, keep_good=keep_good, preview=True, on=today(), at=now(), progress=_tell
            )
            return tried, None
        outcome, waiting = import_or_wait(
            None, read, authority, digest, place, keep_good=keep_good, on=today(), at=now(), progress=_tell
        )
        return outcome, waiting.number if waiting is not None else None

    with _words():
        return checked_first(once)


@contextlib.contextmanager
def _words() -> Iterator[None]:
    """Say a refusal, and a database that is busy, in words."""
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    except (Busy, DBAPIError) as problem:
        if isinstance(problem, DBAPIError) and not passing(problem):
            raise
        raise click.ClickException("The database is busy. Nothing was written. Try again in a moment.") from problem


def make_keys(app: Flask, outcome: Outcome) -> None:
    """Each new study gets the key of its pseudonyms."""
    for study_id in outcome.studies:
        keys.make_key(study_id, app.config["STUDY_KEYS"], app.config["APP_ENV"] == "production")


def _tell(what: str, rows: int) -> None:
    if rows % EVERY == 0:
        click.echo(f"{what}: {rows:,} rows", err=True)

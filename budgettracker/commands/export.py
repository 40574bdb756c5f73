"""Write a study's workbook to a file, after a new costing run over the present data and a check of the finished workbook."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask

from budgettracker.commands.schema import ready_program
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.errors import Busy, Refusal
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.actions.build_workbook import WorkbookFolders, build_workbook
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.studies.queries import study_named
from budgettracker.web import today

ONLY_RELEASES = (
    "In production only a workbook that two people released is written to a file, and none has been released. "
    "Evaluators download a study's workbook from its page."
)


@click.command("export")
@click.option("--study", "name", required=True, help="The study's name.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write, ending in .xlsx.")
def export(name: str, out: Path) -> None:
    """Build a study's workbook and write it to a file.

    A new costing run is made of the data as they stand now, and its number is printed. A file of that name is replaced,
    but only by a complete and proved workbook.
    """
    _require_place(out)
    app = ready_program()
    if app.config["APP_ENV"] == "production":
        raise click.ClickException(ONLY_RELEASES)
    with app.app_context():
        workbook = _build(app, name)
        run = db.session.get_one(CostingRun, workbook.run_id)
        _copy(Path(app.config["EXPORTS_FOLDER"]) / str(workbook.file_name), out)
        click.echo(f"Workbook {workbook.number} of the study “{name}”, from costing run {run.number}, not released.")
        click.echo(f"{workbook.done_rows:,} data rows, {workbook.bytes:,} bytes, SHA-256 {workbook.digest}")
        click.echo(f"Written to {out}")


def _build(app: Flask, name: str) -> Workbook:
    try:
        with transaction():
            study = study_named(name)
            if study is None:
                raise click.ClickException(f"There is no study called “{name}”.")
            workbook = ask_workbook(None, study, on=today(), at=_now())
        built = build_workbook(None, workbook.id, WorkbookFolders.of(app.config), on=today(), clock=_now)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    except Busy as busy:
        raise click.ClickException("The database is busy. Try again in a moment.") from busy
    if built.state != BuildState.READY:
        raise click.ClickException(built.message)
    return built


def _now() -> datetime:
    return datetime.now(UTC)


def _require_place(out: Path) -> None:
    if out.suffix.lower() != ".xlsx":
        raise click.ClickException(f"{out.name} must end in .xlsx: that is what is written.")
    if out.is_dir():
        raise click.ClickException(f"{out} is a folder. Name a file.")
    folder = out.absolute().parent
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {folder}.")
    if not os.access(folder, os.W_OK):
        raise click.ClickException(f"Files cannot be written to {folder}.")


def _copy(workbook: Path, out: Path) -> None:
    """Write under another name first, so that nobody opens half a workbook. Only its owner can read the file."""
    unfinished = out.with_name(f".{out.name}.part")
    try:
        shutil.copyfile(workbook, unfinished)
        unfinished.chmod(0o600)
        os.replace(unfinished, out)
    except OSError as problem:
        raise click.ClickException(f"{out} could not be written: {problem.strerror}.") from problem
    finally:
        unfinished.unlink(missing_ok=True)

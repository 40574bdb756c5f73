"""Make a backup of the database while people work, and restore one. Both are checked before they are reported as good."""

import os
import sys
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import Engine

from budgettracker.commands.answers import BadInput
from budgettracker.commands.backups import postgres, sqlite
from budgettracker.commands.backups.checks import Unusable, looked_at, newest, rows_in
from budgettracker.commands.owner import as_owner, this_program
from budgettracker.commands.schema import program
from budgettracker.database import db

NOTHING = "There is nothing to back up: the database {name} has no tables."
NOT_EMPTY = (
    "The database {name} is not empty, so nothing was restored. Restore into an empty database, or, when this one may be "
    "replaced by the backup, stop the server and add --replace."
)
DISAGREE = "The backup is complete, but the books in it do not agree: {many}. See budgettracker check-books."
KEPT_APART = "Receipts, workbooks and the studies' keys are not in it: docs/operating.md says how each is kept."


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database to FILE, as it stands at one moment; people may go on working meanwhile.

    FILE must be new, and is readable by its owner alone. It is read through before it gets its name.
    """
    _require_new(file)
    app = program()
    unfinished = file.with_name(f".{file.name}.part")
    with app.app_context():
        if newest(db.engine) is None:
            raise click.ClickException(NOTHING.format(name=_name()))
        try:
            unfinished.unlink(missing_ok=True)
            os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            proof, faults = engine_of(db.engine).make(db.engine, unfinished)
            _onto_disk(unfinished, file)
        except (Unusable, OSError) as problem:
            raise click.ClickException(f"No backup was made. {problem}") from problem
        finally:
            unfinished.unlink(missing_ok=True)
    click.echo(f"Backed up to {file}: {file.stat().st_size:,} bytes. {proof}")
    click.echo(KEPT_APART)
    if faults:
        for line in faults:
            click.echo(line)
        click.echo(DISAGREE.format(many=_many(faults)))
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what is in the database; it is gone afterwards.")
@click.option("--with-faults", is_flag=True, help="Restore a backup whose books do not agree; the faults are printed.")
def restore(file: Path, replace: bool, with_faults: bool) -> None:
    """Bring the backup FILE back into the database, which must be empty.

    Its schema is brought to this version of the program. The triggers that protect the books must be there and the books
    must agree, or the database is left as it was.
    """
    app = program()
    with as_owner(app):
        rows = rows_in(db.engine)
        if rows and not replace:
            raise BadInput(NOT_EMPTY.format(name=_name()))
        db.engine.dispose()
        try:
            revision, faults = engine_of(db.engine).bring_back(this_program(), file, lambda on: _judge(on, with_faults))
        except (Unusable, OSError) as problem:
            raise click.ClickException(f"Nothing was restored. {problem}") from problem
        finally:
            db.session.remove()
            db.engine.dispose()
    click.echo(f"Restored from {file}, which was at migration {revision}.")
    click.echo(f"The books do not agree: {_many(faults)}." if faults else "The books agree.")


def _judge(app: Flask, with_faults: bool) -> tuple[str, list[str]]:
    """Migrate the restored database to the program's schema, and check it."""
    revision, faults = looked_at(app)
    for line in faults:
        click.echo(line)
    if faults and not with_faults:
        raise Unusable(
            f"The books in the backup do not agree: {_many(faults)}. Add --with-faults to restore it as it is."
        )
    return revision, faults


def _many(faults: list[str]) -> str:
    return f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"


def engine_of(engine: Engine) -> postgres.Postgres | sqlite.Sqlite:
    """How the database of this program is backed up and restored."""
    return sqlite.Sqlite() if engine.dialect.name == "sqlite" else postgres.Postgres()


def _name() -> str:
    return str(db.engine.url.database)


def _require_new(file: Path) -> None:
    if file.exists():
        raise BadInput(f"{file} exists already. Name a new file.")
    if not file.absolute().parent.is_dir():
        raise BadInput(f"There is no folder {file.absolute().parent}.")


def _onto_disk(unfinished: Path, file: Path) -> None:
    """Give the checked backup its final name, once its bytes are on the disk."""
    for place in (unfinished, unfinished.absolute().parent):
        opened = os.open(place, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
        if place == unfinished:
            unfinished.rename(file)

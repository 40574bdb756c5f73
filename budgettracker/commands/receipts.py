"""Check that the files of receipts agree with their rows. A power cut can leave files that no row names; they can be removed."""

import sys
import time
from pathlib import Path

import click
from sqlalchemy import select

from budgettracker.commands.schema import ready_program
from budgettracker.database import db
from budgettracker.families.kinds import HidingState
from budgettracker.spend.models import Receipt

SECONDS_OF_A_DAY = 24 * 60 * 60


@click.command("check-receipts")
@click.option("--sweep", is_flag=True, help="Remove files that no row names and that are more than a day old.")
def check_receipts(sweep: bool) -> None:
    """Compare the receipts in RECEIPTS_FOLDER with the database; exit 0 only when no receipt is missing or cut short.

    A receipt's file is written before its row is committed, so a server that dies in between leaves a file that belongs
    to nothing. It can never be mistaken for a receipt: only a row leads to a file.
    """
    app = ready_program()
    folder = Path(app.config["RECEIPTS_FOLDER"])
    with app.app_context():
        kept = select(Receipt.file_name, Receipt.bytes).where(Receipt.hidden.is_distinct_from(HidingState.REMOVED))
        rows = {row.file_name: row.bytes for row in db.session.execute(kept)}
    faults = wrong(folder, rows)
    for line in faults:
        click.echo(line)
    spare = left_over(folder, set(rows), older_than=int(time.time()) - SECONDS_OF_A_DAY)
    if sweep:
        for file in spare:
            file.unlink(missing_ok=True)
    if spare:
        done = "Removed." if sweep else "--sweep removes them."
        click.echo(f"Files that belong to no receipt: {len(spare):,}. {done}")
    if faults:
        sys.exit(1)
    click.echo(f"Receipts: {len(rows):,}, each with its file.")


def wrong(folder: Path, rows: dict[str, int]) -> list[str]:
    """Receipts whose file is missing or not as long as it was, in words."""
    messages = []
    for name, size in sorted(rows.items()):
        file = folder / name
        if not file.is_file():
            messages.append(f"The file of receipt {name} is missing.")
        elif file.stat().st_size != size:
            messages.append(f"The file of receipt {name} is not as long as it was.")
    return messages


def left_over(folder: Path, names: set[str], older_than: int) -> list[Path]:
    """Files that no row names, once they are too old to belong to a receipt that is being added just now."""
    files = [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []
    return sorted(file for file in files if file.name not in names and file.stat().st_mtime < older_than)

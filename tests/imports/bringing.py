"""Bringing folders into the books in tests, and counting what stands there afterwards."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func, select

from budgettracker.database import Base, db, transaction
from budgettracker.imports.actions import Outcome, import_folder
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.people.models import Person

from .folders import DATA

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SMALL = DATA / "small_council"


def bring(folder: Path, authority: str = "Kelby", *, by: Person | None = None, keep_good: bool = False) -> Outcome:
    """Import a folder as it lies there, committed when it is good."""
    with transaction():
        return import_folder(by, read_folder(folder), authority, "0" * 64, keep_good=keep_good, on=TODAY, at=NOW)


def put(folder: Path, **tables: str) -> Path:
    """Write tables into a folder as CSV; the rows of each are lines of text."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n")
    return folder


def told(outcome: Outcome) -> list[str]:
    """The lines of the report that name something wrong."""
    return [str(problem) for problem in outcome.folder.problems]


def counts() -> dict[str, int]:
    """How many rows stand in each table."""
    db.session.rollback()
    found = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return found

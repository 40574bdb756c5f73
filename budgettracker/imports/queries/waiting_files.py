"""The files of an import that waits, read as they were sent."""

from pathlib import Path

from budgettracker.errors import Refusal
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.queries.layouts import knowing
from budgettracker.imports.tables.answers import read_answers
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from budgettracker.imports.tables.read_table import Progress


def read_waiting(row: WaitingImport, place: Path, progress: Progress | None = None) -> tuple[ReadFolder, str]:
    """The files with their digest; raises Refusal where they are gone."""
    files = place / str(row.id)
    if not files.is_dir():
        raise Refusal(None, "The files of this import are gone. Withdraw it and make it again.")
    answers = knowing(read_answers(row.answers), row.authority_id)
    folder = read_folder(files, progress, answers)
    return folder, digest_of(folder)

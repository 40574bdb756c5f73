"""What somebody sent to look at before it is imported: the files and what was seen of them, theirs alone, for a day."""

import shutil
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app, g

from budgettracker.errors import NotTheirs
from budgettracker.imports.tables.look import Look
from budgettracker.web import now

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that wait to be imported or sent anew, in a folder that only the program can read."""

    id: uuid.UUID
    folder: Path

    @property
    def files(self) -> Path:
        """Where the files are, under the names they came with."""
        return self.folder / "files"

    @property
    def refused(self) -> Path:
        """The workbook of the rows that were refused."""
        return self.folder / "refused-rows.xlsx"

    @property
    def look(self) -> Look:
        """What was seen of them; raises NotTheirs before anything was."""
        try:
            return Look.from_json((self.folder / "look.json").read_text(encoding="utf-8"))
        except OSError:
            raise NotTheirs from None

    def keep(self, look: Look) -> None:
        """Keep what was seen."""
        (self.folder / "look.json").write_text(look.to_json(), encoding="utf-8")

    def drop(self) -> None:
        """Delete files and all."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def drop_files(self) -> None:
        """Delete the files that were imported; the rows that were refused can still be fetched."""
        shutil.rmtree(self.files, ignore_errors=True)


def new_folder() -> Kept:
    """A folder for files of the person who is signed in; theirs that have waited for a day are deleted first."""
    own = _own()
    for folder in (own.parent.parent, own.parent, own):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for other in own.iterdir():
        if now() - datetime.fromtimestamp(other.stat().st_mtime, now().tzinfo) > KEPT_FOR:
            shutil.rmtree(other, ignore_errors=True)
    kept_id = uuid.uuid4()
    kept = Kept(kept_id, own / str(kept_id))
    for folder in (kept.folder, kept.files):
        folder.mkdir(mode=0o700)
    return kept


def kept_files(kept_id: uuid.UUID) -> Kept:
    """What the person who is signed in has kept under this id; raises NotTheirs."""
    kept = Kept(kept_id, _own() / str(kept_id))
    if not kept.folder.is_dir():
        raise NotTheirs
    return kept


def _own() -> Path:
    return Path(current_app.config["IMPORTS_FOLDER"]) / "looked-at" / str(g.person.id)


def waiting_place() -> Path:
    """Where the files of imports are kept that wait for a second hand."""
    return Path(current_app.config["IMPORTS_FOLDER"]) / "waiting"

"""The files that come with the form: read and checked before the transaction begins, because that takes a while."""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, g, request
from werkzeug.datastructures import FileStorage

from budgettracker.access import Permission
from budgettracker.errors import Refusal
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder

FIELD = "files"
MOST_FILES = 20
MOST_ROWS = 20_000
"""More rows at once would keep others from writing for too long; the command takes any number."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, read: its rows and problems, and the digest of its files."""

    folder: ReadFolder
    digest: str


def register(app: Flask) -> None:
    """Read the files before the view, for those who may import."""
    app.before_request(read_sent)


def read_sent() -> None:
    """Read what was sent into g, or keep the words of its refusal for the field."""
    g.sent_files, g.files_refusal = None, None
    may = g.get("person") is not None and Permission.IMPORT in g.permissions
    if request.method != "POST" or request.endpoint != "imports.import_files" or not may:
        return
    sent = [file for file in request.files.getlist(FIELD) if file.filename]
    try:
        g.sent_files = read(sent)
    except Refusal as refusal:
        g.files_refusal = refusal
    finally:
        for file in sent:
            file.stream.seek(0)


def read(sent: list[FileStorage]) -> Sent:
    """Read files in a folder of their own that is gone afterwards; raises Refusal for none or too many."""
    if not sent:
        raise Refusal(FIELD, "Choose the files to import.")
    if len(sent) > MOST_FILES:
        raise Refusal(FIELD, f"Choose at most {MOST_FILES} files: one for each table, or one workbook for all.")
    with tempfile.TemporaryDirectory(prefix="import-") as place:
        for file in sent:
            path = Path(place) / name_of(file)
            if path.exists():
                raise Refusal(FIELD, f"Two of the files are called {path.name}. Choose one of them.")
            file.save(path)
        folder = read_folder(Path(place))
        rows = sum(map(len, folder.rows.values())) + len(folder.bad_rows)
        if rows > MOST_ROWS:
            words = (
                f"These files have {rows:,} rows. This page takes {MOST_ROWS:,} at a time: send them in parts, or ask "
            )
            raise Refusal(FIELD, words + "whoever runs the tracker to import them with its command.")
        return Sent(folder, digest_of(folder))


def name_of(file: FileStorage) -> str:
    """A file's own name without folders and without anything a file system could take for more than a name."""
    last = re.split(r"[\\/]", file.filename or "")[-1]
    return re.sub(r"[^\w .()~$-]", "_", last)[-100:].lstrip(".") or "file"

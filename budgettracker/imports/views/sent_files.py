"""The files that come with the form: read and checked before the transaction begins, because that takes a while."""

import json
import re
from dataclasses import dataclass

from flask import Flask, g, request
from werkzeug.datastructures import FileStorage

from budgettracker.access import Permission
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.imports.queries import import_case_for, knowing, read_waiting
from budgettracker.imports.tables.answers import Answers, BadAnswers, read_answers
from budgettracker.imports.tables.digest import digest_of
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from budgettracker.imports.views.kept_files import Kept, kept_files, new_folder, waiting_place
from budgettracker.web import today

FIELD = "files"
LOOK, ANSWER = "look", "answer:"
"""The step that imports nothing, and how the fields of a page's questions begin."""
MOST_FILES = 20
MOST_ROWS = 20_000
"""More rows at once would keep others from writing for too long; the command takes any number."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, read: its rows and problems, the digest of its files, and where they are kept to look at first."""

    folder: ReadFolder
    digest: str
    kept: Kept | None = None


def register(app: Flask) -> None:
    """Read the files before the view, for those who may import."""
    app.before_request(read_sent)


def read_sent() -> None:
    """Read what was sent into g, or keep the words of its refusal for the field."""
    g.sent_files, g.files_refusal = None, None
    if request.method != "POST" or g.get("person") is None:
        return
    if request.endpoint == "imports.release" and Permission.RELEASE_IMPORTS in g.permissions:
        _read_waiting()
    if Permission.IMPORT not in g.permissions:
        return
    if request.endpoint == "imports.looked_at":
        _read_kept()
    elif request.endpoint == "imports.import_files":
        _read_new([file for file in request.files.getlist(FIELD) if file.filename])


def _read_new(sent: list[FileStorage]) -> None:
    if not sent:
        g.files_refusal = Refusal(FIELD, "Choose the files to import.")
        return
    kept = new_folder()
    try:
        g.sent_files = read(sent, kept)
    except Refusal as refusal:
        g.files_refusal = refusal
        kept.drop()
    finally:
        for file in sent:
            file.stream.seek(0)


def _read_kept() -> None:
    """Read kept files again, with the answers they were looked at with or, to look again, with those that were sent."""
    try:
        kept = kept_files((request.view_args or {})["kept_id"])
        answers = answers_sent() if only_looks() else read_answers(json.dumps(kept.look.answers))
        folder = read_folder(kept.files, answers=_with_layouts(answers))
        g.sent_files = Sent(folder, digest_of(folder), kept)
    except NotTheirs:
        # The view answers it.
        return
    except BadAnswers as wrong:
        g.files_refusal = Refusal(None, str(wrong))


def _read_waiting() -> None:
    """Read the files of an import that waits, as they were sent; the view asks whose it is to release."""
    try:
        import_id = (request.view_args or {})["import_id"]
        row = import_case_for(g.person, g.permissions, import_id, today()).row
        if sum(row.counted.values()) > MOST_ROWS:
            words = f"This import has more than {MOST_ROWS:,} rows. Ask whoever runs the tracker: release-import."
            raise Refusal(None, words)
        g.sent_files = Sent(*read_waiting(row, waiting_place()))
    except NotTheirs:
        # The view answers it.
        return
    except Refusal as refusal:
        g.files_refusal = refusal


def only_looks() -> bool:
    """Was the button pressed that looks, and imports nothing?"""
    return request.form.get("step") == LOOK


def answers_sent() -> Answers:
    """The answers that a page's questions got; raises BadAnswers."""
    by_key = {}
    for name in request.form:
        given = [text.strip() for text in request.form.getlist(name) if text.strip()]
        if name.startswith(ANSWER) and given:
            by_key[name.removeprefix(ANSWER)] = given
    return read_answers(json.dumps(by_key))


def read(sent: list[FileStorage], kept: Kept) -> Sent:
    """Read files in the folder where they are kept to be looked at; raises Refusal for too many."""
    if len(sent) > MOST_FILES:
        raise Refusal(FIELD, f"Choose at most {MOST_FILES} files: one for each table, or one workbook for all.")
    for file in sent:
        path = kept.files / name_of(file)
        if path.exists():
            raise Refusal(FIELD, f"Two of the files are called {path.name}. Choose one of them.")
        file.save(path)
    folder = read_folder(kept.files, answers=_with_layouts(Answers()))
    rows = sum(map(len, folder.rows.values())) + len(folder.bad_rows)
    if rows > MOST_ROWS:
        words = f"These files have {rows:,} rows. This page takes {MOST_ROWS:,} at a time: send them in parts, or ask "
        raise Refusal(FIELD, words + "whoever runs the tracker to import them with its command.")
    return Sent(folder, digest_of(folder), kept)


def _with_layouts(answers: Answers) -> Answers:
    """The answers, beside what the person's authority confirmed before."""
    return knowing(answers, g.person.authority_id)


def name_of(file: FileStorage) -> str:
    """A file's own name without folders and without anything a file system could take for more than a name."""
    last = re.split(r"[\\/]", file.filename or "")[-1]
    return re.sub(r"[^\w .()~$-]", "_", last)[-100:].lstrip(".") or "file"

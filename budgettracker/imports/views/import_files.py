"""Import files into one's own authority, with the report of every row; and look at what was imported."""

import uuid

from flask import current_app, g, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.imports import actions, queries
from budgettracker.imports.actions import Outcome, import_folder
from budgettracker.imports.files.text_workbook import write_texts
from budgettracker.imports.forms import ImportForm
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.tables.answers import Answers
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.look import look_at
from budgettracker.imports.tables.report import refused_tables
from budgettracker.imports.views.blueprint import Answer, bp
from budgettracker.imports.views.kept_files import Kept, waiting_place
from budgettracker.imports.views.sent_files import Sent
from budgettracker.marked_views import lock_late
from budgettracker.second_hands import ROWS
from budgettracker.studies import keys
from budgettracker.web import answered, now, refusals_to, today

TOLD_NOTES = "import-notes"
"""Where the session keeps what is worth knowing of an import until its page has told it, once."""
NOTES_TOLD = 8
"""As many as a cookie has room for."""


@bp.route("/imports", methods=["GET", "POST"])
@requires(Permission.IMPORT)
@lock_late
def import_files() -> Answer:
    """Choose files, to look at what they would bring in: nothing is imported before it was looked at."""
    form = ImportForm()
    if form.is_submitted() and form.validate():
        if g.files_refusal is not None:
            form.files.errors = [g.files_refusal.message]
        elif g.sent_files is not None:
            with refusals_to(form):
                kept = look(g.sent_files, keep_good=form.keep_good.data)
                return redirect(url_for("imports.looked_at", kept_id=kept.id), 303)
    return answered(
        form,
        "imports/import_files.html",
        tables=CONTRACTS.values(),
        past=queries.imports_of(g.person),
        waiting=queries.waiting_imports(g.person, g.permissions, today()),
    )


def look(sent: Sent, *, keep_good: bool) -> Kept:
    """Try the import and undo it; keep what was seen, and a workbook of the rows that would be refused."""
    assert sent.kept is not None
    outcome = import_folder(
        g.person,
        sent.folder,
        g.person.authority_name,
        sent.digest,
        keep_good=keep_good,
        preview=True,
        on=today(),
        at=now(),
    )
    see(sent.kept, outcome, sent.folder.answers, keep_good=keep_good)
    return sent.kept


def see(kept: Kept, outcome: Outcome, answers: Answers, *, keep_good: bool) -> None:
    """Keep what an import that was tried says."""
    given = {key: list(values) for key, values in answers.by_key.items()}
    rule = ROWS[outcome.waits_for].second if outcome.waits_for is not None else ""
    kept.keep(look_at(outcome.folder, outcome.sums, given, keep_good=keep_good, waits_for=rule))
    kept.refused.unlink(missing_ok=True)
    if refused := refused_tables(outcome.folder):
        write_texts(kept.refused, refused)


def do_import(sent: Sent, *, keep_good: bool) -> tuple[Outcome, WaitingImport | None]:
    """Import what was sent, or keep it waiting for a second hand; each new study gets the key of its pseudonyms."""
    outcome, waiting = actions.import_or_wait(
        g.person,
        sent.folder,
        g.person.authority_name,
        sent.digest,
        waiting_place(),
        keep_good=keep_good,
        on=today(),
        at=now(),
    )
    make_keys(outcome)
    return outcome, waiting


def make_keys(outcome: Outcome) -> None:
    """Each new study gets the key of its pseudonyms."""
    for study_id in outcome.studies:
        keys.make_key(study_id, current_app.config["STUDY_KEYS"], current_app.config["APP_ENV"] == "production")


def imported(outcome: Outcome, kept: Kept | None = None) -> Response:
    """On to the page of the import, which tells once what is worth knowing of it; `kept` has the rows it left out."""
    if outcome.record_id is None:
        return redirect(url_for("imports.unchanged"), 303)
    notes = [str(note) for note in outcome.folder.notes]
    left_out = str(kept.id) if kept is not None and outcome.refused else ""
    session[TOLD_NOTES] = [str(outcome.record_id), notes[:NOTES_TOLD], max(0, len(notes) - NOTES_TOLD), left_out]
    return redirect(url_for("imports.show", import_id=outcome.record_id), 303)


@bp.route("/imports/unchanged")
@requires(Permission.IMPORT)
def unchanged() -> Answer:
    """Everything in the files was in the books already."""
    return render_template("imports/imported.html", imported=None)


@bp.route("/imports/<uuid:import_id>")
@requires(Permission.IMPORT)
def show(import_id: uuid.UUID) -> Answer:
    """One import: how many rows of each table, and just after it what is worth knowing of them."""
    past = queries.import_for(g.person, import_id)
    kept = session.pop(TOLD_NOTES, None)
    notes, more, left_out = kept[1:] if kept and kept[0] == str(import_id) else ([], 0, "")
    return render_template("imports/imported.html", imported=past, notes=notes, more=more, left_out=left_out)

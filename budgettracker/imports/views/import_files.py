"""Import files into one's own authority, with the report of every row; and look at what was imported."""

import uuid

from flask import current_app, g, redirect, render_template, session, url_for

from budgettracker.access import Permission, requires
from budgettracker.imports import queries
from budgettracker.imports.actions import Outcome, import_folder
from budgettracker.imports.forms import ImportForm
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.report import refused_rows
from budgettracker.imports.views.blueprint import Answer, bp
from budgettracker.studies import keys
from budgettracker.web import answered, now, refusals_to, today

SHOWN = 500
"""Lines of a report on a page; what repeats below them is put right with them."""
TOLD_NOTES = "import-notes"
"""Where the session keeps what is worth knowing of an import until its page has told it, once."""
NOTES_TOLD = 8
"""As many as a cookie has room for."""


@bp.route("/imports", methods=["GET", "POST"])
@requires(Permission.IMPORT)
def import_files() -> Answer:
    """Choose files and import them: everything, or nothing and the report."""
    form = ImportForm()
    outcome: Outcome | None = None
    if form.is_submitted() and form.validate():
        if g.files_refusal is not None:
            form.files.errors = [g.files_refusal.message]
        elif g.sent_files is not None:
            with refusals_to(form):
                outcome = _import()
        if outcome is not None and not outcome.refused:
            if outcome.record_id is None:
                return redirect(url_for("imports.unchanged"), 303)
            notes = [str(note) for note in outcome.folder.notes]
            session[TOLD_NOTES] = [str(outcome.record_id), notes[:NOTES_TOLD], max(0, len(notes) - NOTES_TOLD)]
            return redirect(url_for("imports.show", import_id=outcome.record_id), 303)
        if outcome is not None:
            form.form_errors.append("Nothing was imported. Put these cells right and send the files again.")
    return answered(
        form,
        "imports/import_files.html",
        tables=CONTRACTS.values(),
        past=queries.imports_of(g.person),
        problems=outcome.folder.problems[:SHOWN] if outcome else [],
        more=max(0, len(outcome.folder.problems) - SHOWN) if outcome else 0,
        notes=outcome.folder.notes[:SHOWN] if outcome else [],
        counted=_counted(outcome) if outcome else [],
    )


def _import() -> Outcome:
    """Import what was sent; each new study gets the key of its pseudonyms."""
    sent = g.sent_files
    outcome = import_folder(g.person, sent.folder, g.person.authority_name, sent.digest, on=today(), at=now())
    for study_id in outcome.studies:
        keys.make_key(study_id, current_app.config["STUDY_KEYS"], current_app.config["APP_ENV"] == "production")
    return outcome


def _counted(outcome: Outcome) -> list[tuple[str, int, int]]:
    """Of each table how many rows are good and how many refused."""
    folder = outcome.folder
    return [
        (table.label, len(folder.rows[name]), len(refused_rows(folder, table))) for name, table in folder.tables.items()
    ]


@bp.route("/imports/unchanged")
@requires(Permission.IMPORT)
def unchanged() -> Answer:
    """Everything in the files was in the books already."""
    return render_template("imports/imported.html", imported=None)


@bp.route("/imports/<uuid:import_id>")
@requires(Permission.IMPORT)
def show(import_id: uuid.UUID) -> Answer:
    """One import: how many rows of each table, and just after it what is worth knowing of them."""
    imported = queries.import_for(g.person, import_id)
    kept = session.pop(TOLD_NOTES, None)
    notes, more = kept[1:] if kept and kept[0] == str(import_id) else ([], 0)
    return render_template("imports/imported.html", imported=imported, notes=notes, more=more)

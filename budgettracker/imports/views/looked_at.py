"""What files would bring in: sums, what is wrong, what is asked; import them, look again, fetch what is refused."""

import uuid

from flask import Response, g, redirect, send_file, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.imports.forms import LookForm
from budgettracker.imports.views.blueprint import Answer, bp
from budgettracker.imports.views.import_files import do_import, imported, look, see
from budgettracker.imports.views.kept_files import kept_files
from budgettracker.imports.views.sent_files import only_looks
from budgettracker.marked_views import lock_late
from budgettracker.web import answered, refusals_to
from budgettracker.workbooks import MEDIA_TYPE


@bp.route("/imports/looked-at/<uuid:kept_id>", methods=["GET", "POST"])
@requires(Permission.IMPORT)
@lock_late
def looked_at(kept_id: uuid.UUID) -> Answer:
    """See what the files would bring in, and import them as they were looked at, or look again with other answers."""
    kept = kept_files(kept_id)
    seen = kept.look
    form = LookForm(keep_good=seen.keep_good)
    if form.is_submitted() and form.validate():
        if g.files_refusal is not None:
            form.form_errors.append(g.files_refusal.message)
        elif g.sent_files is None:
            raise NotTheirs
        elif only_looks():
            with refusals_to(form):
                look(g.sent_files, keep_good=form.keep_good.data)
                return redirect(url_for("imports.looked_at", kept_id=kept_id), 303)
        else:
            with refusals_to(form):
                outcome, waiting = do_import(g.sent_files, keep_good=seen.keep_good)
                if waiting is not None:
                    kept.drop()
                    return redirect(url_for("imports.waiting_import", import_id=waiting.id), 303)
                if seen.keep_good or not outcome.refused:
                    kept.drop_files() if outcome.refused else kept.drop()
                    return imported(outcome, kept)
                see(kept, outcome, g.sent_files.folder.answers, keep_good=seen.keep_good)
                seen = kept.look
                form.form_errors.append("Nothing was imported. Put these cells right and send the files again.")
    return answered(form, "imports/looked_at.html", seen=seen, kept_id=kept_id, has_refused=kept.refused.is_file())


@bp.route("/imports/looked-at/<uuid:kept_id>/refused-rows.xlsx")
@requires(Permission.IMPORT)
def refused_rows(kept_id: uuid.UUID) -> Response:
    """The rows that are refused, each with its reasons, as a workbook of texts to put right and send again."""
    file = kept_files(kept_id).refused
    if not file.is_file():
        raise NotTheirs
    return send_file(
        file, mimetype=MEDIA_TYPE, as_attachment=True, download_name="refused-rows.xlsx", conditional=False, etag=False
    )

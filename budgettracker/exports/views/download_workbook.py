"""A workbook's file, handed out."""

import uuid

from flask import Response, current_app, g, send_file

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import NotTheirs
from budgettracker.exports.actions.build_workbook import WorkbookFolders
from budgettracker.exports.queries import workbook_for
from budgettracker.exports.views.blueprint import bp
from budgettracker.web import now, today
from budgettracker.workbooks import MEDIA_TYPE


@bp.route("/workbooks/<uuid:workbook_id>/file")
@requires(Permission.RUN_STUDIES)
def download_workbook(workbook_id: uuid.UUID) -> Response:
    """Hand out a workbook that is ready, as an attachment; whoever took it is recorded."""
    shown, _ = workbook_for(g.person, workbook_id, on=today(), at=now())
    workbook = shown.workbook
    file = WorkbookFolders.of(current_app.config).workbooks.resolve() / (workbook.file_name or "none")
    if workbook.file_name is None or not file.is_file():
        raise NotTheirs
    note_reading(Deed.WORKBOOK_DOWNLOADED, workbook)
    return send_file(
        file,
        mimetype=MEDIA_TYPE,
        as_attachment=True,
        download_name=f"study-workbook-{workbook.number}.xlsx",
        conditional=False,
        etag=False,
    )

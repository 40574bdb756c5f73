"""One workbook's page, and what a study's page says of all its workbooks."""

import uuid

from flask import Response, current_app, g, render_template
from markupsafe import Markup

from budgettracker.access import Permission, requires
from budgettracker.exports.queries import rows_may_leave, workbook_for, workbooks_of
from budgettracker.exports.views.blueprint import bp
from budgettracker.studies.models import Study
from budgettracker.web import now, today

LOOK_AGAIN_SECONDS = 3


@bp.route("/workbooks/<uuid:workbook_id>")
@requires(Permission.RUN_STUDIES)
def show_workbook(workbook_id: uuid.UUID) -> Response:
    """One workbook: how far it is, or what it holds and where to get it. While it is built the page asks again."""
    shown, study = workbook_for(g.person, workbook_id, on=today(), at=now())
    page = current_app.make_response(render_template("exports/show_workbook.html", shown=shown, study=study))
    if shown.waiting:
        page.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return page


def panel(study: Study, *, stopped: bool) -> Markup:
    """What a study's page says of its workbooks; where something stops a run, none is offered."""
    workbooks = workbooks_of(study.id, now())
    building = next((shown.workbook for shown in workbooks if shown.waiting), None)
    page = render_template(
        "exports/panel.html",
        study=study,
        workbooks=workbooks,
        building=building,
        offered=rows_may_leave(study) and not stopped,
    )
    # Made by a template, which has escaped what people typed.
    return Markup(page)  # noqa: S704

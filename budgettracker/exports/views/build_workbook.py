"""The page with the button that builds a study's next workbook."""

import uuid

from flask import Response, current_app, g, redirect, request, url_for
from flask import after_this_request as after_answering
from werkzeug.wrappers import Response as BaseResponse

from budgettracker.access import Permission, requires
from budgettracker.costing.run.queries.runs import runs_of
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.forms import workbook_form
from budgettracker.exports.queries import may_be_offered, rows_may_leave
from budgettracker.exports.views.blueprint import bp
from budgettracker.studies.queries import study_for
from budgettracker.web import answered, now, refusals_to, today

MOST_RUNS = 100
"""The latest runs that are offered."""


@bp.route("/studies/<uuid:study_id>/workbooks", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def build_workbook(study_id: uuid.UUID) -> BaseResponse | tuple[str, int]:
    """Build the study's next workbook, of a new costing run or one it has; the person may go on meanwhile."""
    study = study_for(g.person, study_id, today())
    runs = runs_of(study.id)[:MOST_RUNS]
    form = workbook_form(runs, request.args.get("run", ""))
    if form.validate_on_submit():
        run = next((run for run in runs if str(run.number) == form.of_run.data), None)
        with refusals_to(form):
            workbook = ask_workbook(g.person, study, run=run, on=today(), at=now())
        if not form.errors:
            _start_once_kept(workbook.id, g.person.id)
            return redirect(url_for("exports.show_workbook", workbook_id=workbook.id), 303)
    offered = rows_may_leave(study) and bool(runs or may_be_offered(study))
    return answered(
        form,
        "exports/build_workbook.html",
        study=study,
        offered=offered,
    )


def _start_once_kept(workbook_id: uuid.UUID, by_id: uuid.UUID) -> None:
    """The thread that builds it must find it in the database: it starts when this request has been kept."""
    program = current_app._get_current_object()  # type: ignore[attr-defined]

    @after_answering
    def start(response: Response) -> Response:
        if response.status_code < 400:
            program.extensions["start_workbook"](program, workbook_id, by_id)
        return response

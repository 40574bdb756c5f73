"""Pages of workbooks: a study's list and its button, one being built, and the file."""

import uuid

from flask import Blueprint, Response, current_app, g, redirect, render_template, send_file, url_for
from flask import after_this_request as after_answering
from markupsafe import Markup
from werkzeug.wrappers import Response as Answered

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import NotTheirs
from budgettracker.exports.actions import ask_workbook
from budgettracker.exports.forms import WorkbookForm
from budgettracker.exports.queries import Shown, workbook_for, workbooks_of
from budgettracker.exports.views.background import places
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from budgettracker.studies.queries import blocks_of_study, study_for
from budgettracker.web import now, refusals_to, today

bp = Blueprint("exports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK_AGAIN_SECONDS = 3
Answer = Answered | str | tuple[str, int]


@bp.route("/studies/<uuid:study_id>/workbooks", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def build(study_id: uuid.UUID) -> Answer:
    """Build the study's next workbook: it is made of a new costing run while the person may go on."""
    study = study_for(g.person, study_id, today())
    form = WorkbookForm()
    if form.validate_on_submit():
        with refusals_to(form):
            workbook = ask_workbook(g.person, study, on=today(), at=now())
        if not form.errors:
            _start_once_kept(workbook.id, g.person.id)
            return redirect(url_for("exports.show", workbook_id=workbook.id), 303)
    page = render_template("exports/build.html", form=form, study=study, offered=offered(study))
    return page, 422 if form.errors else 200


def _start_once_kept(workbook_id: uuid.UUID, by_id: uuid.UUID) -> None:
    """The thread that builds it must find it in the database: it starts when this request has been kept."""
    program = current_app._get_current_object()  # type: ignore[attr-defined]

    @after_answering
    def start(response: Response) -> Response:
        if response.status_code < 400:
            program.extensions["start_workbook"](program, workbook_id, by_id)
        return response


@bp.route("/workbooks/<uuid:workbook_id>")
@requires(Permission.RUN_STUDIES)
def show(workbook_id: uuid.UUID) -> Answer:
    """One workbook: how far it is, or what it holds and where to get it. While it is built the page asks again."""
    shown, study = workbook_for(g.person, workbook_id, on=today(), at=now())
    page = current_app.make_response(
        render_template("exports/show.html", shown=shown, study=study, percent=done(shown))
    )
    if shown.waiting:
        page.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return page


def done(shown: Shown) -> int | None:
    """How much of a workbook is written, in whole percent; None until that is known."""
    workbook = shown.workbook
    return min(99, 100 * workbook.done_rows // workbook.total_rows) if workbook.total_rows else None


@bp.route("/workbooks/<uuid:workbook_id>/file")
@requires(Permission.RUN_STUDIES)
def download(workbook_id: uuid.UUID) -> Response:
    """Hand out a workbook that is ready, as an attachment; whoever took it is recorded."""
    shown, _ = workbook_for(g.person, workbook_id, on=today(), at=now())
    workbook = shown.workbook
    file = places(current_app).workbooks.resolve() / (workbook.file_name or "none")
    if workbook.file_name is None or not file.is_file():
        raise NotTheirs
    note_reading(Deed.WORKBOOK_DOWNLOADED, workbook)
    return send_file(
        file,
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"study-workbook-{workbook.number}.xlsx",
        conditional=False,
        etag=False,
    )


def panel(study: Study) -> Markup:
    """What a study's page says of its workbooks."""
    listed = workbooks_of(study.id, now())
    building = next((each.workbook for each in listed if each.waiting), None)
    page = render_template(
        "exports/panel.html", study=study, workbooks=listed, building=building, offered=offered(study)
    )
    # Made by a template, which has escaped what people typed.
    return Markup(page)  # noqa: S704


def offered(study: Study) -> bool:
    """May the page offer to build a workbook: rows may leave, and nothing stops a costing run?"""
    return bool(study.profile != Profile.PUBLISHED and study.authorities and not blocks_of_study(study))

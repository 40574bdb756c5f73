"""A study's draw as its evaluators see it: started, followed without the arms, closed, and then open to everybody in it."""

import io
import uuid
from functools import partial

from flask import g, redirect, render_template, send_file, url_for
from markupsafe import Markup

from budgettracker.access import Permission, requires
from budgettracker.allocation import actions, queries, rules
from budgettracker.allocation.forms import CloseDrawForm, StartDrawForm
from budgettracker.allocation.kinds import ListSource
from budgettracker.allocation.models import Draw
from budgettracker.allocation.views.blueprint import Answer, bp
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people.queries.deciders import names_of
from budgettracker.studies.models import Study
from budgettracker.studies.queries import study_for
from budgettracker.studies.rules.profiles import count_shown
from budgettracker.web import answered, now, refusals_to, today

MOST_BYTES = 2_000_000


def panel(study: Study, *, stopped: bool) -> Markup:
    """What a study's page says of its draw, whether or not something stops its runs."""
    page = render_template("allocation/panel.html", study=study, draw=queries.draw_of(study.id))
    # Made by a template, which has escaped what people typed.
    return Markup(page)  # noqa: S704


@bp.route("/studies/<uuid:study_id>/draw/start", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def start_draw(study_id: uuid.UUID) -> Answer:
    """Start a study's draw, by a list made here or a statistician's."""
    study = study_for(g.person, study_id, today())
    form = StartDrawForm()
    if form.validate_on_submit():
        with refusals_to(form):
            made_here = form.source.data == ListSource.MADE_HERE
            actions.start_draw(
                g.person,
                study,
                places=form.places.data if made_here else None,
                list_text=None if made_here else _text_of(form),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("allocation.draw", study_id=study.id), 303)
    return answered(form, "allocation/start_draw.html", study=study)


def _text_of(form: StartDrawForm) -> str:
    content = form.file.data.read(MOST_BYTES + 1) if form.file.data else b""
    if not content:
        raise Refusal("file", "Choose the statistician's list.")
    if len(content) > MOST_BYTES:
        raise Refusal("file", "The list is larger than 2 MB.")
    try:
        # Not one letter is changed, so that the digest is the one the statistician has.
        return str(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refusal("file", "The list is not a text file (CSV, UTF-8).") from None


def _draw(study_id: uuid.UUID) -> tuple[Study, Draw]:
    study = study_for(g.person, study_id, today())
    draw = queries.draw_of(study.id)
    if draw is None:
        raise NotTheirs
    return study, draw


@bp.route("/studies/<uuid:study_id>/draw")
@requires(Permission.RUN_STUDIES)
def draw(study_id: uuid.UUID) -> Answer:
    """The digest, the flow of families, and once it has closed the balance of the arms and the list.

    Small counts stay unsaid where the study's profile lets tables only be seen.
    """
    study, row = _draw(study_id)
    holds = rules.digest_of(queries.list_of(row)) == row.digest if row.closing is not None else None
    return render_template(
        "allocation/draw.html",
        study=study,
        draw=row,
        source=ListSource(row.source).words,
        flow=queries.flow_of(row),
        balance=queries.balance_of(row),
        holds=holds,
        shown=partial(count_shown, study.profile),
        names=names_of([row.started_by_id, row.closing.closed_by_id if row.closing else None]),
    )


@bp.route("/studies/<uuid:study_id>/draw/close", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def close_draw(study_id: uuid.UUID) -> Answer:
    """Close a draw for good."""
    study, row = _draw(study_id)
    form = CloseDrawForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.close_draw(g.person, row, at=now())
        if not form.errors:
            return redirect(url_for("allocation.draw", study_id=study.id), 303)
    return answered(form, "allocation/close_draw.html", study=study)


@bp.route("/studies/<uuid:study_id>/draw/list.csv")
@requires(Permission.RUN_STUDIES)
def draw_list(study_id: uuid.UUID) -> Answer:
    """The list with its seed, byte for byte what the digest was made of; nobody gets it before the draw has closed."""
    _, row = _draw(study_id)
    content = io.BytesIO(queries.list_of(row).encode("utf-8"))
    return send_file(content, mimetype="text/csv", as_attachment=True, download_name="draw-list.csv", etag=False)

"""Imports that wait for a second person: the list, one of them with its sums; release it, or withdraw it."""

import uuid

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.imports import actions, queries
from budgettracker.imports.forms import ReleaseForm
from budgettracker.imports.kinds import ImportState
from budgettracker.imports.queries.reversals import standing_of
from budgettracker.imports.views.blueprint import Answer, bp
from budgettracker.imports.views.import_files import make_keys
from budgettracker.imports.views.sent_files import MOST_ROWS
from budgettracker.marked_views import lock_late
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/imports/waiting")
@requires(Permission.RELEASE_IMPORTS)
def waiting_imports() -> Answer:
    """The imports of one's authority that wait for a second person, and what became of earlier ones."""
    cases = queries.waiting_imports(g.person, g.permissions, today())
    return render_template(
        "imports/waiting_imports.html",
        mine=[case for case in cases if case.is_hand(g.person.id)],
        others=[case for case in cases if not case.is_hand(g.person.id)],
        ended=queries.ended_imports(g.person, g.permissions, today()),
    )


@bp.route("/imports/waiting/<uuid:import_id>")
@requires(Permission.RELEASE_IMPORTS)
def waiting_import(import_id: uuid.UUID) -> Answer:
    """One of them: who made it, what it comes to, for whom its rows speak, who may release it, until when."""
    return _page(import_id, ReleaseForm())


@bp.route("/imports/waiting/<uuid:import_id>/release", methods=["POST"])
@requires(Permission.RELEASE_IMPORTS)
@lock_late
def release(import_id: uuid.UUID) -> Answer:
    """Release an import that somebody else made: it is read and checked anew, and written."""
    case = queries.import_case_for(g.person, g.permissions, import_id, today())
    form = ReleaseForm()
    if form.is_submitted() and form.validate():
        if g.files_refusal is not None:
            form.form_errors.append(g.files_refusal.message)
        elif g.sent_files is None:
            raise NotTheirs
        else:
            with refusals_to(form):
                outcome = actions.release_import(
                    g.person, case.row, g.sent_files.folder, g.sent_files.digest, on=today(), at=now()
                )
                make_keys(outcome)
                return redirect(url_for("imports.waiting_import", import_id=import_id), 303)
    return _page(import_id, form)


@bp.route("/imports/waiting/<uuid:import_id>/withdraw", methods=["POST"])
@requires(Permission.RELEASE_IMPORTS)
def withdraw(import_id: uuid.UUID) -> Response:
    """Give up an import that waits."""
    case = queries.import_case_for(g.person, g.permissions, import_id, today())
    actions.withdraw_import(g.person, case.row, on=today(), at=now())
    return redirect(url_for("imports.waiting_import", import_id=import_id), 303)


def _page(import_id: uuid.UUID, form: ReleaseForm) -> tuple[str, int]:
    case = queries.import_case_for(g.person, g.permissions, import_id, today())
    is_maker, too_long = case.row.asked_by_id == g.person.id, sum(case.row.counted.values()) > MOST_ROWS
    released = case.row.state == ImportState.RELEASED
    return answered(
        form,
        "imports/waiting_import.html",
        case=case,
        is_maker=is_maker,
        too_long=too_long,
        standing=standing_of(case.row) if case.row.reversed_at is not None else [],
        may_reverse=released and bool({Permission.IMPORT, Permission.MANAGE_PEOPLE} & g.permissions),
    )

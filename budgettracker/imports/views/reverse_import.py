"""Ask that a released import be taken back, with what would stay."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.imports import actions, queries
from budgettracker.imports.forms import ReverseForm
from budgettracker.imports.kinds import ImportState
from budgettracker.imports.queries.reversals import rows_of_import, what_stays
from budgettracker.imports.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/imports/waiting/<uuid:import_id>/reverse", methods=["GET", "POST"])
@requires(Permission.RELEASE_IMPORTS)
def ask_to_reverse(import_id: uuid.UUID) -> Answer:
    """Ask another person that a released import be taken back; the page says what comes out and what stays."""
    if not {Permission.IMPORT, Permission.MANAGE_PEOPLE} & g.permissions:
        raise NotTheirs
    row = queries.import_case_for(g.person, g.permissions, import_id, today()).row
    done = url_for("imports.waiting_import", import_id=import_id)
    if row.state != ImportState.RELEASED or row.reversed_at is not None:
        return redirect(done, 303)
    form = ReverseForm()
    if form.validate_on_submit():
        with refusals_to(form):
            confirmation = actions.ask_to_reverse(g.person, row, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation.id), 303)
    rows = rows_of_import(row)
    return answered(
        form,
        "imports/reverse_import.html",
        row=row,
        purchases=len(rows.spends),
        entries=len(rows.entries),
        stays=what_stays(row),
    )

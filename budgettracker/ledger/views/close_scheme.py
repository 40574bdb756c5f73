"""Finance asks that a scheme be closed, with everything that is open in it named."""

import uuid

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger import actions
from budgettracker.ledger.forms import CloseSchemeForm
from budgettracker.ledger.queries.closings import everything_open
from budgettracker.ledger.views.blueprint import bp
from budgettracker.schemes.queries import scheme_for
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/ledger/schemes/<uuid:scheme_id>/close", methods=["GET", "POST"])
@requires(Permission.KEEP_BOOKS)
def close_scheme(scheme_id: uuid.UUID) -> Response | tuple[str, int]:
    """What holds the closing up, what outlasts it, and the request that a senior manager confirms."""
    scheme = scheme_for(g.person, scheme_id)
    form = CloseSchemeForm()
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.ask_to_close_scheme(g.person, scheme, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    rows = everything_open(scheme)
    return answered(
        form,
        "ledger/close_scheme.html",
        scheme=scheme,
        holding=[row for row in rows if not row.kind.outlasts],
        outlasting=[row for row in rows if row.kind.outlasts],
    )

"""The pots and how far each has gone; finance sets them."""

import uuid

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger import actions
from budgettracker.ledger.forms import PotForm
from budgettracker.ledger.queries.pots import EVERYTHING, pots_of
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.periods import financial_year
from budgettracker.schemes.queries import schemes_of
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.widgets import offered


@bp.route("/ledger/pots")
@requires(Permission.SEE_LEDGER)
def pots() -> str:
    """Each pot beside what left, with VAT and as finance counts it, what is held and what is left."""
    return render_template("ledger/pots.html", pots=pots_of(authority_id()))


@bp.route("/ledger/pots/new", methods=["GET", "POST"])
@requires(Permission.KEEP_BOOKS)
def set_pot() -> Response | tuple[str, int]:
    """Set the pot of a scheme or of everything, for this financial year unless other days are given."""
    year = financial_year(today())
    form = PotForm(data={"starts_on": year.start, "ends_on": year.last_day})
    form.scheme.choices = offered(((each.id, each.name) for each in schemes_of(authority_id())), EVERYTHING)
    if form.validate_on_submit():
        scheme_id = uuid.UUID(form.scheme.data) if form.scheme.data else None
        days = form.starts_on.data, form.ends_on.data
        with refusals_to(form):
            actions.set_pot(g.person, scheme_id, form.amount.data, *days, at=now())
        if not form.errors:
            return redirect(url_for("ledger.pots"), 303)
    return answered(form, "ledger/set_pot.html")

"""Do the books agree? Checked when somebody asks; the page says when, by whom, what was looked at and what was found."""

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger import actions
from budgettracker.ledger.forms import CheckForm
from budgettracker.ledger.queries.books import MOST_FAULTS, MOST_RECORDS, checks_of
from budgettracker.ledger.views.blueprint import bp
from budgettracker.web import answered, now, refusals_to


@bp.route("/ledger/books", methods=["GET", "POST"])
@requires(Permission.SEE_LEDGER)
def books() -> Response | str | tuple[str, int]:
    """The latest checks of the authority's books, and a button for another."""
    form = CheckForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.check_books(g.person, at=now())
        if not form.errors:
            return redirect(url_for("ledger.books"), 303)
    checks = checks_of(g.person)
    return answered(form, "ledger/books.html", checks=checks, most=MOST_RECORDS, most_faults=MOST_FAULTS)

"""Do the books agree? Checked when somebody asks; the page says when, by whom, what was looked at and what was found."""

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger import actions
from budgettracker.ledger.forms import CheckForm
from budgettracker.ledger.queries.books import GUARD, MOST_FAULTS, MOST_RECORDS, checks_of
from budgettracker.ledger.views.blueprint import bp
from budgettracker.web import now, refusals_to

FAULT_WORDS = {
    "position": "The position of the budget is not what its ledger lines add up to.",
    "rows": "Lines of the budget's ledger are missing, or some were added.",
    "limit": "Held and spent together are above the limit.",
    "cap": "The limit is above the cap, and nobody made an exception.",
    "purchase": "The ledger does not explain this purchase.",
    "own": "The purchase was decided by the person who asked for it.",
    "chain": "Its record of who did what has a gap or a changed line.",
    GUARD: "A guard of the database that keeps lines from being changed is missing.",
}


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
    return (
        render_template(
            "ledger/books.html",
            form=form,
            checks=checks,
            words=FAULT_WORDS,
            most=MOST_RECORDS,
            most_faults=MOST_FAULTS,
        ),
        422 if form.errors else 200,
    )

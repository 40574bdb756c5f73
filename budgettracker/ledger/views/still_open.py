"""What is still open of a scheme, before it is closed: by name, for finance and auditors."""

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.ledger.queries.closings import everything_open, how_many_open
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.schemes.queries import schemes_of


@bp.route("/ledger/open")
@requires(Permission.SEE_LEDGER)
def still_open() -> str:
    """Each scheme with everything that is open in it, and how much of each kind."""
    schemes = []
    for scheme in schemes_of(authority_id()):
        rows = everything_open(scheme)
        schemes.append((scheme, rows, how_many_open(rows)))
    return render_template("ledger/still_open.html", schemes=schemes)

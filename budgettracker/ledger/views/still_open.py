"""What is still open of a scheme, before it is closed: by name, for finance and auditors."""

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.schemes.queries import schemes_of
from budgettracker.spend.kinds import OpenKind
from budgettracker.spend.queries.still_open import open_of_scheme


@bp.route("/ledger/open")
@requires(Permission.SEE_LEDGER)
def still_open() -> str:
    """Each scheme with everything that is open in it, and how much of each kind."""
    schemes = []
    for scheme in schemes_of(authority_id()):
        rows = open_of_scheme(scheme.id)
        counts = [(kind, sum(row.kind == kind for row in rows)) for kind in OpenKind]
        schemes.append((scheme, rows, [(kind, count) for kind, count in counts if count]))
    return render_template("ledger/still_open.html", schemes=schemes)

"""Prices that came dearer than approved within the margin, month by month, for finance and auditors."""

from flask import render_template, request

from budgettracker.access import Permission, requires
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.spend.queries.margins import margins_of_authority, month_before, month_named
from budgettracker.web import today


@bp.route("/ledger/margins")
@requires(Permission.SEE_LEDGER)
def margins() -> str:
    """Margins used in a month by all families of the authority; `?month=` chooses one, as 2026-06."""
    day = month_named(request.args.get("month", ""), today())
    rows = margins_of_authority(authority_id(), day)
    return render_template(
        "ledger/margins.html",
        rows=rows,
        extra_pence=sum(row.extra_pence for row in rows),
        called=f"{day:%B %Y}",
        before=month_before(day),
    )

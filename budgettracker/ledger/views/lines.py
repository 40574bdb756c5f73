"""The ledger for finance and auditors: every line of money with its position, and what the lines add up to."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.ledger.kinds import LINE_WORDS
from budgettracker.ledger.queries.lines import Sums, family_named, page_of, total_of
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.download import MOST_EXPORTED
from budgettracker.ledger.views.filters import address_of, authority_id, filters_in_address, filters_in_words, form_with
from budgettracker.web import Page, answered, page_number

LINES_A_PAGE = 25
"""A line says so much that more of them would be slow on a poor line."""


@bp.route("/ledger", methods=["GET", "POST"])
@requires(Permission.SEE_LEDGER)
def lines() -> Response | str | tuple[str, int]:
    """The lines that are wanted, the newest first; wanting others leads to an address without references."""
    filters = filters_in_address()
    form = form_with(filters)
    if form.validate_on_submit():
        typed = form.family.data or ""
        family = family_named(authority_id(), typed) if typed else None
        if typed and family is None:
            form.family.errors = ["No family here has this reference. Check it."]
        else:
            return redirect(url_for("ledger.lines", **address_of(form, family.id if family else None)), 303)
    total, number = total_of(authority_id(), filters), page_number()
    lines = page_of(authority_id(), filters, number, LINES_A_PAGE)
    shown = Sums()
    for line in lines:
        shown = shown.plus(line.moves)
    return answered(
        form,
        "ledger/lines.html",
        page=Page(lines, number, total.lines, LINES_A_PAGE),
        total=total,
        shown=shown,
        entries=LINE_WORDS,
        filtered=filters_in_words(filters),
        address=request.args.to_dict(),
        most=MOST_EXPORTED,
    )

"""Proposed mistakes, corrections and refunds, and several agreed to at once."""

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.decisions import actions
from budgettracker.decisions.forms import ProposalsForm
from budgettracker.decisions.queries.proposals import proposed_left, proposed_named, proposed_rows
from budgettracker.decisions.views.at_once import in_address, left_in_address, number_in_address, signs_in
from budgettracker.decisions.views.blueprint import bp
from budgettracker.spend.queries import how_many_proposals
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, today


@bp.route("/decisions/proposals", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def proposals() -> Response | tuple[str, int]:
    """What was proposed about purchases in this person's teams, for somebody else to agree to."""
    form = ProposalsForm()
    if form.validate_on_submit():
        signs = signs_in((form.ticked.data or [])[:PAGE_SIZE])
        rows = proposed_named(g.person, signs, today())
        left = actions.agree_to_several(g.person, rows, as_read=signs, on=today(), at=now())
        return redirect(
            url_for("decisions.proposals", **in_address(len(rows) - len(left), [row.id for row in left])), 303
        )
    number = page_number()
    return answered(
        form,
        "decisions/proposals.html",
        page=Page(proposed_rows(g.person, today(), number, PAGE_SIZE), number, how_many_proposals(g.person, today())),
        done=number_in_address("done"),
        left=proposed_left(g.person, left_in_address(), today()),
        more=number_in_address("more"),
    )

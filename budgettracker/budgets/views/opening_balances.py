"""Opening balances: imported limits with their sums, which a senior manager confirms before anything is bought from them."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.forms import OpeningsForm
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, today

MOST_NAMED = 12
"""How many that were left the next page names."""


@bp.route("/limits/opening", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def opening_balances() -> Answer:
    """Imported limits of this person's teams that wait for a senior manager, and several confirmed at once."""
    form = OpeningsForm()
    if form.validate_on_submit():
        signs = _signs(form.ticked.data or [])
        rows = queries.openings_named(g.person, signs, today())
        left = actions.confirm_openings(g.person, rows, signs, on=today(), at=now())
        names = [str(row.id) for row in left[:MOST_NAMED]]
        done = len(rows) - len(left)
        return redirect(url_for("budgets.opening_balances", done=done, left=names or None), 303)
    number, sums = page_number(), queries.sums_of_openings(g.person, today())
    return answered(
        form,
        "budgets/opening_balances.html",
        page=Page(queries.openings_that_wait(g.person, today(), number, PAGE_SIZE), number, sums.count),
        sums=sums,
        done=request.args.get("done", type=int),
        left=queries.openings_named(g.person, _ids_left(), today()),
    )


def _signs(ticks: list[str]) -> dict[uuid.UUID, str]:
    """The signs of what was shown, by the cap period's id; what is no tick of this page is left out."""
    signs = {}
    for tick in ticks[:PAGE_SIZE]:
        text, _, sign = tick.partition(".")
        period_id = _id_in(text)
        if period_id is not None:
            signs[period_id] = sign
    return signs


def _ids_left() -> list[uuid.UUID]:
    """Those that the address names as left."""
    ids = (_id_in(text) for text in request.args.getlist("left")[:MOST_NAMED])
    return [period_id for period_id in ids if period_id is not None]


def _id_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

"""What one person alone took out or recorded as come back, and several ticked at once."""

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.decisions import actions
from budgettracker.decisions.forms import TickForm
from budgettracker.decisions.queries.to_tick import to_tick_named, to_tick_rows
from budgettracker.decisions.views.at_once import ids_in, in_address, left_in_address, number_in_address
from budgettracker.decisions.views.blueprint import bp
from budgettracker.spend.queries import how_many_to_tick
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, today


@bp.route("/decisions/to-tick", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def to_tick() -> Response | tuple[str, int]:
    """What one person alone took out or recorded as come back, for a second person to tick."""
    form = TickForm()
    if form.validate_on_submit():
        ticked = ids_in(form.ticked.data)
        left = actions.tick_several(g.person, to_tick_named(g.person, ticked, today()), on=today(), at=now())
        done = len(ticked) - len(left)
        return redirect(url_for("decisions.to_tick", **in_address(done, [row.id for row in left])), 303)
    number = page_number()
    return answered(
        form,
        "decisions/to_tick.html",
        page=Page(to_tick_rows(g.person, today(), number, PAGE_SIZE), number, how_many_to_tick(g.person, today())),
        done=number_in_address("done"),
        left=[row for row in to_tick_named(g.person, left_in_address(), today()) if row.why_left],
        more=number_in_address("more"),
    )

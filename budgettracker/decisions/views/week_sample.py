"""The week's sample of corrections and takings-out, ticked several at once."""

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.decisions import actions
from budgettracker.decisions.forms import TickForm
from budgettracker.decisions.queries.week_sample import sampled_named, week_sample
from budgettracker.decisions.views.at_once import ids_in, in_address, left_in_address, number_in_address
from budgettracker.decisions.views.blueprint import bp
from budgettracker.web import answered, now, today


@bp.route("/decisions/sample", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def sample() -> Response | tuple[str, int]:
    """Ten of what others put right or took out in the last week, for a manager to look at and tick."""
    form = TickForm()
    if form.validate_on_submit():
        ticked = ids_in(form.ticked.data)
        rows = sampled_named(g.person, ticked, today())
        left = actions.tick_sample(g.person, rows, on=today(), at=now())
        done = len(rows) - len(left)
        return redirect(url_for("decisions.sample", **in_address(done, [row.id for row in left])), 303)
    return answered(
        form,
        "decisions/sample.html",
        sample=week_sample(g.person, today()),
        done=number_in_address("done"),
        left=[row for row in sampled_named(g.person, left_in_address(), today()) if row.why_left],
        more=number_in_address("more"),
    )

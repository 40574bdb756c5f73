"""Money from somebody's own pocket that waits to be confirmed, and several confirmed at once."""

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.decisions import actions
from budgettracker.decisions.forms import OwnMoneyForm
from budgettracker.decisions.queries.own_money import own_money_left, own_money_named, own_money_rows
from budgettracker.decisions.views.at_once import in_address, left_in_address, number_in_address, signs_in
from budgettracker.decisions.views.blueprint import bp
from budgettracker.spend.queries.own_pocket import how_much_own_money
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, today


@bp.route("/decisions/own-money", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def own_money() -> Response | tuple[str, int]:
    """What people paid from their own pocket or with cash they drew, for somebody else to confirm before it is paid back."""
    form = OwnMoneyForm()
    if form.validate_on_submit():
        signs = signs_in(form.ticked.data)
        ticked = own_money_named(g.person, signs, today())
        left = actions.confirm_own_money(g.person, ticked, as_read=signs, on=today(), at=now())
        done = len(ticked) - len(left)
        return redirect(url_for("decisions.own_money", **in_address(done, [row.id for row in left])), 303)
    number = page_number()
    return answered(
        form,
        "decisions/own_money.html",
        page=Page(own_money_rows(g.person, today(), number, PAGE_SIZE), number, how_much_own_money(g.person, today())),
        done=number_in_address("done"),
        left=own_money_left(g.person, left_in_address(), today()),
        more=number_in_address("more"),
    )

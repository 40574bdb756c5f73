"""What became of purchases: that one reached the family, and in one tap whether it helped."""

import uuid

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import DeliveredForm, HelpedForm
from budgettracker.spend.kinds import Helped, SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.queries.did_it_help import how_many_to_say, to_say_whether_helped
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import address_of, shown, spend_page
from budgettracker.web import answered, now, refusals_to, today

ON_THE_LIST = 10


@bp.route("/spend/<uuid:spend_id>/delivered", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def confirm_delivery(spend_id: uuid.UUID) -> Answer:
    """Write down on which day a purchase reached the family."""
    spend = spend_to_change(g.person, spend_id, today())
    form = DeliveredForm(data={"delivered_on": spend.delivered_on or today()})
    form.delivered_on.latest = today()
    return spend_page(
        spend,
        form,
        lambda: actions.confirm_delivery(g.person, spend, form.delivered_on.data, on=today(), at=now()),
        possible=spend.state == SpendState.BOUGHT,
        template="spend/confirm_delivery.html",
    )


@bp.route("/spend/<uuid:spend_id>/helped", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def note_help(spend_id: uuid.UUID) -> Answer:
    """Say in one tap whether a purchase helped, or what the family says; from the list of those to be asked it leads back."""
    spend = spend_to_change(g.person, spend_id, today())
    form = HelpedForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.note_help(g.person, spend, Helped(form.helped.data), family=form.of_family, at=now())
        if not form.errors:
            listed = request.form.get("back") == "list"
            return redirect(url_for("spend.did_it_help") if listed else address_of(spend), 303)
    return answered(form, "spend/note_help.html", answers=list(Helped), **shown(spend))


@bp.route("/spend/did-it-help")
@requires(Permission.LOG_SPEND)
def did_it_help() -> Answer:
    """What was bought four weeks ago or more, one tap each."""
    return render_template(
        "spend/did_it_help.html",
        rows=to_say_whether_helped(g.person, today(), ON_THE_LIST),
        total=how_many_to_say(g.person, today()),
        answers=list(Helped),
    )

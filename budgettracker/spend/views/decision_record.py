"""The record of a decision to print, and the day the family was told of a refusal."""

import uuid
from datetime import date

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.periods import day_of
from budgettracker.spend import actions
from budgettracker.spend.forms import ToldForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import spend_for, spend_to_change
from budgettracker.spend.queries.left_then import left_then
from budgettracker.spend.rules import how_to_complain
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import shown, spend_page, weighed
from budgettracker.voice.queries import wishes_line
from budgettracker.web import fields_of, now, today


@bp.route("/spend/<uuid:spend_id>/record")
@requires(Permission.SEE_FAMILIES)
def decision_record(spend_id: uuid.UUID) -> Answer:
    """What was asked, considered and decided, by whom and why, on one page to print."""
    spend = spend_for(g.person, spend_id, today())
    note_reading(Deed.FAMILY_VIEWED, spend.family)
    then = left_then(spend)
    return render_template(
        "spend/decision_record.html",
        authority=g.person.authority,
        complain=how_to_complain(g.person.authority.nation),
        printed_on=today(),
        wishes=wishes_line(spend.family_id, _decided_on(spend)),
        **(shown(spend) | fields_of(weighed(spend)) | (fields_of(then) if then else {})),
    )


def _decided_on(spend: Spend) -> date:
    """The day whose facts the record gives: when somebody decided, else when a worker bought it alone, else today."""
    at = spend.decided_at or spend.recorded_bought_at
    return day_of(at) if at is not None else today()


@bp.route("/spend/<uuid:spend_id>/told", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def tell_family(spend_id: uuid.UUID) -> Answer:
    """Write down that the family was told of a refusal."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ToldForm(data={"told_on": today()})
    form.told_on.latest = today()
    form.told_on.too_late = "The date is in the future. Enter the day they were told."
    return spend_page(
        spend,
        form,
        lambda: actions.tell_family(g.person, spend, form.told_on.data, form.how.data or "", on=today(), at=now()),
        possible=spend.state == SpendState.DECLINED,
        template="spend/tell_family.html",
        complain=how_to_complain(g.person.authority.nation),
    )

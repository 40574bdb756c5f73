"""The record of a decision to print, and the day the family was told of a refusal."""

import uuid
from datetime import date
from typing import Any

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets.queries import position_without
from budgettracker.periods import day_of
from budgettracker.spend import actions
from budgettracker.spend.forms import ToldForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import spend_for, spend_to_change
from budgettracker.spend.queries.plans import parts_of
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
    return render_template(
        "spend/decision_record.html",
        authority=g.person.authority,
        complain=how_to_complain(g.person.authority.nation),
        printed_on=today(),
        wishes=wishes_line(spend.family_id, _decided_on(spend)),
        **(shown(spend) | fields_of(weighed(spend)) | left_then(spend)),
    )


def left_then(spend: Spend) -> dict[str, Any]:
    """Of what was decided or bought here already: the budget as it stood then, and what was left of it without the purchase
    and with it. A request is weighed by what stands today; of a purchase from a file nobody here knew it.
    """
    at = spend.decided_at if spend.plan_id is None else None
    at = at or spend.recorded_bought_at
    if spend.period_id is None or at is None:
        return {}
    if spend.imported:
        return {"position": None}
    position = position_without(spend.period_id, spend.id, at)
    before_pence = position.left_pence
    after_pence = before_pence - (_counted_pence(spend) - spend.over_pence)
    return {"position": position, "left_before_pence": before_pence, "left_after_pence": max(0, after_pence)}


def _counted_pence(spend: Spend) -> int:
    """What the purchase takes of its cap period, as it was decided: of a plan the payments that fall due in it."""
    if parts := parts_of(spend) if spend.regular and spend.plan_id is None else []:
        return sum(part.pence for part in parts if part.period_id == spend.period_id)
    if spend.decided_at is None or spend.plan_id is not None:
        return spend.paid_pence or 0
    return spend.approved_pence or spend.planned_pence


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

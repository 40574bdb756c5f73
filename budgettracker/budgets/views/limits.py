"""The pages of limits: propose, decide, withdraw, and the whole history."""

import uuid
from datetime import date

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import DECIDERS, Permission, Role, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets import actions, queries, rules
from budgettracker.budgets.forms import DecideForm, LimitForm, WithdrawLimitForm
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.families.queries import family_for, family_to_change
from budgettracker.money import NotMoney, parse_pounds
from budgettracker.schemes.models import Scheme
from budgettracker.web import now, refusals_to, today

NO_BUDGET = "This family has no devolved budget, so it needs no limit. Help paid with other money can be logged for it."


@bp.route("/families/<uuid:family_id>/limit/new", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def propose_limit(family_id: uuid.UUID) -> Answer:
    """Propose a limit; `?amount=` is a purchase in pounds that it should allow, and fills the form in."""
    on = today()
    family = family_to_change(g.person, family_id, on)
    scheme = _scheme(family, on)
    period = queries.period_on(family.id, on)
    position = queries.position_of(period) if period is not None else rules.Position(0, 0, 0)
    wanted = _amount_asked()
    enough = position.committed_pence + position.spent_pence + wanted
    form = LimitForm(data={"limit": enough if wanted and enough > position.limit_pence else None})
    if form.validate_on_submit():
        with refusals_to(form):
            change = actions.propose_limit(
                g.person, family, scheme, form.limit.data, form.reason.data or "", on=on, at=now()
            )  # fmt: skip
        if not form.errors:
            return redirect(url_for("budgets.limit", change_id=change.id, new=1), 303)
    page = render_template(
        "budgets/propose_limit.html", form=form, family=family, scheme=scheme, position=position, wanted_pence=wanted
    )
    return page, 422 if form.errors else 200


def _scheme(family: Family, on: date) -> Scheme:
    found = queries.scheme_of(family, on)
    if found is None:
        raise Refusal(None, NO_BUDGET)
    return found


def _amount_asked() -> int:
    try:
        return parse_pounds(request.args.get("amount", ""))
    except NotMoney:
        return 0


@bp.route("/families/<uuid:family_id>/limits")
@requires(Permission.SEE_FAMILIES)
def limits(family_id: uuid.UUID) -> Answer:
    """The whole history of a family's limits on one page."""
    on = today()
    family = family_for(g.person, family_id, on)
    if queries.scheme_of(family, on) is None:
        raise Refusal(None, NO_BUDGET)
    note_reading(Deed.FAMILY_VIEWED, family)
    changes = queries.limit_changes_of(family.id)
    waits = any(change.state == LimitState.REQUESTED for change in changes)
    period = queries.period_on(family.id, on)
    return render_template(
        "budgets/limits.html",
        family=family,
        changes=changes,
        names=queries.names_of([each for change in changes for each in (change.proposed_by_id, change.decided_by_id)]),
        position=queries.position_of(period) if period is not None else None,
        may_propose=_in_team(family) and Permission.LOG_SPEND in g.permissions and not waits,
    )


def _in_team(family: Family) -> bool:
    return family.team_id in g.person.team_ids_on(today())


@bp.route("/limits/<uuid:change_id>")
@requires(Permission.SEE_FAMILIES)
def limit(change_id: uuid.UUID) -> Answer:
    """One change of a limit: where it is, who has it, since when; `?new=1` says first that it was proposed."""
    change = queries.limit_change_for(g.person, change_id, today())
    note_reading(Deed.FAMILY_VIEWED, change.period.budget.family)
    return render_template("budgets/limit.html", new=request.args.get("new") == "1", **facts(change))


def facts(change: LimitChange) -> dict[str, object]:
    """Everything a page about one change of a limit shows."""
    period, family = change.period, change.period.budget.family
    over_cap = rules.above_cap(period.cap_pence, change.to_pence)
    waits = change.state == LimitState.REQUESTED
    roles = (Role.SENIOR_MANAGER,) if over_cap else DECIDERS
    but = {change.proposed_by_id, *queries.unresolved_people([period.id])[period.id]}
    decides = queries.people_who_decide(family.team_id, roles, but, today()) if waits else []
    mine = _in_team(family)
    return {
        "change": change,
        "family": family,
        "period": period,
        "position": queries.position_of(period),
        "names": queries.names_of([change.proposed_by_id, change.decided_by_id]),
        "over_cap": over_cap,
        "who_decides": [person.name for person in decides],
        "not_mine": why_not(change, over_cap) if waits else None,
        "questions": queries.questions_about([change.id]).get(change.id, []),
        "may_answer": waits and mine and Permission.LOG_SPEND in g.permissions,
        "may_decide": waits and mine and Permission.DECIDE in g.permissions,
        "may_withdraw": waits and mine and change.proposed_by_id == g.person.id,
    }


def why_not(change: LimitChange, over_cap: bool) -> str | None:
    """Why the person who looks may not decide this limit; None when they may."""
    period = change.period
    try:
        rules.require_limit_decider(
            g.person.roles_on(today()),
            same_team=_in_team(period.budget.family),
            own_proposal=change.proposed_by_id == g.person.id,
            own_request=queries.unresolved_of(period.id, g.person.id),
            over_cap=over_cap,
            cap_pence=period.cap_pence,
        )
    except Refusal as refusal:
        return refusal.message
    return None


@bp.route("/limits/<uuid:change_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_limit(change_id: uuid.UUID) -> Answer:
    """Approve or decline a limit, with the facts on one page."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    form = DecideForm()
    if form.validate_on_submit():
        with refusals_to(form):
            decide = actions.approve_limit if form.approves else actions.decline_limit
            decide(g.person, change, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("budgets.limit", change_id=change_id), 303)
    elif change.state != LimitState.REQUESTED and not form.errors:
        return redirect(url_for("budgets.limit", change_id=change_id), 303)
    return render_template("budgets/decide_limit.html", form=form, **facts(change)), 422 if form.errors else 200


@bp.route("/limits/<uuid:change_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def withdraw_limit(change_id: uuid.UUID) -> Answer:
    """Take back a limit before it is decided."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    form = WithdrawLimitForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.withdraw_limit(g.person, change, at=now())
        if not form.errors:
            return redirect(url_for("budgets.limit", change_id=change_id), 303)
    elif change.state != LimitState.REQUESTED and not form.errors:
        return redirect(url_for("budgets.limit", change_id=change_id), 303)
    return render_template("budgets/withdraw_limit.html", form=form, **facts(change)), 422 if form.errors else 200

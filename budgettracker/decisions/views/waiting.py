"""Decisions waiting: what a decider weighs on each line, and several approved at once."""

import uuid
from datetime import UTC, datetime

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, Role, requires
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import limit_change_to_decide, sums_of_openings, unconfirmed_limits
from budgettracker.confirmations.queries import all_waiting
from budgettracker.decisions import actions
from budgettracker.decisions.forms import ApproveForm
from budgettracker.decisions.kinds import DecisionKind
from budgettracker.decisions.queries.approved import approved_at, why_left
from budgettracker.decisions.queries.decisions import decisions
from budgettracker.decisions.queries.waiting import waiting_rows
from budgettracker.decisions.queries.waits_long import how_many_wait_long
from budgettracker.decisions.views.at_once import MOST_NAMED, code_of, id_of, number_in_address
from budgettracker.decisions.views.blueprint import bp
from budgettracker.errors import NotTheirs
from budgettracker.families.queries import hidings_to_decide
from budgettracker.imports.queries import to_release
from budgettracker.people.queries import accounts_to_split
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import (
    how_many_proposals,
    proposals_of,
    spend_to_change,
    to_tick_since,
)
from budgettracker.spend.queries.own_pocket import own_money_since
from budgettracker.studies.queries import agreements_lacking
from budgettracker.web import Page, answered, now, page_number, today

FIRST = 5
"""Proposals shown on Decisions; all of them stand on a page of their own, in pages."""
SHOWN = 15
"""Decisions on one page, so that it opens quickly on a phone."""


@bp.route("/decisions", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def waiting() -> Response | str | tuple[str, int]:
    """What waits for a decision in this person's teams: the most urgent first."""
    form = ApproveForm()
    if form.validate_on_submit():
        at = now()
        ticks = list(dict.fromkeys(form.ticked.data or []))[: 2 * SHOWN]
        ticked = {tick: row for tick in ticks if (row := _row_ticked(tick)) is not None}
        signs = {row.id: _sign_in(tick) for tick, row in ticked.items()}
        left = actions.approve_several(g.person, list(ticked.values()), as_read=signs, on=today(), at=at)
        codes = ".".join(_code_of(row) for row in left[:MOST_NAMED])
        micros = int(at.timestamp()) * 1_000_000 + at.microsecond
        return redirect(
            url_for("decisions.approved", at=micros, left=codes or None, more=max(0, len(left) - MOST_NAMED) or None),
            303,
        )
    number = page_number()
    rows, total = waiting_rows(g.person, today(), number, SHOWN)
    page = Page(decisions(g.person, rows, today()), number, total, SHOWN)
    ticked_before = set(form.ticked.data or [])
    cases, to_split, evaluators = all_waiting(g.person.authority_id, today()), 0, list[datetime]()
    if Permission.AGREE_TO_STUDIES in g.permissions:
        evaluators = agreements_lacking(g.person.authority_id, now(), today())
    if Permission.SEE_ACCOUNTS in g.permissions:
        to_split = len(accounts_to_split(g.person.authority_id, today()))
    senior = Role.SENIOR_MANAGER in g.person.roles_on(today())
    to_tick, tick_since = to_tick_since(g.person, today())
    own_money, own_since = own_money_since(g.person, today())
    return answered(
        form,
        "decisions/waiting.html",
        page=page,
        ticked=ticked_before,
        to_confirm=[case for case in cases if case.is_hand(g.person.id)],
        proposals=proposals_of(g.person, today(), 1, FIRST),
        how_many_proposed=how_many_proposals(g.person, today()),
        to_tick=to_tick,
        tick_since=tick_since,
        own_money=own_money,
        own_since=own_since,
        evaluators=evaluators,
        to_split=to_split,
        hidden=len(hidings_to_decide(g.person, today())),
        to_release=len(to_release(g.person, today())) if Permission.RELEASE_IMPORTS in g.permissions else 0,
        waits_long=how_many_wait_long(g.person, today(), cases),
        openings=sums_of_openings(g.person, today()),
        unconfirmed=unconfirmed_limits(g.person, today()) if senior else [],
    )


def _sign_in(tick: str) -> str:
    """The sign of what was read of a request, after its kind and its id; empty where it has none."""
    return "".join(tick.split("-")[6:7])


def _row_ticked(tick: str) -> Spend | LimitChange | None:
    """The request or limit behind a tick; None for what is not this person's to see."""
    kind, _, text = tick.partition("-")
    try:
        row_id = uuid.UUID("-".join(text.split("-")[:5]))
        if kind == DecisionKind.LIMIT:
            return limit_change_to_decide(g.person, row_id, today())
        return spend_to_change(g.person, row_id, today()) if kind == DecisionKind.REQUEST else None
    except (ValueError, NotTheirs):
        return None


def _code_of(row: Spend | LimitChange) -> str:
    """A request or a limit as an address names it: short, so that many fit."""
    return ("l" if isinstance(row, LimitChange) else "r") + code_of(row.id)


def _row_named(code: str) -> Spend | LimitChange | None:
    """The request or limit that a code in an address names; None for what is not this person's to see."""
    kind = DecisionKind.LIMIT if code[:1] == "l" else DecisionKind.REQUEST
    return _row_ticked(f"{kind}-{id_of(code[1:])}")


@bp.route("/decisions/approved")
@requires(Permission.DECIDE)
def approved() -> str:
    """What was approved at once, and what was left and why."""
    text = request.args.get("at", "")
    approved_names = []
    if text.isascii() and text.isdigit() and len(text) <= 16:
        seconds, micros = divmod(int(text), 1_000_000)
        approved_names = approved_at(
            g.person, datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros), today()
        )
    codes = request.args.get("left", "").split(".")[:MOST_NAMED]
    left = [row for code in codes if (row := _row_named(code)) is not None]
    return render_template(
        "decisions/approved.html",
        approved=approved_names,
        left=why_left(g.person, left, today()),
        more=number_in_address("more"),
    )

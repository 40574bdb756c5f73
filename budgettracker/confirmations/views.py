"""What waits for a second hand: the list, one of them with confirm, decline and withdraw, and several at once."""

import uuid

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.confirmations import actions
from budgettracker.confirmations.forms import CONFIRM, ConfirmForm, TickedForm
from budgettracker.confirmations.queries import Case, case_for, ended_lately, waiting_for
from budgettracker.confirmations.rules import require_hand
from budgettracker.errors import NotTheirs, refusal_of
from budgettracker.web import answered, now, refusals_to, today

bp = Blueprint("confirmations", __name__)
MOST_NAMED = 12
"""How many that were left the next page names."""


@bp.route("/confirmations", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def waiting() -> Response | tuple[str, int]:
    """What waits for this person's hand, what they asked for themselves, and what is over."""
    form = TickedForm()
    cases = waiting_for(g.person, g.permissions, today())
    if form.validate_on_submit():
        ticked = [case.row for case in cases if str(case.row.id) in (form.ticked.data or [])]
        left = actions.confirm_several(g.person, ticked, on=today(), at=now())
        missed = len(set(form.ticked.data or [])) - len(ticked)
        left_ids = [str(row.id) for row, _ in left][:MOST_NAMED]
        done = len(ticked) - len(left)
        return redirect(
            url_for("confirmations.waiting", done=done, left=(len(left) + missed) or None, named=left_ids), 303
        )
    return answered(
        form,
        "confirmations/waiting.html",
        mine=[case for case in cases if case.is_hand(g.person.id)],
        asked=[case for case in cases if case.row.asked_by_id == g.person.id],
        stuck=[case for case in cases if not case.hands and case.row.asked_by_id != g.person.id],
        ended=ended_lately(g.person, today()),
        done=_count("done"),
        left=_count("left"),
        named=_named(),
        ticked=set(form.ticked.data or []),
    )


def _named() -> list[tuple[Case, str]]:
    """Those in the address that were ticked and left, as far as they are this person's to read, and why."""
    named = []
    for text in request.args.getlist("named")[:MOST_NAMED]:
        try:
            case = case_for(g.person, g.permissions, uuid.UUID(text), today())
        except (ValueError, NotTheirs):
            continue
        why = refusal_of(require_hand, case.hands, g.person.id, case.row.asked_by_id)
        if not case.row.waits:
            why = f"This has been {case.row.state} already."
        named.append((case, why or "It cannot be done any more as it was asked for. Open it to see why."))
    return named


def _count(name: str) -> int | None:
    """A number in the address that says what several at once came to; None when there is none."""
    number = request.args.get(name, "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None


@bp.route("/confirmations/<uuid:confirmation_id>", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def confirmation(confirmation_id: uuid.UUID) -> Response | tuple[str, int]:
    """One thing that waits or waited: who asked, since when, from what to what; confirm it, or decline it and say why."""
    case = case_for(g.person, g.permissions, confirmation_id, today())
    form = ConfirmForm()
    if form.validate_on_submit():
        with refusals_to(form):
            if form.decision.data == CONFIRM:
                actions.confirm(g.person, case.row, on=today(), at=now())
            else:
                actions.decline(g.person, case.row, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation_id), 303)
    return answered(form, "confirmations/confirmation.html", case=case, whole=case.seen_whole_by(g.person.id))


@bp.route("/confirmations/<uuid:confirmation_id>/withdraw", methods=["POST"])
@requires(Permission.SIGNED_IN)
def withdraw(confirmation_id: uuid.UUID) -> Response:
    """Withdraw what one asked for."""
    case = case_for(g.person, g.permissions, confirmation_id, today())
    actions.withdraw(g.person, case.row, at=now())
    return redirect(url_for("confirmations.confirmation", confirmation_id=confirmation_id), 303)

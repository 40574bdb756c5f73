"""The finance files of an authority, and one of them beside the books: three lists, what is apart, and sums that add up."""

import uuid
from typing import Any

from flask import g, render_template, request

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.ledger.payments.kinds import Answer, Standing
from budgettracker.ledger.payments.queries.comparison import Comparison, comparison_of
from budgettracker.ledger.payments.queries.files import files_of, matches_of, payment_file_for
from budgettracker.ledger.payments.rules.lists import APART, WITHOUT_PAYMENT, lines_with
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.views.filters import authority_id
from budgettracker.web import PAGE_SIZE, Page, page_number

CONFIRMED = "confirmed"
LONGEST_SEARCH = 60
LINES = (Answer.NONE, Answer.CERTAIN, Answer.OFFER, Answer.OUTSIDE, Answer.BROKEN, Answer.SKIPPED)
SHOWN_STANDINGS = (*WITHOUT_PAYMENT, *APART, Standing.BELOW, Standing.ANOTHER_WAY)


@bp.route("/ledger/payments")
@requires(Permission.SEE_LEDGER)
def payment_files() -> str:
    """The finance files that were read, the latest first."""
    may_match = Permission.MATCH_PAYMENTS in g.permissions
    return render_template("ledger/payment_files.html", files=files_of(authority_id()), may_match=may_match)


@bp.route("/ledger/payments/<uuid:file_id>")
@requires(Permission.SEE_LEDGER)
def payments(file_id: uuid.UUID) -> str:
    """A finance file beside the books; `?list=` chooses which list is shown, `?q=` which lines of it."""
    file = payment_file_for(g.person, file_id)
    compared, number = comparison_of(file), page_number()
    chosen = request.args.get("list", Answer.NONE)
    return render_template(
        "ledger/payments.html",
        file=file,
        lists=compared.lists,
        chosen=chosen,
        answers=[(answer, compared.lists.lines[answer]) for answer in Answer if answer in compared.lists.lines],
        standings=[(each, compared.lists.sum_of(each)) for each in Standing if each in compared.lists.purchases],
        shown_lines=[answer for answer in LINES if answer in compared.lists.lines],
        shown_standings=[each for each in SHOWN_STANDINGS if each in compared.lists.purchases],
        to_confirm=sum(compared.lists.lines[each].count for each in _OPEN if each in compared.lists.lines),
        suggestions=compared.suggestions,
        may_match=Permission.MATCH_PAYMENTS in g.permissions,
        **_list(compared, chosen, number, file),
    )


_OPEN = (Answer.CERTAIN, Answer.OFFER)


def _list(compared: Comparison, chosen: str, number: int, file: Any) -> dict[str, Any]:
    """The page of the list that is wanted: lines, purchases, or matches; an unknown list is no page."""
    start = (number - 1) * PAGE_SIZE
    if chosen == CONFIRMED:
        rows, total = matches_of(file, number, PAGE_SIZE)
        return {"kind": CONFIRMED, "words": "Confirmed", "page": Page(rows, number, total)}
    if chosen in set(Answer):
        typed = request.args.get("q", "")[:LONGEST_SEARCH].strip()
        lines = lines_with(compared.lines(Answer(chosen)), typed)
        words = Answer(chosen).words
        linked = Answer(chosen) in (Answer.NONE, *_OPEN)
        return {
            "kind": "lines",
            "words": words,
            "linked": linked,
            "typed": typed,
            "page": Page(lines[start : start + PAGE_SIZE], number, len(lines)),
        }
    if chosen in set(Standing):
        held = compared.lists.purchases.get(Standing(chosen), [])
        words = Standing(chosen).words
        return {"kind": "purchases", "words": words, "page": Page(held[start : start + PAGE_SIZE], number, len(held))}
    raise NotTheirs

"""Finance confirms which payment is which purchase: certain ones stand ticked, all others are a person's choice."""

import uuid
from dataclasses import dataclass

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import Refusal
from budgettracker.ledger.payments import actions
from budgettracker.ledger.payments.forms import ConfirmForm
from budgettracker.ledger.payments.kinds import Answer
from budgettracker.ledger.payments.queries.comparison import Comparison, comparison_of, token_of
from budgettracker.ledger.payments.queries.files import payment_file_for
from budgettracker.ledger.payments.rules.certain import too_many_silent
from budgettracker.ledger.payments.rules.lines import Line
from budgettracker.ledger.payments.rules.suggest import Choice, Suggestion
from budgettracker.ledger.views.blueprint import bp
from budgettracker.web import PAGE_SIZE, Page, answered, now, page_number, refusals_to


@dataclass(frozen=True, slots=True)
class Offered:
    """Payments that go together, with why something is suggested for them and the choices, each with its token."""

    lines: tuple[Line, ...]
    why: str
    ticked: bool
    choices: tuple[tuple[str, Choice], ...]

    @property
    def pence(self) -> int:
        """What the payments come to."""
        return sum(line.pence for line in self.lines)


@bp.route("/ledger/payments/<uuid:file_id>/confirm", methods=["GET", "POST"])
@requires(Permission.MATCH_PAYMENTS)
def confirm_payments(file_id: uuid.UUID) -> Response | tuple[str, int]:
    """Confirm what is ticked; a token that is offered no more has changed meanwhile and is refused."""
    file = payment_file_for(g.person, file_id)
    compared, form = comparison_of(file), ConfirmForm()
    sent = form.ticked.data or []
    if form.validate_on_submit():
        known = compared.choices
        with refusals_to(form):
            if any(token not in known for token in sent):
                raise Refusal("ticked", "What is offered has changed meanwhile. Look at the list again.")
            ticked = [known[token] for token in dict.fromkeys(sent)]
            actions.confirm_payments(g.person, file, ticked, at=now())
        if not form.errors:
            return redirect(url_for("ledger.confirm_payments", file_id=file.id, confirmed=len(ticked)), 303)
    offered, number = _offered(compared), page_number()
    shown = offered[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    given = set(sent) if form.is_submitted() else {token for each in shown if each.ticked for token, _ in each.choices}
    page = Page(shown, number, len(offered))
    silent = too_many_silent(compared.read.lines)
    return answered(
        form,
        "ledger/confirm_payments.html",
        file=file,
        page=page,
        given=given,
        silent=silent,
        confirmed=request.args.get("confirmed", 0, type=int),
    )


def _offered(compared: Comparison) -> list[Offered]:
    """What waits to be confirmed, each group of payments once: certain ones first, then in the order of the file."""
    by_row = {line.row: line for line in compared.read.lines}
    together: dict[tuple[Choice, ...], Suggestion] = {}
    for suggestion in compared.suggestions.values():
        if suggestion.choices and suggestion.answer in (Answer.CERTAIN, Answer.OFFER):
            together.setdefault(suggestion.choices, suggestion)
    offered = [
        Offered(
            tuple(by_row[row] for row in sorted({row for choice in choices for row in choice.rows})),
            suggestion.why,
            suggestion.ticked,
            tuple((token_of(choice), choice) for choice in choices),
        )
        for choices, suggestion in together.items()
    ]
    return sorted(offered, key=lambda each: (not each.ticked, each.lines[0].row))

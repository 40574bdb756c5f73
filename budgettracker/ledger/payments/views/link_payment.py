"""A person says which purchase a payment is, where nothing was offered or what was offered is wrong: one to one."""

import uuid

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.ledger.payments import actions
from budgettracker.ledger.payments.forms import LinkForm
from budgettracker.ledger.payments.kinds import Answer
from budgettracker.ledger.payments.queries.comparison import comparison_of
from budgettracker.ledger.payments.queries.files import payment_file_for
from budgettracker.ledger.payments.rules.lists import nearest_to
from budgettracker.ledger.payments.rules.suggest import Choice
from budgettracker.ledger.payments.views.payments import CONFIRMED
from budgettracker.ledger.views.blueprint import bp
from budgettracker.web import answered, now, refusals_to

MOST = 20
"""Purchases to choose from: the nearest in amount, of those whose words were typed."""
OPEN = (Answer.NONE, Answer.OFFER, Answer.CERTAIN)


@bp.route("/ledger/payments/<uuid:file_id>/rows/<int(max=9999999):row>", methods=["GET", "POST"])
@requires(Permission.MATCH_PAYMENTS)
def link_payment(file_id: uuid.UUID, row: int) -> Response | tuple[str, int]:
    """A payment that is not confirmed, with the purchases without a payment that are nearest to it in amount."""
    file = payment_file_for(g.person, file_id)
    compared = comparison_of(file)
    line = next((each for answer in OPEN for each in compared.lines(answer) if each.row == row), None)
    if line is None:
        raise NotTheirs
    words = request.args.get("q", "")[:60].strip()
    free = nearest_to(line, compared.lists, file_basis=compared.read.basis, words=words)
    form = LinkForm.of(free if request.method == "POST" else free[:MOST])
    if form.validate_on_submit():
        with refusals_to(form):
            chosen = next(each for each in free if each.id == form.purchase.data)
            actions.confirm_payments(g.person, file, [Choice((row,), (chosen,))], at=now())
        if not form.errors:
            return redirect(url_for("ledger.payments", file_id=file.id, list=CONFIRMED), 303)
        form.offer(free[:MOST])
    return answered(form, "ledger/link_payment.html", file=file, line=line, words=words, held=len(free))

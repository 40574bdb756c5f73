"""Send a file of payments, as a finance system or a card company made it."""

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.ledger.payments.forms import PaymentFileForm
from budgettracker.ledger.views.blueprint import bp
from budgettracker.web import answered


@bp.route("/ledger/payments/new", methods=["GET", "POST"])
@requires(Permission.MATCH_PAYMENTS)
def send_payments() -> Response | tuple[str, int]:
    """Send a file: it is looked at first, and no line of it is kept before that."""
    form = PaymentFileForm()
    if form.is_submitted() and form.validate():
        if g.payments_refusal is not None:
            form.file.errors = [g.payments_refusal.message]
        elif g.sent_payments is None:
            raise NotTheirs
        else:
            return redirect(url_for("ledger.look_at_payments", kept_id=g.sent_payments.kept.id), 303)
    return answered(form, "ledger/send_payments.html")

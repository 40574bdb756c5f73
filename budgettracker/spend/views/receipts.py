"""Add a receipt, and hand one out: as an attachment that no browser runs."""

import uuid
from pathlib import Path

from flask import Response, current_app, g, render_template, send_file

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import NotTheirs
from budgettracker.spend import actions
from budgettracker.spend.actions.safe_receipt import ENDINGS
from budgettracker.spend.forms import ReceiptForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Receipt
from budgettracker.spend.queries import receipt_for, spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.decide import page_of
from budgettracker.spend.views.sent_receipt import safe_receipt
from budgettracker.spend.views.show import facts
from budgettracker.web import now, refusals_to, today

NEVER_RUN = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"


@bp.route("/spend/<uuid:spend_id>/receipt", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def add_receipt(spend_id: uuid.UUID) -> Answer:
    """Add a receipt to a purchase that has been made."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ReceiptForm()
    if form.is_submitted():
        fits, receipt = form.validate(), safe_receipt(form)
        if fits and receipt is not None:
            with refusals_to(form):
                actions.add_receipt(g.person, spend, receipt, folder(), at=now())
            if not form.errors:
                return page_of(spend_id)
    elif spend.state not in (SpendState.BOUGHT, SpendState.REVERSED) and not form.errors:
        return page_of(spend_id)
    return render_template("spend/add_receipt.html", form=form, **facts(spend)), 422 if form.errors else 200


@bp.route("/receipts/<uuid:receipt_id>")
@requires(Permission.SEE_FAMILIES)
def receipt(receipt_id: uuid.UUID) -> Response:
    """A receipt of a purchase that this person sees."""
    return hand_out(receipt_for(g.person, receipt_id, today()))


def hand_out(found: Receipt) -> Response:
    """Hand out a receipt under a made-up name, to be kept or opened outside the browser; whoever took it is recorded."""
    file = folder() / found.file_name
    if not file.is_file():
        raise NotTheirs
    note_reading(Deed.RECEIPT_VIEWED, found)
    answer = send_file(
        file,
        mimetype=found.media_type,
        as_attachment=True,
        download_name=f"receipt-{found.id.hex[-8:]}.{ENDINGS[found.media_type]}",
        conditional=False,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = NEVER_RUN
    return answer


def folder() -> Path:
    """Where receipts are kept, outside the web's reach."""
    return Path(current_app.config["RECEIPTS_FOLDER"]).resolve()

"""The receipt that comes with a form: made safe before the transaction begins, because drawing a picture takes a while."""

from flask import Flask, g, request

from budgettracker.access import Permission
from budgettracker.errors import Refusal
from budgettracker.spend.actions.safe_receipt import LARGEST_BYTES, SafeReceipt, read_receipt
from budgettracker.widgets import PageForm

FIELD = "receipt"
TAKE_A_RECEIPT = {"spend.log_spend", "spend.log_shared", "spend.add_receipt", "spend.refund_spend"}


def register(app: Flask) -> None:
    """Read receipts before the view, for those who may add them."""
    app.before_request(read_sent)


def read_sent() -> None:
    """Make the receipt safe, or keep the words of its refusal for its field."""
    g.safe_receipt, g.receipt_refusal = None, None
    may = g.get("person") is not None and Permission.LOG_SPEND in g.permissions
    if request.method != "POST" or request.endpoint not in TAKE_A_RECEIPT or not may:
        return
    sent = [file for file in request.files.getlist(FIELD) if file.filename]
    try:
        if len(sent) > 1:
            raise Refusal(FIELD, "Choose one file at a time. More can be added afterwards.")
        if sent:
            g.safe_receipt = read_receipt(sent[0].stream.read(LARGEST_BYTES + 1), FIELD)
    except Refusal as refusal:
        g.receipt_refusal = refusal
    finally:
        for file in sent:
            file.stream.seek(0)


def safe_receipt(form: PageForm) -> SafeReceipt | None:
    """The receipt that was sent, safe to keep; a refused one puts its words on the form's field and gives None."""
    if g.receipt_refusal is not None:
        form[FIELD].errors = [*form[FIELD].errors, g.receipt_refusal.message]
    receipt: SafeReceipt | None = g.safe_receipt
    return receipt

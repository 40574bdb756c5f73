"""The receipt that comes with a form: made safe before the transaction begins, because drawing a picture takes a while."""

from pathlib import PurePath

from flask import Flask, g, request

from budgettracker.access import Permission
from budgettracker.errors import Refusal
from budgettracker.spend.actions.safe_receipt import LARGEST_BYTES, SafeReceipt, read_receipt
from budgettracker.spend.queries.receipt_links import open_link
from budgettracker.typed_fields import shown
from budgettracker.web import now
from budgettracker.widgets import PageForm

FIELD = "receipt"
MOST_FILES, LONGEST_NAME = 10, 80
BY_LINK = "spend.add_receipt_by_link"
"""Where somebody adds a receipt without signing in; nothing is read for a link that is over."""
TAKE_A_RECEIPT = {"spend.log_spend", "spend.log_shared", "spend.add_receipt", "spend.refund_spend"}


def register(app: Flask) -> None:
    """Read receipts before the view, for those who may add them."""
    app.before_request(read_sent)


def read_sent() -> None:
    """Make the receipt safe, or keep the words of its refusal for its field."""
    g.safe_receipts, g.receipt_refusals = [], []
    may = g.get("person") is not None and Permission.LOG_SPEND in g.permissions
    takes = (request.endpoint in TAKE_A_RECEIPT and may) or request.endpoint == BY_LINK
    if request.method != "POST" or not takes:
        return
    if request.endpoint == BY_LINK and open_link((request.view_args or {}).get("token", ""), now()) is None:
        return
    sent = [file for file in request.files.getlist(FIELD) if file.filename]
    if len(sent) > MOST_FILES:
        g.receipt_refusals = [f"Choose at most {MOST_FILES} files at a time. More can be added afterwards."]
        return
    for file in sent:
        try:
            g.safe_receipts.append(read_receipt(file.stream.read(LARGEST_BYTES + 1), FIELD))
        except Refusal as refusal:
            named = shown(PurePath(file.filename or "").name)[:LONGEST_NAME]
            g.receipt_refusals.append(f"{named}: {refusal.message}" if len(sent) > 1 else refusal.message)
        finally:
            file.stream.seek(0)


def safe_receipts(form: PageForm) -> list[SafeReceipt]:
    """The files that were sent, each once and safe to keep; each that is refused is named on the form's field."""
    form[FIELD].errors = [*form[FIELD].errors, *g.receipt_refusals]
    return list({receipt.digest: receipt for receipt in g.safe_receipts}.values())


def safe_receipt(form: PageForm) -> SafeReceipt | None:
    """The one file that was sent, safe to keep; where it is refused, or there are several, words on the field and None."""
    receipts = safe_receipts(form)
    if len(receipts) > 1:
        form[FIELD].errors = [*form[FIELD].errors, "Choose one file here."]
    return receipts[0] if len(receipts) == 1 else None

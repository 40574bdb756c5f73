"""The receipt that comes with a form: made safe before the transaction begins, because drawing a picture takes a while."""

from collections.abc import Collection
from pathlib import PurePath

from flask import Flask, g, request

from budgettracker.access import Permission
from budgettracker.errors import Refusal
from budgettracker.spend.actions.add_receipt import ADDED_ALREADY
from budgettracker.spend.actions.safe_receipt import LARGEST_BYTES, SafeReceipt, read_receipt
from budgettracker.spend.queries.receipt_links import open_link
from budgettracker.typed_fields import shown
from budgettracker.web import now
from budgettracker.widgets import PageForm

FIELD = "receipt"
MOST_FILES, LONGEST_NAME = 10, 80
BY_LINK = "spend.add_receipt_by_link"
"""Where somebody adds a receipt without signing in; nothing is read for a link that is over."""
OF_AN_ORDER = "spend.buy_order"
TAKE_A_RECEIPT = {"spend.log_spend", "spend.log_shared", "spend.add_receipt", "spend.refund_spend"}


def register(app: Flask) -> None:
    """Read receipts before the view, for those who may add them."""
    app.before_request(read_sent)


def read_sent() -> None:
    """Make the receipts safe, or keep the words of their refusal for their field."""
    g.safe_receipts, g.receipt_names, g.receipt_refusals = [], {}, []
    may = g.get("person") is not None and Permission.LOG_SPEND in g.permissions
    buys = g.get("person") is not None and Permission.BUY_ORDERS in g.permissions and request.endpoint == OF_AN_ORDER
    takes = (request.endpoint in TAKE_A_RECEIPT and may) or buys or request.endpoint == BY_LINK
    if request.method != "POST" or not takes:
        return
    if request.endpoint == BY_LINK and open_link((request.view_args or {}).get("token", ""), now()) is None:
        return
    sent = [file for file in request.files.getlist(FIELD) if file.filename]
    if len(sent) > MOST_FILES:
        g.receipt_refusals = [f"Choose at most {MOST_FILES} files at a time. More can be added afterwards."]
        return
    wrong = []
    for file in sent:
        name = shown(PurePath(file.filename or "").name)[:LONGEST_NAME]
        try:
            receipt = read_receipt(file.stream.read(LARGEST_BYTES + 1), FIELD)
        except Refusal as refusal:
            wrong.append((name, refusal.message))
        else:
            g.safe_receipts.append(receipt)
            g.receipt_names.setdefault(receipt.digest, name)
        finally:
            file.stream.seek(0)
    g.receipt_refusals = _in_words(wrong, list(g.receipt_names.values()))


def _in_words(wrong: list[tuple[str, str]], right: list[str]) -> list[str]:
    """What is wrong with each of the files sent, and that none of them was kept, the right ones neither."""
    if len(wrong) + len(right) < 2:
        return [message for _, message in wrong]
    named = [f"{name}: {message}" for name, message in wrong]
    if not wrong or not right:
        return named
    *most, last = right
    names = f"{', '.join(most)} and {last}" if most else last
    again = "it" if len(right) == 1 else "them"
    return [*named, f"So none of the files was kept. {names} can be: choose {again} again without the others."]


def safe_receipts(form: PageForm, known: Collection[str] = ()) -> list[SafeReceipt]:
    """The files that were sent, each once and safe to keep: all of them, or none and words on the form's field.

    `known` are the digests of what stands with the purchase already.
    """
    refusals, receipts = g.receipt_refusals, {receipt.digest: receipt for receipt in g.safe_receipts}
    if not refusals and (again := [digest for digest in receipts if digest in known]):
        names = g.receipt_names
        right = [names[digest] for digest in receipts if digest not in known]
        refusals = _in_words([(names[digest], ADDED_ALREADY) for digest in again], right)
    form[FIELD].errors = [*form[FIELD].errors, *refusals]
    return list(receipts.values())


def safe_receipt(form: PageForm) -> SafeReceipt | None:
    """The one file that was sent, safe to keep; where it is refused, or there are several, words on the field and None."""
    receipts = safe_receipts(form)
    if len(receipts) > 1:
        form[FIELD].errors = [*form[FIELD].errors, "Choose one file here."]
    return receipts[0] if len(receipts) == 1 else None

"""Hand out a receipt: as an attachment that no browser runs."""

import uuid
from pathlib import Path

from flask import Response, current_app, g, send_file

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.errors import NotTheirs
from budgettracker.spend.actions.safe_receipt import ENDINGS
from budgettracker.spend.models import Receipt
from budgettracker.spend.queries import receipt_for
from budgettracker.spend.views.blueprint import bp
from budgettracker.web import today

NEVER_RUN = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"


@bp.route("/receipts/<uuid:receipt_id>")
@requires(Permission.SEE_FAMILIES)
def receipt(receipt_id: uuid.UUID) -> Response:
    """A receipt of a purchase that this person sees."""
    return hand_out(receipt_for(g.person, receipt_id, today()))


def hand_out(receipt: Receipt) -> Response:
    """Hand out a receipt under a made-up name, to be kept or opened outside the browser; whoever took it is recorded."""
    file = folder() / receipt.file_name
    if not file.is_file():
        raise NotTheirs
    note_reading(Deed.RECEIPT_VIEWED, receipt)
    response = send_file(
        file,
        mimetype=receipt.media_type,
        as_attachment=True,
        download_name=f"receipt-{receipt.id.hex[-8:]}.{ENDINGS[receipt.media_type]}",
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = NEVER_RUN
    return response


def folder() -> Path:
    """Where receipts are kept, outside the web's reach."""
    return Path(current_app.config["RECEIPTS_FOLDER"]).resolve()

"""Add a receipt to a purchase that has been made. Its file lies outside the web's reach, under a made-up name."""

import os
import secrets
import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.spend.actions.safe_receipt import ENDINGS, SafeReceipt
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Receipt, Spend

ADDED_ALREADY = "This receipt has been added already."


def add_receipt(
    by: Person, spend: Spend, safe: SafeReceipt, folder: Path, *, link_id: uuid.UUID | None = None, at: datetime
) -> Receipt:
    """Keep a receipt with its purchase; before it is bought, a quote with its request. `link_id`: it came by a link.

    Raises Refusal on `receipt` for what was declined or withdrawn, and for the same file a second time.
    """
    if spend.state in (SpendState.DECLINED, SpendState.WITHDRAWN):
        raise Refusal("receipt", f"This has been {spend.state} already, so there is no receipt for it.")
    same_file = select(Receipt.id).filter_by(spend_id=spend.id, digest=safe.digest).limit(1)
    if db.session.scalars(same_file).first() is not None:
        raise Refusal("receipt", ADDED_ALREADY)
    name = f"{secrets.token_hex(16)}.{ENDINGS[safe.media_type]}"
    receipt = Receipt(
        id=uuid7(),
        spend_id=spend.id,
        file_name=name,
        media_type=safe.media_type,
        bytes=len(safe.content),
        digest=safe.digest,
        added_by_id=by.id,
        added_at=at,
        quote=spend.state in (SpendState.REQUESTED, SpendState.APPROVED),
        link_id=link_id,
    )
    spend.receipts.append(receipt)
    db.session.flush()
    by_link = {"by_link": True} if link_id is not None else {}
    record(by, Deed.RECEIPT_ADDED, spend, {"receipt": receipt.id, "sha256": safe.digest, **by_link}, at=at)
    _keep(folder, name, safe.content)
    return receipt


def _keep(folder: Path, name: str, content: bytes) -> None:
    """Write the whole file or none: under another name first, on the disk before the row that names it is committed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{name}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(folder / name)
    except OSError:
        part.unlink(missing_ok=True)
        raise

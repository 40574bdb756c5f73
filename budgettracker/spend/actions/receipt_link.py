"""A link for one receipt: made by a worker, used once by whoever holds the slip, who needs no account and sees nothing."""

from datetime import datetime
from pathlib import Path

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.people.rules.tokens import digest_of, new_token
from budgettracker.spend import rules
from budgettracker.spend.actions.add_receipt import add_receipt
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.actions.safe_receipt import SafeReceipt
from budgettracker.spend.models import Receipt, ReceiptLink, Spend
from budgettracker.spend.queries.receipt_links import open_link


def make_receipt_link(by: Person, spend: Spend, *, at: datetime) -> str:
    """Make a link by which the missing receipt of a purchase is added without signing in.

    Returns its token, which is shown once and kept as a digest only. Raises Refusal where no receipt is missing.
    """
    lock_spend(spend)
    rules.require_receipt_missing(spend.lacks_receipt)
    token = new_token()
    link = ReceiptLink(
        id=uuid7(),
        authority_id=spend.authority_id,
        spend_id=spend.id,
        token_digest=digest_of(token),
        made_by_id=by.id,
        made_at=at,
        expires_at=at + rules.LINK_LASTS,
    )
    db.session.add(link)
    record(by, Deed.RECEIPT_LINK_MADE, spend, {"link": link.id}, at=at)
    return token


def add_receipt_by_link(token: str, safe: SafeReceipt, folder: Path, *, at: datetime) -> Receipt:
    """Keep the receipt that came by a link, in the name of whoever made the link; the link is used up with it.

    Raises Refusal for a link that has been used or has run out, and as add_receipt does: the link stays usable then.
    """
    link = open_link(token, at, locked=True)
    if link is None:
        raise Refusal("receipt", rules.LINK_OVER)
    maker, spend = db.session.get_one(Person, link.made_by_id), db.session.get_one(Spend, link.spend_id)
    receipt = add_receipt(maker, spend, safe, folder, link_id=link.id, at=at)
    link.used_at = at
    return receipt

"""Finance confirms that payments are purchases: one to one, several to one, or one to several, as it was offered."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.errors import Refusal
from budgettracker.ledger.payments.models import (
    MatchedLine,
    MatchedPurchase,
    PaymentFile,
    PaymentLine,
    PaymentMatch,
    SupplierAlias,
)
from budgettracker.ledger.payments.rules.suggest import Choice
from budgettracker.ledger.payments.rules.suppliers import Names, plain, says_nothing
from budgettracker.people.models import Person
from budgettracker.spend.actions.meet_refund import meet_refund
from budgettracker.spend.models import Refund

TAKEN = "Somebody has confirmed one of these meanwhile. Look at the list again."


def confirm_payments(by: Person, file: PaymentFile, choices: Sequence[Choice], *, at: datetime) -> list[PaymentMatch]:
    """Each choice becomes a match of its own. All of them stand, or none.

    Raises Refusal where a payment or a purchase is in two of the choices, or in a match that stands.
    """
    rows = [row for choice in choices for row in choice.rows]
    purchases = [each.id for choice in choices for each in choice.purchases]
    if len(set(rows)) < len(rows):
        raise Refusal(
            "ticked", "One payment is in two of these choices. A payment is one purchase, or one group of them."
        )
    if len(set(purchases)) < len(purchases):
        raise Refusal("ticked", "One purchase is in two of these choices. It is paid once: tick one of them.")
    query = select(PaymentLine).where(PaymentLine.file_id == file.id, PaymentLine.row_number.in_(rows))
    lines = {line.row_number: line for line in db.session.scalars(query)}
    with unique("ticked", TAKEN):
        return [_confirm(by, file, choice, [lines[row] for row in choice.rows], at) for choice in choices]


def _confirm(by: Person, file: PaymentFile, choice: Choice, lines: Sequence[PaymentLine], at: datetime) -> PaymentMatch:
    match = PaymentMatch(authority_id=file.authority_id, file_id=file.id, confirmed_by_id=by.id, confirmed_at=at)
    db.session.add(match)
    db.session.flush()
    of_match = {"authority_id": file.authority_id, "match_id": match.id}
    match.lines = [MatchedLine(line_id=line.id, key_digest=line.key_digest, **of_match) for line in lines]
    for purchase in choice.purchases:
        own = uuid.UUID(purchase.id)
        if purchase.refund_of is None:
            match.purchases.append(MatchedPurchase(spend_id=own, **of_match))
            continue
        refund = db.session.scalars(select(Refund).filter_by(id=own, authority_id=file.authority_id)).one()
        met = meet_refund(by, refund, at=at)
        match.purchases.append(MatchedPurchase(refund_id=own, ended_wait=met, **of_match))
    db.session.flush()
    _learn(file, match, choice, lines, at)
    changes = {
        "lines": [line.id for line in lines],
        "spends": [each.spend_id for each in match.purchases if each.spend_id],
        "refunds": [each.refund_id for each in match.purchases if each.refund_id],
        "pence": sum(line.amount_pence for line in lines),
    }
    record(by, Deed.PAYMENT_CONFIRMED, match, changes, at=at, new=True)
    return match


def _learn(file: PaymentFile, match: PaymentMatch, choice: Choice, lines: Sequence[PaymentLine], at: datetime) -> None:
    """Remember that two names are one supplier's; a batch, and a name that says nothing, teach nothing."""
    if len(choice.purchases) != 1 or says_nothing(choice.purchases[0].supplier):
        return
    bought_at = choice.purchases[0].supplier
    for name in sorted({line.details.supplier for line in lines if line.details is not None}):
        if says_nothing(name) or Names([bought_at]).of(name):
            continue
        names = {"payment_name": plain(name)[:200], "purchase_name": plain(bought_at)[:200]}
        query = select(SupplierAlias.id).filter_by(authority_id=file.authority_id, **names)
        if db.session.scalar(query) is None:
            db.session.add(SupplierAlias(authority_id=file.authority_id, match_id=match.id, confirmed_at=at, **names))
            db.session.flush()

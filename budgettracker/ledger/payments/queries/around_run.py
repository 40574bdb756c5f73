"""An authority's finance files around a run's days, for the run's reconciliation."""

import uuid
from datetime import timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from budgettracker.costing.paid.rules.facts import FilePayment, FinanceFiles
from budgettracker.ledger.payments.kinds import Basis, LineState
from budgettracker.ledger.payments.models import MatchedLine, MatchedPurchase, PaymentFile, PaymentLine, PaymentMatch
from budgettracker.ledger.payments.queries.purchases import purchases_bought
from budgettracker.ledger.payments.rules.around_run import FileDays, MatchSum, purchases_beside
from budgettracker.ledger.payments.rules.purchases import WIDER_AFTER
from budgettracker.periods import Period, long_date
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Refund, Spend

AROUND = timedelta(days=180)
"""Purchases so far from a run's days may share a payment with one of the run."""


def files_around_run(session: Session, authority_id: uuid.UUID, dates: Period) -> FinanceFiles | None:
    """Payments of the scheme around a run's days, each once whichever files have it, with the purchases beside them.

    None where no finance file has one of the run's days. A match with a purchase that was taken out of the books since is
    none any more: its payment stands without a purchase.
    """
    near = select(PaymentFile).where(PaymentFile.authority_id == authority_id, PaymentFile.last_on >= dates.start)
    ordered = near.order_by(PaymentFile.first_on, PaymentFile.read_at, PaymentFile.id)
    files = list(session.scalars(ordered.where(PaymentFile.first_on < dates.end + WIDER_AFTER)))
    if not any(file.first_on < dates.end for file in files):
        return None
    gone = _taken_out(session, authority_id)
    matched = _matched(session, authority_id, gone)
    payments = _payments(session, authority_id, dates, gone)
    sums: dict[str, MatchSum] = {}
    for payment, basis in payments:
        if payment.match:
            before = sums.get(payment.match)
            sums[payment.match] = MatchSum(payment.pence + (before.pence if before else 0), basis)
    purchases = purchases_bought(session, authority_id, dates.start - AROUND, dates.end + AROUND)
    days = [
        FileDays(file.first_on, file.last_on, Basis(file.basis), file.threshold_pence, file.is_card_file)
        for file in files
    ]
    of_match = {own: match for own, match in matched.items() if match in sums}
    beside = purchases_beside(purchases, of_match, sums, days)
    return FinanceFiles(tuple(payment for payment, _ in payments), tuple(beside))


def _taken_out(session: Session, authority_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Matches that stand although a purchase of theirs was reversed since."""
    query = (
        select(MatchedPurchase.match_id)
        .outerjoin(Refund, Refund.id == MatchedPurchase.refund_id)
        .join(Spend, Spend.id == func.coalesce(MatchedPurchase.spend_id, Refund.spend_id))
        .where(
            MatchedPurchase.authority_id == authority_id, ~MatchedPurchase.undone, Spend.state == SpendState.REVERSED
        )
    )
    return frozenset(session.scalars(query))


def _matched(session: Session, authority_id: uuid.UUID, gone: frozenset[uuid.UUID]) -> dict[str, str]:
    """The match of each purchase and refund that has one."""
    columns = (MatchedPurchase.spend_id, MatchedPurchase.refund_id, MatchedPurchase.match_id)
    query = select(*columns).where(MatchedPurchase.authority_id == authority_id, ~MatchedPurchase.undone)
    return {
        str(spend_id or refund_id): str(match_id)
        for spend_id, refund_id, match_id in session.execute(query)
        if match_id not in gone
    }


def _payments(
    session: Session, authority_id: uuid.UUID, dates: Period, gone: frozenset[uuid.UUID]
) -> list[tuple[FilePayment, Basis]]:
    """Payments on the run's days, and those around them that have a purchase, with the basis of their file."""
    query = (
        select(
            PaymentLine.key_digest,
            PaymentLine.row_number,
            PaymentLine.first_on,
            PaymentLine.amount_pence,
            MatchedLine.match_id,
            PaymentFile.basis,
            PaymentFile.first_on.label("from_on"),
            PaymentFile.last_on,
        )
        .join(PaymentFile, PaymentFile.id == PaymentLine.file_id)
        .outerjoin(
            MatchedLine,
            (MatchedLine.key_digest == PaymentLine.key_digest)
            & (MatchedLine.authority_id == PaymentLine.authority_id)
            & ~MatchedLine.undone,
        )
        .outerjoin(PaymentMatch, PaymentMatch.id == MatchedLine.match_id)
        .where(PaymentLine.authority_id == authority_id, PaymentLine.state == LineState.PAYMENT)
        .where(
            or_(
                (PaymentLine.first_on >= dates.start) & (PaymentLine.first_on < dates.end),
                and_(
                    MatchedLine.match_id.is_not(None),
                    PaymentLine.first_on >= dates.start - AROUND,
                    PaymentLine.first_on < dates.end + AROUND,
                ),
            )
        )
        # The file in which it was confirmed comes first: its basis is the amount's.
        .order_by(PaymentMatch.file_id == PaymentFile.id, PaymentFile.read_at, PaymentFile.id, PaymentLine.row_number)
    )
    payments: dict[str, tuple[FilePayment, Basis]] = {}
    for row in session.execute(query):
        match = str(row.match_id) if row.match_id and row.match_id not in gone else ""
        gone_since = "its purchase was reversed since" if row.match_id in gone else ""
        if match or row.first_on in dates:
            where = f"in the file of {long_date(row.from_on)} to {long_date(row.last_on)}"
            detail = "; ".join(filter(None, (where, gone_since)))
            payment = FilePayment(f"Row {row.row_number}", row.first_on, row.amount_pence, match, detail)
            payments[row.key_digest] = payment, Basis(row.basis)
    return list(payments.values())

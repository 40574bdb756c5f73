"""What of a financial year's purchases finance's own file has in another year: accruals, and payments in advance."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from budgettracker.budgets.models import Posting
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.ledger.payments.models import MatchedLine, MatchedPurchase, PaymentLine
from budgettracker.ledger.queries.lines import RESTRICTED
from budgettracker.ledger.queries.vat import recoverable_vat
from budgettracker.ledger.weekly.kinds import WeeklyKind, YearEnd
from budgettracker.ledger.weekly.models import WeeklyFile, WeeklyLine
from budgettracker.ledger.weekly.rules import year_end
from budgettracker.periods import Period, day_of
from budgettracker.spend.models import Refund, Spend, SpendDetails

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class YearEndRow:
    """A purchase at the end of a year: why it is here, and its pence with and without the VAT that comes back."""

    why: YearEnd
    spend_id: uuid.UUID | None
    reference: str
    family: str
    bought_what: str
    supplier: str
    bought_on: date
    paid_on: date | None
    gross_pence: int
    net_pence: int


def year_end_rows(authority_id: uuid.UUID, year: Period) -> list[YearEndRow]:
    """Purchases of a financial year that were not paid in it, and those of the next that were, by why and day.

    What came back until the year's end is taken off. Own money counts as paid when it was handed over in a file.
    """
    rows = []
    for row in db.session.execute(_purchases(authority_id, year)):
        paid_on = day_of(row.handed_at) if row.handed_at else row.paid_on
        why = year_end(row.bought_on, paid_on, year)
        if why is None or not row.pence:
            continue
        shown = not row.restricted
        rows.append(
            YearEndRow(
                why=why,
                spend_id=row.id if shown else None,
                reference=row.reference or "",
                family=row.family if shown else RESTRICTED,
                bought_what=row.bought_what if shown else "",
                supplier=row.supplier if shown else "",
                bought_on=row.bought_on,
                paid_on=paid_on,
                gross_pence=int(row.pence),
                net_pence=int(row.pence) - int(row.vat_pence),
            )
        )
    return sorted(rows, key=lambda row: list(YearEnd).index(row.why))


def _purchases(authority_id: uuid.UUID, year: Period) -> Select[Any]:
    """Purchases of the year and of the one after it, with what they had come to by the year's end."""
    paid = (
        select(func.max(func.coalesce(PaymentLine.last_on, PaymentLine.first_on)))
        .join(MatchedLine, MatchedLine.line_id == PaymentLine.id)
        .join(MatchedPurchase, MatchedPurchase.match_id == MatchedLine.match_id)
        .where(MatchedPurchase.spend_id == Spend.id, MatchedPurchase.undone.is_(False))
    )
    handed = (
        select(func.min(WeeklyFile.made_at))
        .join(WeeklyLine, WeeklyLine.file_id == WeeklyFile.id)
        .where(WeeklyLine.spend_id == Spend.id, WeeklyFile.kind == WeeklyKind.REIMBURSEMENTS)
    )
    what = (Spend.id, Spend.reference, Spend.bought_on, SpendDetails.bought_what, SpendDetails.supplier)
    whose = (Family.reference.label("family"), Family.restricted)
    return (
        select(
            *what,
            *whose,
            paid.scalar_subquery().label("paid_on"),
            handed.scalar_subquery().label("handed_at"),
            func.sum(Posting.pence).label("pence"),
            func.sum(recoverable_vat(Posting.refund_id)).label("vat_pence"),
        )
        .join(Spend, Spend.id == Posting.spend_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .join(Family, Family.id == Spend.family_id)
        .outerjoin(Refund, Refund.id == Posting.refund_id)
        .where(Posting.authority_id == authority_id, Posting.pence != 0)
        .where(Spend.bought_on >= year.start, Spend.bought_on < year.end.replace(year=year.end.year + 1))
        .where(or_(Posting.event_on < year.end, Posting.refund_id.is_(None)))
        .group_by(*what, *(Family.reference, Family.restricted))
        .order_by(Spend.bought_on, Spend.id)
        .limit(MOST_ROWS)
    )

"""What the next file for finance would hold: of the journal, the reimbursements, and the names to keep back."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from budgettracker.budgets.models import Posting
from budgettracker.budgets.rules import posted_on
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.ledger.queries.vat import recoverable_vat
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.ledger.weekly.models import WeeklyFile, WeeklyLine
from budgettracker.ledger.weekly.queries.codes import codes_of
from budgettracker.ledger.weekly.rules import JournalLine, MoneyLine, journal
from budgettracker.people.models import Authority
from budgettracker.spend.kinds import OWN_POCKET, Reimbursement, SpendState
from budgettracker.spend.models import PublicationMark, Refund, Spend, SpendDetails


@dataclass(frozen=True, slots=True)
class Handed:
    """A line of the other two files: whose purchase, who gets it (of a reimbursement), and how many pence."""

    spend_id: uuid.UUID
    person_id: uuid.UUID | None
    method: str
    pence: int


def journal_waiting(authority_id: uuid.UUID, on: date) -> list[JournalLine]:
    """The lines of the next journal, in the order of their days."""
    closed_until = db.session.scalar(select(Authority.money_closed_until).where(Authority.id == authority_id))
    lines = _money_lines(authority_id)
    return journal(lines, standing_of(authority_id), codes_of(authority_id), posted_on(on, closed_until))


def _money_lines(authority_id: uuid.UUID) -> Iterator[MoneyLine]:
    query = (
        select(
            Posting.id,
            Posting.event_on,
            Posting.posted_on,
            Posting.pence,
            Spend.id.label("spend_id"),
            Spend.category_id,
            Family.team_id,
            func.coalesce(Spend.payment_method, "").label("method"),
            recoverable_vat(Posting.refund_id).label("vat_pence"),
        )
        .join(Spend, Spend.id == Posting.spend_id)
        .join(Family, Family.id == Spend.family_id)
        .outerjoin(Refund, Refund.id == Posting.refund_id)
        .where(Posting.authority_id == authority_id, Posting.pence != 0)
        .order_by(Posting.event_on, Posting.id)
    )
    for row in db.session.execute(query):
        yield MoneyLine(
            posting_id=row.id,
            spend_id=row.spend_id,
            event_on=row.event_on,
            posted_on=row.posted_on,
            category_id=row.category_id,
            team_id=row.team_id,
            method=row.method,
            pence=row.pence,
            vat_pence=int(row.vat_pence),
        )


def journal_lines(query: Select[tuple[WeeklyLine]]) -> Iterator[JournalLine]:
    """Stored lines of journals as the rules take them."""
    for row in db.session.scalars(query.order_by(WeeklyLine.file_id, WeeklyLine.position)):
        assert row.posting_id is not None
        assert row.month_on is not None
        yield JournalLine(
            posting_id=row.posting_id,
            spend_id=row.spend_id,
            month_on=row.month_on,
            category_id=row.category_id,
            method=row.payment_method,
            code=row.code,
            vat_code=row.vat_code,
            against=row.against,
            pence=row.pence,
            vat_pence=row.vat_pence,
        )


def standing_of(authority_id: uuid.UUID) -> dict[uuid.UUID, JournalLine]:
    """The latest line of each posting in the journals that were made: their files' ids sort by the time of their making."""
    query = select(WeeklyLine).where(WeeklyLine.authority_id == authority_id, WeeklyLine.posting_id.is_not(None))
    return {line.posting_id: line for line in journal_lines(query)}


def lines_of_journal(file_id: uuid.UUID) -> list[JournalLine]:
    """The lines of one journal that was made."""
    return list(journal_lines(select(WeeklyLine).where(WeeklyLine.file_id == file_id)))


def reimbursements_waiting(authority_id: uuid.UUID) -> list[Handed]:
    """What is to be paid to whom: what was confirmed less what earlier files hold; below zero: to be claimed back."""
    back = select(func.coalesce(func.sum(Refund.amount_pence), 0)).where(Refund.spend_id == Spend.id)
    before = (
        select(func.coalesce(func.sum(WeeklyLine.pence), 0))
        .join(WeeklyFile, WeeklyFile.id == WeeklyLine.file_id)
        .where(WeeklyLine.spend_id == Spend.id, WeeklyFile.kind == WeeklyKind.REIMBURSEMENTS)
    )
    stands = and_(Spend.reimbursement == Reimbursement.CONFIRMED, Spend.state == SpendState.BOUGHT)
    due = case((stands, Spend.paid_pence - back.scalar_subquery()), else_=0) - before.scalar_subquery()
    query = (
        select(
            Spend.id,
            func.coalesce(Spend.bought_by_id, Spend.recorded_by_id).label("person_id"),
            func.coalesce(Spend.payment_method, "").label("method"),
            due.label("pence"),
        )
        .where(Spend.authority_id == authority_id, due != 0)
        .where(or_(Spend.payment_method.in_(OWN_POCKET), before.scalar_subquery() != 0))
        .order_by(Spend.bought_on, Spend.id)
    )
    return [Handed(row.id, row.person_id, row.method, int(row.pence)) for row in db.session.execute(query)]


def kept_back() -> ColumnElement[bool]:
    """Must a purchase's supplier not be named in public? Marked itself, of a marked supplier, or for a restricted family."""
    marked, marked_words = aliased(PublicationMark), aliased(SpendDetails)
    own = exists().where(marked.spend_id == Spend.id, marked.taken_off_at.is_(None))
    same = func.lower(func.trim(marked_words.supplier)) == func.lower(func.trim(SpendDetails.supplier))
    of_supplier = exists().where(
        marked.authority_id == Spend.authority_id,
        marked.whole_supplier,
        marked.taken_off_at.is_(None),
        marked_words.spend_id == marked.spend_id,
        marked_words.supplier != "",
        same,
    )
    return or_(own, of_supplier, Family.restricted)


def redactions_waiting(authority_id: uuid.UUID) -> list[Handed]:
    """Payments not to be named in public that stand in no earlier file."""
    handed = (
        select(WeeklyLine.id)
        .join(WeeklyFile, WeeklyFile.id == WeeklyLine.file_id)
        .where(WeeklyLine.spend_id == Spend.id, WeeklyFile.kind == WeeklyKind.REDACTIONS)
    )
    query = (
        select(Spend.id, func.coalesce(Spend.payment_method, "").label("method"), Spend.paid_pence)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .join(Family, Family.id == Spend.family_id)
        .where(Spend.authority_id == authority_id, Spend.state.in_((SpendState.BOUGHT, SpendState.REVERSED)))
        .where(kept_back(), ~handed.exists())
        .order_by(Spend.bought_on, Spend.id)
    )
    return [Handed(row.id, None, row.method, row.paid_pence or 0) for row in db.session.execute(query)]

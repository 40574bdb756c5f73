"""Finance files that were read, one file as it was read, and the matches of it: each bound to an authority."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.ledger.payments.kinds import Answer, Basis, LineState
from budgettracker.ledger.payments.models import (
    MatchedLine,
    MatchedPurchase,
    PaymentFile,
    PaymentLine,
    PaymentLineDetails,
    PaymentMatch,
    SupplierAlias,
)
from budgettracker.ledger.payments.queries.purchases import FAMILY
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.values import When
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Refund, Spend

MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class FileInList:
    """A finance file in the list of them, with what its lines come to in pence and how many are confirmed in it."""

    id: uuid.UUID
    name: str
    first_on: date
    last_on: date
    read_at: datetime
    read_by: str
    lines: int
    pence: int
    confirmed: int


def files_of(authority_id: uuid.UUID) -> list[FileInList]:
    """The finance files of an authority, the latest first."""
    confirmed = (
        select(func.count())
        .select_from(MatchedLine)
        .join(PaymentLine, PaymentLine.id == MatchedLine.line_id)
        .where(PaymentLine.file_id == PaymentFile.id, ~MatchedLine.undone)
        .scalar_subquery()
    )
    query = (
        select(PaymentFile, func.count(PaymentLine.id), func.coalesce(func.sum(PaymentLine.amount_pence), 0), confirmed)
        .outerjoin(PaymentLine, PaymentLine.file_id == PaymentFile.id)
        .where(PaymentFile.authority_id == authority_id)
        .group_by(PaymentFile.id)
        .order_by(PaymentFile.read_at.desc(), PaymentFile.id)
    )
    rows = db.session.execute(query.limit(MOST_FILES)).all()
    names = names_of([file.read_by_id for file, *_ in rows])
    return [
        FileInList(
            file.id,
            file.name,
            file.first_on,
            file.last_on,
            file.read_at,
            names[file.read_by_id],
            lines,
            int(pence),
            done,
        )
        for file, lines, pence, done in rows
    ]


def payment_file_for(person: Person, file_id: uuid.UUID) -> PaymentFile:
    """A finance file of the person's authority; raises NotTheirs for any other."""
    query = select(PaymentFile).filter_by(id=file_id, authority_id=person.authority_id)
    file = db.session.scalars(query).one_or_none()
    if file is None or person.authority_id is None:
        raise NotTheirs
    return file


def payment_match_for(person: Person, match_id: uuid.UUID) -> PaymentMatch:
    """A match of the person's authority; raises NotTheirs for any other."""
    query = select(PaymentMatch).filter_by(id=match_id, authority_id=person.authority_id)
    match = db.session.scalars(query).one_or_none()
    if match is None or person.authority_id is None:
        raise NotTheirs
    return match


def finance_file(file: PaymentFile) -> FinanceFile:
    """A finance file as it was read, from the lines that were kept of it."""
    query = (
        select(PaymentLine, PaymentLineDetails)
        .outerjoin(PaymentLineDetails, PaymentLineDetails.line_id == PaymentLine.id)
        .where(PaymentLine.file_id == file.id)
        .order_by(PaymentLine.row_number)
    )
    lines = [_line(line, details) for line, details in db.session.execute(query)]
    return FinanceFile(
        file.name,
        "",
        lines,
        basis=Basis(file.basis),
        threshold_pence=file.threshold_pence,
        first=file.first_on,
        last=file.last_on,
        is_card_file=file.is_card_file,
    )


def _line(line: PaymentLine, details: PaymentLineDetails | None) -> Line:
    when = When(line.first_on, line.last_on) if line.first_on and line.last_on else None
    return Line(
        line.row_number,
        None if line.state == LineState.PAYMENT else Answer(line.state),
        _WHY.get(LineState(line.state), ""),
        line.reference,
        line.sequence,
        when,
        line.amount_pence,
        details.supplier if details else "",
        details.purpose if details else "",
        line.by_card,
        line.position,
    )


_WHY = {
    LineState.OUTSIDE: "another cost centre or purpose",
    LineState.BROKEN: "its day or its amount cannot be read",
    LineState.SKIPPED: "no payment: a total, or nothing in it",
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A match that stands or stood in a file: rows, what was bought, who and when."""

    id: uuid.UUID
    rows: tuple[int, ...]
    pence: int
    purchases: tuple[str, ...]
    confirmed_by: str
    confirmed_at: datetime
    undone_by: str
    undone_at: datetime | None
    taken_out: bool = False
    """A purchase (or refund) of it was taken out of the books since: what was paid has none any more."""
    is_refund: bool = False


def confirmed_rows(file: PaymentFile) -> frozenset[int]:
    """The rows of a file whose payment is confirmed, in this file or in another that has the same line."""
    query = (
        select(PaymentLine.row_number)
        .join(
            MatchedLine,
            (MatchedLine.key_digest == PaymentLine.key_digest) & (MatchedLine.authority_id == PaymentLine.authority_id),
        )
        .where(PaymentLine.file_id == file.id, ~MatchedLine.undone)
    )
    return frozenset(db.session.scalars(query))


def confirmed_purchases(authority_id: uuid.UUID) -> frozenset[str]:
    """The ids of purchases and refunds that have a confirmed payment, whichever file it is in."""
    query = select(MatchedPurchase.spend_id, MatchedPurchase.refund_id)
    rows = db.session.execute(query.where(MatchedPurchase.authority_id == authority_id, ~MatchedPurchase.undone))
    return frozenset(str(spend_id or refund_id) for spend_id, refund_id in rows)


def aliases_of(authority_id: uuid.UUID) -> Mapping[str, frozenset[str]]:
    """Names of purchases' suppliers by the name that payments give, as confirmed matches showed."""
    query = select(SupplierAlias.payment_name, SupplierAlias.purchase_name).filter_by(authority_id=authority_id)
    aliases: dict[str, set[str]] = {}
    for payment_name, purchase_name in db.session.execute(query):
        aliases.setdefault(payment_name, set()).add(purchase_name)
    return {name: frozenset(names) for name, names in aliases.items()}


def matches_of(file: PaymentFile, number: int, size: int) -> tuple[list[Confirmed], int]:
    """A page of the matches confirmed in a file, the latest first, and how many there are; undone ones keep their line."""
    query = select(PaymentMatch).where(PaymentMatch.file_id == file.id)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    options = (selectinload(PaymentMatch.lines), selectinload(PaymentMatch.purchases))
    ordered = query.options(*options).order_by(PaymentMatch.confirmed_at.desc(), PaymentMatch.id.desc())
    matches = list(db.session.scalars(ordered.limit(size).offset((number - 1) * size)))
    people = names_of([who for each in matches for who in (each.confirmed_by_id, each.undone_by_id) if who])
    lines = _lines_by_id([line.line_id for each in matches for line in each.lines])
    bought, gone = _names_of_purchases(matches), _taken_out(matches)
    return [
        Confirmed(
            each.id,
            tuple(sorted(lines[line.line_id].row_number for line in each.lines)),
            sum(lines[line.line_id].amount_pence for line in each.lines),
            tuple(bought[purchase.spend_id or purchase.refund_id] for purchase in each.purchases),
            people[each.confirmed_by_id],
            each.confirmed_at,
            people[each.undone_by_id] if each.undone_by_id else "",
            each.undone_at,
            each.undone_at is None
            and any((purchase.spend_id or purchase.refund_id) in gone for purchase in each.purchases),
            any(purchase.refund_id is not None for purchase in each.purchases),
        )
        for each in matches
    ], total


def _lines_by_id(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, PaymentLine]:
    return {line.id: line for line in db.session.scalars(select(PaymentLine).where(PaymentLine.id.in_(ids)))}


def _taken_out(matches: Sequence[PaymentMatch]) -> frozenset[uuid.UUID]:
    """The purchases of matches that were reversed since they were confirmed, and the refunds of such purchases."""
    spends = [each.spend_id for match in matches for each in match.purchases if each.spend_id]
    refunds = [each.refund_id for match in matches for each in match.purchases if each.refund_id]
    bought = select(Spend.id).where(Spend.id.in_(spends), Spend.state == SpendState.REVERSED)
    back = select(Refund.id).join(Spend, Spend.id == Refund.spend_id)
    back = back.where(Refund.id.in_(refunds), Spend.state == SpendState.REVERSED)
    return frozenset((*db.session.scalars(bought), *db.session.scalars(back)))


def _names_of_purchases(matches: Sequence[PaymentMatch]) -> dict[uuid.UUID | None, str]:
    """What purchases and refunds of matches are called: by their reference, else by their family's."""
    spends = [each.spend_id for match in matches for each in match.purchases if each.spend_id]
    refunds = [each.refund_id for match in matches for each in match.purchases if each.refund_id]
    bought = select(Spend.id, Spend.reference, FAMILY).join(Family, Family.id == Spend.family_id)
    back = select(Refund.id, Refund.reference, FAMILY).join(Spend, Spend.id == Refund.spend_id)
    back = back.join(Family, Family.id == Spend.family_id)
    names: dict[uuid.UUID | None, str] = {}
    for own, reference, family in db.session.execute(bought.where(Spend.id.in_(spends))):
        names[own] = f"{reference} for {family}" if reference else f"a purchase for {family}"
    for own, reference, family in db.session.execute(back.where(Refund.id.in_(refunds))):
        names[own] = f"{reference}, money back for {family}" if reference else f"money back for {family}"
    return names

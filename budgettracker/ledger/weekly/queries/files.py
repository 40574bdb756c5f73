"""Files that were made for finance, and their lines with today's words beside the amounts and codes of then."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from budgettracker.audit.rules import Fault
from budgettracker.budgets.models import Posting
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.ledger.kinds import FaultCode
from budgettracker.ledger.weekly.kinds import WeeklyKind
from budgettracker.ledger.weekly.models import WeeklyFile, WeeklyLine
from budgettracker.people.models import Person
from budgettracker.schemes.models import Category
from budgettracker.spend.models import PublicationMark, Refund, Spend, SpendDetails

MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file as pages list it."""

    id: uuid.UUID
    kind: WeeklyKind
    number: int
    lines: int
    pence: int
    made_by: str
    made_at: datetime


def files_made(authority_id: uuid.UUID) -> list[MadeFile]:
    """The files of an authority, the latest first."""
    query = select(WeeklyFile, Person.name).join(Person, Person.id == WeeklyFile.made_by_id)
    own = query.where(WeeklyFile.authority_id == authority_id)
    rows = db.session.execute(own.order_by(WeeklyFile.made_at.desc(), WeeklyFile.id.desc()).limit(MOST_FILES))
    return [
        MadeFile(file.id, WeeklyKind(file.kind), file.number, file.lines, file.pence, by, file.made_at)
        for file, by in rows
    ]


def weekly_file_for(authority_id: uuid.UUID | None, file_id: uuid.UUID) -> WeeklyFile:
    """A file of the authority; raises NotTheirs."""
    file = db.session.get(WeeklyFile, file_id)
    if file is None or file.authority_id != authority_id:
        raise NotTheirs
    return file


def files_with(spend_id: uuid.UUID) -> list[str]:
    """The files that hold a purchase, by name, the first one first."""
    query = select(WeeklyFile).where(
        WeeklyFile.id.in_(select(WeeklyLine.file_id).where(WeeklyLine.spend_id == spend_id))
    )
    rows = db.session.scalars(query.order_by(WeeklyFile.made_at, WeeklyFile.id).limit(MOST_FILES))
    return [f"{WeeklyKind(file.kind).words} {file.number}" for file in rows]


class FileLine(NamedTuple):
    """A line of a file with the purchase's words as they are today; a restricted family's purchase has none."""

    reference: str
    bought_on: date | None
    event_on: date | None
    month_on: date | None
    supplier: str
    bought_what: str
    category: str
    method: str
    code: str
    vat_code: str
    against: str
    pence: int
    vat_pence: int
    person: str
    email: str
    restricted: bool
    marked: bool


def lines_of(file: WeeklyFile) -> Iterator[FileLine]:
    """The lines of a file in its own order."""
    marked = aliased(PublicationMark)
    query = (
        select(
            WeeklyLine,
            func.coalesce(Refund.reference, Spend.reference, ""),
            Spend.bought_on,
            Posting.event_on,
            SpendDetails.supplier,
            SpendDetails.bought_what,
            Category.name,
            Person.name,
            Person.email,
            Family.restricted,
            select(marked.id).where(marked.spend_id == Spend.id).exists(),
        )
        .join(Spend, Spend.id == WeeklyLine.spend_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .join(Family, Family.id == Spend.family_id)
        .outerjoin(Posting, Posting.id == WeeklyLine.posting_id)
        .outerjoin(Refund, Refund.id == Posting.refund_id)
        .outerjoin(Category, Category.id == WeeklyLine.category_id)
        .outerjoin(Person, Person.id == WeeklyLine.person_id)
        .where(WeeklyLine.file_id == file.id)
        .order_by(WeeklyLine.position)
    )
    for (
        line,
        reference,
        bought_on,
        event_on,
        supplier,
        what,
        category,
        person,
        email,
        restricted,
        own,
    ) in db.session.execute(query):
        yield FileLine(
            reference=reference,
            bought_on=bought_on,
            event_on=event_on,
            month_on=line.month_on,
            supplier="" if restricted else supplier,
            bought_what="" if restricted else what,
            category=category or "",
            method=line.payment_method,
            code=line.code,
            vat_code=line.vat_code,
            against=line.against,
            pence=line.pence,
            vat_pence=line.vat_pence,
            person=person or "",
            email=email or "",
            restricted=restricted,
            marked=own,
        )


def faults(authority_id: uuid.UUID | None = None) -> list[Fault]:
    """Files that do not hold what they say, and lines of money that journals hold with another amount than the books."""
    held = select(WeeklyLine.file_id, func.count().label("lines"), func.sum(WeeklyLine.pence).label("pence"))
    sums = held.group_by(WeeklyLine.file_id).subquery()
    query = select(WeeklyFile, sums.c.lines, sums.c.pence).outerjoin(sums, sums.c.file_id == WeeklyFile.id)
    in_journals = (
        select(Posting.id, Posting.authority_id, Posting.pence, func.sum(WeeklyLine.pence).label("held"))
        .join(WeeklyLine, WeeklyLine.posting_id == Posting.id)
        .group_by(Posting.id, Posting.authority_id, Posting.pence)
        .having(func.sum(WeeklyLine.pence) != Posting.pence)
        .order_by(Posting.id)
    )
    if authority_id is not None:
        query = query.where(WeeklyFile.authority_id == authority_id)
        in_journals = in_journals.where(Posting.authority_id == authority_id)
    result = []
    for file, lines, pence in db.session.execute(query.order_by(WeeklyFile.id)):
        if (file.lines, file.pence) != (lines or 0, int(pence or 0)):
            words = f"{file.kind} {file.number} holds other lines, or another sum, than when it was made"
            result.append(Fault("weekly file", file.id, FaultCode.FILE, words))
    for row in db.session.execute(in_journals):
        words = f"journals hold {int(row.held)} pence of it, the books {row.pence}"
        result.append(Fault("ledger line", row.id, FaultCode.FILE, words))
    return result

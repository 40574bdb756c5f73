"""The statements that were made for a family."""

import uuid
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import visible
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.statements.kinds import Audience
from budgettracker.statements.models import Statement, StatementDetails, StatementItem
from budgettracker.statements.rules import Line

MOST = 100
"""Statements of one family that its page lists."""


def statements_of(family_id: uuid.UUID) -> list[Statement]:
    """The statements made for a family, the latest first."""
    newest = _statements().where(Statement.family_id == family_id).order_by(Statement.made_at.desc(), Statement.id)
    return list(db.session.scalars(newest.limit(MOST)))


def statement_for(person: Person, statement_id: uuid.UUID, on: date) -> Statement:
    """A statement of a family this person sees; raises NotTheirs."""
    query = _statements().join(Statement.family).where(Statement.id == statement_id, visible(person, on))
    statement = db.session.scalars(query.options(joinedload(Statement.family).joinedload(Family.details))).one_or_none()
    if statement is None:
        raise NotTheirs
    return statement


def lines_of(statement: Statement) -> list[Line]:
    """What stands on a statement. What was taken out of sight or put with another family since is on no later print."""
    query = (
        select(StatementItem)
        .join(Spend, Spend.id == StatementItem.spend_id)
        .join(SpendDetails, SpendDetails.spend_id == Spend.id)
        .where(
            StatementItem.statement_id == statement.id,
            Spend.state == SpendState.BOUGHT,
            SpendDetails.bought_what != "",
        )
        .options(joinedload(StatementItem.details))
    )
    lines = [Line(row.month, row.details.words, row.details.words_welsh) for row in db.session.scalars(query)]
    return sorted(lines, key=lambda line: (line.month, line.words.casefold(), line.words, line.words_welsh))


def readers_before(family_id: uuid.UUID) -> dict[Audience, set[str]]:
    """The names on a family's statements so far, by who they were."""
    query = select(Statement.audience, StatementDetails.reader).join(Statement.details)
    names: dict[Audience, set[str]] = {}
    for audience, reader in db.session.execute(query.where(Statement.family_id == family_id)):
        names.setdefault(Audience(audience), set()).add(reader)
    return names


def _statements() -> Select[tuple[Statement]]:
    return select(Statement).options(joinedload(Statement.details), joinedload(Statement.made_by))

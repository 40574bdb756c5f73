"""What was bought for a family and could stand on a statement."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from budgettracker.database import db
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.spend.queries import net_paid
from budgettracker.statements.kinds import Audience
from budgettracker.statements.models import ItemAudience
from budgettracker.statements.rules import Item, think_twice

PAGE, MOST = 20, 500
"""Items on one page of ticks, and on one statement."""


@dataclass(frozen=True, slots=True)
class ItemToShow:
    """A purchase as the worker sees it beside its ticks."""

    spend_id: uuid.UUID
    bought_on: date
    bought_what: str
    words: str
    words_welsh: str
    audiences: frozenset[Audience]
    think_twice: bool


def items_of(family_id: uuid.UUID, number: int) -> list[ItemToShow]:
    """One page of what was bought for a family, the newest first, with what is ticked so far."""
    newest = _bought(family_id).order_by(Spend.bought_on.desc(), Spend.id).limit(PAGE).offset((number - 1) * PAGE)
    spends = list(db.session.scalars(newest))
    rows = _audiences([spend.id for spend in spends])
    return [_item(spend, rows.get(spend.id)) for spend in spends]


def how_many_items(family_id: uuid.UUID) -> int:
    """How many purchases of a family could stand on a statement."""
    return db.session.scalar(select(func.count()).select_from(_bought(family_id).subquery())) or 0


def items_ticked(family_id: uuid.UUID, audience: Audience) -> list[Item]:
    """What is ticked for a reader and was not taken out or given back since; what is ticked for others is not looked at."""
    rows = select(ItemAudience).where(ItemAudience.family_id == family_id).options(joinedload(ItemAudience.details))
    theirs = rows.where(getattr(ItemAudience, audience.value).is_(True))
    ticked = {row.spend_id: row for row in db.session.scalars(theirs)}
    query = _bought(family_id).where(Spend.id.in_(ticked)).options(selectinload(Spend.refunds))
    newest = query.order_by(Spend.bought_on.desc(), Spend.id).limit(MOST)
    return [
        Item(
            spend.id,
            spend.bought_on.replace(day=1),
            ticked[spend.id].details.words,
            ticked[spend.id].details.words_welsh,
            ticked[spend.id].audiences,
        )
        for spend in db.session.scalars(newest)
        if spend.bought_on is not None and net_paid(spend) > 0
    ]


def _bought(family_id: uuid.UUID) -> Select[tuple[Spend]]:
    """Bought and standing, with words that nobody has hidden."""
    return (
        select(Spend)
        .join(Spend.details)
        .options(contains_eager(Spend.details), joinedload(Spend.category))
        .where(Spend.family_id == family_id, Spend.state == SpendState.BOUGHT, SpendDetails.bought_what != "")
    )


def _audiences(spend_ids: list[uuid.UUID]) -> dict[uuid.UUID, ItemAudience]:
    rows = select(ItemAudience).where(ItemAudience.spend_id.in_(spend_ids)).options(joinedload(ItemAudience.details))
    return {row.spend_id: row for row in db.session.scalars(rows)}


def _item(spend: Spend, row: ItemAudience | None) -> ItemToShow:
    words: Any = row.details if row is not None else None
    telling = (spend.details.bought_what, spend.details.supplier, spend.category.name if spend.category else "")
    return ItemToShow(
        spend_id=spend.id,
        bought_on=spend.bought_on or spend.asked_on,
        bought_what=spend.details.bought_what,
        words=words.words if words else spend.details.bought_what,
        words_welsh=words.words_welsh if words else "",
        audiences=row.audiences if row is not None else frozenset(),
        think_twice=think_twice(*telling),
    )

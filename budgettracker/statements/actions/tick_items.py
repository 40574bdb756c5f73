"""Say to whom each thing bought may be shown, and in which words."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.histories import CORRECTED
from budgettracker.people.models import Authority, Person
from budgettracker.statements import rules
from budgettracker.statements.kinds import Audience
from budgettracker.statements.models import ItemAudience, ItemAudienceDetails


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a worker answered about one purchase; `think_twice` where it may tell a reader something dangerous."""

    spend_id: uuid.UUID
    audiences: frozenset[Audience]
    words: str
    words_welsh: str
    think_twice: bool


def tick_items(by: Person, family: Family, ticked: Sequence[Ticked], *, sure: bool, at: datetime) -> None:
    """Write down the ticks of some of a family's purchases; statements made before stay as they were.

    Raises Refusal on an item's words (see `require_ticked`), and on `sure` where something that may tell a reader
    something dangerous is ticked on and nobody said that they thought about it.
    """
    nation = db.session.scalars(select(Authority.nation).where(Authority.id == family.authority_id)).one()
    ids = [each.spend_id for each in ticked]
    rows = {row.spend_id: row for row in db.session.scalars(select(ItemAudience).where(ItemAudience.spend_id.in_(ids)))}
    for each in ticked:
        rules.require_ticked(each.spend_id, each.words, each.words_welsh, each.audiences, nation)
        before = rows[each.spend_id].audiences if each.spend_id in rows else frozenset()
        if each.think_twice and each.audiences - before and not sure:
            raise Refusal(
                "sure", "Some of what you ticked may tell a reader where somebody is. Say that you thought about it."
            )
    for each in ticked:
        _write(by, family, each, rows.get(each.spend_id), at)
    db.session.flush()


def _write(by: Person, family: Family, ticked: Ticked, row: ItemAudience | None, at: datetime) -> None:
    if row is None:
        if not ticked.audiences:
            return
        row = ItemAudience(
            authority_id=family.authority_id,
            family_id=family.id,
            spend_id=ticked.spend_id,
            **dict.fromkeys(map(str, Audience), False),
            set_by_id=by.id,
            set_at=at,
            details=ItemAudienceDetails(authority_id=family.authority_id, words="", words_welsh=""),
        )
        db.session.add(row)
    before, written = row.audiences, (row.details.words, row.details.words_welsh)
    changes: dict[str, object] = {}
    if before != ticked.audiences:
        changes["audiences"] = [_in_order(before), _in_order(ticked.audiences)]
    if written != (ticked.words, ticked.words_welsh):
        changes["words"] = CORRECTED
    if not changes:
        return
    for audience in Audience:
        setattr(row, audience.value, audience in ticked.audiences)
    row.details.words, row.details.words_welsh = ticked.words, ticked.words_welsh
    row.set_by_id, row.set_at = by.id, at
    record(by, Deed.STATEMENT_ITEM_TICKED, family, {"spend": ticked.spend_id, **changes}, at=at)


def _in_order(audiences: frozenset[Audience]) -> list[str]:
    return [str(each) for each in Audience if each in audiences]

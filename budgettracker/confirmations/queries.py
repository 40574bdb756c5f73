"""Reading what waits for a second hand: whose it is to confirm, since when, and what would change."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import joinedload

from budgettracker.access import Permission, Role
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation, ConfirmationDetails
from budgettracker.confirmations.rules import Hand, began_before, hands_for
from budgettracker.confirming import Facts, confirming
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.periods import day_of
from budgettracker.second_hands import ROWS, SecondHands
from budgettracker.working_days import working_days

MOST = 300
"""Rows read for one page."""


class Reader(Protocol):
    """Somebody who looks: a person signed in."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def authority_id(self) -> uuid.UUID | None: ...


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that waits, or waited, for a second hand, with all that its page says."""

    row: Confirmation
    facts: Facts
    hands: Sequence[Hand]
    waited: int
    asked_by: str
    ended_by: str

    @property
    def rule(self) -> SecondHands:
        """Its row of the table of second hands."""
        return ROWS[self.facts.outcome]

    def is_hand(self, person_id: uuid.UUID) -> bool:
        """May this person confirm it now?"""
        return any(hand.id == person_id for hand in self.hands)

    def concerns(self, person_id: uuid.UUID) -> bool:
        """Is it this person's: who asked, who ended it, who may confirm it?"""
        return person_id in (self.row.asked_by_id, self.row.ended_by_id) or self.is_hand(person_id)

    def seen_whole_by(self, person_id: uuid.UUID) -> bool:
        """May this person read all of it? Not of a family that was restricted or sealed since, and is not theirs any more."""
        return self.concerns(person_id) and person_id not in self.facts.silent_to

    def title_for(self, person_id: uuid.UUID) -> str:
        """What it is called for this reader."""
        return self.facts.title if self.seen_whole_by(person_id) else self.facts.plain


def confirmation_locked(confirmation_id: uuid.UUID) -> Confirmation:
    """A row as it is now, locked until the transaction ends."""
    return db.session.scalars(
        select(Confirmation).filter_by(id=confirmation_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def words_of(confirmation_id: uuid.UUID) -> str:
    """Why it was asked for, in the words of who asked."""
    return db.session.get_one(ConfirmationDetails, confirmation_id).reason


def waiting_about(subject_id: uuid.UUID, kind: str) -> Confirmation | None:
    """What waits about one record, of one kind: there is one at a time."""
    return db.session.scalars(
        select(Confirmation).filter_by(subject_id=subject_id, kind=kind, state=ConfirmationState.WAITING)
    ).one_or_none()


def all_about(subject_id: uuid.UUID) -> list[Confirmation]:
    """Everything asked for about one record, the newest first."""
    newest = select(Confirmation).filter_by(subject_id=subject_id).order_by(Confirmation.id.desc()).limit(MOST)
    return list(db.session.scalars(newest))


def cases_of(rows: Collection[Confirmation], on: date) -> list[Case]:
    """These rows with who may confirm them and what they would change, in the same order; a few queries for all."""
    if not rows:
        return []
    registered = confirming()
    facts: dict[uuid.UUID, Facts] = {}
    for kind in sorted({row.kind for row in rows}):
        facts |= registered.matters[kind].facts([row for row in rows if row.kind == kind], on)
    colleagues = {of: registered.colleagues(of, on) for of in {row.authority_id for row in rows}}
    names = registered.names_of({person_id for row in rows for person_id in (row.asked_by_id, row.ended_by_id)})
    cases = []
    for row in rows:
        about, waited = facts[row.id], working_days(day_of(row.asked_at), on)
        hands = hands_for(
            ROWS[about.outcome],
            colleagues[row.authority_id],
            team_ids=about.team_ids,
            apart=about.apart | {row.asked_by_id},
            asked_as=Role(row.asked_as),
            waited=waited,
        )
        ended_by = names.get(row.ended_by_id, "") if row.ended_by_id else ""
        asked_by = names.get(row.asked_by_id, "")
        cases.append(Case(row, about, hands if row.waits else (), waited, asked_by, ended_by))
    return cases


def case_for(person: Reader, permissions: Collection[Permission], confirmation_id: uuid.UUID, on: date) -> Case:
    """One case this person may read, whole or in plain words; raises NotTheirs otherwise."""
    rows = _rows(Confirmation.id == confirmation_id, Confirmation.authority_id == person.authority_id)
    cases = [case for case in cases_of(rows, on) if case.concerns(person.id) or _watches(permissions, case)]
    if not cases:
        raise NotTheirs
    return cases[0]


def waiting_for(person: Reader, permissions: Collection[Permission], on: date) -> list[Case]:
    """What waits for this person's hand, what they asked for, and for administrators what nobody can confirm."""
    cases = all_waiting(person.authority_id, on)
    return [case for case in cases if case.concerns(person.id) or _watches(permissions, case)]


def all_waiting(authority_id: uuid.UUID | None, on: date) -> list[Case]:
    """All that waits for a second hand in an authority, the oldest first, with who may confirm it now."""
    waits = Confirmation.authority_id == authority_id, Confirmation.state == ConfirmationState.WAITING
    return cases_of(_rows(*waits), on)


def to_confirm(person: Reader, on: date) -> list[Case]:
    """What waits for this person's hand."""
    return [case for case in waiting_for(person, (), on) if case.is_hand(person.id)]


def others_asked(person: Reader, on: date) -> ScalarSelect[int]:
    """How much waits that somebody else of a person's authority asked for, as part of a longer question."""
    rows = select(func.count()).select_from(Confirmation).where(Confirmation.authority_id == person.authority_id)
    waiting = rows.where(Confirmation.state == ConfirmationState.WAITING, Confirmation.asked_by_id != person.id)
    return waiting.scalar_subquery()


def how_many_to_confirm(person: Reader, on: date) -> int:
    """How much of it waits for this person's hand."""
    return len(to_confirm(person, on))


def waiting_long(authority_id: uuid.UUID, on: date) -> list[Case]:
    """What has waited longer than its level's patience, in one authority, with who may confirm it now."""
    return long_among(all_waiting(authority_id, on), on)


def long_among(cases: Sequence[Case], on: date) -> list[Case]:
    """Of what waits, what has waited longer than its level's patience."""
    return [case for case in cases if case.row.asked_at < began_before(on)]


def ended_lately(person: Reader, on: date) -> list[Case]:
    """What this person asked for or ended, and is over: the newest first."""
    mine = or_(Confirmation.asked_by_id == person.id, Confirmation.ended_by_id == person.id)
    return cases_of(_rows(mine, Confirmation.state != ConfirmationState.WAITING, newest=True), on)


def done_alone(authority_id: uuid.UUID, on: date) -> list[Case]:
    """What one person asked for and confirmed before the authority was live, the oldest first."""
    return cases_of(_rows(Confirmation.authority_id == authority_id, Confirmation.alone.is_(True)), on)


def _watches(permissions: Collection[Permission], case: Case) -> bool:
    """Does this reader see to it that somebody can confirm? Administrators do, where nobody can."""
    return Permission.MANAGE_PEOPLE in permissions and case.row.waits and not case.hands


def _rows(*conditions: ColumnElement[bool], newest: bool = False) -> list[Confirmation]:
    order = Confirmation.ended_at.desc() if newest else Confirmation.asked_at
    query = select(Confirmation).where(*conditions).options(joinedload(Confirmation.details))
    return list(db.session.scalars(query.order_by(order, Confirmation.id).limit(20 if newest else MOST)))

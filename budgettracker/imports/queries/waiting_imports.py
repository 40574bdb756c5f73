"""Imports that wait for a second hand: whose they are to release, for how long yet, and what became of the others."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from budgettracker.access import Permission, Role
from budgettracker.confirmations.rules import PATIENCE, Hand, hands_for
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.imports.kinds import ImportState
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.rules import KEPT_FOR
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.people.queries.second_hands import colleagues_of
from budgettracker.periods import day_begins, day_of
from budgettracker.second_hands import ROWS, SecondHands
from budgettracker.working_days import working_days

MOST = 50


@dataclass(frozen=True, slots=True)
class ImportCase:
    """One import that waits, or waited, with all that its page says."""

    row: WaitingImport
    hands: list[Hand]
    asked_by: str
    ended_by: str
    named: str
    waited: int

    @property
    def rule(self) -> SecondHands:
        """Its row of the table of second hands."""
        return ROWS[self.row.outcome]

    @property
    def until(self) -> date:
        """The last day on which it can be released."""
        return day_of(self.row.asked_at + KEPT_FOR)

    def is_hand(self, person_id: uuid.UUID) -> bool:
        """May this person release it now?"""
        return any(hand.id == person_id for hand in self.hands)


def hands_of(row: WaitingImport, on: date) -> list[Hand]:
    """Who may release an import: every level of its row of the table at once, and never who made it."""
    rule = ROWS[row.outcome]
    return hands_for(
        rule,
        colleagues_of(row.authority_id, on),
        team_ids=(),
        apart={row.asked_by_id} if row.asked_by_id else (),
        asked_as=Role.FINANCE if row.asked_by_id else None,
        waited=1 + PATIENCE * len(rule.seconds),
    )


def waiting_imports(person: Person, permissions: Collection[Permission], on: date) -> list[ImportCase]:
    """The imports of a person's authority that wait and are theirs to see, the oldest first."""
    mine = WaitingImport.authority_id == person.authority_id
    return _seen(_cases(on, mine, WaitingImport.state == ImportState.WAITING), person, permissions)


def to_release(person: Person, on: date) -> list[ImportCase]:
    """What this person may release now."""
    return [case for case in waiting_imports(person, (), on) if case.is_hand(person.id)]


def others_imported(person: Person, on: date) -> ScalarSelect[int]:
    """How many imports of a person's authority wait that somebody else made, as part of a longer question."""
    ours = select(func.count()).select_from(WaitingImport).where(WaitingImport.authority_id == person.authority_id)
    waiting = ours.where(
        WaitingImport.state == ImportState.WAITING, WaitingImport.asked_by_id.is_distinct_from(person.id)
    )
    return waiting.scalar_subquery()


def how_many_to_release(person: Person, on: date) -> int:
    """How many of them this person may release now."""
    return len(to_release(person, on))


def ended_imports(person: Person, permissions: Collection[Permission], on: date) -> list[ImportCase]:
    """Imports of a person's authority that waited and are over: released, withdrawn or too old; the newest first."""
    mine = WaitingImport.authority_id == person.authority_id
    return _seen(_cases(on, mine, WaitingImport.state != ImportState.WAITING), person, permissions)[::-1]


def import_case_for(person: Person, permissions: Collection[Permission], import_id: uuid.UUID, on: date) -> ImportCase:
    """One import of this person's authority that waits or waited; raises NotTheirs."""
    cases = _cases(on, WaitingImport.id == import_id, WaitingImport.authority_id == person.authority_id)
    seen = _seen(cases, person, permissions)
    if not seen:
        raise NotTheirs
    return seen[0]


def _seen(cases: list[ImportCase], person: Person, permissions: Collection[Permission]) -> list[ImportCase]:
    """Whoever imports or gives roles sees every one; others those that they may release, or did."""
    all_of_them = {Permission.IMPORT, Permission.MANAGE_PEOPLE} & set(permissions)
    return [case for case in cases if all_of_them or case.is_hand(person.id) or case.row.ended_by_id == person.id]


def _cases(on: date, *conditions: ColumnElement[bool]) -> list[ImportCase]:
    query = select(WaitingImport).where(*conditions).options(joinedload(WaitingImport.details))
    rows = list(db.session.scalars(query.order_by(WaitingImport.number.desc()).limit(MOST)))[::-1]
    names = names_of({each for row in rows for each in (row.asked_by_id, row.ended_by_id, row.named_id)})
    return [
        ImportCase(
            row,
            hands_of(row, on) if row.waits else [],
            names.get(row.asked_by_id, "") if row.asked_by_id else "",
            names.get(row.ended_by_id, "") if row.ended_by_id else "",
            names.get(row.named_id, "") if row.named_id else "",
            working_days(day_of(row.asked_at), on),
        )
        for row in rows
    ]


def waiting_import_locked(import_id: uuid.UUID) -> WaitingImport:
    """One import that waits or waited, locked and read anew, so that of two deeds at once one comes first."""
    query = select(WaitingImport).where(WaitingImport.id == import_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def waiting_import_numbered(authority_id: uuid.UUID | None, number: int) -> WaitingImport | None:
    """An authority's import by its number."""
    return db.session.scalars(select(WaitingImport).filter_by(authority_id=authority_id, number=number)).one_or_none()


def waits_already(authority_id: uuid.UUID, digest: str) -> bool:
    """Do the same files wait there?"""
    same = select(WaitingImport.id).filter_by(authority_id=authority_id, digest=digest, state=ImportState.WAITING)
    return db.session.scalar(same) is not None


def next_number(authority_id: uuid.UUID) -> int:
    """The number that the next waiting import of an authority gets; the authority's row is held by who asks."""
    last = select(func.max(WaitingImport.number)).filter_by(authority_id=authority_id)
    return (db.session.scalar(last) or 0) + 1


def too_old(before: datetime) -> list[WaitingImport]:
    """Imports that have waited since before a moment, locked in the order of their ids."""
    old = select(WaitingImport).where(WaitingImport.state == ImportState.WAITING, WaitingImport.asked_at < before)
    ordered = old.order_by(WaitingImport.id).with_for_update().execution_options(populate_existing=True)
    return [row for row in db.session.scalars(ordered) if row.waits]


def ids_waiting() -> set[uuid.UUID]:
    """Every import that waits, in any authority."""
    return set(db.session.scalars(select(WaitingImport.id).where(WaitingImport.state == ImportState.WAITING)))


def waiting_since_before(authority_id: uuid.UUID, before: datetime, on: date) -> list[tuple[WaitingImport, list[Hand]]]:
    """The imports of an authority that began to wait before a moment, each with who may release it now; the oldest first."""
    return [(row, hands_of(row, on)) for row in _waiting(authority_id) if row.asked_at < before]


def waiting_and_too_old(authority_id: uuid.UUID, on: date) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Who may release each import that waits in an authority, and who made each that grew too old in the last 14 days."""
    lately = day_begins(on) - KEPT_FOR
    ended = select(WaitingImport).filter_by(authority_id=authority_id, state=ImportState.EXPIRED)
    too_late = db.session.scalars(ended.where(WaitingImport.ended_at >= lately).order_by(WaitingImport.id))
    hands = [hand.id for row in _waiting(authority_id) for hand in hands_of(row, on)]
    return hands, [row.asked_by_id for row in too_late if row.asked_by_id is not None]


def _waiting(authority_id: uuid.UUID) -> list[WaitingImport]:
    waiting = select(WaitingImport).filter_by(authority_id=authority_id, state=ImportState.WAITING)
    return list(db.session.scalars(waiting.order_by(WaitingImport.id)))

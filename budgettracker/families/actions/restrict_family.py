"""Restrict a family to people named for it, name one more, take a name off, and lift the restriction."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.access import DECIDERS, WORK_WITH_FAMILIES, Role, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import queries, rules
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.actions.restricted_reference import hide_reference, show_reference
from budgettracker.families.kinds import ReaderKind
from budgettracker.families.models import Family, FamilyReader, FamilyReaderDetails
from budgettracker.ids import uuid7
from budgettracker.people.models import Person

NO_DECIDER = "Name at least one manager or senior manager of the team, who decides for the family."


def restrict_family(
    by: Person, family: Family, readers: Sequence[Person], reason: str, *, on: date, at: datetime
) -> Family:
    """From now on only these people, and whoever restricts it, see the family. One person does it, at once.

    Raises Refusal on `readers` where nobody of them decides for the family's team, on `reason`, and where the family is
    restricted already.
    """
    locked = lock_family(family)
    if locked.restricted:
        raise Refusal(None, "The family is restricted already.")
    why = rules.one_line(reason)
    if not why:
        raise Refusal("reason", "Say why only some people may see the family.")
    named = {person.id: person for person in (by, *readers)}
    if not any(_decides(person, locked, on) for person in named.values()):
        raise Refusal("readers", NO_DECIDER)
    locked.restricted = True
    hide_reference(locked)
    locked.details.restricted_because = why
    for person_id in sorted(named):
        _name(locked, person_id, at)
    db.session.flush()
    changes = {"restricted": [False, True], "readers": sorted(named)}
    record(by, Deed.FAMILY_RESTRICTED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked


def ask_to_name(by: Person, family: Family, person: Person, reason: str, *, on: date, at: datetime) -> Confirmation:
    """One more person is to see a restricted family; a manager named for it confirms.

    Raises Refusal on `person_id` for whoever is named already, and on `reason`.
    """
    locked = _restricted(family)
    if person.id in {reader.person_id for reader in queries.named_for(locked.id)}:
        raise Refusal("person_id", f"{person.name} is named for the family already.")
    values = {"person": person.id}
    return ask(by, queries.NAMING, locked, values, as_role=_role_of(by, on), reason=_why(reason), on=on, at=at)


def ask_to_lift(by: Person, family: Family, reason: str, *, on: date, at: datetime) -> Confirmation:
    """Everybody of the team, and auditors, are to see the family again; a manager named for it confirms."""
    locked = _restricted(family)
    return ask(by, queries.LIFTING, locked, {}, as_role=_role_of(by, on), reason=_why(reason), on=on, at=at)


def name_reader(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Name somebody for a restricted family, as another person asked."""
    locked = _restricted(db.session.get_one(Family, wish.subject_id))
    person_id = uuid.UUID(wish.values["person"])
    if person_id in {reader.person_id for reader in queries.named_for(locked.id)}:
        raise Refusal(None, "This person is named for the family already.")
    _name(locked, person_id, at)
    changes = {"reader": person_id, "asked_by": wish.asked_by_id}
    record(by, Deed.FAMILY_READER_NAMED, locked, changes, authority_id=locked.authority_id, at=at)


def lift_restriction(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """End a restriction, as another person asked; who read the family meanwhile stays on record."""
    locked = _restricted(db.session.get_one(Family, wish.subject_id))
    locked.restricted = False
    show_reference(locked)
    locked.details.restricted_because = None
    for reader in (*queries.named_for(locked.id), *queries.openings_of(locked.id)):
        reader.removed_at, reader.removed_by_id = at, by.id
    changes = {"restricted": [True, False], "asked_by": wish.asked_by_id}
    record(by, Deed.FAMILY_RESTRICTION_LIFTED, locked, changes, authority_id=locked.authority_id, at=at)


def remove_reader(by: Person, family: Family, reader_id: uuid.UUID, *, on: date, at: datetime) -> Family:
    """Take a name off a restricted family at once. Raises Refusal where nobody who decides for it would be left."""
    locked = _restricted(family)
    named = queries.named_for(locked.id)
    reader = next((each for each in named if each.id == reader_id), None)
    if reader is None:
        raise Refusal(None, "This person is not named for the family any more.")
    if not any(_decides(each.person, locked, on) for each in named if each is not reader):
        raise Refusal(None, "Nobody who decides for the family would be left. Name another manager first.")
    reader.removed_at, reader.removed_by_id = at, by.id
    changes = {"reader": reader.person_id}
    record(by, Deed.FAMILY_READER_REMOVED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked


def open_by_reason(by: Person, text: str, reason: str, *, on: date, at: datetime) -> Family | None:
    """Read a restricted family for the rest of the day because of a reason; who manages it by name is told.

    `text` is its whole reference or name. None where there is none that this person would see if it were not
    restricted: that they looked for it is recorded too. Raises Refusal on `reason`.
    """
    why = _why(reason)
    family = queries.sought(by, text, on)
    if family is None:
        record(by, Deed.RESTRICTED_SOUGHT, by, {}, at=at)
        return None
    row = FamilyReader(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        person_id=by.id,
        kind=ReaderKind.BY_REASON,
        from_at=at,
        until_on=on,
    )
    row.details = FamilyReaderDetails(authority_id=family.authority_id, reason=why)
    db.session.add(row)
    db.session.flush()
    record(by, Deed.FAMILY_OPENED_BY_REASON, family, {"reader": by.id}, authority_id=family.authority_id, at=at)
    return family


def see_openings(by: Person, family: Family, *, at: datetime) -> Family:
    """A manager named for the family has seen who opened it and why."""
    locked = _restricted(family)
    unseen = [reader for reader in queries.openings_of(locked.id) if reader.seen_at is None]
    if not unseen:
        raise Refusal(None, "There is nothing new to see.")
    for reader in unseen:
        reader.seen_at, reader.seen_by_id = at, by.id
    openings = {"openings": len(unseen)}
    record(by, Deed.FAMILY_OPENINGS_SEEN, locked, openings, authority_id=locked.authority_id, at=at)
    return locked


def _name(family: Family, person_id: uuid.UUID, at: datetime) -> None:
    row = FamilyReader(
        id=uuid7(),
        authority_id=family.authority_id,
        family_id=family.id,
        person_id=person_id,
        kind=ReaderKind.NAMED,
        from_at=at,
    )
    row.details = FamilyReaderDetails(authority_id=family.authority_id, reason="")
    db.session.add(row)
    db.session.flush()


def _restricted(family: Family) -> Family:
    locked = lock_family(family)
    if not locked.restricted:
        raise Refusal(None, "The family is not restricted any more.")
    return locked


def _why(reason: str) -> str:
    why = rules.one_line(reason)
    if not why:
        raise Refusal("reason", "Give the reason.")
    return why


def _decides(person: Person, family: Family, on: date) -> bool:
    return family.team_id in person.team_ids_on(on) and bool(person.roles_on(on) & set(DECIDERS))


def _role_of(by: Person, on: date) -> Role:
    return role_used(by.roles_on(on), WORK_WITH_FAMILIES)

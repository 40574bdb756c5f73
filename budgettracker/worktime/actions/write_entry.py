"""An entry's rows of its own: the families' places in it and its note, and what the audit keeps of it."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.worktime.models import WorkEntry, WorkEntryDetails, WorkShare
from budgettracker.worktime.rules import Part, Work

COLUMNS = (
    *("worked_on", "activity_id", "intervention_id", "for_whom", "contact_minutes", "preparation_minutes"),
    *("travel_minutes", "miles_hundredths", "expenses_pence", "session_reference", "places"),
)
"""What an entry and the work it records share, field by field."""


def set_shares(entry: WorkEntry, parts: Sequence[Part]) -> None:
    """Give an entry these families, in place of those it had."""
    for share in entry.shares:
        db.session.delete(share)
    db.session.flush()
    ids = [part.family_id for part in parts if part.family_id]
    query = select(Family.id, Family.reference).where(Family.id.in_(ids))
    references = {family.id: family.reference for family in db.session.execute(query)}
    # By reference as text, other families last: the order in which minutes and pence are rounded.
    ordered = sorted(parts, key=lambda part: (part.family_id is None, references.get(part.family_id, "")))
    for position, part in enumerate(ordered):
        db.session.add(WorkShare(entry_id=entry.id, family_id=part.family_id, position=position, weight=part.weight))
    db.session.flush()
    db.session.expire(entry, ["shares"])


def set_note(entry: WorkEntry, note: str) -> None:
    """Give an entry this note, or none when it is empty."""
    kept = db.session.get(WorkEntryDetails, entry.id)
    if kept is not None and not note:
        db.session.delete(kept)
    elif kept is not None:
        kept.note = note
    elif note:
        db.session.add(WorkEntryDetails(entry_id=entry.id, note=note))
    db.session.flush()
    db.session.expire(entry, ["details"])


def contents_of_work(work: Work) -> dict[str, object]:
    """What the work says, fit for the audit: ids, numbers, codes and days."""
    parts = [(part.family_id, part.weight) for part in work.parts]
    return {name: getattr(work, name) for name in COLUMNS} | {"families": families_in_audit(parts)}


def contents_of_entry(entry: WorkEntry) -> dict[str, object]:
    """What an entry says, as `contents_of_work` says it of work."""
    parts = [(share.family_id, share.weight) for share in entry.shares]
    return {name: getattr(entry, name) for name in COLUMNS} | {"families": families_in_audit(parts)}


def families_in_audit(parts: Iterable[tuple[uuid.UUID | None, int]]) -> list[list[object]]:
    """Families with their weights as an audit line keeps them: ids, or the word `other` for other families."""
    return [list(part) for part in sorted((str(family_id or "other"), weight) for family_id, weight in parts)]

"""Write an example for everybody of a scheme, take it off the page, and write down why money stayed unused."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.schemes.models import Scheme
from budgettracker.voice import queries, rules
from budgettracker.voice.kinds import ExampleKind, UnusedReason
from budgettracker.voice.models import FamilyUnused, WrittenExample, WrittenExampleDetails


def write_example(
    by: Person, scheme: Scheme, kind: ExampleKind, words: str, answer: str, *, at: datetime
) -> WrittenExample:
    """A manager's own wording, about no family: nothing is copied from a record.

    Raises Refusal on `words` or `answer`, also where either names a family that the manager knows.
    """
    rules.require_example(words, answer)
    for field, text in (("words", words), ("answer", answer)):
        if name := queries.family_named(by, text, day_of(at)):
            raise Refusal(field, f"“{name}” is a family here. Write it so that it is about no one family.")
    row = WrittenExample(
        authority_id=scheme.authority_id,
        scheme_id=scheme.id,
        kind=kind,
        written_by_id=by.id,
        written_at=at,
        details=WrittenExampleDetails(authority_id=scheme.authority_id, words=words, answer=answer),
    )
    db.session.add(row)
    db.session.flush()
    record(by, Deed.EXAMPLE_WRITTEN, scheme, {"kind": str(kind)}, at=at)
    return row


def retire_example(by: Person, row: WrittenExample, *, at: datetime) -> None:
    """Take it off the page; it stays on record."""
    row.retired_at = at
    db.session.flush()
    record(by, Deed.EXAMPLE_RETIRED, db.session.get_one(Scheme, row.scheme_id), {"kind": row.kind}, at=at)


def record_unused(by: Person, family: Family, closed_on: date, reason: UnusedReason, *, at: datetime) -> FamilyUnused:
    """Why money of a family's budget stayed unused when the work ended."""
    row = FamilyUnused(
        authority_id=family.authority_id,
        family_id=family.id,
        closed_on=closed_on,
        reason=reason,
        recorded_by_id=by.id,
        recorded_at=at,
    )
    db.session.add(row)
    db.session.flush()
    record(by, Deed.UNUSED_RECORDED, family, {"unused": str(reason)}, at=at)
    return row

"""Steps that tests of the first pages share: rows as they stand in the tables, and the statements that a page sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.worktime.models import Activity, WorkEntry, WorkShare
from tests.factories.spend import TODAY
from tests.factories.world import NOON, World


def saved(row: Any) -> Any:
    """A row that is in its table."""
    db.session.add(row)
    db.session.flush()
    return row


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement sent to the database."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def entry(world: World, minutes: tuple[int, int, int], families: list[Family], **changes: Any) -> WorkEntry:
    """An entry of bob's for families: contact, preparation and travel minutes."""
    activity = db.session.query(Activity).first() or saved(
        Activity(authority_id=world.authority.id, name="Home visit", kind="direct")
    )
    contact, preparation, travel = minutes
    work_entry: WorkEntry = saved(
        WorkEntry(
            authority_id=world.authority.id,
            worked_on=TODAY,
            activity_id=activity.id,
            for_whom="families",
            contact_minutes=contact,
            preparation_minutes=preparation,
            travel_minutes=travel,
            recorded_at=NOON,
            **{"person_id": world.bob.id, **changes},
        )
    )
    for position, family in enumerate(families):
        saved(WorkShare(entry_id=work_entry.id, family_id=family.id, position=position))
    return work_entry

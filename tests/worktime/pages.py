"""The Log time page as tests fill it in."""

from typing import Any

from budgettracker.database import db
from budgettracker.worktime.models import WorkEntry
from tests.client import PageClient, Seen, words
from tests.worktime.making import VISIT, activity
from tests.world import World

DAY = {"worked_on-day": "15", "worked_on-month": "6", "worked_on-year": "2026"}


def visiting(world: World, **changes: Any) -> dict[str, Any]:
    """The fields of an ordinary visit."""
    kind = activity(world.authority, VISIT)
    return {"activity": str(kind.id), "for_whom": "families", "families": str(world.family_id), **changes}


def entries() -> list[WorkEntry]:
    """Every entry, in order."""
    return list(db.session.query(WorkEntry).order_by(WorkEntry.id))


def shared(seen: Seen) -> list[tuple[str, str]]:
    """The families of a confirmation with their time."""
    cells = [words(cell) for cell in seen.page.iter("td")]
    return list(zip(cells[::2], cells[1::2], strict=True))


def logged(seen: Seen, client: PageClient) -> Seen:
    """The confirmation an accepted form leads to."""
    assert seen.status == 303, seen.text
    return client.get(seen.location)

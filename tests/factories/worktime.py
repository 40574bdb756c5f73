"""Work time in tests: short ways to log it, and the Log time page as tests fill it in."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Authority, Person
from budgettracker.worktime.actions import Part, Work, add_default_activities, log_time
from budgettracker.worktime.models import Activity, WorkEntry
from tests.client import PageClient, Seen
from tests.factories.world import World
from tests.page import words

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)
LAST_MONTH = date(2026, 5, 20)
DAY = {"worked_on-day": "15", "worked_on-month": "6", "worked_on-year": "2026"}
"""Today in the three boxes of a form."""
OKAFOR, OFFICE_ROW = (
    "Okafor (WM-001) Visit to the family",
    "Nobody in particular Supervision and other office work",
)
"""Rows of the week's grid, as the page heads them."""
VISIT, OFFICE, ADMINISTERING = "Visit to the family", "Supervision and other office work", "Administering the budget"


def give_activities(authority: Authority) -> None:
    """Give an authority the usual kinds of work."""
    add_default_activities(None, authority, at=NOW)


def activity(authority: Authority, name: str = OFFICE) -> Activity:
    """An activity of the authority by its name; the usual ones are added when it has none."""
    record = db.session.query(Activity).filter_by(authority_id=authority.id, name=name).one_or_none()
    if record is None:
        give_activities(authority)
        record = db.session.query(Activity).filter_by(authority_id=authority.id, name=name).one()
    return record


def office(authority: Authority, minutes: int = 60, worked_on: date = TODAY, **changes: Any) -> Work:
    """Preparation minutes of office work for nobody."""
    values = {"activity_id": activity(authority).id, "preparation_minutes": minutes, **changes}
    return Work(worked_on=worked_on, **values)


def log(person: Person, work: Work, **more: Any) -> WorkEntry:
    """Log work of one's own, today at noon."""
    return log_time(person, person, work, **{"on": TODAY, "at": NOW, **more})


def deeds(subject_id: object) -> list[str]:
    """What the audit says was done to something, in order."""
    lines = db.session.query(AuditRecord).filter_by(subject_id=subject_id).order_by(AuditRecord.sequence)
    return [line.deed for line in lines]


def visit(world: World, *parts: Part, minutes: int = 90, worked_on: date = TODAY, **changes: object) -> Work:
    """A visit of 90 minutes to families."""
    values = {"activity_id": activity(world.authority, VISIT).id, "contact_minutes": minutes, "parts": parts}
    return Work(worked_on=worked_on, **{**values, **changes})  # type: ignore[arg-type]


def refusal(ask: object) -> Refusal:
    """What a deed was refused with."""
    with pytest.raises(Refusal) as result:
        ask()  # type: ignore[operator]
    return result.value


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


def rows(seen: Seen) -> dict[str, list[str]]:
    """Each row of the grid: what it is for, what its seven cells show of the usual kind and of the others, its total."""
    minutes: dict[str, list[str]] = {}
    for row in seen.page.findall(".//table[@data-week]/tbody/tr"):
        head = row.find("th")
        if head is not None and head.find("select") is None:
            minutes[words(head.findall("span")[0])] = [shown(cell) for cell in row.findall("td")]
    return minutes


def shown(cell: Any) -> str:
    """What a cell shows: the value or the words of its usual kind, and what the others come to."""
    box, kept, more = cell.find("input"), cell.find("span[@class='week__kept']"), cell.find("small")
    if more is None:
        return words(cell)
    first = str(box.get("value")) if box is not None else words(kept)
    return f"{first} {words(more)}".strip()


def totals(seen: Seen) -> list[str]:
    """The foot of the grid: seven days and the week."""
    return [words(cell) for cell in seen.page.findall(".//table[@data-week]/tfoot/tr/td")]


def place(seen: Seen, row: str, day: int, kind: str = "") -> str:
    """The name of a row's box on a day, Monday being 0; by default that of preparation for office work, else contact."""
    letter = kind[:1] or ("p" if row == OFFICE_ROW else "c")
    return f"{letter}{list(rows(seen)).index(row)}_{day}"

"""Close a draw: nobody is allocated any more, and the list is shown."""

from datetime import datetime

from budgettracker.allocation import queries
from budgettracker.allocation.models import Draw, DrawClosing
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person


def close_draw(by: Person, draw: Draw, *, at: datetime) -> Draw:
    """End a draw for good; from now on list and seed are shown, with the digest of the start. Raises Refusal when closed."""
    locked = queries.require_open(draw)
    db.session.add(DrawClosing(draw_id=locked.id, closed_by_id=by.id, closed_at=at))
    db.session.flush()
    db.session.refresh(locked, ["closing"])
    record(by, Deed.DRAW_CLOSED, locked, {}, at=at)
    return locked

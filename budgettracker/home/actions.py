"""Write what the clock found, in the place of what it found before."""

import uuid
from datetime import date, datetime

from sqlalchemy import delete, select

from budgettracker.database import db
from budgettracker.home.models import ClockNotice
from budgettracker.home.queries import clock
from budgettracker.imports.queries import authority_held
from budgettracker.people.actions.queue_message import queue_message
from budgettracker.people.kinds import MessageKind


def write_notices(authority_id: uuid.UUID, *, on: date, at: datetime) -> int:
    """Tell the people of an authority what waits too long or ran out; gives how many notices there are.

    The authority's row is held meanwhile, so that two runs at once write the same thing one after the other.
    """
    authority_held(authority_id)
    before = set(
        db.session.execute(
            select(ClockNotice.person_id, ClockNotice.kind, ClockNotice.team_id).where(
                ClockNotice.authority_id == authority_id
            )
        ).tuples()
    )
    db.session.execute(delete(ClockNotice).where(ClockNotice.authority_id == authority_id))
    notices = clock.to_tell(authority_id, on)
    for (person_id, kind, team_id), things in sorted(notices.items(), key=str):
        db.session.add(
            ClockNotice(
                authority_id=authority_id,
                person_id=person_id,
                kind=kind,
                team_id=team_id,
                things=things,
                written_on=on,
            )
        )
    db.session.flush()
    # Who was told yesterday and has not looked is not told again by e-mail.
    for person_id in sorted({row[0] for row in notices if row not in before}):
        queue_message(authority_id, person_id, MessageKind.WAITING, at=at)
    return len(notices)

"""Write what the clock found, in the place of what it found before."""

import uuid
from datetime import date

from sqlalchemy import delete

from budgettracker.database import db
from budgettracker.home.models import ClockNotice
from budgettracker.home.queries import clock
from budgettracker.imports.queries import authority_held


def write_notices(authority_id: uuid.UUID, *, on: date) -> int:
    """Tell the people of an authority what waits too long or ran out; gives how many notices there are.

    The authority's row is held meanwhile, so that two runs at once write the same thing one after the other.
    """
    authority_held(authority_id)
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
    return len(notices)

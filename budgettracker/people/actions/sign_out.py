"""Sign out: a session ends, or all of a person's sessions do."""

from datetime import datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person, SignInSession


def end_session(by: Person, session: SignInSession, *, at: datetime) -> None:
    """Sign out: the cookie that belongs to it opens nothing any more."""
    if session.ended_at is None:
        session.ended_at = at
        db.session.flush()
        record(by, Deed.SESSION_ENDED, session, at=at)


def end_sessions_of(by: Person | None, person: Person, *, at: datetime) -> None:
    """End every session of a person, after a new password or a suspension."""
    running = select(SignInSession).filter_by(person_id=person.id, ended_at=None).order_by(SignInSession.id)
    for session in db.session.scalars(running):
        session.ended_at = at
        db.session.flush()
        record(by, Deed.SESSION_ENDED, session, at=at)

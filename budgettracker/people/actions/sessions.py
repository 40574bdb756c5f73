"""Sign-ins: counting attempts, starting and ending sessions, keeping a form whose session ran out."""

import json
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people import queries
from budgettracker.people.models import FailedSignIn, KeptForm, Person, SignInSession
from budgettracker.people.rules.sessions import SEEN_EVERY, WINDOW
from budgettracker.people.rules.tokens import digest_of, new_token

LONGEST_KEPT = 200_000
"""Characters of a form that is kept; a longer one is not."""
KEPT_FOR = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(days=30)
"""Rows of sessions that ended are cleared away after this; their audit records stay."""


def count_attempt(account: str, source: str, *, at: datetime) -> int:
    """Count a sign-in as failed before the password is looked at; returns the seconds to wait, 0 when it may go on.

    Counting first keeps many attempts at once from all slipping under the limit. An attempt that must wait is not
    counted.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int(source[:15], 16))))
    wait = queries.seconds_to_wait(account, source, at)
    if wait:
        return wait
    db.session.add(FailedSignIn(account_digest=account, source_digest=source, at=at))
    db.session.flush()
    _clear(FailedSignIn, FailedSignIn.at <= at - WINDOW)
    return 0


def forget_attempts(account: str, source: str | None = None) -> None:
    """The right password was given: this account's failures (from this source, or all) count no more."""
    failures = delete(FailedSignIn).where(FailedSignIn.account_digest == account)
    db.session.execute(failures if source is None else failures.where(FailedSignIn.source_digest == source))


def start_session(person: Person, *, at: datetime) -> str:
    """Begin a session; returns the token for the cookie, of which the database keeps the digest."""
    token = new_token()
    started = SignInSession(token_digest=digest_of(token), person_id=person.id, started_at=at, seen_at=at)
    db.session.add(started)
    db.session.flush()
    _clear(SignInSession, SignInSession.started_at < at - FORGOTTEN_AFTER)
    _clear(KeptForm, KeptForm.kept_at < at - KEPT_FOR)
    record(person, Deed.SESSION_STARTED, started, at=at)
    return token


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


def note_seen(session_id: uuid.UUID, *, at: datetime) -> None:
    """Write down that a session was used; at most once a minute, whoever asks."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.seen_at <= at - SEEN_EVERY)
        .values(seen_at=at)
    )


def keep_form(person: Person, path: str, fields: Iterable[tuple[str, str]], *, at: datetime) -> str | None:
    """Keep what somebody sent after their session had run out; returns the token that brings it back to them.

    None when it is too long to keep. Nothing of it is done until they have signed in and sent it again.
    """
    content = json.dumps(list(fields))
    if len(content) > LONGEST_KEPT or len(path) > 500:
        return None
    token = new_token()
    db.session.add(KeptForm(token_digest=digest_of(token), person_id=person.id, path=path, fields=content, kept_at=at))
    db.session.flush()
    return token


def drop_kept_form(token: str, person_id: uuid.UUID) -> None:
    """The form was sent again and accepted: what was kept of it goes."""
    db.session.execute(
        delete(KeptForm).where(KeptForm.token_digest == digest_of(token), KeptForm.person_id == person_id)
    )


def _clear(table: type[FailedSignIn | SignInSession | KeptForm], old: ColumnElement[bool]) -> None:
    """Clear away old rows, a few hundred at a time, leaving those that somebody else is just clearing."""
    found = select(table.id).where(old).order_by(table.id).limit(500).with_for_update(skip_locked=True)
    db.session.execute(delete(table).where(table.id.in_(found)).execution_options(synchronize_session=False))

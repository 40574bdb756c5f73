"""Sign in: attempts are counted, a session starts, and its use is noted."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people import queries
from budgettracker.people.actions.keep_form import KEPT_FOR
from budgettracker.people.actions.tell import tell_first_senior_manager
from budgettracker.people.models import Authority, FailedSignIn, KeptForm, Person, SignInSession
from budgettracker.people.rules.sessions import SEEN_EVERY, WINDOW
from budgettracker.people.rules.tokens import digest_of, new_token
from budgettracker.periods import day_of

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
    """Begin a session; returns the token for the cookie, of which the database keeps the digest.

    An authority is live from the first session of somebody with a role other than administrator.
    """
    token = new_token()
    session = SignInSession(token_digest=digest_of(token), person_id=person.id, started_at=at, seen_at=at)
    db.session.add(session)
    db.session.flush()
    roles = person.roles_on(day_of(at))
    if person.authority_id is not None and roles - {Role.ADMINISTRATOR}:
        live = update(Authority).where(Authority.id == person.authority_id, Authority.live_since.is_(None))
        db.session.execute(live.values(live_since=at).execution_options(synchronize_session=False))
    if Role.SENIOR_MANAGER in roles:
        tell_first_senior_manager(person, at=at)
    _clear(SignInSession, SignInSession.started_at < at - FORGOTTEN_AFTER)
    _clear(KeptForm, KeptForm.kept_at < at - KEPT_FOR)
    record(person, Deed.SESSION_STARTED, session, at=at)
    return token


def note_seen(session_id: uuid.UUID, *, at: datetime) -> None:
    """Write down that a session was used; at most once a minute, whoever asks."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.seen_at <= at - SEEN_EVERY)
        .values(seen_at=at)
    )


def _clear(table: type[FailedSignIn | SignInSession | KeptForm], old: ColumnElement[bool]) -> None:
    """Clear away old rows, a few hundred at a time, leaving out those that another request is clearing just now."""
    expired = select(table.id).where(old).order_by(table.id).limit(500).with_for_update(skip_locked=True)
    db.session.execute(delete(table).where(table.id.in_(expired)).execution_options(synchronize_session=False))

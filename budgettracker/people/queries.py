"""Reading about people: who is signed in, who may sign in, the lists an administrator works with."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.database import db
from budgettracker.people.models import FailedSignIn, KeptForm, Person, SignInSession
from budgettracker.people.rules.sessions import SOURCE_TRIES, TRIES, WINDOW, wait_seconds
from budgettracker.people.rules.tokens import digest_of, plain_email


def session_of(token: str) -> SignInSession | None:
    """The sign-in that a cookie's token belongs to, ended or not, with its person, their authority and roles."""
    return db.session.scalars(
        select(SignInSession)
        .filter_by(token_digest=digest_of(token))
        .options(
            joinedload(SignInSession.person).joinedload(Person.authority),
            joinedload(SignInSession.person).selectinload(Person.role_grants),
        )
    ).one_or_none()


def person_to_sign_in(email: str) -> Person | None:
    """The person with this e-mail address, whether or not they may sign in just now."""
    return db.session.scalars(select(Person).filter_by(email=plain_email(email))).one_or_none()


def seconds_to_wait(account: str, source: str, at: datetime) -> int:
    """How long this source must wait before it may try this account again; 0 when it may. Digests, not addresses."""
    moments = select(FailedSignIn.at).where(FailedSignIn.source_digest == source, FailedSignIn.at > at - WINDOW)
    newest = moments.order_by(FailedSignIn.at.desc())
    of_account = db.session.scalars(newest.where(FailedSignIn.account_digest == account).limit(TRIES)).all()
    of_source = db.session.scalars(newest.limit(SOURCE_TRIES)).all()
    return wait_seconds(of_account, of_source, at)


def kept_form(token: str, person: Person) -> KeptForm | None:
    """What this person was about to send when their session ended."""
    return db.session.scalars(
        select(KeptForm).filter_by(token_digest=digest_of(token), person_id=person.id)
    ).one_or_none()


def people_to_try(limit: int = 60) -> list[Person]:
    """Everybody who can sign in, for the demo's sign-in page only."""
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.password_hash.is_not(None), Person.suspended_at.is_(None))
            .options(joinedload(Person.authority), selectinload(Person.role_grants))
            .order_by(Person.authority_id, Person.name, Person.id)
            .limit(limit)
        )
    )


def person_locked(person_id: uuid.UUID) -> Person:
    """A person's row as it is now, locked until the transaction ends."""
    return db.session.scalars(
        select(Person).filter_by(id=person_id).with_for_update().execution_options(populate_existing=True)
    ).one()

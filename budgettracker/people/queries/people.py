"""Reading about people: who is signed in, who may sign in, the lists an administrator works with."""

import functools
import uuid
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.access import Role
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.folding import folded_name
from budgettracker.people.models import (
    DATED_ROWS,
    Authority,
    FailedSignIn,
    KeptForm,
    OneTimeLink,
    Person,
    Place,
    Post,
    PostHolding,
    RoleGrant,
    SignInSession,
    Team,
    TeamMembership,
)
from budgettracker.people.queries.access import outgrown
from budgettracker.people.rules.sessions import SOURCE_TRIES, TRIES, WINDOW, wait_seconds
from budgettracker.people.rules.tokens import digest_of, plain_email
from budgettracker.periods import day_of


def session_of(token: str) -> SignInSession | None:
    """The sign-in that a cookie's token belongs to, ended or not, with its person, their authority and roles."""
    row = db.session.execute(_session_by_digest(), {"digest": digest_of(token)}).unique().one_or_none()
    if row is None:
        return None
    sign_in: SignInSession = row[0]
    sign_in.person.note_places([_place(words) for words in (row[1] or "").split()])
    return sign_in


def _place(words: str) -> Place:
    team, starts_on, ends_on, cover, _ = words.split("/")
    return Place(
        uuid.UUID(team),
        date.fromisoformat(starts_on),
        date.fromisoformat(ends_on) if ends_on else None,
        uuid.UUID(cover) if cover else None,
    )


@functools.cache
def _session_by_digest() -> Select[tuple[SignInSession, str]]:
    """Every request runs this query; building it costs more than running it, so it is built once.

    A person's places in teams are put into one text: forty rows of them would repeat everything else forty times.
    """
    person = joinedload(SignInSession.person)
    columns = (TeamMembership.team_id, TeamMembership.starts_on, TeamMembership.ends_on, TeamMembership.cover_id)
    words: ColumnElement[str] = literal("")
    for column in columns:
        words = words.concat(func.coalesce(cast(column, String), "")).concat("/")
    places = (
        select(func.aggregate_strings(words, " "))
        .where(TeamMembership.person_id == SignInSession.person_id)
        .correlate(SignInSession)
    )
    return (
        select(SignInSession, places.scalar_subquery())
        .where(SignInSession.token_digest == bindparam("digest"))
        .options(
            person.joinedload(Person.authority),
            person.joinedload(Person.role_grants),
        )
    )


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
            .order_by(Person.name, Person.id)
            .limit(limit)
        )
    )


def people_to_try_by_authority(on: date) -> list[tuple[str, list[Person]]]:
    """The same people under their authority's name, those who work with families first; under "" those of none, last."""
    by_authority: dict[str, list[Person]] = {}
    ranks = {role: rank for rank, role in enumerate(Role)}
    for person in sorted(
        people_to_try(), key=lambda person: min(map(ranks.__getitem__, person.roles_on(on)), default=len(ranks))
    ):
        by_authority.setdefault(person.authority_name, []).append(person)
    return sorted(by_authority.items(), key=lambda group: (not group[0], group[0]))


def person_standing(person: Person) -> Mapping[str, object]:
    """Everything about a person that can be put right on their page of details."""
    return {
        "email": person.email,
        "name": person.name,
        "weekly_minutes": person.weekly_minutes,
        "active_to": person.active_to,
    }


def person_locked(person_id: uuid.UUID) -> Person:
    """A person's row as it is now, locked until the transaction ends."""
    person = db.session.scalars(
        select(Person).filter_by(id=person_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    db.session.expire(person, DATED_ROWS)
    return person


def authority_locked(authority_id: uuid.UUID) -> Authority:
    """An authority's row, locked until the transaction ends."""
    return db.session.scalars(
        select(Authority).filter_by(id=authority_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def other_administrators(person: Person, on: date) -> list[uuid.UUID]:
    """Those of the person's authority, themselves apart, who can sign in on a day and administer until further notice."""
    return list(
        db.session.scalars(
            select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(
                Person.authority_id == person.authority_id,
                Person.id != person.id,
                Person.password_hash.is_not(None),
                Person.suspended_at.is_(None),
                Person.active_from <= on,
                Person.active_to.is_(None),
                RoleGrant.role == Role.ADMINISTRATOR,
                RoleGrant.starts_on <= on,
                RoleGrant.ends_on.is_(None),
            )
            .order_by(Person.id)
            .limit(10)
        )
    )


def open_link(token: str, at: datetime) -> OneTimeLink | None:
    """The one-time link with this token, if it can still be used; none for an account with more than was confirmed."""
    link = db.session.scalars(
        select(OneTimeLink).filter_by(token_digest=digest_of(token)).options(joinedload(OneTimeLink.person))
    ).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= at or link.person.suspended_at is not None:
        return None
    return None if outgrown(link, day_of(at)) else link


def person_for(by: Person, person_id: uuid.UUID) -> Person:
    """One person of the administrator's own authority, with everything their page shows; raises NotTheirs otherwise."""
    person = db.session.scalars(
        select(Person)
        .filter_by(id=person_id)
        .options(
            selectinload(Person.role_grants),
            selectinload(Person.memberships).joinedload(TeamMembership.team),
            selectinload(Person.holdings).joinedload(PostHolding.post),
        )
    ).one_or_none()
    if person is None or by.authority_id is None or person.authority_id != by.authority_id:
        raise NotTheirs
    return person


def person_with(person_id: uuid.UUID) -> Person:
    """The person with this id, for work that goes on after their request was answered."""
    return db.session.get_one(Person, person_id)


def team_for(by: Person, team_id: uuid.UUID) -> Team:
    """One team of the person's own authority; raises NotTheirs otherwise."""
    team = db.session.get(Team, team_id)
    if team is None or by.authority_id is None or team.authority_id != by.authority_id:
        raise NotTheirs
    return team


def people_of(authority_id: uuid.UUID, search: str, page: int, size: int) -> tuple[list[Person], int]:
    """One page of an authority's people by name, with how many there are; `search` is part of a name or address."""
    matching = select(Person).where(Person.authority_id == authority_id)
    for word in search.split()[:5]:
        ways = [Person.email.icontains(word, autoescape=True)]
        if name := folded_name(word):
            ways.append(Person.name_folded.contains(name, autoescape=True))
        matching = matching.where(or_(*ways))
    total = db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = db.session.scalars(
        matching.options(
            selectinload(Person.role_grants), selectinload(Person.memberships).joinedload(TeamMembership.team)
        )
        .order_by(Person.name, Person.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return list(rows), total


def teams_of(authority_id: uuid.UUID) -> list[Team]:
    """An authority's teams, by name."""
    return list(
        db.session.scalars(select(Team).filter_by(authority_id=authority_id).order_by(Team.name, Team.id).limit(500))
    )


def team_sizes(authority_id: uuid.UUID, on: date) -> dict[uuid.UUID, int]:
    """How many people are in each of an authority's teams on a day."""
    counted = db.session.execute(
        select(TeamMembership.team_id, func.count())
        .join(Team, Team.id == TeamMembership.team_id)
        .where(
            Team.authority_id == authority_id,
            TeamMembership.cover_id.is_(None),
            TeamMembership.starts_on <= on,
            or_(TeamMembership.ends_on.is_(None), TeamMembership.ends_on >= on),
        )
        .group_by(TeamMembership.team_id)
    )
    return dict(counted.tuples().all())


def posts_of(authority_id: uuid.UUID) -> list[Post]:
    """An authority's posts, by name."""
    return list(
        db.session.scalars(select(Post).filter_by(authority_id=authority_id).order_by(Post.name, Post.id).limit(500))
    )

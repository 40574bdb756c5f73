"""A small invented world for tests: one authority with alice (lead worker), bob (same team), a manager and an outsider."""

import uuid
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TypeVar

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from budgettracker.access import Role
from budgettracker.database import db, transaction
from budgettracker.families.actions.write_lead import begin_family
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family
from budgettracker.people.models import Authority, Person, Post, PostHolding, RoleGrant, Team, TeamMembership
from budgettracker.schemes.models import Band, Category, Scheme

Row = TypeVar("Row")
PASSWORD = "correct horse battery"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Quick to verify: the program's own hashes are argon2 at full strength, tests of them make their own."""
LONG_AGO = date(2020, 1, 1)
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def authority(name: str = "Westmoor") -> Authority:
    """A new authority."""
    return _add(Authority(name=name, created_at=NOON))


def team(of: Authority, name: str = "North team") -> Team:
    """A new team."""
    return _add(Team(authority_id=of.id, name=name))


def person(
    of: Authority | None,
    name: str,
    *roles: Role,
    teams: tuple[Team, ...] = (),
    post: Post | None = None,
    weekly_minutes: int | None = 37 * 60,
) -> Person:
    """Somebody who can sign in as `<name>@example.org` with PASSWORD."""
    made = _add(
        Person(
            authority_id=of.id if of else None,
            email=f"{name.lower().replace(' ', '.')}@example.org",
            name=name,
            password_hash=HASH,
            active_from=LONG_AGO,
            created_at=NOON,
            weekly_minutes=weekly_minutes,
        )
    )
    for role in roles:
        _add(RoleGrant(person_id=made.id, role=role, starts_on=LONG_AGO))
    for each in teams:
        _add(TeamMembership(person_id=made.id, team_id=each.id, starts_on=LONG_AGO))
    if post is not None:
        _add(PostHolding(person_id=made.id, post_id=post.id, starts_on=LONG_AGO))
    return made


def post(of: Authority, name: str = "Social worker") -> Post:
    """A kind of staff."""
    return _add(Post(authority_id=of.id, name=name))


def scheme(
    of: Authority,
    name: str = "Devolved budget",
    cap_pence: int | None = 10_000_00,
    single_pence: int | None = 500_00,
    running_pence: int | None = 1_000_00,
    window_days: int | None = 30,
) -> Scheme:
    """A scheme with a cap; practitioners decide within the band given, managers to £2,000, senior managers anything."""
    made = _add(
        Scheme(authority_id=of.id, name=name, cap_pence=cap_pence, starts_on=LONG_AGO, regular_needs=Role.MANAGER)
    )
    for role, single, running, window in (
        (Role.PRACTITIONER, single_pence, running_pence, window_days),
        (Role.MANAGER, 2_000_00, None, None),
        (Role.SENIOR_MANAGER, None, None, None),
    ):
        _add(
            Band(
                scheme_id=made.id,
                role=role,
                single_pence=single,
                running_pence=running,
                window_days=window,
                starts_on=LONG_AGO,
            )
        )
    for position, category in enumerate(("Household goods", "Travel", "Family time")):
        _add(Category(scheme_id=made.id, name=category, position=position))
    return made


def family(
    of: Team,
    reference: str = "WM-001",
    name: str = "Okafor",
    lead: Person | None = None,
    scheme: Scheme | None = None,
    arm: Arm | None = Arm.BUDGET,
    opened_on: date = LONG_AGO,
) -> Family:
    """A family of a team, with its name apart."""
    made = _add(
        Family(
            authority_id=of.authority_id,
            reference=reference,
            team_id=of.id,
            lead_worker_id=lead.id if lead else None,
            opened_on=opened_on,
            created_at=NOON,
            scheme_id=scheme.id if scheme else None,
            arm=arm,
            allocated_on=opened_on,
        )
    )
    begin_family(made, name)
    db.session.flush()
    return made


def ended(of: Family, closed_on: date | None, reason: str | None = "plan ended") -> None:
    """The family is closed on that day, or, without one, open as if it had never been closed."""
    latest = of.periods[-1]
    of.closed_on = latest.closed_on = closed_on
    of.end_reason = latest.end_reason = reason if closed_on else None


def child(of: Family, reference: str = "C1", birth_month: str = "2015-04") -> Child:
    """A child of a family."""
    return _add(Child(family_id=of.id, reference=reference, birth_month=birth_month))


def _add(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row


@dataclass(frozen=True)
class World:
    """The small world's ids and people; rows are read anew by each test."""

    authority: Authority
    team: Team
    other_team: Team
    alice: Person
    bob: Person
    carol: Person
    """Another team of the same authority."""
    mary: Person
    """Manager of the team."""
    sam: Person
    """Senior manager of the team."""
    fiona: Person
    """Finance."""
    audrey: Person
    """Auditor."""
    adam: Person
    """Administrator."""
    eve: Person
    """Evaluator of the installation."""
    scheme: Scheme
    family: Family
    comparison: Family
    elsewhere: Authority
    dave: Person
    """Practitioner of another authority."""
    other_family: Family
    """Dave's family."""

    @property
    def family_id(self) -> uuid.UUID:
        """The id of alice's family."""
        return self.family.id

    def of_session(self, session: Session) -> "World":
        """The same world in another session, without asking the database for it: a test begins with rows already read."""
        world = World(*(session.merge(getattr(self, part.name), load=False) for part in fields(self)))
        # No transaction is left open, whose end would make every row be read again.
        session.commit()
        return world


def detached(world: World) -> World:
    """The world with every row read and none belonging to a session any more."""
    for part in fields(world):
        row = getattr(world, part.name)
        # A relationship that was looked at would be read again from here for every test, with all that it leads to.
        db.session.expire(row)
        db.session.refresh(row)
    for part in fields(world):
        db.session.expunge(getattr(world, part.name))
    return world


def small_world() -> World:
    """Make the small world and commit it."""
    with transaction():
        here, there = authority("Westmoor"), authority("Eastfield")
        north, south, away = team(here, "North team"), team(here, "South team"), team(there, "East team")
        rules = scheme(here)
        social_worker = post(here)
        worker = Role.PRACTITIONER
        alice = person(here, "Alice Archer", worker, teams=(north,), post=social_worker)
        dave = person(there, "Dave Dunn", worker, teams=(away,))
        world = World(
            authority=here,
            team=north,
            other_team=south,
            alice=alice,
            bob=person(here, "Bob Brown", worker, teams=(north,), post=social_worker),
            carol=person(here, "Carol Cole", worker, teams=(south,), post=social_worker),
            mary=person(here, "Mary Moss", Role.MANAGER, teams=(north,)),
            sam=person(here, "Sam Stone", Role.SENIOR_MANAGER, teams=(north, south)),
            fiona=person(here, "Fiona Field", Role.FINANCE),
            audrey=person(here, "Audrey Ash", Role.AUDITOR),
            adam=person(here, "Adam Able", Role.ADMINISTRATOR),
            eve=person(None, "Eve Evans", Role.EVALUATOR, weekly_minutes=None),
            scheme=rules,
            family=family(north, "WM-001", "Okafor", alice, rules),
            comparison=family(north, "WM-002", "Novak", alice, rules, arm=Arm.COMPARISON),
            elsewhere=there,
            dave=dave,
            other_family=family(away, "EF-001", "Lindqvist", dave),
        )
    return world

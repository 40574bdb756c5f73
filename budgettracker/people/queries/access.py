"""What accounts have and are asked to have: the facts of roles, teams and links that wait for a second hand."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from budgettracker.access import Role
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.histories import Change
from budgettracker.people.models import OneTimeLink, Person, Team
from budgettracker.people.rules.access import Access, link_outcome, outcome_of
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome

ACCESS, LINK = "access", "link"
"""The kinds of thing about a person that wait for a second hand: roles and teams, and a link to set a password."""


def lasting_access(person: Person, on: date) -> Access:
    """What somebody holds on a day until further notice; what ends by itself is not among it."""
    return Access(
        frozenset(Role(row.role) for row in person.role_grants if row.holds_on(on) and row.ends_on is None),
        frozenset(row.team_id for row in person.memberships if row.holds_on(on) and row.ends_on is None),
    )


def proposed_access(confirmation: Confirmable) -> tuple[Access, Access]:
    """What was held when it was asked for, and what would be held."""
    roles, teams = confirmation.values["roles"], confirmation.values["teams"]
    before, after = (
        Access(frozenset(map(Role, roles[place])), frozenset(map(uuid.UUID, teams[place]))) for place in (0, 1)
    )
    return before, after


def access_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Roles and teams that were asked for: for whom, from what to what."""
    people = _people(rows)
    proposals = {row.id: proposed_access(row) for row in rows}
    team_ids = {team for pair in proposals.values() for access in pair for team in access.team_ids}
    teams = dict(db.session.execute(select(Team.id, Team.name).where(Team.id.in_(team_ids))).tuples().all())
    facts = {}
    for row in rows:
        (before, after), person = proposals[row.id], people[row.subject_id]
        outcome, of_teams = outcome_of(before, after)
        title = f"{_role_words(after)} for {person.name}"
        facts[row.id] = Facts(
            outcome,
            title,
            title,
            changes=[
                Change("Roles", _role_words(before, ""), _role_words(after)),
                Change("Teams", _team_words(before, teams, ""), _team_words(after, teams)),
                Change("From", "", _day_words(row, on)),
            ],
            team_ids=of_teams,
            apart=frozenset({row.subject_id}),
        )
    return facts


def link_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Links that were asked for: for whom, and by which row of the table."""
    people, facts = _people(rows), {}
    for row in rows:
        person = people[row.subject_id]
        title = f"A link to set a password for {person.name}"
        facts[row.id] = Facts(
            Outcome(row.values["row"]),
            title,
            title,
            changes=[
                Change("Password", "set" if person.password_hash else "not set", "set anew by whoever has the link")
            ],
            team_ids=frozenset(map(uuid.UUID, row.values["teams"])),
            apart=frozenset({person.id}),
            onward=("people.invite", {"person_id": person.id}, "Make the link"),
        )
    return facts


def link_row_of(person: Person, waiting: Confirmation | None, on: date) -> tuple[Outcome, frozenset[uuid.UUID]]:
    """The row of the table for a link of this person, by all that their account has, will have, or waits for."""
    roles = {Role(row.role) for row in person.role_grants if row.ends_on is None or row.ends_on >= on}
    team_ids = frozenset(person.team_ids_on(on))
    if waiting is not None:
        _, after = proposed_access(waiting)
        roles, team_ids = roles | after.roles, team_ids or after.team_ids
    return link_outcome(roles, team_ids)


def outgrown(link: OneTimeLink, on: date) -> bool:
    """Has an account another role by now than that of a practitioner, for whom a team's manager confirmed its link?"""
    if link.confirmation_id is None:
        return False
    confirmation = db.session.get_one(Confirmation, link.confirmation_id)
    roles = {row.role for row in link.person.role_grants if row.ends_on is None or row.ends_on >= on}
    return Outcome(confirmation.values["row"]) == Outcome.TEAM_LINK and not roles <= {Role.PRACTITIONER}


def usable_link_hand(by: Person, person: Person, since: datetime) -> Confirmation | None:
    """What this administrator asked for and somebody confirmed, and no link was made with yet: the newest."""
    made = select(OneTimeLink.confirmation_id).where(OneTimeLink.confirmation_id.is_not(None))
    return db.session.scalars(
        select(Confirmation)
        .where(
            Confirmation.subject_id == person.id,
            Confirmation.kind == LINK,
            Confirmation.state == ConfirmationState.CONFIRMED,
            Confirmation.asked_by_id == by.id,
            Confirmation.ended_at >= since,
            Confirmation.id.not_in(made),
        )
        .order_by(Confirmation.ended_at.desc(), Confirmation.id)
        .limit(1)
    ).one_or_none()


def _people(rows: Sequence[Confirmable]) -> dict[uuid.UUID, Person]:
    people = select(Person).where(Person.id.in_({row.subject_id for row in rows}))
    loaded = people.options(selectinload(Person.role_grants), selectinload(Person.memberships))
    return {person.id: person for person in db.session.scalars(loaded)}


def _role_words(access: Access, nothing: str = "No role") -> str:
    return ", ".join(role.words for role in Role if role in access.roles).capitalize() or nothing


def _team_words(access: Access, teams: Mapping[uuid.UUID, str], nothing: str = "no team") -> str:
    return ", ".join(sorted(teams[team] for team in access.team_ids)) or nothing


def _day_words(row: Confirmable, on: date) -> str:
    day = date.fromisoformat(row.values["from"])
    return long_date(day) if day > on or not row.waits else "the day it is confirmed"

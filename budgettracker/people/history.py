"""What the histories of people, teams and their authority tell."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import Select, select

from budgettracker.access import Permission, Role
from budgettracker.audit.kinds import Deed
from budgettracker.histories import (
    FeatureHistory,
    Field,
    Kind,
    Names,
    Record,
    Words,
    all_named,
    day,
    minutes,
    named,
    one_of,
    role_in_words,
)
from budgettracker.people.kinds import LinkPurpose
from budgettracker.people.models import Authority, Post, Team
from budgettracker.people.queries import person_for, team_for

PERSON, TEAM = "person", "team"
DETAILS = {"email": "email address", "name": "name", "weekly_minutes": "contracted week", "active_to": "last day"}
"""A person's details by what the audit calls them."""


def _person(person_id: uuid.UUID, on: date) -> Record:
    person = person_for(g.person, person_id)
    return Record(person.name, "Person", url_for("people.person", person_id=person.id))


def _team(team_id: uuid.UUID, on: date) -> Record:
    team = team_for(g.person, team_id)
    return Record(team.name, "Team", url_for("people.teams"))


def _teams_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    return select(Team.id, Team.name).where(Team.id.in_(ids), Team.authority_id == authority_id)


def _posts_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    return select(Post.id, Post.name).where(Post.id.in_(ids), Post.authority_id == authority_id)


def _authorities_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    """Any authority's name: a study tells its evaluator which have agreed."""
    return select(Authority.id, Authority.name).where(Authority.id.in_(ids))


def _roles(value: Any, _: Names) -> str:
    return ", ".join(Role(role).words for role in value)


def _details(value: Any, _: Names) -> str:
    return ", ".join(DETAILS.get(detail, "another detail") for detail in value)


FROM = Field("From", day)
ASKED_BY = Field("Asked for by", named)

HISTORY = FeatureHistory(
    kinds=(
        Kind(PERSON, frozenset({Permission.MANAGE_PEOPLE}), _person),
        Kind(TEAM, frozenset({Permission.MANAGE_PEOPLE}), _team),
    ),
    words=(
        Words(
            {
                Deed.AUTHORITY_ADDED: "added the authority",
                Deed.AUTHORITY_DEVICES_CHANGED: "changed whether devices keep forms",
                Deed.AUTHORITY_MESSAGES_CHANGED: "changed whether messages are sent by e-mail",
                Deed.DEMO_MADE: "made the demonstration",
            },
            {
                "nation": Field("Nation", lambda value, _: str(value).capitalize()),
                "sends_messages": Field("Messages by e-mail", lambda value, _: "yes" if value else "no"),
                "keeps_forms": Field("Devices keep forms", lambda value, _: "yes" if value else "no"),
            },
            hidden=frozenset({"seed", "months", "on"}),
        ),
        Words({Deed.TEAM_ADDED: "added the team", Deed.TEAM_RENAMED: "renamed the team"}),
        Words(
            {
                Deed.PERSON_ADDED: "added this person",
                Deed.PERSON_CORRECTED: "changed the details",
                Deed.PERSON_INVITED: "made a link to set a password",
                Deed.PERSON_SUSPENDED: "suspended this person",
                Deed.PERSON_RESTORED: "restored this person",
                Deed.PASSWORD_CHANGED: "set a new password",
                Deed.SESSION_STARTED: "signed in",
                Deed.SESSION_ENDED: "signed out",
            },
            {
                "active_from": Field("First day", day),
                "active_to": Field("Last day", day),
                "roles": Field("Roles", _roles, whole=True),
                "teams": Field("Teams", all_named, whole=True),
                "post": Field("Post", named),
                "weekly_minutes": Field("Contracted week", minutes),
                "confirmed_by": Field("Confirmed by", named),
                "asked_by": ASKED_BY,
                "corrected": Field("Changed", _details, whole=True),
                "purpose": Field(
                    "What for",
                    one_of({LinkPurpose.INVITATION: "an invitation", LinkPurpose.RESET: "a new password"}),
                ),
            },
            hidden=frozenset({"link"}),
        ),
        Words(
            {Deed.PERSON_ROLES_CHANGED: "changed the roles"},
            {"from": FROM, "held": Field("Roles", _roles), "asked_by": ASKED_BY},
        ),
        Words(
            {Deed.PERSON_TEAMS_CHANGED: "changed the teams"},
            {"from": FROM, "held": Field("Teams", all_named), "asked_by": ASKED_BY},
        ),
        Words(
            {Deed.COVER_GIVEN: "gave this person cover", Deed.COVER_ENDED: "ended the cover by this person"},
            {
                "absent": Field("For", named),
                "role": Field("As", role_in_words),
                "from": FROM,
                "to": Field("Until", day),
                "asked_by": ASKED_BY,
            },
        ),
        Words(
            {
                Deed.DATA_OFFICER_NAMED: "named this person as data protection officer",
                Deed.DATA_OFFICER_ENDED: "ended this person's being data protection officer",
            },
            {"from": FROM, "to": Field("Until", day), "asked_by": ASKED_BY},
        ),
        Words(
            {Deed.PERSON_POST_CHANGED: "changed the post"},
            {"from": FROM, "held": Field("Post", named)},
        ),
        Words(
            {Deed.PERSON_HOURS_CHANGED: "changed the contracted hours"},
            {"from": FROM, "weekly_minutes": Field("Contracted week", minutes)},
        ),
    ),
    names=(_teams_called, _posts_called, _authorities_called),
)

"""What has waited longer than a level's patience, by team: for the level above, for whoever covers, and for its own."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from budgettracker.access import Role
from budgettracker.confirmations.queries import Case, all_waiting, long_among
from budgettracker.confirmations.rules import began_before
from budgettracker.database import db
from budgettracker.decisions.kinds import LongKind
from budgettracker.decisions.queries.waiting_in_teams import in_teams
from budgettracker.decisions.rules import WAITS_AS, roles_for
from budgettracker.families.queries import open_to_named
from budgettracker.imports.queries import waiting_since_before
from budgettracker.people.models import Person, Team
from budgettracker.people.queries.deciders import deciders_of, with_roles
from budgettracker.people.queries.second_hands import colleagues_of
from budgettracker.studies.queries import agreements_lacking

EVERY_TEAM = "The whole authority"


@dataclass(frozen=True, slots=True)
class WaitsLong:
    """How many things of one kind have waited too long in a team, since when the oldest, and who may decide there."""

    team: str
    kind: LongKind
    count: int
    oldest: datetime
    people: tuple[str, ...]
    own: bool
    """May whoever looks open the list of them?"""


class _Other(NamedTuple):
    """One thing that waits outside the families' lists: of which teams, as what, since when, and for whom."""

    teams: frozenset[uuid.UUID]
    kind: LongKind
    since: datetime
    people: Sequence[tuple[uuid.UUID, str]]


def waits_long(person: Person, on: date) -> list[WaitsLong]:
    """What has waited longer than two working days in a person's teams; for a senior manager in all of the authority's.

    What takes somebody to confirm, release or agree to it is shown to whoever may, and to senior managers.
    """
    lines = [*_of_families(person, on), *_of_others(person, on)]
    return sorted(lines, key=lambda line: (line.team.casefold(), line.oldest, line.kind))


def how_many_wait_long(person: Person, on: date, cases: Sequence[Case]) -> int:
    """How many things have waited that long; `cases` are all that wait for a second hand in the person's authority."""
    return sum(row.things for row in in_teams(_whose(person, on), on)) + len(_others(person, on, cases))


def _of_families(person: Person, on: date) -> list[WaitsLong]:
    rows, own = in_teams(_whose(person, on), on), person.team_ids_on(on)
    deciders = deciders_of({row.team_id for row in rows}, on)
    lines = []
    for row in rows:
        kind = LongKind(row.kind)
        may = with_roles(deciders, row.team_id, roles_for(kind), ())
        people = tuple(each.words for each in may)
        lines.append(WaitsLong(row.team, kind, row.things, row.oldest, people, row.team_id in own))
    return lines


def _of_others(person: Person, on: date) -> list[WaitsLong]:
    """The rest, by team and kind."""
    groups: dict[tuple[frozenset[uuid.UUID], LongKind], list[_Other]] = {}
    for each in _others(person, on, all_waiting(person.authority_id, on)):
        groups.setdefault((each.teams, each.kind), []).append(each)
    names = _names({team_id for teams, _ in groups for team_id in teams})
    lines = []
    for (teams, kind), things in groups.items():
        people = dict(hand for each in things for hand in each.people)
        called = ", ".join(sorted(names[team_id] for team_id in teams)) or EVERY_TEAM
        oldest = min(each.since for each in things)
        lines.append(WaitsLong(called, kind, len(things), oldest, tuple(people.values()), person.id in people))
    return lines


def _names(team_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(db.session.execute(select(Team.id, Team.name).where(Team.id.in_(team_ids))).tuples().all())


def _whose(person: Person, on: date) -> ColumnElement[bool]:
    """The families whose decisions are counted: a restricted one for those who are named for it alone."""
    teams: ColumnElement[bool] = Team.authority_id == person.authority_id
    if Role.SENIOR_MANAGER not in person.roles_on(on):
        teams &= Team.id.in_(person.team_ids_on(on))
    return teams & open_to_named(person.id)


def _others(person: Person, on: date, cases: Sequence[Case]) -> list[_Other]:
    if person.authority_id is None:
        return []
    level = Role.SENIOR_MANAGER
    senior = level in person.roles_on(on)
    things = [
        _Other(
            case.facts.team_ids,
            WAITS_AS[case.facts.outcome][0],
            case.row.asked_at,
            [(hand.id, f"{hand.words} ({hand.role.words})") for hand in case.hands],
        )
        for case in _known(person, long_among(cases, on), senior=senior)
    ]
    before = began_before(on)
    for row, hands in waiting_since_before(person.authority_id, before, on):
        if senior or any(hand.id == person.id for hand in hands):
            people = [(hand.id, f"{hand.words} ({hand.role.words})") for hand in hands]
            things.append(_Other(frozenset(), LongKind.IMPORT, row.asked_at, people))
    if senior and (lacking := agreements_lacking(person.authority_id, before, on)):
        colleagues = colleagues_of(person.authority_id, on)
        signatories = [(each.id, f"{each.name} ({level.words})") for each in colleagues if level in each.roles]
        things += [_Other(frozenset(), LongKind.STUDY, since, signatories) for since in lacking]
    return things


def _known(person: Person, cases: Sequence[Case], *, senior: bool) -> list[Case]:
    """Of what waits for a second hand what this person may know of: what is theirs to confirm, for senior managers the rest.

    What is about a restricted family is known to its hands alone.
    """
    return [case for case in cases if case.is_hand(person.id) or (senior and person.id not in case.facts.silent_to)]

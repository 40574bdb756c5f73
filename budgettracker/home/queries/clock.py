"""What the clock finds in an authority, whom it tells, and what somebody was told last."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from budgettracker.access import DECIDERS, Permission, Role, permissions_of
from budgettracker.confirmations.queries import waiting_long
from budgettracker.confirmations.rules import began_before
from budgettracker.database import db
from budgettracker.decisions.kinds import LongKind
from budgettracker.decisions.queries.waiting_in_teams import in_teams
from budgettracker.decisions.rules import roles_for
from budgettracker.families.models import Family
from budgettracker.families.queries import openings_to_see
from budgettracker.home.kinds import ClockKind
from budgettracker.home.models import ClockNotice
from budgettracker.home.rules import words_of
from budgettracker.imports.queries import waiting_and_too_old
from budgettracker.people.models import Authority, Person, Team
from budgettracker.people.queries.deciders import deciders_of, with_roles
from budgettracker.people.queries.second_hands import colleagues_of
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.studies.queries import agreements_lacking

Told = Counter[tuple[uuid.UUID, ClockKind, uuid.UUID | None]]
"""How many things of a kind, by whom they are told to and, for decisions, of which team."""


def authorities() -> list[uuid.UUID]:
    """Every authority, in the order in which they are looked at."""
    return list(db.session.scalars(select(Authority.id).order_by(Authority.id)))


def to_tell(authority_id: uuid.UUID, on: date) -> Told:
    """What waits too long or ran out in an authority, by whom it is told to."""
    notices: Told = Counter()
    waiting = in_teams(
        (Family.authority_id == authority_id) & Family.restricted.is_(False) & Family.sealed_on.is_(None), on
    )
    deciders = deciders_of({row.team_id for row in waiting}, on)
    colleagues = colleagues_of(authority_id, on)
    seniors = {each.id for each in colleagues if Role.SENIOR_MANAGER in each.roles}
    for row in waiting:
        ours = {each.person.id for each in with_roles(deciders, row.team_id, roles_for(LongKind(row.kind)), ())}
        notices.update({(person_id, ClockKind.DECISIONS_WAIT, row.team_id): row.things for person_id in ours | seniors})
    for case in waiting_long(authority_id, on):
        notices.update((hand.id, ClockKind.CONFIRMATIONS_WAIT, None) for hand in case.hands)
        if not case.hands:
            administrators = (each.id for each in colleagues if Role.ADMINISTRATOR in each.roles)
            notices.update((person_id, ClockKind.NOBODY_CAN, None) for person_id in administrators)
    if lacking := agreements_lacking(authority_id, began_before(on), on):
        notices.update({(person_id, ClockKind.EVALUATORS_WAIT, None): len(lacking) for person_id in seniors})
    hands, makers = waiting_and_too_old(authority_id, on)
    notices.update((person_id, ClockKind.IMPORTS_WAIT, None) for person_id in hands)
    notices.update((person_id, ClockKind.IMPORTS_TOO_OLD, None) for person_id in makers)
    holds = select(Spend.recorded_by_id, func.count()).join(Spend.family)
    holds = holds.where(
        Spend.authority_id == authority_id,
        Family.restricted.is_(False),
        Spend.state.in_((SpendState.REQUESTED, SpendState.APPROVED)),
        Spend.hold_expires_on < on,
    )
    for person_id, count in db.session.execute(holds.group_by(Spend.recorded_by_id)):
        notices[person_id, ClockKind.HOLDS_RAN_OUT, None] = count
    return notices


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing to be told, in words without a name, and the page it leads to with the ids in its address."""

    text: str
    endpoint: str
    values: Mapping[str, uuid.UUID] = field(default_factory=dict)


_PAGES = {
    ClockKind.DECISIONS_WAIT: ("decisions.long", Permission.DECIDE),
    ClockKind.CONFIRMATIONS_WAIT: ("confirmations.waiting", Permission.SIGNED_IN),
    ClockKind.NOBODY_CAN: ("confirmations.waiting", Permission.MANAGE_PEOPLE),
    ClockKind.EVALUATORS_WAIT: ("studies.agreements", Permission.AGREE_TO_STUDIES),
    ClockKind.IMPORTS_WAIT: ("imports.waiting_imports", Permission.RELEASE_IMPORTS),
    ClockKind.IMPORTS_TOO_OLD: ("imports.waiting_imports", Permission.RELEASE_IMPORTS),
    ClockKind.HOLDS_RAN_OUT: ("home.my_families", Permission.LOG_SPEND),
}


def clock_notices(person: Person, on: date) -> list[Shown]:
    """What the last `budgettracker daily` found for this person; only what they may still see is told."""
    rows = db.session.execute(
        select(ClockNotice, Team.name)
        .outerjoin(Team, Team.id == ClockNotice.team_id)
        .where(ClockNotice.person_id == person.id)
        .order_by(ClockNotice.kind, Team.name, ClockNotice.id)
    ).all()
    if not rows:
        return []
    deciders = deciders_of([notice.team_id for notice, _ in rows if notice.team_id is not None], on)
    permissions = permissions_of(person.roles_on(on))
    shown = []
    for notice, team in rows:
        kind = ClockKind(notice.kind)
        endpoint, permission = _PAGES[kind]
        who = with_roles(deciders, notice.team_id, DECIDERS, ()) if notice.team_id is not None else []
        if permission in permissions:
            words = words_of(kind, notice.things, team or "", " or ".join(each.words for each in who))
            shown.append(Shown(words, endpoint))
    return shown


def openings_told(person: Person, on: date) -> list[Shown]:
    """That somebody opened a restricted record of which this person is a named manager, until they have seen why."""
    words = "Somebody opened a restricted record by giving a reason."
    return [Shown(words, "families.restriction", {"family_id": family_id}) for family_id in openings_to_see(person, on)]

"""Every way to a right, walked by one person alone: each form, twice, and confirming whatever waits. None comes about.

What came about is judged by the outcome, whatever the way: a role, a place in a team, a link, a family opened again, a
looser band, cover. Each has a confirmation by somebody who did not ask, or did not come about.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import select

from budgettracker.budgets.rules import cap_loosened
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.margins import Margin
from budgettracker.people.models import Authority, Cover, OneTimeLink, Person, RoleGrant, TeamMembership
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import bounds_on, margin_on, other_help_on
from budgettracker.schemes.rules import Bounds, loosens
from tests.access.table import TABLE
from tests.access.whole_world import WholeWorld

FEATURES = {"people", "families", "schemes", "confirmations"}
LEFT_OUT = {"people.sign_in", "people.sign_out", "people.change_password", "people.set_password", "people.suspend"}
"""What ends a session, and what only takes away."""
OTHERS = {"spend.close_family", "budgets.change_cap"}
WAYS = [
    endpoint
    for endpoint, row in TABLE.items()
    if row.do and endpoint not in LEFT_OUT and (endpoint.split(".")[0] in FEATURES or endpoint in OTHERS)
]
"""Every form about people, families, schemes and second hands: a new one is walked without being named here."""
ALONE = ("adam", "alice", "mary", "sam", "fiona", "paul")
NEXT_YEAR = date(2027, 6, 15)


@dataclass(frozen=True)
class Rights:
    """Every right there is at a moment."""

    grants: frozenset[uuid.UUID]
    places: frozenset[uuid.UUID]
    links: frozenset[uuid.UUID]
    closed: frozenset[uuid.UUID]
    kept_out: frozenset[uuid.UUID]
    bands: dict[uuid.UUID, list[Bounds]]
    margins: dict[uuid.UUID, Margin]
    caps: dict[uuid.UUID, int | None]
    other_help: dict[uuid.UUID, list[Bounds]]


def rights() -> Rights:
    """All of them, as the database has them now."""
    db.session.rollback()
    ids = db.session.scalars
    return Rights(
        frozenset(ids(select(RoleGrant.id))),
        frozenset(ids(select(TeamMembership.id))),
        frozenset(ids(select(OneTimeLink.id))),
        frozenset(ids(select(Family.id).where(Family.closed_on.is_not(None)))),
        frozenset(ids(select(Person.id).where(Person.suspended_at.is_not(None) | Person.active_to.is_not(None)))),
        {scheme: list(bounds_on(scheme, NEXT_YEAR).values()) for scheme in ids(select(Scheme.id))},
        {scheme: margin_on(scheme, NEXT_YEAR) for scheme in ids(select(Scheme.id))},
        {scheme.id: scheme.cap_pence for scheme in ids(select(Scheme))},
        {of: list(other_help_on(of, NEXT_YEAR).values()) for of in ids(select(Authority.id))},
    )


def by_two(subject_id: uuid.UUID, kind: str) -> bool:
    """Did two people bring it about: one asked, and another confirmed?"""
    rows = select(Confirmation).filter_by(subject_id=subject_id, kind=kind, state=ConfirmationState.CONFIRMED)
    return any(row.asked_by_id != row.ended_by_id and not row.alone for row in db.session.scalars(rows))


def by_one(before: Rights) -> Iterator[str]:
    """What came about since without a second hand, in words."""
    now = rights()
    for row in (
        *db.session.scalars(select(RoleGrant).where(RoleGrant.id.in_(now.grants - before.grants))),
        *db.session.scalars(select(TeamMembership).where(TeamMembership.id.in_(now.places - before.places))),
    ):
        given = db.session.get(Cover, row.cover_id) if row.cover_id else None
        alone = given is not None and given.given_by_id == given.absent_id
        kind, subject = ("cover", given.absent_id) if given is not None else ("access", row.person_id)
        if not alone and not by_two(subject, kind):
            yield f"{type(row).__name__} of {db.session.get_one(Person, row.person_id).name}"
    for link in db.session.scalars(select(OneTimeLink).where(OneTimeLink.id.in_(now.links - before.links))):
        if not by_two(link.person_id, "link"):
            yield f"a link for {db.session.get_one(Person, link.person_id).name}"
    for family_id in before.closed - now.closed:
        if not by_two(family_id, "reopening"):
            yield "a family opened again"
    for person_id in before.kept_out - now.kept_out:
        if not by_two(person_id, "letting_in"):
            yield f"{db.session.get_one(Person, person_id).name} let in again"
    yield from _loosened_by_one(before, now)


def _loosened_by_one(before: Rights, now: Rights) -> Iterator[str]:
    for scheme_id, bands in before.bands.items():
        if loosens(bands, now.bands[scheme_id]) and not by_two(scheme_id, "bands"):
            yield "looser bands"
        if now.margins[scheme_id].loosens(before.margins[scheme_id]) and not by_two(scheme_id, "margin"):
            yield "a larger margin"
        if cap_loosened(before.caps[scheme_id], now.caps[scheme_id]) and not by_two(scheme_id, "cap"):
            yield "a higher cap"
    for authority_id, bands in before.other_help.items():
        if loosens(bands, now.other_help[authority_id]) and not by_two(authority_id, "other_help"):
            yield "looser bands for other help"


def walk(world: WholeWorld, actor: str, ways: Sequence[str] = WAYS) -> set[str]:
    """Send every form as one person, those about people twice, and confirm whatever waits; gives the forms that were accepted."""
    accepted = set()
    for endpoint in (*ways, *(each for each in ways if each.startswith("people."))):
        at = world.address(TABLE[endpoint])
        answer = world.ask(actor, at, world.body(TABLE[endpoint], at))
        assert answer.status_code < 500, (endpoint, answer.status_code)
        if answer.status_code == 303:
            accepted.add(endpoint)
    with world.app.app_context():
        waiting = list(db.session.scalars(select(Confirmation.id).filter_by(state=ConfirmationState.WAITING)))
    for confirmation_id in waiting:
        at = f"/confirmations/{confirmation_id}"
        answer = world.ask(actor, at, {"decision": "confirm"})
        assert answer.status_code in (303, 403, 404, 422), answer.status_code
    return accepted


@pytest.mark.parametrize("actor", ALONE)
def test_one_person_alone_brings_no_right_about(here: WholeWorld, actor: str) -> None:
    with here.app.app_context():
        before = rights()
        me = db.session.scalars(select(Person.id).filter_by(email=here.made.emails[actor])).one()
    accepted = walk(here, actor)
    with here.app.app_context():
        assert list(by_one(before)) == []
        rows = db.session.scalars(select(Confirmation.kind).filter_by(asked_by_id=me)).all()
    if actor == "adam":
        assert {"access", "link", "letting_in", "bands", "margin", "cap", "other_help", "cover"} <= set(rows), (
            "what takes two was asked for"
        )
        assert "people.change_teams" in accepted, "what is taken away needs nobody"
    if actor == "alice":
        assert "reopening" in rows


def test_two_people_bring_it_about(here: WholeWorld) -> None:
    """The administrator asks, the senior manager confirms, the administrator makes the link: all of it is done."""
    with here.app.app_context():
        before = rights()
    settings = ["schemes.change_bands", "schemes.change_margin", "schemes.change_other_help", "budgets.change_cap"]
    rights_asked, link = ["people.change_roles", "people.restore", *settings], ["people.invite"]
    for actor, steps in (("adam", rights_asked), ("sam", []), ("adam", link), ("sam", []), ("adam", link)):
        walk(here, actor, steps)
    with here.app.app_context():
        now = rights()
        assert now.grants - before.grants
        assert now.links - before.links
        assert before.kept_out - now.kept_out
        (westmoor, *_) = [scheme for scheme in before.bands if now.bands[scheme] != before.bands[scheme]]
        assert loosens(before.bands[westmoor], now.bands[westmoor])
        assert (now.margins[westmoor], now.caps[westmoor]) == (Margin(20, 40_00), 12_000_00)
        assert 600_00 in {band.single_pence for bands in now.other_help.values() for band in bands}
        assert list(by_one(before)) == []

"""Let somebody stand in for a person who is away, and take it back."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.ids import uuid7
from budgettracker.people import queries
from budgettracker.people.actions.tell import tell
from budgettracker.people.kinds import NoticeKind
from budgettracker.people.models import DATED_ROWS, Cover, Person, RoleGrant, TeamMembership
from budgettracker.people.queries.cover import COVER, has_other_senior_manager
from budgettracker.people.rules import cover as rules


def give_cover(
    by: Person | None,
    absent: Person,
    covers: Person,
    starts_on: date,
    ends_on: date,
    *,
    asked_by: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> Cover:
    """From one day to another somebody decides in the place of who is away, in their teams and at their level.

    Who is away gives it, or the operator's command (`by` None), or a second hand confirms what an administrator asked for
    (`asked_by`). Raises Refusal on `covers` or a day, and where none of these does it.
    """
    role = _require(absent, covers, starts_on, ends_on, on)
    alone = by is not None and by.id != absent.id and (asked_by is None or asked_by == by.id)
    if alone and queries.is_live(absent.authority_id):
        raise Refusal(None, "Cover takes who is away, or two other people. Ask for it, so that somebody confirms it.")
    assert absent.authority_id is not None
    cover = Cover(
        id=uuid7(),
        authority_id=absent.authority_id,
        absent_id=absent.id,
        covers_id=covers.id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        given_by_id=by.id if by else None,
        given_at=at,
    )
    db.session.add(cover)
    db.session.flush()
    _let_decide(absent, covers, cover)
    changes = {"absent": absent.id, "role": role, "from": starts_on, "to": ends_on, "asked_by": asked_by}
    record(by, Deed.COVER_GIVEN, covers, changes, authority_id=absent.authority_id, at=at)
    if by is not None:
        second_id = by.id if asked_by is not None else None
        readers = {absent.id, covers.id, by.id}
        tell(readers, NoticeKind.COVER, covers, by_id=asked_by or by.id, second_id=second_id, at=at)
    return cover


def ask_for_cover(
    by: Person, absent: Person, covers: Person, starts_on: date, ends_on: date, *, on: date, at: datetime
) -> Confirmation:
    """An administrator asks that somebody stands in for a person who is away; the second hand of roles confirms it.

    Raises what `give_cover` raises, and Refusal when cover for this person waits already.
    """
    role = _require(absent, covers, starts_on, ends_on, on)
    values = {"covers": covers.id, "role": role, "from": starts_on, "to": ends_on}
    return ask(by, COVER, absent, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def confirm_cover(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Give the cover that an administrator asked for, by the hand of who confirms: from its first day, or today."""
    absent = queries.person_locked(confirmation.subject_id)
    covers = queries.person_locked(uuid.UUID(confirmation.values["covers"]))
    starts_on = max(date.fromisoformat(confirmation.values["from"]), on)
    ends_on = date.fromisoformat(confirmation.values["to"])
    give_cover(by, absent, covers, starts_on, ends_on, asked_by=confirmation.asked_by_id, on=on, at=at)


def end_cover(by: Person | None, cover: Cover, *, on: date, at: datetime) -> None:
    """Take cover back: it holds no more from this day. Raises Refusal when it is over already."""
    covers = queries.person_locked(cover.covers_id)
    db.session.refresh(cover)
    if cover.ended_at is not None or cover.ends_on < on:
        raise Refusal(None, "This cover is over already.")
    cover.ended_at = at
    rows: Iterable[RoleGrant | TeamMembership] = (*covers.role_grants, *covers.memberships)
    for row in [each for each in rows if each.cover_id == cover.id]:
        if row.starts_on >= on:
            db.session.delete(row)
        else:
            row.ends_on = on - timedelta(days=1)
    db.session.flush()
    db.session.expire(covers, DATED_ROWS)
    record(by, Deed.COVER_ENDED, covers, {"absent": cover.absent_id}, authority_id=cover.authority_id, at=at)


def _require(absent: Person, covers: Person, starts_on: date, ends_on: date, on: date) -> Role:
    """The level that would be covered; raises Refusal where the cover may not be given, NotTheirs across authorities."""
    if absent.authority_id is None or covers.authority_id != absent.authority_id:
        raise NotTheirs
    if absent.id == covers.id:
        raise Refusal("covers", "Nobody covers for themselves.")
    rules.require_days(starts_on, ends_on, on)
    return rules.require_level(
        rules.level_of(absent.own_roles_on(starts_on)),
        rules.level_of(covers.own_roles_on(starts_on)),
        other_senior_managers=has_other_senior_manager(absent, starts_on),
    )


def _let_decide(absent: Person, covers: Person, cover: Cover) -> None:
    """Write the role and the places in teams that the cover gives, where they are not held in one's own right."""
    days = {"starts_on": cover.starts_on, "ends_on": cover.ends_on, "cover_id": cover.id}
    begins = {row.starts_on for row in covers.role_grants if row.role == cover.role}
    level = rules.level_of(covers.own_roles_on(cover.starts_on))
    if level != cover.role and cover.starts_on not in begins:
        db.session.add(RoleGrant(person_id=covers.id, role=cover.role, **days))
    theirs = {row.team_id for row in covers.memberships if row.ends_on is None and row.starts_on <= cover.starts_on}
    begin = {row.team_id for row in covers.memberships if row.starts_on == cover.starts_on}
    for team_id in sorted(absent.own_team_ids_on(cover.starts_on) - theirs - begin):
        db.session.add(TeamMembership(person_id=covers.id, team_id=team_id, **days))
    db.session.flush()
    db.session.expire(covers, DATED_ROWS)

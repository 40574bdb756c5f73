"""What would stand in a purchase's lines had no receipt been shared, beside what stands there.

A share is judged by its whole receipt, and the whole counts in the running total by which other purchases are judged. Why
those were decided by whom would tell of the other families: whoever does not see them all, and everybody once one of them
is restricted. So each such line holds both, and names the receipts that counted whole.
"""

import functools
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.columns import read_columns
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import visible
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import AS_COVER_FOR
from budgettracker.second_hands import AS_ROLE, WAITS_FOR
from budgettracker.spend.kinds import Route
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.deciders import bounds_for, deciders_now
from budgettracker.spend.rules import longest_window

BY_ITSELF, BESIDE, ROUTE, SHARED = "by_itself", "beside", "route", "shared"
"""Under these names a line says what would stand in it, by the names of its fields and, as `route`, why the purchase would
have needed a decision; which receipts counted whole, with their pence; and which of them the purchase is a share of."""
WHO = (AS_ROLE, AS_COVER_FOR)
ABOUT_SOMETHING_ELSE = (Deed.REIMBURSEMENT_DECIDED, Deed.SPEND_PROPOSAL_DECIDED)
"""Deeds that decide about money paid back or a mistake, and not about whether the purchase may be."""
Changes = Mapping[str, Any]


def wholes_counted(spend: Spend, period: BudgetPeriod | None) -> dict[str, int]:
    """The receipts of which a purchase, or another that its running totals count, is a share: by id, with their pence."""
    if period is None:
        return {}
    shares = read_columns(_shares(), {"family": spend.family_id}).all()
    day = spend.bought_on or spend.asked_on
    # Most families share no receipt: then the bands need not be read.
    window = timedelta(days=longest_window(bounds_for(period, spend.family_id, day)) if shares else 0)
    rows = [(shared_id, pence) for shared_id, pence, on in shares if day - window < on < day + window]
    wholes = {str(shared_id): pence for shared_id, pence in sorted(rows, key=lambda each: each[1])}
    return wholes | ({str(spend.shared_id): spend.shared_pence} if spend.shared_pence is not None else {})


@functools.cache
def _shares() -> Select[tuple[uuid.UUID | None, int, date]]:
    """A family's shares: of which receipt, its whole pence, and the day each counts on. Built once: every purchase asks it."""
    pence, on = func.coalesce(Spend.shared_pence, 0), func.coalesce(Spend.bought_on, Spend.asked_on)
    return (
        select(Spend.shared_id, pence, on)
        .where(Spend.family_id == bindparam("family"), Spend.shared_id.is_not(None))
        .distinct()
    )


def lines_by_itself(spend_ids: Collection[uuid.UUID]) -> list[AuditRecord]:
    """These purchases' lines that hold what would stand there by itself, the earliest first."""
    lines = select(AuditRecord).where(AuditRecord.subject_id.in_(spend_ids), AuditRecord.body.like(f'%"{BY_ITSELF}":%'))
    return list(db.session.scalars(lines.order_by(AuditRecord.at, AuditRecord.sequence)))


def role_by_itself(lines: Sequence[AuditRecord]) -> Role | None:
    """The role by which whoever decided a purchase last would have decided it by itself; None where no line tells."""
    decided = (_by_itself(line).get(AS_ROLE) for line in reversed(lines) if line.deed not in ABOUT_SOMETHING_ELSE)
    return next((Role(role) for role in decided if role), None)


def route_by_itself(lines: Sequence[AuditRecord]) -> Route | None:
    """Why a purchase would have needed a decision by itself, as it was recorded; None where no line tells."""
    return next((Route(route) for line in lines if (route := _by_itself(line).get(ROUTE))), None)


def _by_itself(line: AuditRecord) -> Changes:
    changes: Changes = json.loads(line.body)["changes"][BY_ITSELF]
    return changes


def as_seen(reader: Person, lines: Sequence[tuple[uuid.UUID, Changes]], on: date) -> list[Changes]:
    """Lines as this reader may know them: each says what would stand there by itself.

    In which role it was decided, and for whom as cover, stands there as it was as long as each receipt that counted is
    what it was, and the reader sees every family of it.
    """
    beside = {uuid.UUID(shared_id) for _, changes in lines for shared_id in changes.get(BESIDE, ())}
    wholes = _wholes_in_sight(reader, beside, on) if beside else {}
    return [
        _as_seen(changes, wholes) if BY_ITSELF in changes else _of_before(spend_id, changes)
        for spend_id, changes in lines
    ]


def _of_before(spend_id: uuid.UUID, changes: Changes) -> Changes:
    """A line of a share from before lines held both: why and for whom it would wait by itself is reckoned as it stands now."""
    if SHARED not in changes:
        return changes
    spend = db.session.get_one(Spend, spend_id)
    deciders = deciders_now(spend, spend.period, by_itself=True)
    instead = {"came": deciders.route, WAITS_FOR: (deciders.roles or DECIDERS)[0]}
    return {name: instead.get(name, value) for name, value in changes.items() if name != SHARED}


def _as_seen(changes: Changes, wholes: Mapping[str, int]) -> Changes:
    whole = all(wholes.get(shared_id) == pence for shared_id, pence in changes[BESIDE].items())
    left_as_it_was = {ROUTE, *(WHO if whole else ())}
    instead = {name: value for name, value in changes[BY_ITSELF].items() if name not in left_as_it_was}
    apart = (BY_ITSELF, BESIDE, SHARED)
    return dict(sorted(({name: changes[name] for name in changes if name not in apart} | instead).items()))


def _wholes_in_sight(reader: Person, shared_ids: Collection[uuid.UUID], on: date) -> dict[str, int]:
    """Of these receipts those of which this person sees every family that has a share, with their pence."""
    unseen = select(Spend.shared_id).join(Family, Family.id == Spend.family_id)
    unseen = unseen.where(Spend.shared_id.in_(shared_ids), ~visible(reader, on))
    rows = db.session.execute(
        select(Spend.shared_id, func.max(Spend.shared_pence))
        .where(Spend.shared_id.in_(shared_ids), Spend.shared_id.not_in(unseen))
        .group_by(Spend.shared_id)
    )
    return {str(shared_id): int(pence) for shared_id, pence in rows}

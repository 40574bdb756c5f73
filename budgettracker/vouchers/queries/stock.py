"""What a team's stock holds, what was issued for a purchase, and the batches and counts behind it."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from budgettracker.access import Role
from budgettracker.bulk import chunks
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.queries import teams_for
from budgettracker.people.models import Person, Team
from budgettracker.people.queries.people import teams_of
from budgettracker.vouchers.kinds import INTO_STOCK, VoucherMoveKind
from budgettracker.vouchers.models import Voucher, VoucherBatch, VoucherBatchDetails, VoucherCount, VoucherMove
from budgettracker.vouchers.rules import MOST_IN_STOCK, InStock

MOST = 100
"""Batches and counts on one page, the newest first."""
ALL_TEAMS = {Role.FINANCE, Role.AUDITOR, Role.SENIOR_MANAGER}
"""Roles that see the stocks of all teams of their authority; everybody else those of their own."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A team's stock in sums: vouchers in hand and missing with what they are worth in pence, and when it was last counted."""

    team: Team
    in_hand: int
    in_hand_pence: int
    missing: int
    missing_pence: int
    counted_on: date | None


@dataclass(frozen=True, slots=True)
class Issued:
    """One voucher that was handed over for a purchase: its serial number, shop, value in pence, and whether it came back."""

    voucher: InStock
    shop: str
    kind: str
    returned: bool


def teams_with_stock(person: Person, on: date) -> list[Team]:
    """The teams whose stocks this person sees on a day, by name."""
    if person.authority_id is None:
        return []
    return teams_of(person.authority_id) if person.roles_on(on) & ALL_TEAMS else teams_for(person, on)


def team_with_stock(person: Person, team_id: uuid.UUID, on: date) -> Team:
    """One of those teams by its id; raises NotTheirs."""
    return _one(teams_with_stock(person, on), team_id)


def team_to_stock(person: Person, team_id: uuid.UUID, on: date) -> Team:
    """A team whose stock this person may count, or buy for; raises NotTheirs, also where they only look on as auditors."""
    if Role.AUDITOR in person.roles_on(on):
        return _one(teams_for(person, on), team_id)
    return team_with_stock(person, team_id, on)


def _one(teams: Collection[Team], team_id: uuid.UUID) -> Team:
    team = next((each for each in teams if each.id == team_id), None)
    if team is None:
        raise NotTheirs
    return team


SINCE = case((VoucherMove.kind == VoucherMoveKind.RECEIVED, VoucherBatch.bought_on), else_=VoucherMove.moved_on)
"""The day from which on a voucher is where it is: what was bought in a batch is there since the day it was bought."""


def vouchers_now(*columns: Any) -> Select[Any]:
    """These columns of every voucher that came into a stock, beside its batch and the last thing that happened to it."""
    ends = select(VoucherMove.voucher_id, func.max(VoucherMove.number).label("number"))
    last = ends.group_by(VoucherMove.voucher_id).subquery()
    return (
        select(*columns)
        .select_from(Voucher)
        .join(VoucherBatch, VoucherBatch.id == Voucher.batch_id)
        .join(last, last.c.voucher_id == Voucher.id)
        .join(VoucherMove, and_(VoucherMove.voucher_id == Voucher.id, VoucherMove.number == last.c.number))
    )


def stocks(person: Person, on: date) -> list[Stock]:
    """The stocks this person sees, in sums."""
    teams = teams_with_stock(person, on)
    ids = [team.id for team in teams]
    in_hand, missing = VoucherMove.kind.in_(INTO_STOCK), VoucherMove.kind == VoucherMoveKind.MISSING
    query = vouchers_now(
        VoucherBatch.team_id,
        func.sum(case((in_hand, 1), else_=0)),
        func.sum(case((in_hand, VoucherBatch.value_pence), else_=0)),
        func.sum(case((missing, 1), else_=0)),
        func.sum(case((missing, VoucherBatch.value_pence), else_=0)),
    )
    query = query.where(VoucherBatch.team_id.in_(ids)).group_by(VoucherBatch.team_id)
    sums = {row[0]: [int(number) for number in row[1:]] for row in db.session.execute(query)}
    counted = _last_counts(ids)
    result = []
    for team in teams:
        in_hand_number, in_hand_pence, gone, gone_pence = sums.get(team.id, [0] * 4)
        result.append(Stock(team, in_hand_number, in_hand_pence, gone, gone_pence, counted.get(team.id)))
    return result


def stocks_in_hand(authority_id: uuid.UUID) -> list[tuple[str, int, int]]:
    """Each team of an authority that has vouchers in hand, how many, and what they are worth in pence."""
    query = (
        vouchers_now(Team.name, func.count(), func.sum(VoucherBatch.value_pence))
        .join(Team, Team.id == VoucherBatch.team_id)
        .where(Team.authority_id == authority_id, VoucherMove.kind.in_(INTO_STOCK))
        .group_by(Team.id, Team.name)
        .order_by(Team.name, Team.id)
    )
    return [(name, many, int(pence)) for name, many, pence in db.session.execute(query)]


def _last_counts(team_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The day of each team's last count that two people stand for."""
    confirmed = (
        select(VoucherCount.team_id, func.max(VoucherCount.counted_on))
        .join(Confirmation, Confirmation.subject_id == VoucherCount.id)
        .where(VoucherCount.team_id.in_(team_ids), Confirmation.state == ConfirmationState.CONFIRMED)
        .group_by(VoucherCount.team_id)
    )
    return dict(row._tuple() for row in db.session.execute(confirmed))


def in_stock(team_id: uuid.UUID, *, missing: bool = False) -> list[tuple[InStock, str, str]]:
    """A team's vouchers in hand with their kind and shop; with `missing` those too that a count did not find."""
    wanted = VoucherMove.kind.in_(INTO_STOCK)
    of_batch = VoucherBatch.value_pence, VoucherBatch.kind, VoucherBatchDetails.shop
    query = (
        vouchers_now(Voucher.id, Voucher.serial, SINCE, VoucherMove.kind, *of_batch)
        .join(VoucherBatchDetails, VoucherBatchDetails.batch_id == VoucherBatch.id)
        .where(
            VoucherBatch.team_id == team_id,
            or_(wanted, VoucherMove.kind == VoucherMoveKind.MISSING) if missing else wanted,
        )
        .order_by(VoucherBatch.bought_on, Voucher.serial, Voucher.id)
        .limit(MOST_IN_STOCK)
    )
    return [
        (InStock(voucher_id, serial, pence, since, missing=state == VoucherMoveKind.MISSING), kind, shop)
        for voucher_id, serial, since, state, pence, kind, shop in db.session.execute(query)
    ]


def issued_for(spend_id: uuid.UUID) -> list[Issued]:
    """The vouchers that were handed over for a purchase, in the order of their numbers."""
    again = aliased(VoucherMove)
    back = exists().where(
        again.kind == VoucherMoveKind.RETURNED, again.spend_id == spend_id, again.voucher_id == Voucher.id
    )
    query = (
        select(Voucher.id, Voucher.serial, VoucherBatch.value_pence, VoucherMove.moved_on)
        .add_columns(VoucherBatchDetails.shop, VoucherBatch.kind, back)
        .join(VoucherMove, VoucherMove.voucher_id == Voucher.id)
        .join(VoucherBatch, VoucherBatch.id == Voucher.batch_id)
        .join(VoucherBatchDetails, VoucherBatchDetails.batch_id == VoucherBatch.id)
        .where(VoucherMove.spend_id == spend_id, VoucherMove.kind == VoucherMoveKind.ISSUED)
        .order_by(Voucher.serial, Voucher.id)
    )
    return [
        Issued(InStock(voucher_id, serial, pence, since), shop, kind, bool(returned))
        for voucher_id, serial, pence, since, shop, kind, returned in db.session.execute(query)
    ]


def move_numbers(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The number of the last thing that happened to each of these vouchers."""
    query = select(VoucherMove.voucher_id, func.max(VoucherMove.number)).where(VoucherMove.voucher_id.in_(ids))
    return dict(row._tuple() for row in db.session.execute(query.group_by(VoucherMove.voucher_id)))


def known_serials(authority_id: uuid.UUID, serials: Collection[str]) -> list[str]:
    """Which of these serial numbers came into a stock of the authority already."""
    query = select(Voucher.serial).join(VoucherMove, VoucherMove.voucher_id == Voucher.id)
    query = query.where(Voucher.authority_id == authority_id, VoucherMove.number == 0, Voucher.serial.in_(serials))
    return sorted(set(db.session.scalars(query)))


def in_hand_named(authority_id: uuid.UUID, serials: Collection[str]) -> dict[str, tuple[InStock, uuid.UUID]]:
    """Those of these serial numbers that are in hand in a stock of the authority, each with its team."""
    query = vouchers_now(Voucher.id, Voucher.serial, VoucherBatch.value_pence, SINCE, VoucherBatch.team_id)
    query = query.where(Voucher.authority_id == authority_id, VoucherMove.kind.in_(INTO_STOCK))
    named: dict[str, tuple[InStock, uuid.UUID]] = {}
    for some in chunks(sorted(serials)):
        for voucher_id, serial, pence, since, team_id in db.session.execute(query.where(Voucher.serial.in_(some))):
            named[serial] = InStock(voucher_id, serial, pence, since), team_id
    return named


def batches_of(team_id: uuid.UUID) -> list[tuple[VoucherBatch, int, Confirmation | None]]:
    """A team's batches, the newest first, each with how many vouchers it has and where its confirmation stands."""
    pieces = select(func.count()).where(Voucher.batch_id == VoucherBatch.id).scalar_subquery()
    rows = db.session.execute(
        select(VoucherBatch, pieces, Confirmation)
        .outerjoin(Confirmation, Confirmation.subject_id == VoucherBatch.id)
        .options(joinedload(VoucherBatch.details))
        .where(VoucherBatch.team_id == team_id)
        .order_by(VoucherBatch.recorded_at.desc(), VoucherBatch.id.desc())
        .limit(MOST)
    )
    return [row._tuple() for row in rows]


def counts_of(team_id: uuid.UUID) -> Sequence[tuple[VoucherCount, Confirmation | None]]:
    """A team's counts, the newest first, each with where its confirmation stands."""
    rows = db.session.execute(
        select(VoucherCount, Confirmation)
        .outerjoin(Confirmation, Confirmation.subject_id == VoucherCount.id)
        .options(joinedload(VoucherCount.details))
        .where(VoucherCount.team_id == team_id)
        .order_by(VoucherCount.counted_at.desc(), VoucherCount.id.desc())
        .limit(MOST)
    )
    return [row._tuple() for row in rows]


def stock_of_issue(spend_id: uuid.UUID) -> uuid.UUID:
    """The team whose vouchers were handed over for a purchase; raises NotTheirs where none were."""
    query = select(VoucherBatch.team_id).join(Voucher, Voucher.batch_id == VoucherBatch.id)
    query = query.join(VoucherMove, VoucherMove.voucher_id == Voucher.id).where(VoucherMove.spend_id == spend_id)
    team_id = db.session.scalars(query.limit(1)).one_or_none()
    if team_id is None:
        raise NotTheirs
    return team_id

"""Bring a batch of vouchers into a team's stock: one person records it, another confirms it."""

from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.access import Role, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.people.models import Person, Team
from budgettracker.vouchers import rules
from budgettracker.vouchers.actions.move import lock_stock, move_vouchers
from budgettracker.vouchers.kinds import VoucherKind, VoucherMoveKind
from budgettracker.vouchers.models import Voucher, VoucherBatch, VoucherBatchDetails
from budgettracker.vouchers.queries import BATCH, in_stock, known_serials


def buy_batch(
    by: Person,
    team: Team,
    kind: VoucherKind,
    serials: Sequence[str],
    *,
    value_pence: int,
    paid_pence: int,
    shop: str,
    bought_on: date,
    on: date,
    at: datetime,
) -> Confirmation:
    """Record vouchers of one value that were bought for a team. None is in hand before a second person confirms it.

    `paid_pence` is what the whole batch cost; it is no family's cost. Raises Refusal on `bought_on` for a day to come,
    and on `serials` for a number that is in a stock already.
    """
    rules.require_bought(bought_on, on)
    lock_stock(team.id)
    rules.require_fits(len(in_stock(team.id, missing=True)), len(serials))
    rules.require_new(known_serials(team.authority_id, serials))
    batch = VoucherBatch(
        authority_id=team.authority_id,
        team_id=team.id,
        kind=kind,
        value_pence=value_pence,
        paid_pence=paid_pence,
        bought_on=bought_on,
        recorded_by_id=by.id,
        recorded_at=at,
        details=VoucherBatchDetails(authority_id=team.authority_id, shop=shop),
        vouchers=[Voucher(authority_id=team.authority_id, serial=each) for each in serials],
    )
    db.session.add(batch)
    db.session.flush()
    values = {"pieces": len(serials), "value_pence": value_pence, "paid_pence": paid_pence, "bought_on": bought_on}
    role = role_used(by.roles_on(on), (Role.FINANCE, Role.SENIOR_MANAGER, Role.MANAGER))
    return ask(by, BATCH, batch, values, as_role=role, on=on, at=at)


def confirm_batch(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Take the batch into the stock, by the hand of who confirms. Raises Refusal for a number in a stock by now."""
    batch = db.session.get_one(VoucherBatch, wish.subject_id)
    lock_stock(batch.team_id)
    rules.require_new(known_serials(batch.authority_id, [each.serial for each in batch.vouchers]))
    move_vouchers(by, batch.authority_id, [each.id for each in batch.vouchers], VoucherMoveKind.RECEIVED, on=on, at=at)
    changes = {"pieces": len(batch.vouchers), "value_pence": batch.value_pence, "paid_pence": batch.paid_pence}
    record(by, Deed.VOUCHERS_RECEIVED, batch, {**changes, "asked_by": wish.asked_by_id}, at=at)

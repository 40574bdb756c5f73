"""Issue vouchers of the stock to a family: it is a purchase, through the same door as every other."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.actions import log_other_help, log_spend, record_purchase
from budgettracker.spend.kinds import PaymentMethod, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import Purchase
from budgettracker.vouchers import rules
from budgettracker.vouchers.actions.move import lock_stock, move_vouchers
from budgettracker.vouchers.kinds import VoucherMoveKind
from budgettracker.vouchers.queries import in_stock
from budgettracker.vouchers.rules import InStock


def issue_vouchers(
    by: Person, family: Family, ids: Collection[uuid.UUID], purchase: Purchase, *, on: date, at: datetime
) -> Spend:
    """Hand vouchers of the team's stock to a family: their value is the family's cost from this moment, under its limit.

    The amount of the `purchase` is what they come to. A family without a devolved budget gets them as other help.
    Raises Refusal for a restricted family, on `vouchers` for one that is not in hand and for more than the worker may
    decide alone, on `bought_on` for a day before one of them came into the stock, and what logging a purchase raises.
    """
    rules.require_missed_by_nobody(family.restricted)
    lock_stock(family.team_id)
    chosen = rules.chosen(_stock(family.team_id), ids, purchase.bought_on)
    pence = rules.worth(chosen)
    whole = replace(purchase, amount_pence=pence, payment_method=PaymentMethod.VOUCHER, from_stock=True)
    log = log_other_help if family.without_budget(purchase.bought_on) else log_spend
    try:
        spend = log(by, family, whole, on=on, at=at)
    except Refusal as refusal:
        raise Refusal("vouchers" if refusal.field == "amount" else refusal.field, refusal.message) from None
    rules.require_alone(spend.state == SpendState.BOUGHT, pence)
    _issue(by, spend, chosen, purchase.bought_on, at)
    return spend


def issue_approved(
    by: Person, spend: Spend, ids: Collection[uuid.UUID], bought_on: date, *, on: date, at: datetime
) -> Spend:
    """Hand over vouchers for a purchase that was approved: it is bought with what they come to.

    Raises Refusal for a restricted family, on `vouchers` for one that is not in hand, on `bought_on` for a day before one
    of them came into the stock, and what recording an approved purchase raises.
    """
    rules.require_missed_by_nobody(spend.family.restricted)
    lock_stock(spend.family.team_id)
    chosen = rules.chosen(_stock(spend.family.team_id), ids, bought_on)
    record_purchase(by, spend, rules.worth(chosen), bought_on, payment_method=PaymentMethod.VOUCHER, on=on, at=at)
    spend.from_stock = True
    _issue(by, spend, chosen, bought_on, at)
    return spend


def _stock(team_id: uuid.UUID) -> list[InStock]:
    return [voucher for voucher, _, _ in in_stock(team_id)]


def _issue(by: Person, spend: Spend, chosen: list[InStock], issued_on: date, at: datetime) -> None:
    ids = [each.id for each in chosen]
    move_vouchers(by, spend.authority_id, ids, VoucherMoveKind.ISSUED, spend_id=spend.id, on=issued_on, at=at)
    changes = {"serials": [each.serial for each in chosen], "amount_pence": rules.worth(chosen)}
    record(by, Deed.VOUCHERS_ISSUED, spend, changes, at=at)

"""Steps that tests of vouchers share: a confirmed batch in a team's stock, and vouchers handed to a family."""

import uuid
from typing import Any

from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.spend.rules import Purchase
from budgettracker.versions import version_of
from budgettracker.vouchers import actions, rules
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.queries import in_stock
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": NOON.date(), "at": NOON}
SERIALS = ("A100", "A101", "A102")


def batch(world: World, *serials: str, value_pence: int = 25_00) -> uuid.UUID:
    """Vouchers of £25.00 that fiona bought for the North team and sam confirmed; gives the batch's id."""
    wish = recorded(world, *serials, value_pence=value_pence)
    confirm(world.sam, wish, **WHEN)
    return wish.subject_id


def recorded(world: World, *serials: str, value_pence: int = 25_00) -> Confirmation:
    """The same, not confirmed yet; gives what waits."""
    numbers = serials or SERIALS
    return actions.buy_batch(
        *(world.fiona, world.team, VoucherKind.SHOP_VOUCHER, numbers),
        value_pence=value_pence,
        paid_pence=len(numbers) * value_pence,
        shop="Harvest Foods",
        bought_on=NOON.date(),
        **WHEN,
    )


def in_hand(world: World) -> dict[str, uuid.UUID]:
    """The vouchers that the North team has in hand, by serial number."""
    return {voucher.serial: voucher.id for voucher, _, _ in in_stock(world.team.id)}


def counted(world: World) -> uuid.UUID:
    """A count in which all was there, by fiona, confirmed by sam; gives its id."""
    stock = [voucher for voucher, _, _ in in_stock(world.team.id, missing=True)]
    opened = version_of(rules.standing(stock))
    wish = actions.count_stock(world.fiona, world.team, [each.id for each in stock], "", version=opened, **WHEN)
    confirm(world.sam, wish, **WHEN)
    return wish.subject_id


def issued(world: World, by: Person, family: Family, *serials: str) -> Spend:
    """Hand vouchers to a family."""
    what = Purchase(
        amount_pence=0,
        bought_what="Food vouchers",
        bought_on=NOON.date(),
        purpose="Food until the claim is decided",
        category_id=world.scheme.categories[0].id,
    )
    stock = in_hand(world)
    return actions.issue_vouchers(by, family, [stock[each] for each in serials], what, **WHEN)

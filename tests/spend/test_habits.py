"""The next form begins with how a worker paid last, where they chose it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from budgettracker.database import db, transaction
from budgettracker.spend.kinds import PaymentMethod
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.habits import habits_of
from tests.factories.spend import TODAY, bought, limit
from tests.factories.world import NOON, World


def test_the_way_of_paying_is_the_one_chosen_last(app: Flask, world: World) -> None:
    limit(world, 900_00)
    bought(world.alice, world.family, 20_00, payment_method=PaymentMethod.PURCHASE_CARD)
    vouchers = bought(world.alice, world.family, 25_00, payment_method=PaymentMethod.VOUCHER)
    later = {"requested_at": NOON + timedelta(hours=1)}
    with transaction():
        db.session.execute(update(Spend).where(Spend.id == vouchers.id).values(**later))
    assert habits_of(world.alice, TODAY).payment_method == PaymentMethod.VOUCHER
    with transaction():
        db.session.execute(update(Spend).where(Spend.id == vouchers.id).values(from_stock=True))
    assert habits_of(world.alice, TODAY).payment_method == PaymentMethod.PURCHASE_CARD, (
        "a stock's vouchers are no choice"
    )

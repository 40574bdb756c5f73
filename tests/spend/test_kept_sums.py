"""Sums kept beside the books follow every line, on both engines, and come back when nothing kept them for a while."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text, update

from budgettracker import kept_sums
from budgettracker.audit import triggers
from budgettracker.budgets.actions import propose_limit
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.spend.actions import (
    Purchase,
    approve_spend,
    log_other_help,
    log_spend,
    record_purchase,
    reverse_spend,
)
from budgettracker.spend.models import KeptBudget, KeptMonth, Receipt, Spend
from budgettracker.spend.queries import kept_faults, sum_anew
from tests.factories.spend import TODAY, bought, corrected, document, limit
from tests.factories.world import NOON, World, family, team

MEANWHILE = 0.3
"""Seconds in which another transaction comes as far as it can before the present one ends."""


def kept() -> tuple[int, int, int]:
    """How many purchases are kept, their pence, and how many lack their receipt; they agree with the lines."""
    assert kept_faults() == []
    sums = (func.sum(each) for each in (KeptMonth.purchases, KeptMonth.pence, KeptMonth.lacking))
    row = db.session.execute(select(*sums)).one()
    db.session.remove()
    return int(row[0] or 0), int(row[1] or 0), int(row[2] or 0)


def test_they_follow_a_purchase_its_receipt_and_its_family(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    with transaction():
        spend_id = bought(world.alice, world.family, 60_00).id
        bought(world.alice, world.family, 300_00)
        there = team(world.authority, "Elsewhere").id
    assert kept() == (2, 360_00, 2)
    with transaction():
        receipt_id = document(world.alice, db.session.get_one(Spend, spend_id)).id
    assert kept() == (2, 360_00, 1)
    with transaction():
        db.session.get_one(Receipt, receipt_id).hidden = "hidden"
    assert kept() == (2, 360_00, 2)
    with transaction():
        corrected(db.session.merge(world.alice), db.session.get_one(Spend, spend_id), amount_pence=50_00)
    assert kept() == (2, 350_00, 2), "the reversed one is gone, the other stands"
    with transaction():
        db.session.execute(update(Scheme).values(receipts_required=False))
    assert kept() == (2, 350_00, 0)
    changes: tuple[dict[str, Any], ...] = (
        {"team_id": there},
        {"restricted": True},
        {"closed_on": TODAY, "end_reason": "x"},
    )
    for change in changes:
        with transaction():
            db.session.execute(update(Family).where(Family.id == world.family_id).values(change))
        assert kept() == (2, 350_00, 0), change
    kinds = KeptMonth.team_id, KeptMonth.restricted_id
    rows = select(*kinds).group_by(*kinds).having(func.sum(KeptMonth.purchases) != 0)
    assert [tuple(row) for row in db.session.execute(rows)] == [(there, world.family_id)]
    with transaction():
        db.session.execute(update(Family).where(Family.id == world.family_id).values(sealed_on=TODAY))
    assert kept() == (0, 0, 0), "nobody reads a sealed family's"


def test_lost_triggers_come_back_with_the_sums(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    bought(world.alice, world.family, 60_00)
    db.session.remove()
    with db.engine.begin() as connection:
        dialect = connection.dialect.name
        on = "" if dialect == "sqlite" else " ON spend"
        for name in ("kept_spend_before_update", "kept_spend_after_update"):
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        connection.execute(text("UPDATE spend SET paid_pence = 6100"))
    assert [fault.code for fault in kept_faults()] == ["kept"]
    db.session.remove()
    with db.engine.begin() as connection:
        assert set(triggers.missing(connection)) == {"kept_spend_before_update", "kept_spend_after_update"}
        triggers.make(connection)
        assert triggers.missing(connection) == []
    assert kept() == (1, 61_00, 1)
    with transaction():
        db.session.execute(text(f"DELETE FROM {kept_sums.MONTH}"))
        sum_anew()
    assert kept() == (1, 61_00, 1)


def meanwhile(app: Flask, other: Callable[[], object]) -> Thread:
    """Begin something in a transaction of its own while the present one has not ended."""

    def run() -> None:
        with app.app_context(), transaction():
            other()

    thread = Thread(target=run)
    thread.start()
    sleep(MEANWHILE)
    return thread


def change(model: Any, id_: uuid.UUID, **values: Any) -> Callable[[], object]:
    """One row gets other values."""
    return lambda: db.session.execute(update(model).where(model.id == id_).values(values))


def logged(by_id: uuid.UUID, family_id: uuid.UUID, pence: int) -> None:
    """A purchase within the present transaction."""
    what = Purchase(amount_pence=pence, bought_what="A pram", purpose="To walk", bought_on=TODAY)
    log_spend(db.session.get_one(Person, by_id), db.session.get_one(Family, family_id), what, on=TODAY, at=NOON)
    db.session.flush()


def receipt(by_id: uuid.UUID, spend_id: uuid.UUID) -> None:
    """A receipt within the present transaction."""
    document(db.session.get_one(Person, by_id), db.session.get_one(Spend, spend_id))


def test_they_agree_when_the_family_moves_while_something_is_recorded(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    with transaction():
        there = team(world.authority, "Elsewhere").id
    family_id, by_id, here = world.family_id, world.alice.id, world.team.id
    spend_id = bought(world.alice, world.family, 20_00).id
    with transaction():
        logged(by_id, family_id, 60_00)
        thread = meanwhile(app, change(Family, family_id, team_id=there))
    thread.join()
    assert kept() == (2, 80_00, 2)
    with transaction():
        receipt(by_id, spend_id)
        thread = meanwhile(app, change(Family, family_id, team_id=here))
    thread.join()
    assert kept() == (2, 80_00, 1)
    assert db.session.get_one(Family, family_id).team_id == here


def test_they_agree_when_two_receipts_come_at_once_or_the_scheme_asks_for_none(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    family_id, by_id, scheme_id = world.family_id, world.alice.id, world.scheme.id
    spend_id = bought(world.alice, world.family, 20_00).id
    with transaction():
        receipt(by_id, spend_id)
        thread = meanwhile(app, lambda: receipt(by_id, spend_id))
    thread.join()
    assert kept() == (1, 20_00, 0)
    with transaction():
        logged(by_id, family_id, 60_00)
        thread = meanwhile(app, change(Scheme, scheme_id, receipts_required=False))
    thread.join()
    assert kept() == (2, 80_00, 0)
    assert not db.session.get_one(Scheme, scheme_id).receipts_required
    with transaction():
        change(Family, family_id, team_id=team(world.authority, "Elsewhere").id)()
        thread = meanwhile(app, change(Scheme, scheme_id, receipts_required=True))
    thread.join()
    assert kept() == (2, 80_00, 1), "the family moves while its scheme asks for receipts again"


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_nobody_waits_for_a_purchase_of_the_same_kind_and_alone_one_row_is_enough(app: Flask, world: World) -> None:
    with transaction():
        other_id = family(world.team, "WM-0777", "Elm", None, world.scheme).id
    for each in (world.family, db.session.get_one(Family, other_id)):
        limit(world, 2_000_00, each)
    family_id, by_id = world.family_id, world.alice.id
    with transaction():
        logged(by_id, family_id, 60_00)
    with transaction():
        logged(by_id, family_id, 20_00)
        assert db.session.scalar(select(func.count()).select_from(KeptMonth)) == 1, "the row that nobody has taken"
        thread = meanwhile(app, lambda: logged(by_id, other_id, 30_00))
        thread.join(4)
        assert not thread.is_alive(), "it ended while this purchase still stands open"
    assert kept() == (3, 110_00, 3)


def last_bought(world: World) -> date | None:
    """The last day on which something was bought for the world's family, as it is kept; it agrees with the lines."""
    assert kept_faults() == []
    days = db.session.scalars(select(KeptBudget.last_bought_on).where(KeptBudget.family_id == world.family_id)).all()
    db.session.remove()
    return days[0]


def test_the_last_day_follows_what_is_bought_put_right_and_taken_out(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    assert last_bought(world) is None
    with transaction():
        spend_id = bought(world.alice, world.family, 20_00, bought_on=TODAY - timedelta(days=9)).id
    assert last_bought(world) == TODAY - timedelta(days=9)
    with transaction():
        bought(world.alice, world.family, 20_00, bought_on=TODAY - timedelta(days=12))
    assert last_bought(world) == TODAY - timedelta(days=9), "an earlier one recorded later"
    with transaction():
        request_id = bought(world.alice, world.family, 700_00).id
    assert last_bought(world) == TODAY - timedelta(days=9), "nothing is bought yet"
    with transaction():
        waiting = db.session.get_one(Spend, request_id)
        approve_spend(db.session.merge(world.mary), waiting, on=TODAY, at=NOON)
        record_purchase(db.session.merge(world.alice), waiting, 700_00, TODAY - timedelta(days=6), on=TODAY, at=NOON)
    assert last_bought(world) == TODAY - timedelta(days=6)
    with transaction():
        wrong_id = bought(world.alice, world.family, 20_00).id
    with transaction():
        by, other_day = db.session.merge(world.alice), TODAY - timedelta(days=4)
        corrected(by, db.session.get_one(Spend, spend_id), bought_on=other_day)
        reverse_spend(by, db.session.get_one(Spend, wrong_id), "Not it", on=TODAY, at=NOON)
    assert last_bought(world) == TODAY - timedelta(days=4)
    with transaction():
        help_paid = Purchase(amount_pence=30_00, bought_what="Shoes", purpose="School", bought_on=TODAY)
        log_other_help(db.session.merge(world.alice), db.session.merge(world.family), help_paid, on=TODAY, at=NOON)
    assert last_bought(world) == TODAY, "whoever paid"


def twin(spend_id: uuid.UUID, day: date) -> None:
    """The same purchase on another day within the present transaction, past the deeds, which would wait for each other."""
    row = db.session.execute(select(Spend.__table__).where(Spend.id == spend_id)).mappings().one()
    db.session.execute(
        insert(Spend).values({**row, "id": uuid7(), "reference": None, "bought_on": day, "state": "bought"})
    )


def test_the_last_day_agrees_when_one_is_taken_out_while_another_is_recorded(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    first_id = bought(world.alice, world.family, 20_00).id
    with transaction():
        twin(first_id, TODAY - timedelta(days=5))
        thread = meanwhile(app, change(Spend, first_id, state="reversed"))
    thread.join()
    assert last_bought(world) == TODAY - timedelta(days=5)
    with transaction():
        change(Spend, first_id, state="bought")()
    with transaction():
        change(Spend, first_id, state="reversed")()
        thread = meanwhile(app, lambda: twin(first_id, TODAY - timedelta(days=2)))
    thread.join()
    assert last_bought(world) == TODAY - timedelta(days=2)


def test_the_last_day_agrees_when_two_purchases_are_put_right_at_once(app: Flask, world: World) -> None:
    limit(world, 2_000_00)
    first_id, second_id = (bought(world.alice, world.family, pence).id for pence in (20_00, 30_00))
    with transaction():
        change(Spend, first_id, bought_on=TODAY - timedelta(days=6))()
        thread = meanwhile(app, change(Spend, second_id, bought_on=TODAY - timedelta(days=8)))
    thread.join()
    assert last_bought(world) == TODAY - timedelta(days=6)


def test_the_last_day_of_a_budget_opened_while_something_is_recorded(app: Flask, world: World) -> None:
    family_id, by_id, scheme_id = world.family_id, world.alice.id, world.scheme.id
    other = other_help(by_id, family_id, TODAY - timedelta(days=9))
    with transaction():
        twin(other, TODAY)
        thread = meanwhile(
            app,
            lambda: propose_limit(
                db.session.get_one(Person, by_id),
                db.session.get_one(Family, family_id),
                db.session.get_one(Scheme, scheme_id),
                900_00,
                "Start",
                on=TODAY,
                at=NOON,
            ),
        )
    thread.join()
    assert last_bought(world) == TODAY


def other_help(by_id: uuid.UUID, family_id: uuid.UUID, day: date) -> uuid.UUID:
    """Help from other money, in a transaction of its own."""
    what = Purchase(amount_pence=30_00, bought_what="A pram", purpose="To walk", bought_on=day)
    with transaction():
        by, of = db.session.get_one(Person, by_id), db.session.get_one(Family, family_id)
        return log_other_help(by, of, what, on=TODAY, at=NOON).id

"""The third wall: no code path and no hand-written SQL passes the limit or changes a line of the books."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from budgettracker.database import db, transaction
from budgettracker.idempotency import FormKey
from tests.factories.spend import bought, limit, refunded
from tests.factories.world import NOON, World

Connect = Callable[[], Connection]


@pytest.fixture(params=["the program's own connection", "a bare connection"])
def connect(request: pytest.FixtureRequest, app: Flask, database_url: str, world: World) -> Iterator[Connect]:
    """A way to reach a database that has a limit of £100.00, a purchase of £60.00 and £1.00 of it back."""
    limit(world, 100_00)
    spend = bought(world.alice, world.family, 60_00)
    with transaction():
        refunded(world.alice, spend, 1_00)
        db.session.add(FormKey(person_id=world.alice.id, key="once", digest="0" * 64, at=NOON))
    db.session.remove()
    if request.param == "the program's own connection":
        yield db.engine.connect
        return
    bare = create_engine(database_url)
    yield bare.connect
    bare.dispose()


def refused(connect: Connect, statement: str, **values: object) -> bool:
    """Did the database refuse the statement? Anything it let through is rolled back."""
    with connect() as connection:
        try:
            touched = connection.execute(text(statement), values)
        except DBAPIError:
            return True
        finally:
            connection.rollback()
        assert touched.rowcount != 0, "the statement met a row"
        return False


def test_a_position_within_its_limit_may_be_written_and_one_above_it_may_not(connect: Connect) -> None:
    assert not refused(connect, "UPDATE budget_period SET spent_pence = 10000")
    assert refused(connect, "UPDATE budget_period SET spent_pence = 10001")
    assert refused(connect, "UPDATE budget_period SET committed_pence = 4101")
    assert refused(connect, "UPDATE budget_period SET limit_pence = 5899")
    assert refused(connect, "UPDATE budget_period SET limit_pence = 1000001")
    assert refused(connect, "UPDATE budget_period SET committed_pence = -1")
    assert refused(connect, "UPDATE budget_period SET over_pence = -1")


@pytest.mark.parametrize("table", ["ledger_entry", "audit_record"])
def test_lines_of_the_books_are_never_changed_or_removed(connect: Connect, table: str, engine_name: str) -> None:
    assert refused(connect, f"UPDATE {table} SET at = at")
    assert refused(connect, f"DELETE FROM {table}")
    with connect() as connection:
        count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
        row = connection.execute(text(f"SELECT * FROM {table} LIMIT 1")).mappings().one()
    assert count
    columns = ", ".join(row.keys())
    copied = f"SELECT {columns} FROM {table} LIMIT 1"
    assert refused(connect, f"INSERT INTO {table} ({columns}) {copied}"), "a second row of the same id"
    if engine_name == "sqlite":
        assert refused(connect, f"INSERT OR REPLACE INTO {table} ({columns}) {copied}")
        fresh = ", ".join(f"'{uuid.uuid4().hex}'" if name == "id" else name for name in row)
        assert refused(connect, f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {fresh} FROM {table} LIMIT 1")
        assert refused(connect, f"UPDATE OR REPLACE {table} SET id = id")
    else:
        assert refused(connect, f"TRUNCATE {table}")
        assert refused(connect, f"TRUNCATE {table} CASCADE")
        assert refused(
            connect, f"INSERT INTO {table} ({columns}) {copied} ON CONFLICT (id) DO UPDATE SET at = excluded.at"
        )


def copy_of(connect: Connect, table: str, **changes: str) -> str:
    """An INSERT of a table's first row again, under a new id, with some columns said otherwise."""
    with connect() as connection:
        row = connection.execute(text(f"SELECT * FROM {table} LIMIT 1")).mappings().one()
        connection.rollback()
    values = {**({"id": f"'{uuid.uuid4().hex}'"} if "id" in row else {}), **changes}
    taken = ", ".join(values.get(name, name) for name in row)
    return f"INTO {table} ({', '.join(row.keys())}) SELECT {taken} FROM {table} LIMIT 1"


ABOVE = {"starts_on": "'2031-01-01'", "limit_pence": "100", "committed_pence": "40", "spent_pence": "61"}
"""A cap period that never was, whose position is above its limit."""


def test_no_row_above_its_limit_is_added_and_none_put_in_the_place_of_a_good_one(
    connect: Connect, engine_name: str
) -> None:
    assert not refused(connect, f"INSERT {copy_of(connect, 'budget_period', **ABOVE | {'spent_pence': '60'})}")
    assert refused(connect, f"INSERT {copy_of(connect, 'budget_period', **ABOVE)}")
    if engine_name == "sqlite":
        replaced = ABOVE | {"id": "id", "starts_on": "starts_on"}
        assert refused(connect, f"INSERT OR REPLACE {copy_of(connect, 'budget_period', **replaced)}")
        assert refused(connect, "UPDATE OR REPLACE budget_period SET spent_pence = limit_pence + 1")
    else:
        above = copy_of(connect, "budget_period", **ABOVE | {"starts_on": "starts_on"})
        put = "ON CONFLICT (budget_id, starts_on) DO UPDATE SET spent_pence = budget_period.limit_pence + 1"
        assert refused(connect, f"INSERT {above} {put}")


def test_keys_stand_once(connect: Connect) -> None:
    for table, other in (
        ("form_key", {"key": "'twice'"}),
        ("ledger_entry", {"sequence": "99"}),
        ("audit_record", {"sequence": "99"}),
        ("budget_period", {"starts_on": "'2031-01-01'"}),
    ):
        assert not refused(connect, f"INSERT {copy_of(connect, table, **other)}"), table
        assert refused(connect, f"INSERT {copy_of(connect, table)}"), table
    named = {"reference": "'R-1'"}
    assert not refused(connect, f"INSERT {copy_of(connect, 'refund', **named)}")
    with connect() as connection:
        connection.execute(text(f"INSERT {copy_of(connect, 'refund', **named)}"))
        connection.commit()
    assert refused(connect, f"INSERT {copy_of(connect, 'refund', **named)}")


@pytest.mark.parametrize("pence", [0, -1])
def test_money_that_came_back_and_limits_are_not_below_zero(connect: Connect, pence: int) -> None:
    assert refused(connect, f"UPDATE refund SET amount_pence = {pence}, over_pence = 0")
    assert refused(connect, f"INSERT {copy_of(connect, 'refund', amount_pence=str(pence), over_pence='0')}")
    assert not refused(connect, "UPDATE refund SET amount_pence = 1, over_pence = 0")
    assert refused(connect, "UPDATE refund SET over_pence = amount_pence + 1")
    assert refused(connect, f"INSERT {copy_of(connect, 'spend', planned_pence=str(pence))}")
    assert refused(connect, "UPDATE limit_change SET to_pence = -1")
    assert refused(connect, "UPDATE spend SET vat_pence = -1")


def test_a_new_line_of_the_books_is_accepted(connect: Connect) -> None:
    moved = (
        "INSERT INTO ledger_entry (id, period_id, sequence, entry, limit_delta_pence, committed_delta_pence, "
        "spent_delta_pence, over_delta_pence, at) SELECT :id, period_id, 99, 'refunded', 0, 0, :pence, 0, at "
        "FROM ledger_entry LIMIT 1"
    )
    assert not refused(connect, moved, id=uuid.uuid4().hex, pence=-1)
    assert refused(connect, moved, id=uuid.uuid4().hex, pence=0), "a line moves something"


def test_amounts_are_above_zero_and_decisions_are_another_persons(connect: Connect) -> None:
    for column in ("planned_pence", "paid_pence", "approved_pence"):
        assert not refused(connect, f"UPDATE spend SET {column} = 6000")
        assert refused(connect, f"UPDATE spend SET {column} = 0")
        assert refused(connect, f"UPDATE spend SET {column} = -1")
    assert refused(connect, "UPDATE spend SET over_pence = paid_pence + 1")
    assert refused(connect, "UPDATE spend SET decided_by_id = recorded_by_id")
    assert refused(connect, "UPDATE spend SET state = 'free'")
    assert refused(connect, "UPDATE limit_change SET decided_by_id = proposed_by_id")


def test_references_lead_somewhere_and_keys_stand_once(connect: Connect, engine_name: str) -> None:
    guarded = engine_name != "sqlite" or _foreign_keys_on(connect)
    if guarded:
        assert refused(connect, "UPDATE spend SET family_id = :id", id=uuid.uuid4().hex)
        assert refused(connect, "DELETE FROM family")
        assert refused(connect, "DELETE FROM spend")
        nowhere = f"'{uuid.uuid4().hex}'"
        for table, column in (
            ("ledger_entry", "period_id"),
            ("ledger_entry", "spend_id"),
            ("ledger_entry", "limit_change_id"),
            ("refund", "spend_id"),
            ("limit_change", "period_id"),
            ("spend", "period_id"),
            ("spend", "recorded_by_id"),
            ("form_key", "person_id"),
            ("budget_period", "budget_id"),
        ):
            free = {"sequence": "99"} if table == "ledger_entry" else {}
            assert refused(connect, f"INSERT {copy_of(connect, table, **{column: nowhere}, **free)}"), (table, column)
    assert refused(connect, "UPDATE family SET reference = 'WM-001', authority_id = (SELECT id FROM authority LIMIT 1)")


def _foreign_keys_on(connect: Connect) -> bool:
    """SQLite checks references only on connections that ask for it; the program's always do."""
    with connect() as connection:
        return connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_the_programs_connections_ask_sqlite_for_every_guard(app: Flask, engine_name: str) -> None:
    with db.engine.connect() as connection:
        if engine_name == "sqlite":
            rows = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("foreign_keys", "synchronous")]
            assert rows == [1, 2]
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"

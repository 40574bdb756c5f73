"""The databases the tests run on are what they claim to be."""

import itertools
import time
import uuid

import pytest
from flask import Flask
from sqlalchemy import BigInteger, func, literal, select, text, union_all

from budgettracker import ids as making
from budgettracker.audit import triggers
from budgettracker.database import db
from budgettracker.ids import uuid7
from budgettracker.money import pounds
from tests.factories.world import World


def test_each_engine_is_real_and_carries_its_triggers(app: Flask, engine_name: str) -> None:
    assert db.engine.dialect.name == engine_name
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
        assert triggers.missing(connection) == []


def test_the_small_world_stands_on_each_engine(world: World) -> None:
    assert world.family.authority_id == world.authority.id


def test_ids_sort_as_they_were_made_when_the_clock_stands_or_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notices, entries and lines of one moment are listed in the order in which they came about."""
    now, hour = time.time_ns() + 10**12, 3600 * 10**9
    clock = itertools.chain([now] * 5_000, [now - hour], [now + hour] * 3)
    monkeypatch.setattr(making, "_MOMENTS", making._Moments())
    monkeypatch.setattr(time, "time_ns", lambda: next(clock))
    ids = [uuid7() for _ in range(5_004)]
    assert ids == sorted(set(ids))
    assert {(each.version, each.variant) for each in ids} == {(7, uuid.RFC_4122)}
    assert [each.int >> 80 for each in (ids[0], ids[-1])] == [now // 10**6, (now + hour) // 10**6]


def test_a_sum_of_pence_is_a_whole_number_and_a_sum_of_sums_too(app: Flask) -> None:
    """PostgreSQL's sum of bigint is numeric, which drivers read as a decimal: no page could word it in pounds."""
    paid = union_all(*(select(literal(each, BigInteger).label("pence")) for each in (2**31 + 50, 1))).subquery()
    per_family = select(func.sum(paid.c.pence).label("pence")).subquery()
    for query in (select(func.sum(paid.c.pence)), select(func.sum(per_family.c.pence))):
        pence = db.session.scalar(query)
        assert (type(pence), pounds(pence)) == (int, "£21,474,836.99")

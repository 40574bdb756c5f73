"""The databases the tests run on are what they claim to be."""

from flask import Flask
from sqlalchemy import text

from budgettracker.audit import triggers
from budgettracker.database import db
from tests.factories.world import World


def test_each_engine_is_real_and_carries_its_triggers(app: Flask, engine_name: str) -> None:
    assert db.engine.dialect.name == engine_name
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
        assert triggers.missing(connection) == []


def test_the_small_world_stands_on_each_engine(world: World) -> None:
    assert world.family.authority_id == world.authority.id

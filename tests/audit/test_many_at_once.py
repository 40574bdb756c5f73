"""Many chains begun at once are the same chains as those begun one by one."""

import json
import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from budgettracker.audit import queries
from budgettracker.audit.actions import record, record_many
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.database import db, transaction, uuid7
from tests.factories.world import NOON, World


def begin(world: World, count: int) -> list[uuid.UUID]:
    subjects = [uuid7() for _ in range(count)]
    with transaction():
        record_many(
            ((each, {"minutes": [None, place]}) for place, each in enumerate(subjects)),
            Deed.WORK_LOGGED,
            "work_entry",
            by=world.fiona,
            authority_id=world.authority.id,
            at=NOON,
        )
    return subjects


def test_chains_begun_at_once_check_and_say_what_single_lines_say(app: Flask, world: World) -> None:
    subjects = begin(world, 30)
    assert queries.faults() == []
    (line,) = queries.history_of(subjects[7])
    assert (line.sequence, line.deed, line.by_id, line.at) == (1, "work.logged", world.fiona.id, NOON)
    assert line.authority_id == world.authority.id
    with transaction():
        single = record(world.fiona, Deed.WORK_LOGGED, world.family, {"minutes": [None, 7]}, at=NOON)
        said, alone = json.loads(line.body), json.loads(db.session.get_one(AuditRecord, single).body)
    assert {name for name in said if said[name] != alone[name]} == {"id", "subject"}


def test_a_chain_begun_among_many_goes_on_line_by_line(app: Flask, world: World) -> None:
    with transaction():
        record_many(
            [(world.family.id, {})], Deed.FAMILY_ADDED, "family", by=None, authority_id=world.authority.id, at=NOON
        )
        record(world.alice, Deed.FAMILY_CORRECTED, world.family, {"arm": [None, "budget"]}, at=NOON)
    assert [line.sequence for line in queries.history_of(world.family.id)] == [1, 2]
    assert queries.faults() == []


def test_no_chain_is_begun_twice(app: Flask, world: World) -> None:
    (subject,) = begin(world, 1)
    with pytest.raises(IntegrityError), transaction():
        record_many(
            [(uuid7(), {}), (subject, {})],
            Deed.WORK_LOGGED,
            "work_entry",
            by=None,
            authority_id=world.authority.id,
            at=NOON,
        )
    assert db.session.scalar(select(func.count()).select_from(AuditChain)) == 1
    assert db.session.scalar(select(func.count()).select_from(AuditRecord)) == 1


def test_none_at_all_writes_nothing(app: Flask, world: World) -> None:
    assert begin(world, 0) == []
    assert db.session.scalar(select(func.count()).select_from(AuditRecord)) == 0

"""Many chains begun at once are the same chains as those begun one by one."""

import json
import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from budgettracker.audit import queries
from budgettracker.audit.actions import ManyLines, record
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.audit.rules import body_of
from budgettracker.database import db, transaction
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from tests.factories.world import NOON, World


def many(world: World, kind: str = "work_entry", by: Person | None = None) -> ManyLines:
    return ManyLines(kind, by=by, authority_id=world.authority.id, at=NOON)


def begin(world: World, count: int) -> list[uuid.UUID]:
    subjects = [uuid7() for _ in range(count)]
    with transaction():
        lines = many(world, by=world.fiona)
        for place, each in enumerate(subjects):
            lines.add(Deed.WORK_LOGGED, each.hex, {"minutes": [None, place]}, new=True)
        lines.write()
    return subjects


def test_chains_begun_at_once_check_and_say_what_single_lines_say(app: Flask, world: World) -> None:
    subjects = begin(world, 30)
    assert queries.faults() == []
    (line,) = queries.history_of(subjects[7])
    assert (line.sequence, line.deed, line.by_id, line.at) == (1, "work.logged", world.fiona.id, NOON)
    assert line.authority_id == world.authority.id
    with transaction():
        single = record(world.fiona, Deed.WORK_LOGGED, world.family, {"minutes": [None, 7]}, at=NOON)
        each, alone = json.loads(line.body), json.loads(db.session.get_one(AuditRecord, single).body)
    assert {name for name in each if each[name] != alone[name]} == {"id", "subject"}


def test_chains_go_on_among_many_and_line_by_line_alike(app: Flask, world: World) -> None:
    standing, new = world.family.id.hex, uuid7()
    with transaction():
        record(world.alice, Deed.FAMILY_ADDED, world.family, {"arm": [None, "budget"]}, at=NOON)
        lines = many(world, "family")
        lines.add(Deed.FAMILY_CORRECTED, standing, {"note": '\u00e9"\\', "list": [1, True, None]}, new=False)
        lines.add(Deed.FAMILY_ADDED, new.hex, {}, new=True)
        lines.add(Deed.FAMILY_CORRECTED, new.hex, {"arm": [None, "budget"]}, new=False)
        lines.write()
        lines.add(Deed.FAMILY_CORRECTED, new.hex, {"arm": ["budget", None]}, new=False)
        lines.write()
        record(world.alice, Deed.FAMILY_CORRECTED, world.family, {"arm": [None, "budget"]}, at=NOON)
    assert [line.sequence for line in queries.history_of(world.family.id)] == [1, 2, 3]
    assert [line.sequence for line in queries.history_of(new)] == [1, 2, 3]
    assert queries.faults() == []
    for line in db.session.scalars(select(AuditRecord)):
        assert line.body == body_of(json.loads(line.body))


def test_no_chain_is_begun_twice(app: Flask, world: World) -> None:
    (subject,) = begin(world, 1)
    lines = many(world)
    for each in (uuid7().hex, subject.hex):
        lines.add(Deed.WORK_LOGGED, each, {}, new=True)
    with pytest.raises(IntegrityError), transaction():
        lines.write()
    assert db.session.scalar(select(func.count()).select_from(AuditChain)) == 1
    assert db.session.scalar(select(func.count()).select_from(AuditRecord)) == 1


def test_none_at_all_writes_nothing(app: Flask, world: World) -> None:
    assert begin(world, 0) == []
    assert db.session.scalar(select(func.count()).select_from(AuditRecord)) == 0

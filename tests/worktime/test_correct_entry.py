"""Correcting and withdrawing one's own entries."""

import json

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.worktime.actions import (
    Part,
    correct_entry,
    withdraw_entry,
)
from budgettracker.worktime.queries import day_minutes
from budgettracker.worktime.rules import LongDay
from tests.factories.worktime import NOW, TODAY, deeds, log, office, refusal, visit
from tests.factories.world import World

pytestmark = pytest.mark.usefixtures("app")


def test_a_correction_raises_the_version_and_the_audit_keeps_both_sides(world: World) -> None:
    with transaction():
        entry = log(world.alice, visit(world, Part(world.family_id), note="First"))
        work = visit(world, Part(world.comparison.id), minutes=45, note="Second")
        correct_entry(world.alice, entry, work, version=1, on=TODAY, at=NOW)
        assert (entry.version, entry.contact_minutes, [s.family_id for s in entry.shares]) == (
            2,
            45,
            [world.comparison.id],
        )
        assert entry.details is not None
        assert entry.details.note == "Second"
        line = db.session.scalars(select(AuditRecord).filter_by(subject_id=entry.id, deed="work.corrected")).one()
    changes = json.loads(line.body)["changes"]
    assert changes == {
        "contact_minutes": [90, 45],
        "families": [[[str(world.family_id), 1]], [[str(world.comparison.id), 1]]],
        "note_changed": [False, True],
    }


def test_a_correction_that_changes_nothing_is_no_new_version(world: World) -> None:
    with transaction():
        work = visit(world, Part(world.family_id), note="Same")
        entry = log(world.alice, work)
        correct_entry(world.alice, entry, work, version=1, on=TODAY, at=NOW)
        assert (entry.version, deeds(entry.id)) == (1, ["work.logged"])


def test_a_correction_counts_the_day_without_what_the_entry_said_before(world: World) -> None:
    with transaction():
        entry = log(world.alice, office(world.authority, 13 * 60))
        longer = office(world.authority, 14 * 60)
        assert correct_entry(world.alice, entry, longer, version=1, on=TODAY, at=NOW).minutes == 840
        assert day_minutes(world.alice.id, TODAY) == 840
        answer = refusal(
            lambda: correct_entry(world.alice, entry, office(world.authority, 841), version=2, on=TODAY, at=NOW)
        )
        assert isinstance(answer, LongDay)


def test_a_page_that_is_out_of_date_or_an_entry_withdrawn_corrects_nothing(world: World) -> None:
    with transaction():
        entry = log(world.alice, office(world.authority))
        correct_entry(world.alice, entry, office(world.authority, 30), version=1, on=TODAY, at=NOW)
        late = refusal(
            lambda: correct_entry(world.alice, entry, office(world.authority, 45), version=1, on=TODAY, at=NOW)
        )
        assert "changed since you opened the page" in late.message
        withdraw_entry(world.alice, entry, at=NOW)
        assert deeds(entry.id)[-1] == "work.withdrawn"
        for change in (
            lambda: correct_entry(world.alice, entry, office(world.authority), version=2, on=TODAY, at=NOW),
            lambda: withdraw_entry(world.alice, entry, at=NOW),
        ):
            assert "was withdrawn" in refusal(change).message


def test_nobody_changes_somebody_elses_entry(world: World) -> None:
    with transaction():
        entry = log(world.alice, office(world.authority))
        with pytest.raises(NotTheirs):
            correct_entry(world.mary, entry, office(world.authority, 5), version=1, on=TODAY, at=NOW)
        with pytest.raises(NotTheirs):
            withdraw_entry(world.bob, entry, at=NOW)


def test_making_a_long_day_shorter_is_not_asked_again(world: World) -> None:
    with transaction():
        entry = log(world.alice, office(world.authority, 16 * 60), day_confirmed=16 * 60)
        shorter = office(world.authority, 15 * 60)
        assert correct_entry(world.alice, entry, shorter, version=1, on=TODAY, at=NOW).minutes == 900

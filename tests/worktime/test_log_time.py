"""Logging time: for families, other families or nobody, within a day's hours."""

import json
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.worktime.actions import (
    Part,
    add_activity,
    add_intervention,
    correct_entry,
    log_time,
    withdraw_entry,
)
from budgettracker.worktime.kinds import ActivityKind, ForWhom
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries import shared_minutes
from budgettracker.worktime.rules import LongDay
from tests.factories.worktime import NOW, TODAY, YESTERDAY, activity, log, office, refusal, visit
from tests.factories.world import World, family

pytestmark = pytest.mark.usefixtures("app")


def test_a_visit_is_kept_in_minutes_with_its_family_and_note(world: World) -> None:
    with transaction():
        work = visit(world, Part(world.family_id), travel_minutes=25, miles_hundredths=1250, note="Went well")
        entry = log(world.alice, work)
        entry_id = entry.id
    db.session.expire_all()
    kept = db.session.get_one(WorkEntry, entry_id)
    assert (kept.contact_minutes, kept.travel_minutes, kept.minutes, kept.miles_hundredths) == (90, 25, 115, 1250)
    assert (kept.for_whom, kept.version, kept.recorded_by_id) == (ForWhom.FAMILIES, 1, world.alice.id)
    assert [share.family_id for share in kept.shares] == [world.family_id]
    assert kept.details is not None
    assert kept.details.note == "Went well"


def test_the_audit_tells_of_an_entry_in_numbers_and_codes_without_its_note(world: World) -> None:
    with transaction():
        entry = log(world.alice, visit(world, Part(world.family_id), note="Secret words"))
    line = db.session.scalars(select(AuditRecord).filter_by(subject_id=entry.id)).one()
    assert line.deed == "work.logged"
    assert "Secret" not in line.body
    changes = json.loads(line.body)["changes"]
    assert changes["contact_minutes"] == [None, 90]
    assert changes["families"] == [None, [[str(world.family_id), 1]]]


def test_families_stand_by_reference_and_other_families_last(world: World) -> None:
    with transaction():
        entry = log(
            world.alice, visit(world, Part(None), Part(world.comparison.id), Part(world.family_id), minutes=100)
        )
        parts = shared_minutes(entry)
    assert [part.family.reference if part.family else None for part in parts] == ["WM-001", "WM-002", None]
    assert [part.minutes for part in parts] == [33, 34, 33]


def test_time_shared_by_minutes_is_each_familys_own_minutes(world: World) -> None:
    parts = (Part(world.family_id, 60), Part(world.comparison.id, 30))
    with transaction():
        entry = log(world.alice, visit(world, *parts, by_minutes=True))
        assert [part.minutes for part in shared_minutes(entry)] == [60, 30]


@pytest.mark.parametrize("weights, words", [((60, 20), "1 hour 20 minutes"), ((90, 0), "how long each family had")])
def test_minutes_of_families_that_do_not_add_up_are_refused(world: World, weights: tuple[int, int], words: str) -> None:
    parts = (Part(world.family_id, weights[0]), Part(world.comparison.id, weights[1]))
    with transaction():
        refused = refusal(lambda: log(world.alice, visit(world, *parts, by_minutes=True)))
    assert refused.field == "sharing"
    assert words in refused.message


def test_other_families_alone_and_nobody_are_kept_as_such(world: World) -> None:
    with transaction():
        others, nobody = log(world.alice, visit(world, Part(None))), log(world.alice, office(world.authority))
        assert (others.for_whom, len(others.shares)) == (ForWhom.OTHER, 1)
        assert (nobody.for_whom, nobody.shares) == (ForWhom.NOBODY, [])


def test_direct_work_is_for_somebody(world: World) -> None:
    with transaction():
        refused = refusal(lambda: log(world.alice, visit(world)))
    assert refused.field == "for_whom"
    assert refused.message == "Visit to the family is work with a family. Say which one, or choose other families."


def test_a_comparison_family_has_time_like_any_other(world: World) -> None:
    with transaction():
        assert log(world.alice, visit(world, Part(world.comparison.id))).minutes == 90


def test_another_teams_family_can_be_named_and_another_authoritys_cannot(world: World) -> None:
    with transaction():
        theirs = family(world.other_team, "SM-001", "Petrov")
        assert log(world.alice, visit(world, Part(theirs.id))).minutes == 90
        with pytest.raises(NotTheirs):
            log(world.alice, visit(world, Part(world.other_family.id)))
        with pytest.raises(NotTheirs):
            log(world.alice, visit(world, Part(uuid.uuid4())))


def test_another_authoritys_activity_cannot_be_used(world: World) -> None:
    with transaction():
        theirs = activity(world.elsewhere)
        with pytest.raises(NotTheirs):
            log(world.alice, office(world.authority, activity_id=theirs.id))
        with pytest.raises(NotTheirs):
            add_activity(world.dave, world.authority, "Theirs", kind=ActivityKind.GENERAL, at=NOW)


def test_an_entry_may_name_an_intervention_of_its_own_authority_only(world: World) -> None:
    with transaction():
        ours = add_intervention(world.adam, world.authority, "Family group conference", at=NOW)
        entry = log(world.alice, office(world.authority, intervention_id=ours.id))
        assert entry.intervention is not None
        assert entry.intervention.name == "Family group conference"
        theirs = add_intervention(None, world.elsewhere, "Mediation", at=NOW)
        with pytest.raises(NotTheirs):
            log(world.alice, office(world.authority, intervention_id=theirs.id))
        with pytest.raises(NotTheirs):
            add_activity(None, world.authority, "Mixed", kind=ActivityKind.GENERAL, intervention=theirs, at=NOW)


def test_a_family_is_named_once(world: World) -> None:
    with transaction():
        refused = refusal(lambda: log(world.alice, visit(world, Part(world.family_id), Part(world.family_id))))
    assert refused.message == "A family is named twice. Name each family once."


def test_an_activity_out_of_use_is_refused_from_that_day_on(world: World) -> None:
    with transaction():
        kind = add_activity(world.adam, world.authority, "Fax", kind=ActivityKind.GENERAL, at=NOW)
        kind.retired_on = TODAY
        assert log(world.alice, office(world.authority, worked_on=YESTERDAY, activity_id=kind.id)).minutes == 60
        refused = refusal(lambda: log(world.alice, office(world.authority, activity_id=kind.id)))
    assert refused.message == "Fax is not used since 15 June 2026. Choose another activity."


def test_two_activities_of_one_authority_do_not_share_a_name(world: World) -> None:
    with transaction():
        activity(world.authority)
        refused = refusal(
            lambda: add_activity(world.adam, world.authority, " team  MEETING ", kind=ActivityKind.GENERAL, at=NOW)
        )
    assert refused.field == "name"


def test_nothing_worked_is_refused_but_miles_alone_are_an_entry(world: World) -> None:
    with transaction():
        assert refusal(lambda: log(world.alice, office(world.authority, 0))).field == "contact"
        assert log(world.alice, office(world.authority, 0, miles_hundredths=300)).miles_hundredths == 300


@pytest.mark.parametrize(
    "worked_on, words",
    [(TODAY + timedelta(days=1), "today or earlier"), (date(2019, 12, 31), "1 January 2020 or later")],
)
def test_days_to_come_and_days_before_the_first_are_refused(world: World, worked_on: date, words: str) -> None:
    with transaction():
        refused = refusal(lambda: log(world.alice, office(world.authority, worked_on=worked_on)))
    assert refused.field == "worked_on"
    assert words in refused.message


def test_days_after_somebody_left_are_refused(world: World) -> None:
    with transaction():
        world.alice.active_to = YESTERDAY
        refused = refusal(lambda: log(world.alice, office(world.authority)))
    assert "14 June 2026 or earlier" in refused.message


def test_a_day_holds_24_hours_over_all_of_a_persons_entries(world: World) -> None:
    with transaction():
        log(world.alice, office(world.authority, 14 * 60))
        full = log(world.alice, office(world.authority, 10 * 60), day_confirmed=24 * 60)
        assert full.minutes == 600
        refused = refusal(lambda: log(world.alice, office(world.authority, 1), day_confirmed=24 * 60 + 1))
        assert not isinstance(refused, LongDay)
        assert "24 hours 1 minute on 15 June 2026" in refused.message
        assert log(world.bob, office(world.authority, 1)).minutes == 1, "each person has a day of their own"
        withdraw_entry(world.alice, full, at=NOW)
        assert log(world.alice, office(world.authority, 1), day_confirmed=14 * 60 + 1).minutes == 1


def test_over_14_hours_the_person_is_asked_and_confirms_that_very_day(world: World) -> None:
    with transaction():
        log(world.alice, office(world.authority, 14 * 60))
        answer = refusal(lambda: log(world.alice, office(world.authority, 90)))
        assert isinstance(answer, LongDay)
        assert (answer.field, answer.minutes) == ("long_day", 930)
        assert answer.message == "That makes 15 hours 30 minutes on 15 June 2026. Tick the box if that is right."
        assert isinstance(refusal(lambda: log(world.alice, office(world.authority, 90), day_confirmed=900)), LongDay)
        assert log(world.alice, office(world.authority, 90), day_confirmed=930).minutes == 90


def test_an_evaluator_has_no_authority_to_log_time_in(world: World) -> None:
    with transaction():
        work = office(world.authority)
        assert "belongs to none" in refusal(lambda: log_time(world.eve, world.eve, work, on=TODAY, at=NOW)).message


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"minutes": -1}, "contact"),
        ({"preparation_minutes": -30}, "preparation"),
        ({"travel_minutes": -30}, "travel"),
        ({"miles_hundredths": -1}, "miles"),
        ({"expenses_pence": -1}, "expenses"),
    ],
)
def test_less_than_nothing_is_refused_in_words(world: World, changes: dict[str, Any], field: str) -> None:
    with transaction():
        activity(world.authority)
    with transaction():
        refused = refusal(lambda: log(world.alice, visit(world, Part(world.family_id), **changes)))
        assert refused.field == field
        kept = log(world.alice, visit(world, Part(world.family_id)))
        refused = refusal(
            lambda: correct_entry(
                world.alice, kept, visit(world, Part(world.family_id), **changes), version=1, on=TODAY, at=NOW
            )
        )
        assert refused.field == field
        assert kept.version == 1

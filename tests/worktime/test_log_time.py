"""Logging time: for families, other families or nobody, within a day's hours and in open months."""

import dataclasses
import json
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, RuleBroken
from budgettracker.people.models import TeamMembership
from budgettracker.worktime.actions import (
    Part,
    Work,
    add_activity,
    close_month,
    correct_entry,
    log_time,
    reopen_month,
    withdraw_entry,
)
from budgettracker.worktime.models import ActivityKind, ForWhom, WorkEntry
from budgettracker.worktime.queries import day_minutes, entries_between, recent_days, shared_minutes
from budgettracker.worktime.rules import LongDay
from tests.worktime.making import LAST_MONTH, NOW, TODAY, VISIT, YESTERDAY, activity, deeds, log, office
from tests.world import World, family

pytestmark = pytest.mark.usefixtures("app")


def visit(world: World, *parts: Part, minutes: int = 90, worked_on: date = TODAY, **changes: object) -> Work:
    """A visit of 90 minutes to families."""
    values = {"activity_id": activity(world.authority, VISIT).id, "contact_minutes": minutes, "parts": parts}
    return Work(worked_on=worked_on, **{**values, **changes})  # type: ignore[arg-type]


def refusal(ask: object) -> RuleBroken:
    """What a deed was refused with."""
    with pytest.raises(RuleBroken) as found:
        ask()  # type: ignore[operator]
    return found.value


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
        asked = refusal(lambda: log(world.alice, office(world.authority, 90)))
        assert isinstance(asked, LongDay)
        assert (asked.field, asked.minutes) == ("long_day", 930)
        assert asked.message == "That makes 15 hours 30 minutes on 15 June 2026. Tick the box if that is right."
        assert isinstance(refusal(lambda: log(world.alice, office(world.authority, 90), day_confirmed=900)), LongDay)
        assert log(world.alice, office(world.authority, 90), day_confirmed=930).minutes == 90


def test_a_closed_month_refuses_entries_of_people_then_in_that_team(world: World) -> None:
    with transaction():
        old = log(world.alice, office(world.authority, worked_on=LAST_MONTH))
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
        refused = refusal(lambda: log(world.alice, office(world.authority, worked_on=LAST_MONTH)))
        assert refused.field == "worked_on"
        assert refused.message == "May 2026 is closed for North team. Ask the team's manager to reopen it."
        assert log(world.carol, office(world.authority, worked_on=LAST_MONTH)).minutes == 60, "another team"
        assert log(world.alice, office(world.authority)).minutes == 60, "another month"
        moved = office(world.authority, worked_on=LAST_MONTH)
        here = log(world.alice, office(world.authority))
        for change in (
            lambda: correct_entry(world.alice, old, office(world.authority), version=1, on=TODAY, at=NOW),
            lambda: correct_entry(world.alice, here, moved, version=1, on=TODAY, at=NOW),
            lambda: withdraw_entry(world.alice, old, at=NOW),
        ):
            assert "May 2026 is closed" in refusal(change).message
        reopen_month(world.mary, world.team, LAST_MONTH, "A visit was forgotten", on=TODAY, at=NOW)
        assert log(world.alice, moved).minutes == 60


def test_the_team_of_the_day_decides_not_the_team_of_today(world: World) -> None:
    with transaction():
        membership = db.session.query(TeamMembership).filter_by(person_id=world.alice.id).one()
        membership.ends_on = LAST_MONTH
        db.session.flush()
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
        assert "closed" in refusal(lambda: log(world.alice, office(world.authority, worked_on=LAST_MONTH))).message
        assert log(world.alice, office(world.authority, worked_on=LAST_MONTH + timedelta(days=1))).minutes == 60


def test_a_month_is_closed_once_it_is_over_by_a_manager_of_the_team(world: World) -> None:
    with transaction():
        this_month = refusal(lambda: close_month(world.mary, world.team, TODAY, on=TODAY, at=NOW))
        assert this_month.message == "June 2026 is not over yet. Close it from 1 July on."
        for by in (world.alice, world.adam):
            assert refusal(lambda by=by: close_month(by, world.team, LAST_MONTH, on=TODAY, at=NOW)).field == "team"
        assert refusal(lambda: close_month(world.mary, world.other_team, LAST_MONTH, on=TODAY, at=NOW)).field == "team"
        with pytest.raises(NotTheirs):
            close_month(world.dave, world.team, LAST_MONTH, on=TODAY, at=NOW)
        closing = close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
        again = refusal(lambda: close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW))
        assert again.message == "May 2026 is already closed for North team."
        assert (
            refusal(lambda: reopen_month(world.mary, world.team, LAST_MONTH, " ", on=TODAY, at=NOW)).field == "reason"
        )
        reopen_month(world.mary, world.team, LAST_MONTH, "Forgotten visit", on=TODAY, at=NOW)
        assert refusal(lambda: reopen_month(world.mary, world.team, LAST_MONTH, "x", on=TODAY, at=NOW)).field == "month"
        assert deeds(closing.id) == ["month.closed", "month.reopened"]


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
        asked = refusal(
            lambda: correct_entry(world.alice, entry, office(world.authority, 841), version=2, on=TODAY, at=NOW)
        )
        assert isinstance(asked, LongDay)


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


def test_an_evaluator_has_no_authority_to_log_time_in(world: World) -> None:
    with transaction():
        work = office(world.authority)
        assert "belongs to none" in refusal(lambda: log_time(world.eve, world.eve, work, on=TODAY, at=NOW)).message


def test_an_authoritys_entries_stream_in_order_with_their_shares(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgettracker.worktime.queries.BATCH", 2)
    with transaction():
        for day in (3, 1, 2):
            log(world.alice, visit(world, Part(None), Part(world.family_id), worked_on=date(2026, 6, day)))
            log(world.bob, office(world.authority, worked_on=date(2026, 6, day)), reference=f"W{day}")
        outside = [date(2026, 5, 31), date(2026, 6, 4)]
        for day_outside in outside:
            log(world.alice, office(world.authority, worked_on=day_outside))
        gone = log(world.alice, office(world.authority, worked_on=date(2026, 6, 2)))
        withdraw_entry(world.alice, gone, at=NOW)
        theirs = dataclasses.replace(office(world.elsewhere), worked_on=date(2026, 6, 2))
        log(world.dave, theirs)
    rows = list(entries_between(world.authority.id, date(2026, 6, 1), date(2026, 6, 4)))
    keys = [(row.person_id, row.worked_on) for row in rows]
    assert len(rows) == 6
    assert keys == sorted(keys)
    visits = [row for row in rows if row.person_id == world.alice.id]
    assert [[share[1:] for share in row.shares] for row in visits] == [[("WM-001", 1), (None, 1)]] * 3
    assert {row.reference for row in rows if not row.shares} == {"W1", "W2", "W3"}


def test_recent_days_come_latest_first_with_their_totals(world: World) -> None:
    from budgettracker.periods import Period

    with transaction():
        for minutes, day in ((30, YESTERDAY), (60, TODAY), (45, TODAY)):
            log(world.alice, office(world.authority, minutes, worked_on=day))
        withdraw_entry(world.alice, log(world.alice, office(world.authority, 5)), at=NOW)
        log(world.bob, office(world.authority))
    days = recent_days(world.alice, Period(YESTERDAY, TODAY + timedelta(days=1)))
    assert [(day.worked_on, day.minutes, len(day.entries)) for day in days] == [(TODAY, 105, 2), (YESTERDAY, 30, 1)]

"""Incidents opened by hand: their 72 hours, what is written down of the report, and who protects an authority's data."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from budgettracker.confirmations.actions import confirm
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import (
    ask_to_lift,
    lift_restriction,
    open_by_hand,
    open_by_reason,
    remove_reader,
    report_incident,
    restrict_family,
)
from budgettracker.families.kinds import IncidentKind
from budgettracker.families.models import Incident
from budgettracker.families.queries import named_for
from budgettracker.families.rules import clock_of
from budgettracker.people.actions.name_data_officer import ask_for_data_officer, end_data_officer
from budgettracker.people.models import Person
from tests.factories.families import TODAY, WHEN, own_family
from tests.factories.second_hands import at, browser, go_live
from tests.factories.spend import bought, limit
from tests.factories.statements import statement_made
from tests.factories.world import NOON, World

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon(app: Flask) -> None:
    at(app, NOON)


def lost(world: World, days_ago: int = 0) -> Incident:
    day = TODAY - days_ago * DAY
    return open_by_hand(
        world.alice, own_family(world), IncidentKind.LOST, "A bag on the bus", since_on=day, aware_on=day, at=NOON
    )


def test_the_clock_runs_from_when_it_was_known(world: World) -> None:
    with transaction():
        today, early, late = lost(world), lost(world, 2), lost(world, 4)
        clocks = [clock_of(each.aware_at, NOON) for each in (today, early, late)]
        assert [(clock.hours_left, clock.late) for clock in clocks] == [(72, False), (11, False), (0, True)]
        assert "Bob Brown" in today.details.could_see
        report_incident(world.mary, early, True, "", at=NOON)
        for reported in (True, False):
            with pytest.raises(Refusal, match="Say why") as refused:
                report_incident(world.mary, late, reported, " ", at=NOON)
            assert refused.value.field == "report_words"
        report_incident(world.mary, late, True, "Nobody was there to ask over the weekend", at=NOON)
        with pytest.raises(Refusal, match="written down already"):
            report_incident(world.mary, late, False, "Not needed", at=NOON)
        with pytest.raises(Refusal, match="known of before it happened"):
            open_by_hand(
                world.alice,
                own_family(world),
                IncidentKind.SEEN,
                "A letter",
                since_on=TODAY,
                aware_on=TODAY - DAY,
                at=NOON,
            )


def test_a_data_protection_officer_is_named_by_two_and_ended_by_one(world: World) -> None:
    go_live(world)
    with transaction():
        wish = ask_for_data_officer(world.adam, world.fiona, TODAY + DAY, **WHEN)
        for nobody in (world.adam, world.mary, world.fiona):
            with pytest.raises(Refusal):
                confirm(nobody, wish, **WHEN)
        confirm(world.sam, wish, **WHEN)
        fiona = db.session.get_one(Person, world.fiona.id)
        assert [fiona.protects_data_on(TODAY + days * DAY) for days in (0, 1, 400)] == [False, True, True]
        with pytest.raises(Refusal, match="named already"):
            ask_for_data_officer(world.adam, fiona, TODAY, **WHEN)
        end_data_officer(world.adam, fiona, on=TODAY + 3 * DAY, at=NOON)
        assert [fiona.protects_data_on(TODAY + days * DAY) for days in (2, 3)] == [True, False]


def test_of_a_restricted_family_it_names_who_was_named_and_what_was_made(world: World) -> None:
    later: dict[str, Any] = {"on": TODAY + 2 * DAY, "at": NOON + 2 * DAY}
    limit(world, 500_00)
    cot = bought(world.alice, world.family, 20_00)
    with transaction():
        family = own_family(world)
        restrict_family(world.alice, family, [world.mary], "Known here", **WHEN)
        statement_made(world, family, [cot])
        open_by_reason(world.bob, "Okafor", "The duty line rang", on=TODAY + DAY, at=NOON + DAY)
        days: dict[str, Any] = {"since_on": TODAY + DAY, "aware_on": TODAY + 2 * DAY, "at": later["at"]}
        while_restricted = open_by_hand(world.alice, family, IncidentKind.SEEN, "A letter", **days)
        before_too = open_by_hand(world.alice, family, IncidentKind.SEEN, "A letter", **{**days, "since_on": TODAY})
        (alices,) = [each.id for each in named_for(family.id) if each.person_id == world.alice.id]
        remove_reader(world.mary, family, alices, **later)
    assert while_restricted.details.could_see.split("\n") == ["Alice Archer", "Bob Brown", "Mary Moss"]
    assert {"Audrey Ash", "Sam Stone"} & set(before_too.details.could_see.split("\n")), "the team saw it until noon"
    assert while_restricted.details.went_out == ""
    assert before_too.details.went_out == "A statement made to be handed over, on 15 June 2026"
    with transaction():
        lifting = ask_to_lift(world.mary, own_family(world), "It is over", **later)
        lift_restriction(world.sam, lifting, later["on"], later["at"])
        after = open_by_hand(
            world.bob,
            own_family(world),
            IncidentKind.SEEN,
            "A letter",
            since_on=later["on"],
            aware_on=later["on"],
            at=later["at"] + DAY,
        )
    assert "Audrey" in after.details.could_see, "and sees it again"


@pytest.mark.parametrize(
    "change",
    [
        "family SET sealed_on = '2026-06-15'",
        "family SET crossed_on = '2026-06-15'",
        "incident SET reported = (1 = 1)",
        "incident SET closed_at = opened_at",
    ],
)
def test_the_database_keeps_dates_in_pairs(world: World, change: str) -> None:
    with transaction():
        lost(world)
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        db.session.execute(text(f"UPDATE {change}"))
    db.session.rollback()


@pytest.mark.pages
def test_the_officer_reads_all_incidents_and_openings_and_no_name(app: Flask, world: World) -> None:
    with transaction():
        db.session.get_one(Person, world.fiona.id).protects_from = TODAY
    alice, fiona, mary = (browser(app, each) for each in (world.alice, world.fiona, world.mary))
    of = f"/families/{world.family_id}/incident"
    assert "Open the record of an incident" in alice.get(f"/families/{world.family_id}").html
    assert alice.post(of, alice.get(of).form() | {"kind": "lost"}).status == 422
    opened = alice.post(of, alice.get(of).form() | {"kind": "lost", "what": "A bag was left on the bus"}).location
    assert "72 of 72 hours left" in alice.get(opened).text
    assert "Fiona" in mary.get(opened).text, "it says who reports it"
    with transaction():
        restrict_family(world.alice, own_family(world), [db.session.merge(world.mary)], "Known here", **WHEN)
        open_by_reason(world.bob, "Okafor", "The duty line rang", **WHEN)
    page = fiona.get("/data-protection")
    assert "The duty line rang" in page.text
    assert "A device or a paper was lost" in page.text
    record = f"/data-protection/{opened.rsplit('/', 1)[1]}"
    assert fiona.post(record, fiona.get(record).form() | {"reported": "no"}).status == 422
    assert fiona.post(record, fiona.get(record).form() | {"reported": "yes"}).location == record
    assert "Reported on 15 June 2026" in fiona.get(record).text
    assert not any(
        word in fiona.get(each).html for each in ("/data-protection", record) for word in ("Okafor", "WM-001")
    )
    assert (mary.get("/data-protection").status, mary.get(record).status) == (403, 403)

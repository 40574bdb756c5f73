"""Families handed over: from a day on, by a manager, and what was true before stays true of the days before."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.families import actions
from budgettracker.families.models import Family, FamilyLead
from budgettracker.families.queries import lead_faults, leads_of
from budgettracker.families.rules import Led, led_on
from budgettracker.ledger.queries.books import book_faults
from budgettracker.people.actions.change_teams import change_teams
from budgettracker.periods import SINCE_EVER
from tests.factories.families import TODAY, WHEN, added, deeds, own_family, refusal
from tests.factories.world import NOON, World, family

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)


def handed(world: World, **changes: Any) -> Family:
    """Mary hands alice's family over to bob of the same team, with one fact changed at a time."""
    values: dict[str, Any] = {"by": world.mary, "team": world.team, "lead": world.bob, "starts_on": JUNE, **changes}
    whose: list[Family] = [own_family(world), *values.get("more", [])]
    was = values.get("was_led_by", whose[0].lead_worker_id)
    to = (values["team"], values["lead"], values["starts_on"])
    actions.hand_over(values["by"], whose, *to, was_led_by=was, **WHEN)
    return whose[0]


def test_a_day_is_told_with_that_days_lead_and_team(world: World) -> None:
    with transaction():
        handed(world)
    with transaction():
        moved = handed(world, team=world.other_team, lead=world.carol, starts_on=TODAY)
    north, south = world.team.id, world.other_team.id
    rows = leads_of(world.authority.id)[world.family_id]
    assert rows == [
        Led(SINCE_EVER, north, world.alice.id),
        Led(JUNE, north, world.bob.id),
        Led(TODAY, south, world.carol.id),
    ]
    values = {on: led_on(rows, on)[1:] for on in (MAY, JUNE, TODAY)}
    assert values == {MAY: (north, world.alice.id), JUNE: (north, world.bob.id), TODAY: (south, world.carol.id)}
    assert (moved.team_id, moved.lead_worker_id) == (south, world.carol.id), "the family says how it is now"
    lines = db.session.scalars(select(AuditRecord).filter_by(subject_id=moved.id).order_by(AuditRecord.sequence))
    assert [(line.deed, json.loads(line.body)["changes"]) for line in lines] == [
        (
            "family.handed_over",
            {"lead_worker_id": [str(world.alice.id), str(world.bob.id)], "handed_over_on": [None, "2026-06-01"]},
        ),
        (
            "family.handed_over",
            {
                "team_id": [str(north), str(south)],
                "lead_worker_id": [str(world.bob.id), str(world.carol.id)],
                "handed_over_on": [None, "2026-06-15"],
            },
        ),
    ]


def test_several_families_go_in_one_deed_or_none_of_them(world: World) -> None:
    with transaction():
        second = family(world.team, "WM-050", "Petrov", world.alice, world.scheme)
        theirs = family(world.other_team, "WM-051", "Quinn", world.carol, world.scheme)
    with pytest.raises(NotTheirs), transaction():
        handed(world, more=[second, theirs])
    db.session.expire_all()
    assert own_family(world).lead_worker_id == world.alice.id, "another team's family among them stops all"
    with transaction():
        handed(world, more=[second])
    assert {own_family(world).lead_worker_id, second.lead_worker_id} == {world.bob.id}


def test_only_a_manager_of_the_familys_team_hands_it_over(world: World) -> None:
    for by in (world.alice, world.carol, world.audrey, world.adam, world.dave):
        with pytest.raises(NotTheirs), transaction():
            handed(world, by=by)
    with transaction():
        change_teams(None, world.mary, [world.other_team], TODAY, on=TODAY, at=NOON)
    with pytest.raises(NotTheirs), transaction():
        handed(world)
    with transaction():
        handed(world, by=world.sam)


def test_it_is_refused_in_words_and_changes_nothing(world: World) -> None:
    with refusal("starts_on"):
        handed(world, starts_on=date(2026, 6, 16))
    with refusal("lead_worker_id"):
        handed(world, lead=world.carol)
    with refusal("lead_worker_id") as same:
        handed(world, lead=world.alice)
    assert same.value.message.startswith("WM-001 has this lead worker in this team already. Choose somebody else")
    with refusal(None) as late:
        handed(world, was_led_by=world.bob.id)
    assert late.value.message == "WM-001 was handed over since you opened the page. Open it again."
    with transaction():
        handed(world)
    with refusal("starts_on") as refused:
        handed(world, lead=world.alice, starts_on=MAY)
    assert refused.value.message == "WM-001 was handed over on 1 June 2026. Choose that day or a later one."
    assert deeds(world.family) == ["family.handed_over"]


def test_whoever_was_not_in_the_team_on_that_day_did_not_lead_then(world: World) -> None:
    with transaction():
        change_teams(None, world.carol, [world.team], TODAY, on=TODAY, at=NOON)
    with refusal("lead_worker_id"):
        handed(world, lead=world.carol)
    with transaction():
        handed(world, lead=world.carol, starts_on=TODAY)


def test_a_wrong_lead_is_put_right_from_the_start_and_twice_on_a_day_counts_once(world: World) -> None:
    with transaction():
        new = added(world, opened_on=JUNE, lead_worker=world.alice)
    for lead in (world.bob, None, world.alice, world.bob):
        with transaction():
            actions.hand_over(world.mary, [new], world.team, lead, JUNE, was_led_by=new.lead_worker_id, **WHEN)
    assert leads_of(world.authority.id)[new.id] == [Led(SINCE_EVER, world.team.id, world.bob.id)]
    for lead in (world.alice, None):
        with transaction():
            actions.hand_over(world.mary, [new], world.team, lead, TODAY, was_led_by=new.lead_worker_id, **WHEN)
    assert leads_of(world.authority.id)[new.id][1:] == [Led(TODAY, world.team.id, None)]


NOT_ITS_ROW = "not what its row of 15 June 2026 says"
NOT_DONE = "is not what its handovers say"
DAMAGES: tuple[tuple[date | None, dict[str, Any], str], ...] = (
    (None, {"lead_worker_id": "alice"}, f"its lead worker is {NOT_ITS_ROW}"),
    (None, {"team_id": "team"}, f"its team is {NOT_ITS_ROW}"),
    (None, {"team_id": "team", "lead_worker_id": "alice"}, f"its team and lead worker are {NOT_ITS_ROW}"),
    (JUNE, {"lead_worker_id": "mary"}, f"its row of 1 June 2026 {NOT_DONE}"),
    (JUNE, {"team_id": "other_team"}, f"its row of 1 June 2026 {NOT_DONE}"),
    (JUNE, {"starts_on": date(2026, 6, 2)}, f"its row of 2 June 2026 {NOT_DONE}"),
    (JUNE, {"starts_at": NOON}, "its row of 1 June 2026 begins at another moment than its day"),
    (JUNE, {}, f"its row since ever {NOT_DONE}"),
    (SINCE_EVER, {"lead_worker_id": "mary"}, f"its row since ever {NOT_DONE}"),
    (SINCE_EVER, {}, "nobody is said to lead it before its first dated row, which holds since ever"),
)
"""What somebody changes behind the program's back: of the family today (None) or of the row of a day, which goes where no
value is given; and what check-books says of it."""


def test_check_books_names_the_family_and_the_day_that_differ(world: World) -> None:
    with transaction():
        handed(world)
    with transaction():
        handed(world, team=world.other_team, lead=world.carol, starts_on=TODAY)
    assert lead_faults() == []
    for day, values, words in DAMAGES:
        ids = {name: getattr(world, to).id if isinstance(to, str) else to for name, to in values.items()}
        row = (FamilyLead.family_id == world.family_id) & (FamilyLead.starts_on == day)
        damaged = update(Family).where(Family.id == world.family_id) if day is None else update(FamilyLead).where(row)
        db.session.execute(damaged.values(ids) if ids else delete(FamilyLead).where(row))
        faults = lead_faults()
        assert {fault.id for fault in faults} == {world.family_id}, words
        assert f"WM-001: {words}" in [fault.words for fault in faults]
        db.session.rollback()


def test_check_books_names_a_family_without_any_dated_row(world: World) -> None:
    with transaction():
        db.session.execute(delete(FamilyLead).where(FamilyLead.family_id == world.comparison.id))
    (fault,) = [fault for fault in book_faults().records if fault.code == "lead"]
    assert (
        str(fault) == f"family {world.comparison.id}: {world.comparison.reference}: it has no dated row of who leads it"
    )

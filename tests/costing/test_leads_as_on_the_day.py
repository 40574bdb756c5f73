"""Lead worker and team of a family in a run: as on the day, frozen, and unmoved by a handover made later."""

from collections import Counter
from datetime import date

from flask import Flask
from sqlalchemy import func, select

from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunMember
from budgettracker.database import db, transaction
from budgettracker.exports.models import Workbook
from budgettracker.families.actions import hand_over
from budgettracker.people.models import Person, Team
from budgettracker.workbooks.readback import Book
from tests.factories.exports import StudyWorld, built, file_of, run_of, study_world
from tests.factories.studies import AT, ON
from tests.factories.world import World

DAY = date(2026, 4, 10)


def minutes_by_lead(run: CostingRun) -> dict[tuple[object, bool], int]:
    """Minutes of a run's lines for alice's family, by lead worker, and whether the day was before DAY."""
    before = RunEntry.worked_on < DAY
    minutes = func.sum(RunLine.contact_minutes + RunLine.preparation_minutes + RunLine.travel_minutes)
    query = (
        select(RunLine.lead_worker_id, before, minutes)
        .join(RunEntry, (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id))
        .where(RunLine.run_id == run.id)
        .group_by(RunLine.lead_worker_id, before)
    )
    return {(lead, bool(early)): int(total) for lead, early, total in db.session.execute(query)}


def sums_of(app: Flask, workbook: Workbook) -> tuple[Counter[tuple[str, str]], list[tuple[str, str, str]]]:
    """Minutes by lead worker and day on Work_time; and family, team and lead worker on Families."""
    minutes: Counter[tuple[str, str]] = Counter()
    with Book(file_of(app, workbook)) as book:
        for _, row in book.rows("Work_time"):
            if "contact_minutes" in row and row["contact_minutes"].text.isdigit() and "lead_worker" in row:
                spent = sum(int(row[f"{kind}_minutes"].text) for kind in ("contact", "preparation", "travel"))
                minutes[row["lead_worker"].text, row["worked_on"].text] += spent
        families = [
            tuple(row[name].text if name in row else "" for name in ("family", "team", "lead_worker"))
            for _, row in book.rows("Families")
        ]
    return minutes, sorted(families)  # type: ignore[arg-type]


def handed(example: StudyWorld, starts_on: date, team: Team, lead: Person) -> None:
    with transaction():
        families = [db.session.merge(example.world.family)]
        was_led_by = families[0].lead_worker_id
        hand_over(example.world.sam, families, team, lead, starts_on, was_led_by=was_led_by, on=ON, at=AT)


def test_a_past_months_sums_do_not_move_with_a_handover_made_today(app: Flask, world: World) -> None:
    example = study_world(world)
    first = built(app, example.study, world.eve)
    handed(example, ON, world.other_team, world.carol)
    second = built(app, example.study, world.eve)
    assert run_of(first).id != run_of(second).id
    before, after = sums_of(app, first), sums_of(app, second)
    assert sum(before[0].values()) > 500
    assert before == after


def test_each_line_has_the_lead_of_its_day_and_each_member_that_of_its_last_open_day(app: Flask, world: World) -> None:
    example = study_world(world)
    alone = minutes_by_lead(run_of(built(app, example.study, world.eve)))
    handed(example, DAY, world.team, world.bob)
    run = run_of(built(app, example.study, world.eve))
    shared = minutes_by_lead(run)
    alice, bob = world.alice.id, world.bob.id
    assert alone.keys() & {(bob, True), (bob, False)} == set()
    assert shared[alice, True] == alone[alice, True], "until then nothing moved"
    assert shared[bob, False] > 0
    assert shared[bob, False] + shared.get((alice, False), 0) == alone[alice, False]
    assert (bob, True) not in shared
    member = db.session.get_one(RunMember, (run.id, world.family_id))
    assert (member.team_id, member.lead_worker_id) == (world.team.id, bob)
    handed(example, ON, world.other_team, world.carol)
    db.session.expire_all()
    assert minutes_by_lead(run) == shared, "a run is frozen"

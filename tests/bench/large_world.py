"""A large invented authority for measuring: 100 workers, 2,000 families, and work entries over a financial year.

A fifth of the entries are for nobody; of the others a sixth are for two families and a sixth for three. A third claim
miles, a quarter expenses. A worker has a caseload of 20 families, and one share in ten is a visit to somebody else's;
`wide` draws every family from all 2,000 instead, so that a worker's month is shared over as many as it can be: nobody
works like that, it is the most that pools can ask for. The same figures every time.
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import insert, select

from budgettracker.access import Role
from budgettracker.costing.kinds import RatioKind
from budgettracker.database import Base, db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family, FamilyLead, FamilyPeriod
from budgettracker.folding import folded_reference
from budgettracker.ids import uuid7
from budgettracker.people.models import Post
from budgettracker.periods import SINCE_EVER, day_begins
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.models import Study
from budgettracker.worktime.actions import add_default_activities
from budgettracker.worktime.kinds import ActivityKind, ForWhom
from budgettracker.worktime.models import Activity, WorkEntry, WorkShare
from tests.factories.studies import AT, ON, cost
from tests.factories.world import World, person, small_world

WORKERS = 100
FAMILIES = 2_000
FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
SOME = 5_000
"""Rows inserted at a time."""

Row = dict[str, object]


def large_world(entries: int, *, wide: bool = False, families: int = FAMILIES, workers: int = WORKERS) -> World:
    """Make the authority with so many work entries, families and workers, committed."""
    world = small_world()
    with transaction():
        post = db.session.scalars(select(Post).where(Post.authority_id == world.authority.id)).one()
        cost(post, ratio_thousandths=1_200, ratio_kind=RatioKind.FACE_TO_FACE)
        add_default_activities(None, world.authority, at=AT)
        people = [
            person(world.authority, f"Worker {number}", Role.PRACTITIONER, teams=(world.team,), post=post).id
            for number in range(workers)
        ]
        rows = list(_families(world, people, families))
        write_rows(Family, rows)
        write_rows(FamilyPeriod, ({**of_family(row), "opened_on": row["opened_on"]} for row in rows))
        write_rows(FamilyLead, (_lead(row) for row in rows))
        logged = list(_entries(world, people, entries))
        write_rows(WorkEntry, logged)
        write_rows(WorkShare, _shares(logged, [row["id"] for row in rows], workers, wide))
    return world


def study_of(world: World, mode: str) -> Study:
    """A study of the whole year, the authority's indirect time treated by this mode."""
    with transaction():
        study = add_study(world.eve, f"Large {mode}", starts_on=FIRST, ends_on=LAST, profile="internal", at=AT)
        join_study(world.sam, study, world.authority, mode, "An agreement", on=ON, at=AT)
    return study


def of_family(family: Row) -> Row:
    """The ids that every row about a family begins with."""
    return {"id": uuid7(), "authority_id": family["authority_id"], "family_id": family["id"]}


def _lead(family: Row) -> Row:
    """Its lead worker and team since ever."""
    since = {"starts_on": SINCE_EVER, "starts_at": day_begins(SINCE_EVER), "recorded_at": AT}
    return {**of_family(family), "team_id": family["team_id"], "lead_worker_id": family["lead_worker_id"], **since}


def _families(world: World, workers: list[uuid.UUID], families: int) -> Iterator[Row]:
    for number in range(families):
        yield {
            "id": uuid7(),
            "authority_id": world.authority.id,
            "reference": f"L{number:06}",
            "reference_folded": folded_reference(f"L{number:06}"),
            "team_id": world.team.id,
            "lead_worker_id": workers[number % len(workers)],
            "opened_on": date(2025, 1, 1),
            "arm": Arm.COMPARISON if number % 3 == 0 else Arm.BUDGET,
            "allocated_on": date(2025, 1, 1),
            "created_at": AT,
        }


def _entries(world: World, workers: list[uuid.UUID], entries: int) -> Iterator[Row]:
    drawn = random.Random(1)
    activities = db.session.scalars(select(Activity).filter_by(authority_id=world.authority.id).order_by(Activity.name))
    by_kind: dict[bool, list[uuid.UUID]] = {True: [], False: []}
    for each in activities:
        by_kind[each.kind == ActivityKind.GENERAL].append(each.id)
    for number in range(entries):
        nobody = drawn.randrange(5) == 0
        yield {
            "id": uuid7(),
            "authority_id": world.authority.id,
            "person_id": workers[number % len(workers)],
            "worked_on": FIRST + timedelta(days=drawn.randrange(365)),
            "activity_id": drawn.choice(by_kind[nobody]),
            "for_whom": ForWhom.NOBODY if nobody else ForWhom.FAMILIES,
            "contact_minutes": drawn.randrange(5, 200),
            "preparation_minutes": drawn.randrange(60),
            "travel_minutes": drawn.randrange(60),
            "miles_hundredths": drawn.choice([0, 0, 12_34]),
            "expenses_pence": drawn.choice([0, 0, 0, 5_01]),
            "version": 1,
            "recorded_at": AT,
        }


def _shares(logged: list[Row], families: list[object], workers: int, wide: bool) -> Iterator[Row]:
    drawn = random.Random(2)
    for number, entry in enumerate(logged):
        if entry["for_whom"] == ForWhom.NOBODY:
            continue
        own = range(number % workers, len(families), workers)
        several = drawn.choice([1, 1, 1, 1, 2, 3])
        places = drawn.sample(range(len(families)) if wide else own, several)
        if not wide and drawn.randrange(10) == 0:
            places[0] = (places[0] + 1) % len(families)
        # Families come in order of reference, so sorted places are in the order shares are kept in.
        for position, place in enumerate(sorted(places)):
            yield {
                "id": uuid7(),
                "entry_id": entry["id"],
                "family_id": families[place],
                "position": position,
                "weight": 1,
            }


def write_rows(model: type[Base], rows: Iterable[Row]) -> None:
    """Insert rows, some thousands at a time."""
    every = list(rows)
    for first in range(0, len(every), SOME):
        db.session.execute(insert(model), every[first : first + SOME])

"""Every page a manager's week leads over, with 2 teams and 250 families, and with 40 teams and 5,000 families.

    python -m tests.bench.manager_pages [--rounds 9] [--engine sqlite] [--engine postgresql]

Every family has a limit and four purchases, a receipt missing; each team has five workers. Of a list that is
turned over in pages the first is shown. A page's time is this process's own, the lowest of the rounds.
Exit code 1 if a page asks more than 25 questions, weighs more than 60 KB, or takes over the large authority more than
1.3 times what it takes over the small one.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import flask_migrate
from flask import Flask

from budgettracker import create_app
from budgettracker.access import Role
from budgettracker.budgets.models import Budget, BudgetPeriod
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family, FamilyDetails, FamilyLead, FamilyPeriod
from budgettracker.folding import folded_reference
from budgettracker.ids import uuid7
from budgettracker.people.models import Person, Team, TeamMembership
from budgettracker.periods import SINCE_EVER, day_begins
from budgettracker.spend.kinds import Reimbursement, Review, Route, SpendKind, SpendState
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.worktime.actions import add_default_activities
from tests.bench.large_world import Row, of_family, write_rows
from tests.bench.pages import Seen, by_turns, tell_pages
from tests.conftest import ENGINES, settings
from tests.factories.studies import AT, ON
from tests.factories.world import LONG_AGO, World, person, small_world, team
from tests.postgres import start_server

SMALL, LARGE = (2, 250), (40, 5_000)
"""Teams and families: a team is as large in both."""
WORKERS_A_TEAM, PURCHASES = 5, 4
MANAGER, WORKER = "mary.moss@example.org", "worker.0.0@example.org"
PAGES = (
    ("Team", MANAGER, "/team"),
    ("Team, all together", MANAGER, "/team?team=all"),
    ("Team, nothing bought for longest first", MANAGER, "/team?order=days"),
    ("Team, all together, nothing bought for longest first", MANAGER, "/team?team=all&order=days"),
    ("Team, all together, a later page", MANAGER, "/team?team=all&page=9"),
    ("Team, all together, a later page of nothing bought", MANAGER, "/team?team=all&order=days&page=9"),
    ("Where the money goes", MANAGER, "/team/money"),
    ("Where the money goes, all together", MANAGER, "/team/money?team=all"),
    ("Is time logged?", MANAGER, "/team/time?team=all"),
    ("For supervision", MANAGER, "/team/workers"),
    ("One worker", MANAGER, "/team/workers/{worker}"),
    ("Decisions waiting", MANAGER, "/decisions"),
    ("To tick", MANAGER, "/decisions/to-tick"),
    ("Margins used", MANAGER, "/decisions/margins"),
    ("Margins used in another month", MANAGER, "/decisions/margins?month=2026-02"),
    ("Own money", MANAGER, "/decisions/own-money"),
    ("Proposals", MANAGER, "/decisions/proposals"),
    ("The week's sample", MANAGER, "/decisions/sample"),
    ("What waits long", MANAGER, "/decisions/long"),
    ("Months of time", MANAGER, "/time/months?year=2025"),
    ("My families, a manager's", MANAGER, "/my-families"),
    ("My families, a manager's that need something", MANAGER, "/my-families?show=needs"),
    ("My families, a manager's own", MANAGER, "/my-families?show=mine"),
    ("My families, a manager's later page", MANAGER, "/my-families?page=9"),
    ("All families", MANAGER, "/families"),
    ("All families, a later page", MANAGER, "/families?page=5"),
    ("The rules in words", MANAGER, "/rules"),
    ("My families", WORKER, "/my-families"),
    ("My families that need something", WORKER, "/my-families?show=needs"),
    ("My families that I lead", WORKER, "/my-families?show=mine"),
    ("Did it help?", WORKER, "/spend/did-it-help"),
    ("A family", WORKER, "/families/{family}"),
    ("A family's purchases without a receipt", WORKER, "/families/{family}/purchases?show=without-receipt"),
    ("Log spend", WORKER, "/families/{family}/spend/new"),
)


def fill(teams: int, families: int) -> tuple[World, dict[str, str]]:
    """The authority, and the ids its pages' addresses name."""
    world = small_world()
    with transaction():
        add_default_activities(None, world.authority, at=AT)
        everywhere = [world.team, *(team(world.authority, f"Team {number:02}") for number in range(1, teams))]
        for each in everywhere[1:]:
            db.session.add(TeamMembership(person_id=world.mary.id, team_id=each.id, starts_on=LONG_AGO))
        workers = [
            [_worker(world, each, f"Worker {place} {number}") for number in range(WORKERS_A_TEAM)]
            for place, each in enumerate(everywhere)
        ]
        rows = list(_families(world, everywhere, workers, families))
        write_rows(Family, rows)
        write_rows(FamilyDetails, ({"family_id": row["id"], **_named(number)} for number, row in enumerate(rows)))
        write_rows(FamilyPeriod, ({**of_family(row), "opened_on": row["opened_on"]} for row in rows))
        since = {"starts_on": SINCE_EVER, "starts_at": day_begins(SINCE_EVER), "recorded_at": AT}
        led = ({**of_family(row), "team_id": row["team_id"], "lead_worker_id": row["lead_worker_id"]} for row in rows)
        write_rows(FamilyLead, ({**row, **since} for row in led))
        _money(world, rows)
    address = {"team": str(world.team.id), "worker": str(workers[0][0].id), "family": str(rows[0]["id"])}
    return world, address


def _worker(world: World, of: Team, name: str) -> Person:
    return person(world.authority, name, Role.PRACTITIONER, teams=(of,))


def _named(number: int) -> Row:
    return {"name": f"Family {number}", "name_folded": f"family {number}"}


def _families(world: World, teams: list[Team], workers: list[list[Person]], families: int) -> Iterator[Row]:
    for number in range(families):
        place = number % len(teams)
        yield {
            "id": uuid7(),
            "authority_id": world.authority.id,
            "reference": f"M{number:06}",
            "reference_folded": folded_reference(f"M{number:06}"),
            "team_id": teams[place].id,
            "lead_worker_id": workers[place][number // len(teams) % WORKERS_A_TEAM].id,
            "opened_on": LONG_AGO,
            "scheme_id": world.scheme.id,
            "arm": Arm.BUDGET,
            "allocated_on": LONG_AGO,
            "created_at": AT,
        }


def _money(world: World, families: list[Row]) -> None:
    """A limit for each family and its purchases, the ledger's lines left out: no page of a manager reads them."""
    budgets: list[Row] = [{**of_family(row), "scheme_id": world.scheme.id, "opened_at": AT} for row in families]
    periods: list[Row] = [
        {
            "id": uuid7(),
            "budget_id": budget["id"],
            "starts_on": LONG_AGO,
            "cap_pence": 10_000_00,
            "limit_pence": 9_000_00,
            "committed_pence": 0,
            "spent_pence": PURCHASES * _price(number),
            "over_pence": 0,
            "ledger_sequence": 0,
            "opening_waits": False,
        }
        for number, budget in enumerate(budgets)
    ]
    write_rows(Budget, budgets)
    write_rows(BudgetPeriod, periods)
    spends: list[Row] = [
        _spend(world, row, periods[number]["id"], _price(number), number + step)
        for number, row in enumerate(families)
        for step in range(PURCHASES)
    ]
    write_rows(Spend, spends)
    words = ("purpose", "supplier", "note", "decision_reason", "review_reason", "reversal_reason", "condition")
    more = (
        "reimbursement_reason",
        "afterwards",
        "looked_at",
        "no_receipt_reason",
        "told_how",
        "end_reason",
        "cardholder",
    )
    empty = dict.fromkeys((*words, *more), "")
    write_rows(SpendDetails, ({"spend_id": row["id"], "bought_what": "A bed", **empty} for row in spends))


def _price(number: int) -> int:
    return 5_00 + number % 400 * 1_00


def _spend(world: World, family: Row, period_id: object, pence: int, number: int) -> Row:
    day = ON - timedelta(days=3 + number * 7 % 300)
    return {
        **of_family(family),
        "period_id": period_id,
        "kind": SpendKind.DEVOLVED,
        "state": SpendState.BOUGHT,
        "route": Route.FRONT_LINE,
        "category_id": world.scheme.categories[number % 3].id,
        "planned_pence": pence,
        "paid_pence": pence,
        "over_pence": 0,
        "vat_status": "unknown",
        "payment_method": "purchase_card",
        "asked_on": day,
        "bought_on": day,
        "regular": False,
        "recorded_by_id": family["lead_worker_id"],
        "requested_at": AT,
        "decided_as": Role.PRACTITIONER,
        "recorded_bought_at": AT,
        "bought_by_id": family["lead_worker_id"],
        "review": Review.NONE,
        "imported": False,
        "reimbursement": Reimbursement.NONE,
        "drawn_pence": 0,
    }


def measure(engine: str, rounds: int) -> list[bool]:
    """Look at every page over both authorities on one engine, and tell what was seen."""
    seen: dict[str, list[Seen]] = {}
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(start_server()) if engine != "sqlite" else None
        worlds: list[tuple[Flask, dict[str, str]]] = []
        for teams, families in (SMALL, LARGE):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = f"sqlite:///{folder / 'pages.sqlite'}"
            if server is not None:
                server.create(f"manager_{teams}")
                url = server.url(f"manager_{teams}")
            app = create_app({**settings(folder, url), "CLOCK": lambda: AT})
            with app.app_context():
                flask_migrate.upgrade()
                _, address = fill(teams, families)
                db.session.remove()
            worlds.append((app, address))
        for name, email, path in PAGES:
            seen[name] = by_turns(worlds, email, path, rounds)
        for app, _ in worlds:
            with app.app_context():
                db.engine.dispose()
    large, small = (f"{teams} teams and {families:,} families" for teams, families in (LARGE, SMALL))
    return [tell_pages(f"{name}, {engine}", large, small, few, many) for name, (few, many) in seen.items()]


def main() -> int:
    """Measure the engines asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    wanted = parser.parse_args()
    held = [each for engine in wanted.engine or ENGINES for each in measure(engine, wanted.rounds)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

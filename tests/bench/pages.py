"""Everybody's pages and an evaluator's, with 1,000 and with 100,000 work entries behind them.

    python -m tests.bench.pages [--small 1000] [--large 100000] [--rounds 15] [--engine sqlite] [--engine postgresql]

Two authorities of 100 workers and 2,000 families, alike but for what lies behind them: work entries of the year before,
and a purchase for every hundredth entry. What a page itself shows is the same in both: the families, a dozen requests
that wait, a fortnight of a worker's time. Both are looked at in turns, and a page's time is this process's own until it
is answered, user and system, the lowest of the rounds; reading it, as tests do, is none of it. Exit code 1 if a page asks
more than 25 questions, weighs more than 60 KB, or takes over the large authority more than 1.3 times what it takes over
the small one.
"""

import argparse
import contextlib
import functools
import math
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import event, insert, select

from budgettracker import create_app
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.costing.paid.actions import state_paid
from budgettracker.costing.results.actions import keep_results
from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.run.queries.runs import runs_of
from budgettracker.database import db, transaction
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.funders.kinds import FunderTable
from budgettracker.people.models import Person, Post
from budgettracker.periods import inclusive, months
from budgettracker.spend.actions import Purchase, log_spend
from budgettracker.worktime.actions import Part
from tests.bench.large_world import FIRST, LAST, large_world, study_of
from tests.bench.run_100k import run_once
from tests.bench.telling import Figure, tell
from tests.client import PageClient
from tests.conftest import ENGINES, settings
from tests.factories.studies import AT, ON
from tests.factories.worktime import log, visit
from tests.factories.world import World
from tests.postgres import start_server

MOST_QUESTIONS, MOST_BYTES, MOST_RATIO = 25, 60_000, 1.3
BUDGETS, WAITING = 40, 12
EVERYBODY = (
    ("My families", "worker.0@example.org", "/my-families"),
    ("Decisions waiting", "mary.moss@example.org", "/decisions"),
    ("Team", "mary.moss@example.org", "/team"),
    ("My week", "worker.0@example.org", "/time"),
)
EVALUATOR = "eve.evans@example.org"
OF_STUDY = (
    ("A study", ""),
    ("Who evaluates it", "/evaluators"),
    ("Its prices", "/prices"),
    ("Its events", "/events"),
    ("Its runs", "/runs"),
    ("A workbook to build", "/workbooks"),
)
OF_RUN = (
    ("A run", ""),
    ("A run's results", "/results"),
    *((f"A run by {cut.words.lower()}", f"/cut?by={cut}") for cut in Cut),
    ("A run in pictures", "/pictures"),
    ("A run's families", "/families"),
    ("A run's families of an arm by name", "/families?arm=budget&order=name"),
    ("A run's rates", "/rates"),
    ("A run's prices", "/prices"),
    ("A run's sensitivity", "/sensitivity"),
    ("A run's break-even", "/sensitivity?week=1200&source=A+contract&year=2025%2F26"),
    ("A run's events", "/events"),
    ("A run beside what was paid", "/reconciliation"),
    ("What a run does not support", "/unsupported"),
    ("The same with missing time filled in", "/unsupported?fill=yes"),
    ("A run's tables for funders", "/tables"),
    *((f"A run's table {table.value}", f"/tables/{table.value}") for table in FunderTable),
    ("Settings of the tables", "/tables/settings"),
    ("A run's grades", "/tables/grades"),
    ("Lines behind a run's total", "/lines"),
    ("Lines behind an arm's contact", "/lines?part=contact&arm=budget"),
    ("Lines behind a month", "/lines?by=month&of=2025-06&part=total"),
    ("Lines behind an activity", "/lines?by=activity&of=Visit+to+the+family&part=total"),
    ("Lines that were left out", "/lines?where=left_out"),
)
STUDY, RUN = "/studies/{study}", "/studies/{study}/runs/1"
PAGES = (
    *EVERYBODY,
    *((name, EVALUATOR, f"{STUDY}{rest}") for name, rest in OF_STUDY),
    *((name, EVALUATOR, f"{RUN}{rest}") for name, rest in OF_RUN),
    ("A run beside the one before it", EVALUATOR, f"{STUDY}/runs/2/beside/1"),
    ("A run beside one further back", EVALUATOR, f"{STUDY}/runs/3/beside/1"),
)
RUNS = 3


@dataclass(frozen=True)
class Seen:
    """What looking at a page cost: processor seconds, questions to the database, bytes of HTML."""

    seconds: float
    questions: int
    bytes: int


def fill(entries: int) -> World:
    """The authority, with the year before behind it and the same fortnight in front."""
    world = large_world(entries)
    with transaction():
        by = db.session.scalars(select(Person).filter_by(email="worker.0@example.org")).one()
        post = db.session.scalars(select(Post).filter_by(authority_id=world.authority.id)).one()
        bare = db.session.scalars(select(Family).where(Family.reference.like("L%")).order_by(Family.reference)).all()
        names = [
            {"family_id": each.id, "name": f"Family {n}", "name_folded": f"family {n}"} for n, each in enumerate(bare)
        ]
        db.session.execute(insert(FamilyDetails), names)
        budgets = [each for each in bare if each.arm == "budget"][:BUDGETS]
        for family in budgets:
            family.scheme_id = world.scheme.id
            approve_limit(
                world.mary, propose_limit(by, family, world.scheme, 9_000_00, "x", on=ON, at=AT), on=ON, at=AT
            )
        category = world.scheme.categories[0].id
        for n in range(entries // 100):
            day = ON - timedelta(days=40 + n % 300)
            bed = Purchase(amount_pence=1_00, bought_what="A bed", bought_on=day, purpose="Sleep", category_id=category)
            log_spend(by, budgets[n % BUDGETS], bed, on=ON, at=AT)
        for family in budgets[:WAITING]:
            sofa = Purchase(
                amount_pence=900_00, bought_what="A sofa", bought_on=ON, purpose="Rest", category_id=category
            )
            log_spend(by, family, sofa, on=ON, at=AT)
        for of in months(inclusive(FIRST, LAST)):
            state_paid(
                None, world.authority, post, starts_on=of.start, ends_on=of.last_day, pay_pence=300_000_00, at=AT
            )
        for n in range(20):
            work = visit(world, Part(bare[n % 6 * 100].id), worked_on=ON - timedelta(days=n % 10))
            log(by, work)
    return world


def look(app: Flask, email: str, path: str) -> tuple[PageClient, Seen]:
    """Sign in and look at a page, counting what it asks; it is not timed yet."""
    client, questions = PageClient(app), []
    client.sign_in(email)
    first = client.get(path)
    if first.status != 200:
        raise SystemExit(f"{path} answered {first.status}")

    def count(*_: object) -> None:
        questions.append(1)

    event.listen(db.engine, "before_cursor_execute", count)
    client.ask(path)
    event.remove(db.engine, "before_cursor_execute", count)
    return client, Seen(math.inf, len(questions), len(first.html.encode()))


def by_turns(worlds: Sequence[tuple[Flask, dict[str, str]]], email: str, path: str, rounds: int) -> list[Seen]:
    """Look at a page over both authorities by turns, so that a machine that is busier for a while is so for both.

    From then on the page is asked for and left unread: reading it takes longer than making it, and leaves the
    processor's caches full of other things.
    """
    readers: list[tuple[PageClient, Seen]] = []
    for app, address in worlds:
        with app.app_context():
            readers.append(look(app, email, path.format(**address)))
            db.session.remove()
    for _ in range(rounds):
        for place, (app, address) in enumerate(worlds):
            with app.app_context():
                client, best = readers[place]
                seconds = _seconds(functools.partial(client.ask, path.format(**address)))
                readers[place] = client, replace(best, seconds=min(best.seconds, seconds))
                db.session.remove()
    return [seen for _, seen in readers]


def _seconds(deed: Callable[[], object]) -> float:
    started = time.process_time()
    deed()
    return time.process_time() - started


def measure(engine: str, sizes: tuple[int, int], rounds: int, pages: Sequence[tuple[str, str, str]]) -> list[bool]:
    """Look at pages over both authorities on one engine, and tell what was seen."""
    worlds: list[tuple[Flask, dict[str, str]]] = []
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(start_server()) if engine != "sqlite" else None
        for entries in sizes:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = f"sqlite:///{folder / 'pages.sqlite'}"
            if server is not None:
                server.create(f"pages_{entries}")
                url = server.url(f"pages_{entries}")
            app = create_app({**settings(folder, url), "CLOCK": lambda: AT})
            with app.app_context():
                flask_migrate.upgrade()
                study_id = study_of(fill(entries), "A").id
                for _ in range(RUNS):
                    run_once(study_id)
                    with transaction():
                        keep_results(runs_of(study_id)[0])
                db.session.remove()
            worlds.append((app, {"study": str(study_id)}))
        seen = {name: by_turns(worlds, email, path, rounds) for name, email, path in pages}
        for app, _ in worlds:
            with app.app_context():
                db.engine.dispose()
    few, many = (f"{entries:,} entries behind it" for entries in sizes)
    return [tell_pages(f"{name}, {engine}", many, few, small, large) for name, (small, large) in seen.items()]


def tell_pages(what: str, behind: str, peer: str, small: Seen, large: Seen, most: float = MOST_RATIO) -> bool:
    """Print a page's lines; True where questions, bytes and the ratio to the small authority are within their bounds."""
    figure = Figure(
        f"{what}, {behind}",
        large.seconds * 1000,
        peer,
        small.seconds * 1000,
        most,
        bound_is_on_ratio=True,
        unit="ms",
    )
    within = large.questions <= MOST_QUESTIONS and large.bytes <= MOST_BYTES
    print(
        f"{'PASS' if within else 'FAIL'}  {what}: {large.questions} questions (at most {MOST_QUESTIONS}), "
        f"{large.bytes:,} bytes of HTML (at most {MOST_BYTES:,})",
        flush=True,
    )
    return tell(figure) and within


def main() -> int:
    """Measure the engines asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    options = parser.parse_args()
    rows = [
        held
        for engine in options.engine or ENGINES
        for held in measure(engine, (options.small, options.large), options.rounds, PAGES)
    ]
    return 0 if all(rows) else 1


if __name__ == "__main__":
    sys.exit(main())

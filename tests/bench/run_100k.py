"""A costing run over 100,000 work entries: processor seconds, beside what the bare driver needs for the same rows.

    python -m tests.bench.run_100k [--entries 100000] [--rounds 2] [--engine sqlite] [--engine postgresql] [--wide]

A study of each mode is frozen by `make_run`, audit and commit included, in the world of `large_world`; results are
reckoned from it afterwards. Processor time is this process's own, user and system: on SQLite the database is in it, on
PostgreSQL its server is not. The peer reads the same families, entries and shares and writes the same rows again with nothing but
the driver, in the same database with the same settings, and commits them too. Each side counts its lowest of the rounds, one
after the other in turns: what else the machine does only ever adds. Exit code 1 if a run takes more than 2.5 times as long as
the bare driver: the driver's time is the floor on this machine on this day.
"""

import argparse
import contextlib
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import flask_migrate

from budgettracker import create_app
from budgettracker.bulk import room_for_many_rows
from budgettracker.costing.run.actions.run import make_run
from budgettracker.costing.run.queries.runs import runs_of, totals_of
from budgettracker.database import db, transaction
from budgettracker.studies.models import Study
from budgettracker.studies.queries import parts_of
from tests.bench.large_world import large_world, study_of
from tests.bench.telling import Figure, tell
from tests.conftest import ENGINES, settings
from tests.factories.studies import AT
from tests.postgres import start_server

MOST_RATIO = 2.5
TABLES = ("run_member", "run_period", "run_month", "run_entry", "run_line", "run_pool", "run_pool_line")
READ = (
    "SELECT id, reference, arm, allocated_on, opened_on FROM family",
    "SELECT family_id, opened_on, closed_on FROM family_period",
    "SELECT family_id, starts_on, team_id, lead_worker_id FROM family_lead",
    "SELECT id, version, worked_on, activity_id, intervention_id, contact_minutes, preparation_minutes, travel_minutes,"
    " miles_hundredths, vehicle, passengers, expenses_pence FROM work_entry ORDER BY person_id, worked_on, id",
    "SELECT entry_id, family_id, weight FROM work_share ORDER BY entry_id, position",
)


def seconds(deed: Callable[[], object]) -> float:
    """Processor seconds of this process, user and system."""
    started = time.process_time()
    deed()
    return time.process_time() - started


def run_once(study_id: uuid.UUID) -> float:
    """One more run of the study, committed."""

    def run() -> None:
        with transaction():
            study = db.session.get_one(Study, study_id)
            make_run(None, study_id, parts_of(study), starts_on=study.starts_on, ends_on=study.ends_on, at=AT)

    took = seconds(run)
    db.session.expunge_all()
    return took


def bare_driver(run_id: uuid.UUID) -> float:
    """Reading families, entries and shares, writing a run's rows once more where they stood, and committing that."""
    with room_for_many_rows():
        driver: Any = db.session.connection().connection.driver_connection
        sqlite = db.engine.dialect.name == "sqlite"
        kept = {}
        for table in TABLES:
            mark = "?" if sqlite else "%s"
            ours = run_id.hex if sqlite else run_id
            kept[table] = driver.execute(f"SELECT * FROM {table} WHERE run_id = {mark}", (ours,)).fetchall()
        for table in reversed(TABLES):
            driver.execute(f"DELETE FROM {table} WHERE run_id = {mark}", (ours,))
        took = seconds(lambda: [driver.execute(query).fetchall() for query in READ])
        for table in TABLES:
            took += seconds(partial(_write, driver, table, kept[table], sqlite))
        took += seconds(driver.commit)
    db.session.rollback()
    return took


def _write(driver: Any, table: str, rows: list[tuple[object, ...]], sqlite: bool) -> None:
    if not rows:
        return
    if sqlite:
        driver.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def measure(engine: str, entries: int, rounds: int, wide: bool) -> Iterator[Figure]:
    """A figure for each mode on one engine."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'large.sqlite'}"
        if engine != "sqlite":
            server = stack.enter_context(start_server())
            server.create("large")
            url = server.url("large")
        with create_app(settings(folder, url)).app_context():
            flask_migrate.upgrade()
            world = large_world(entries, wide=wide)
            studies = {mode: study_of(world, mode).id for mode in "AB"}
            db.session.expunge_all()
            for mode, study_id in studies.items():
                yield _figure(engine, mode, study_id, rounds)
            db.session.remove()
            db.engine.dispose()


def _figure(engine: str, mode: str, study_id: uuid.UUID, rounds: int) -> Figure:
    # In turns: each round the run, then the driver over its rows.
    pairs = [(run_once(study_id), bare_driver(runs_of(study_id)[0].id)) for _ in range(rounds)]
    best, peer = (min(side) for side in zip(*pairs, strict=True))
    totals = totals_of(runs_of(study_id)[0])
    what = f"costing run, mode {mode}, {engine}, {totals.entries:,} entries, {totals.lines:,} lines"
    floor = "the bare driver, same rows read and written"
    return Figure(what, best, floor, peer, MOST_RATIO, bound_is_on_ratio=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument(
        "--wide", action="store_true", help="every worker sees every family: the most pools can ask for"
    )
    arguments = parser.parse_args()
    held = [
        tell(figure)
        for engine in arguments.engine or ENGINES
        for figure in measure(engine, arguments.entries, arguments.rounds, arguments.wide)
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

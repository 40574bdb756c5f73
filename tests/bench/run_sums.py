"""The sums of a run over 1,000,000 work entries of 5,000 families by 600 people, against DuckDB over the same rows.

    python -m tests.bench.run_sums [--entries 1000000] [--rounds 2]

A run is made in the world of `large_world` and its rows are repeated under other ids until there are so many entries. Ours is
what `keep_results` does with them once a run is made: every family's costs by column and day, and every cut. The peer reads the
same columns with nothing but the driver, and has DuckDB (one thread) add them up by family, column and day, and by what cuts
tell apart; both come to the same pence. Processor time of this process, the lowest of the rounds. Exit code 1 above 8 times
the peer. DuckDB comes with `pip install -r tests/bench/requirements.txt`.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask_migrate
import numpy as np
from sqlalchemy import text

from budgettracker import create_app
from budgettracker.costing.results.queries.read_run import read_run
from budgettracker.costing.results.rules.cuts import PENCE, cuts
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunPool, RunPoolLine
from budgettracker.costing.run.queries.runs import runs_of
from budgettracker.database import db, transaction
from tests.bench.large_world import large_world, study_of
from tests.bench.run_100k import run_once
from tests.bench.telling import Figure, tell
from tests.conftest import settings

MOST_RATIO = 8
MADE = 20_000
"""Entries that are really costed; the others repeat them."""
LINES = (
    "SELECT l.family_id, l.destination, e.worked_on, e.activity_id, e.intervention, e.rate_id, e.team_id,"
    " l.contact_cost_pence, l.preparation_cost_pence, l.travel_cost_pence, l.mileage_cost_pence, l.expenses_pence,"
    " l.indirect_share_pence, l.contact_minutes, l.preparation_minutes, l.travel_minutes"
    " FROM run_line l JOIN run_entry e ON e.run_id = l.run_id AND e.entry_id = l.entry_id"
    " WHERE l.run_id = ? AND l.family_id IS NOT NULL AND l.destination IN ('family', 'deciding', 'set_up', 'evaluation')"
)
POOLS = (
    "SELECT l.family_id, l.destination, p.month, l.indirect_share_pence, l.minutes"
    " FROM run_pool_line l JOIN run_pool p ON p.id = l.pool_id WHERE l.run_id = ? AND l.family_id IS NOT NULL"
    " AND l.destination IN ('family', 'deciding', 'set_up', 'evaluation')"
)
NAMES = ("family", "went", "day", "activity", "intervention", "rate", "team")
NUMBERS = tuple(f"n{at}" for at in range(9))


def repeat(run: CostingRun, times: int) -> None:
    """The run's entries, lines and pools once more under other ids, so often."""
    for number in range(1, times):
        for table, keys in (
            (RunEntry, ("entry_id",)),
            (RunLine, ("id", "entry_id")),
            (RunPool, ("id",)),
            (RunPoolLine, ("id", "pool_id")),
        ):
            columns = [column.name for column in table.__table__.columns]
            # The first digits of an id are its moment, the same for all: others make other ids.
            new = [f"'{number:06x}' || substr({name}, 7)" if name in keys else name for name in columns]
            statement = (
                f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) SELECT {', '.join(new)}"
                f" FROM {table.__tablename__} WHERE run_id = :run AND {keys[0]} NOT LIKE '0000%'"
            )
            db.session.execute(text(statement), {"run": run.id.hex})


def without_foreign_keys() -> None:
    """Repeated rows name entries that were never logged. SQLite hears this only between transactions."""
    driver: Any = db.session.connection().connection.driver_connection
    driver.rollback()
    driver.execute("PRAGMA foreign_keys = OFF")
    db.session.rollback()


def ours(run: CostingRun) -> int:
    """What results are made of; gives the pence of all families."""
    read = read_run(db.session(), run)
    rows = cuts(read.cells, read.by_family, read.groups)
    assert rows
    return sum(sum(amounts[:PENCE]) for amounts in read.by_family.values())


def duckdb_alone(run: CostingRun) -> int:
    """The same sums by DuckDB, over what the driver read."""
    import duckdb

    driver: Any = db.session.connection().connection.driver_connection
    lines, pools = (driver.execute(query, (run.id.hex,)).fetchall() for query in (LINES, POOLS))
    columns = list(zip(*lines, strict=True))
    work = {name: np.asarray(columns[at], dtype=object) for at, name in enumerate(NAMES)}
    work |= {name: np.asarray(columns[len(NAMES) + at], dtype=np.int64) for at, name in enumerate(NUMBERS)}
    pooled = dict(zip(("family", "went", "day", "n5", "minutes"), zip(*pools, strict=True), strict=True))
    shared = {
        name: np.asarray(values, dtype=np.int64 if name in ("n5", "minutes") else object)
        for name, values in pooled.items()
    }
    sums = ", ".join(f"sum({name})" for name in NUMBERS)
    with duckdb.connect() as duck:
        duck.execute("SET threads = 1")
        duck.register("work", work)
        duck.register("shared", shared)
        by_day = duck.execute(f"SELECT family, went, day, {sums} FROM work GROUP BY ALL").fetchall()
        duck.execute(
            f"SELECT went, activity, intervention, rate, team, substr(day, 1, 7), {sums} FROM work GROUP BY ALL"
        ).fetchall()
        of_pools = duck.execute("SELECT family, went, day, sum(n5), sum(minutes) FROM shared GROUP BY ALL").fetchall()
    return int(sum(sum(row[3:9]) for row in by_day) + sum(row[3] for row in of_pools))


def fastest(deed: Callable[[CostingRun], int], run: CostingRun, rounds: int) -> tuple[float, int]:
    """Processor seconds, the lowest of the rounds; and the pence it came to."""
    took, pence = [], 0
    for _ in range(rounds):
        started = time.process_time()
        pence = deed(run)
        took.append(time.process_time() - started)
    return min(took), pence


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--families", type=int, default=5_000)
    parser.add_argument("--workers", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with create_app(settings(folder, f"sqlite:///{folder / 'sums.sqlite'}")).app_context():
            flask_migrate.upgrade()
            made = min(MADE, options.entries)
            study_id = study_of(large_world(made, families=options.families, workers=options.workers), "A").id
            run_once(study_id)
            without_foreign_keys()
            with transaction():
                repeat(runs_of(study_id)[0], options.entries // made)
            run = runs_of(study_id)[0]
            took, pence = fastest(ours, run, options.rounds)
            peer, same = fastest(duckdb_alone, run, options.rounds)
            what = f"the sums of a run over {options.entries:,} entries of {options.families:,} families"
            kept = tell(Figure(what, took, "DuckDB", peer, MOST_RATIO, bound_is_on_ratio=True))
            if pence != same:
                print(f"FAIL  Not the same pence: {pence:,} and {same:,}")
            db.session.remove()
            db.engine.dispose()
    return 0 if kept and pence == same else 1


if __name__ == "__main__":
    sys.exit(main())

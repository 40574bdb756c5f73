"""An import of work entries, purchases, and families, beside the bare driver writing the same rows.

    python -m tests.bench.imports [--small 3000] [--large 30000] [--engine sqlite] [--engine postgresql] [--kind families]

A council of 100 workers, 500 families and their limits is imported first. Then a file of work entries, into another
database one of purchases with a refund for every thirtieth, and into a third a third as many families with their limits,
each of two sizes, is read and written by the import, commit included. The peer writes the rows that the import left, with
nothing but the driver, into a database as it was before it. Time is this process's own, user and system. Memory is the
most that a process holds that does nothing else. Exit code 1 if an import takes more than four times as long as its peer,
the larger of two sizes more than 1.2 times the smaller a row, SQLite's write lock more than three tenths of the writing's
time, or more than 300 MiB.
"""

import argparse
import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import flask_migrate
from flask import Flask
from sqlalchemy import text

from budgettracker import create_app, kept_sums
from budgettracker.database import checked_first, db, transaction
from budgettracker.imports.actions import import_folder
from budgettracker.imports.tables.read_folder import ReadFolder, read_folder
from tests.bench.telling import Figure, tell
from tests.conftest import ENGINES, settings
from tests.factories.imports import NOW, TODAY
from tests.postgres import Server, start_server

MOST_RATIO, MOST_GROWTH, MOST_MIB, MOST_LOCKED = 4, 1.2, 300, 0.3
WORKERS, FAMILIES, LIMIT_AT = 100, 500, "2025-03-01"
ASKED_EVERY = 0.02
"""Seconds between two times that somebody else asks for SQLite's write lock."""
FIRST, DAYS = date(2025, 4, 1), 365
FAMILY, LIMIT = (
    "family_ref,name,team,lead_email,opened_on,scheme",
    "family_ref,scheme,limit,requested_by,approved_by,approved_on",
)
ACTIVITIES = (("Team meeting", ""), ("Home visit", "F-0000"), ("Call", "F-0000"))
WRITTEN = {
    "worktime": ("work_entry", "work_share", "work_entry_details", "audit_record", "audit_chain"),
    "spend": ("spend", "spend_details", "refund", "ledger_entry", "posting", "audit_record", "audit_chain"),
    "families": (
        *("family", "family_details", "family_lead", "family_period", "budget", "budget_period", "limit_change"),
        *("limit_change_details", "ledger_entry", "posting", "audit_record", "audit_chain"),
    ),
}
"""The tables that a file's rows fill, in the order in which they refer to each other."""
KINDS = {"worktime": "work entries", "spend": "purchases and refunds", "families": "families with limits"}
FEWER = {"families": 3}
"""An authority has fewer families than purchases."""


def council(folder: Path) -> Path:
    """The files that stand before: people, a post, a scheme, families and their limits."""
    folder.mkdir()
    people = [f"w{n}@bench.example,Worker {n},practitioner,Team {n % 5},Worker,37,2025-01-01" for n in range(WORKERS)]
    people.append("m@bench.example,Manager,manager,Team 0,,37,2025-01-01")
    families = [
        f"F-{n:04},Family {n},Team {n % 5},w{n % WORKERS}@bench.example,2025-01-05,Fund" for n in range(FAMILIES)
    ]
    limits = [f"F-{n:04},Fund,10000,w{n % WORKERS}@bench.example,m@bench.example,{LIMIT_AT}" for n in range(FAMILIES)]
    bands = "practitioner:500:1000:30;manager:2000::;senior_manager:::"
    tables = {
        "people": ["email,name,roles,team,post,weekly_hours,active_from", *people],
        "posts": [
            "post,from,price_year,salary,oncosts,hours_per_year",
            "Worker,2025-01-01,2025/26,40000,12000,1608",
        ],
        "schemes": [
            "scheme,cap,starts_on,bands,categories",
            f"Fund,10000,2025-01-01,{bands},Bedding;Travel;Food;Rent arrears",
        ],
        "families": [FAMILY, *families],
        "budgets": [LIMIT, *limits],
        "worktime": [
            "entry_ref,email,worked_on,activity,contact_minutes,family_refs",
            *(f"A-{each[0]},w0@bench.example,2025-03-03,{each[0]},10,{each[1]}" for each in ACTIVITIES),
        ],
    }
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n")
    return folder


def worktime(rows: int) -> Iterator[str]:
    """A year's entries: a fifth for nobody, a sixth for two families, a third with miles, some with a note."""
    drawn = random.Random(3)
    yield (
        "entry_ref,email,worked_on,activity,contact_minutes,preparation_minutes,travel_minutes,family_refs,miles,"
        "expenses,note"
    )
    for n in range(rows):
        day = FIRST + timedelta(days=n // WORKERS % DAYS)
        worker, kind = n % WORKERS, drawn.randrange(6)
        families = drawn.sample([f"F-{worker + WORKERS * each:04}" for each in range(5)], 2 if kind == 1 else 1)
        refs, activity = ("", "Team meeting") if kind == 0 else (";".join(families), ("Home visit", "Call")[kind % 2])
        miles = drawn.choice(["", "", "12.5"])
        note = drawn.choice(["", "", "", "with the school"])
        minutes = f"{drawn.randrange(1, 120)},{drawn.randrange(30)},{drawn.randrange(30)}"
        yield f"W-{n:06},w{worker}@bench.example,{day},{activity},{minutes},{refs},{miles},,{note}"


def spend(rows: int) -> Iterator[str]:
    """A year's purchases, some decided by a manager, some above what is left; every thirtieth row is a refund."""
    drawn = random.Random(4)
    yield (
        "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,payment_method,supplier,vat,kind,decided_by,"
        "decided_at,refund_of"
    )
    for n in range(rows):
        worker = n % WORKERS
        family = worker + WORKERS * (n // WORKERS % 5)
        day = FIRST + timedelta(days=n * DAYS // rows)
        who = f"w{worker}@bench.example"
        if n % 30 == 29:
            back = n - 29
            of = back % WORKERS + WORKERS * (back // WORKERS % 5)
            yield f"P-{n:06},F-{of:04},{day},1.00,Bedding,Sent back,w{back % WORKERS}@bench.example,,,,,,,P-{back:06}"
            continue
        pence = drawn.randrange(500, 60_000)
        decided = f"m@bench.example,{day}" if pence > 50_000 else ","
        kind = "other_help" if n % 11 == 0 else ""
        category = drawn.choice(["Bedding", "Travel", "Food", "Rent arrears"])
        yield (
            f"P-{n:06},F-{family:04},{day},{pence // 100}.{pence % 100:02},{category},For the children,{who},card,"
            f"A shop,,{kind},{decided},"
        )


FILES = {"worktime": worktime, "spend": spend}


def families(folder: Path, rows: int) -> Path:
    """A folder of so many further families, each with its limit."""
    folder.mkdir()
    new = [f"G-{n:05},Family {n},Team {n % 5},w{n % WORKERS}@bench.example,2025-01-05,Fund" for n in range(rows)]
    limits = [f"G-{n:05},Fund,1000,w{n % WORKERS}@bench.example,m@bench.example,{LIMIT_AT}" for n in range(rows)]
    for name, heading, lines in (("families", FAMILY, new), ("budgets", LIMIT, limits)):
        (folder / f"{name}.csv").write_text("\n".join([heading, *lines]) + "\n")
    return folder


def write_file(folder: Path, kind: str, rows: int) -> Path:
    """A folder with one file of so many rows, or of families with their limits."""
    if kind == "families":
        return families(folder, rows)
    folder.mkdir()
    (folder / f"{kind}.csv").write_text("\n".join(FILES[kind](rows)) + "\n")
    return folder


def bring_in(folder: Path) -> None:
    """Read a folder and write it, committed; ends the bench where something is refused."""
    write(read_folder(folder))


def write(read: ReadFolder) -> None:
    """Write what was read of a folder, committed; of an embedded database only the last inserts hold the write lock."""
    outcome = checked_first(lambda: import_folder(None, read, "Bench", "0" * 64, on=TODAY, at=NOW))
    if outcome.refused:
        raise SystemExit("\n".join(map(str, outcome.folder.problems[:20])))
    db.session.remove()


def rows_in(tables: tuple[str, ...]) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of some tables, as the driver gives them."""
    driver: Any = db.session.connection().connection.driver_connection
    rows = {table: list(map(tuple, driver.execute(f"SELECT * FROM {table}").fetchall())) for table in tables}
    db.session.rollback()
    return rows


def write_bare(rows: dict[str, list[tuple[Any, ...]]], positions: list[tuple[Any, ...]]) -> None:
    """Write rows with nothing but the driver, and the positions that they led to; committed.

    Purchases are not summed beside the books meanwhile: row by row that would cost the driver more than all of its rows.
    """
    sqlite = db.engine.dialect.name == "sqlite"
    summed = "DROP TRIGGER {}" if sqlite else "ALTER TABLE spend DISABLE TRIGGER {}"
    mark = "?" if sqlite else "%s"
    move = f"UPDATE budget_period SET spent_pence = {mark}, over_pence = {mark}, ledger_sequence = {mark} WHERE id = {mark}"
    with transaction():
        driver: Any = db.session.connection().connection.driver_connection
        driver.execute(summed.format(kept_sums.OF_NEW))
        for table, new in rows.items():
            if sqlite and new:
                driver.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(new[0]))})", new)
            elif new:
                with driver.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    for row in new:
                        copy.write_row(row)
        if positions:
            driver.cursor().executemany(move, positions)


def positions() -> list[tuple[Any, ...]]:
    """Every position as the driver gives it."""
    driver: Any = db.session.connection().connection.driver_connection
    rows = driver.execute("SELECT spent_pence, over_pence, ledger_sequence, id FROM budget_period").fetchall()
    db.session.rollback()
    return list(map(tuple, rows))


class Took(NamedTuple):
    """Processor seconds of an import, of its writing, and of the bare driver; by the clock, of writing and of the lock."""

    whole: float
    held: float
    peer: float
    clock: float
    locked: float


class LockClock:
    """Seconds by the clock of a deed, and of SQLite's write lock in it: as another connection feels it that asks for it."""

    def __init__(self) -> None:
        self._refused_at: float | None = None
        self._ended = threading.Event()

    def of(self, deed: Callable[[], object]) -> tuple[float, float]:
        """Seconds of the deed, and from the first time that somebody else is refused the lock to its end."""
        asking = threading.Thread(target=self._ask, args=(db.engine.url.database,))
        if db.engine.dialect.name == "sqlite":
            asking.start()
        started = time.monotonic()
        try:
            deed()
        finally:
            ended = time.monotonic()
            self._ended.set()
            if asking.ident is not None:
                asking.join()
        return ended - started, ended - min(self._refused_at or ended, ended)

    def _ask(self, file: str) -> None:
        with contextlib.closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as there:
            while not self._ended.wait(ASKED_EVERY) and self._refused_at is None:
                asked_at = time.monotonic()
                try:
                    there.execute("BEGIN IMMEDIATE")
                    there.execute("ROLLBACK")
                except sqlite3.OperationalError:
                    self._refused_at = asked_at


def one_size(kind: str, folder: Path, base: str, copy_of: "Copies") -> Took:
    """How long an import of a file takes, and the bare driver writing the rows it left."""
    tables = WRITTEN[kind]
    with opened(copy_of.fresh(base)):
        before = rows_in(tables)
        kept: list[ReadFolder] = []
        reading = seconds(lambda: kept.append(read_folder(folder)))
        clocked: list[tuple[float, float]] = []
        clock = LockClock()
        held = seconds(lambda: clocked.append(clock.of(lambda: write(kept.pop()))))
        after, moved = rows_in(tables), positions() if kind == "spend" else []
    known = {table: set(rows) for table, rows in before.items()}
    new = {table: [row for row in after[table] if row not in known[table]] for table in tables}
    chains = {row[0] for row in before["audit_chain"]}
    new["audit_chain"] = [row for row in new["audit_chain"] if row[0] not in chains]
    with opened(copy_of.fresh(base)):
        return Took(reading + held, held, seconds(lambda: write_bare(new, moved)), *clocked[0])


def seconds(deed: Callable[[], object]) -> float:
    """Processor seconds, user and system, of this process and of the database's own that serves it."""
    server = _server()
    started = time.process_time() + _used_by(server)
    deed()
    return time.process_time() + _used_by(server) - started


def _server() -> int | None:
    """The process of a PostgreSQL on this machine that serves the program's connection: one import needs no other."""
    if db.engine.dialect.name == "sqlite":
        return None
    number: int = db.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    db.session.rollback()
    return number if Path(f"/proc/{number}/stat").exists() else None


def _used_by(server: int | None) -> float:
    if server is None:
        return 0
    after_name = Path(f"/proc/{server}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


class Copies:
    """Databases on one engine, each a copy of one that holds the council."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self._folder, self._server, self._made = folder, server, 0

    def url(self, name: str) -> str:
        """The address of a database."""
        return self._server.url(name) if self._server else f"sqlite:///{self._folder / name}.sqlite"

    def create(self, name: str) -> str:
        """An empty database."""
        if self._server:
            self._server.create(name)
        return self.url(name)

    def fresh(self, base: str) -> str:
        """A copy of a database that nobody is connected to."""
        self._made += 1
        name = f"copy_{self._made}"
        if self._server:
            self._server.create(name, base)
        else:
            (self._folder / f"{name}.sqlite").write_bytes((self._folder / f"{base}.sqlite").read_bytes())
        return self.url(name)


@contextlib.contextmanager
def opened(url: str) -> Iterator[Flask]:
    """The program on a database, every connection closed afterwards."""
    with tempfile.TemporaryDirectory() as private:
        app = create_app(settings(Path(private), url))
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                if db.engine.dialect.name == "sqlite":
                    db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    db.session.remove()
                db.engine.dispose()


def measure(engine: str, kinds: Collection[str], small: int, large: int) -> Iterator[Figure]:
    """The figures of one engine."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(start_server()) if engine != "sqlite" else None
        copies = Copies(folder, server)
        with opened(copies.create("base")):
            flask_migrate.upgrade()
            bring_in(council(folder / "council"))
        for kind in kinds:
            words, fewer, a_row = KINDS[kind], FEWER.get(kind, 1), []
            sizes = small // fewer, large // fewer
            for rows in sizes:
                took = one_size(kind, write_file(folder / f"{kind}_{rows}", kind, rows), "base", copies)
                a_row.append(took.whole / rows * 1_000_000)
            what, floor = f"import of {sizes[1]:,} {words}, {engine}", "the bare driver, same rows"
            yield Figure(what, took.whole, floor, took.peer, MOST_RATIO, bound_is_on_ratio=True)
            yield Figure(f"writing of it, {engine}", took.held, floor, took.peer, MOST_RATIO, bound_is_on_ratio=True)
            if engine == "sqlite":
                yield lock_of(words, took)
            yield growth(f"the same, a row, {engine}", a_row, sizes[0])
            yield memory(kind, folder / f"{kind}_{sizes[1]}", copies.fresh("base"), engine)


def lock_of(words: str, took: Took) -> Figure:
    """How long an import kept others from writing."""
    what = f"SQLite's write lock during {words}"
    return Figure(what, took.locked, "all of the writing", took.clock, MOST_LOCKED, bound_is_on_ratio=True)


def growth(what: str, a_row: list[float], small: int) -> Figure:
    """A row of the larger size beside one of the smaller, in microseconds."""
    return Figure(what, a_row[1], f"of {small:,}", a_row[0], MOST_GROWTH, bound_is_on_ratio=True, unit="µs")


def memory(kind: str, folder: Path, url: str, engine: str) -> Figure:
    """The most that a process holds which imports a folder, beside what one holds that has only started."""
    command = [sys.executable, "-m", "tests.bench.imports", "--alone", url]
    most, resting = (
        json.loads(subprocess.run([*command, *more], check=True, capture_output=True, text=True).stdout)
        for more in ([str(folder)], [])
    )
    return Figure(f"memory, {KINDS[kind]}, {engine}", most, "started only", resting, MOST_MIB, unit="MiB")


def alone(url: str, folder: Path | None) -> None:
    """Import a folder in a process that does nothing else, and print the most memory it held, in MiB."""
    with opened(url):
        db.session.connection()
        if folder is not None:
            bring_in(folder)
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--small", type=int, default=3_000)
    parser.add_argument("--large", type=int, default=30_000)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("folder", nargs="?", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.alone:
        alone(arguments.alone, arguments.folder)
        return 0
    kinds, sizes = arguments.kind or list(KINDS), (arguments.small, arguments.large)
    held = [tell(figure) for engine in arguments.engine or ENGINES for figure in measure(engine, kinds, *sizes)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

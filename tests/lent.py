"""PostgreSQL databases whose rows are put back as they were: a new copy of a database takes many times as long."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.postgres import Server
from tests.programs import Program
from tests.standing import on_ground

MOST_ROWS = 2_000
"""A database that was given more rows than that is thrown away: the next tests would crawl through the dead ones."""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
ROWS = "SELECT '{name}', count(*), count(*) FILTER (WHERE xmin::text::bigint > %(mark)s) FROM \"{name}\""
"""A table's rows, and how many of them were written after the moment that `mark` names."""
SCHEMA = """SELECT
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_trigger),
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_constraint),
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"""
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
MARKS = "SELECT '{name}', count(*), coalesce(max(xmin::text::bigint), 0) FROM \"{name}\""
"""A table's rows, and the last change that one of them came from."""
LAST_CHANGE = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


class Remembered:
    """A database with a copy of every row that it holds now. Triggers and references sleep while rows are put back."""

    def __init__(self, server: Server, name: str) -> None:
        self.watch = psycopg.connect(server.url(name).replace("+psycopg", ""), autocommit=True)
        self.watch.execute("SET session_replication_role = replica")
        self.watch.execute("SET lock_timeout = '20s'")
        # Two more processes, started for each question, would help a table of millions; these hold a few rows.
        self.watch.execute("SET max_parallel_workers_per_gather = 0")
        self.counting = self.counting_with(ROWS)
        self.marking = self.counting_with(MARKS)
        self.rows = {table: count for table, count, _ in self._rows(self.counting, mark=0)}
        for table, count in self.rows.items():
            if count:
                self.watch.execute(f'CREATE TEMPORARY TABLE "first_{table}" AS TABLE "{table}"'.encode())
        self.schema = self._rows(SCHEMA)
        self.mark = self._mark()
        self.kept: dict[str, Any] = {}
        self.tables_of: dict[str, list[str]] = {}
        self.begun, self.base = 0, ""

    def _rows(self, query: str, **values: Any) -> list[Any]:
        return self.watch.execute(query.encode(), values, prepare=True).fetchall()

    def rows_of(self, question: str) -> list[Any]:
        """What the database answers."""
        return self._rows(question)

    def counting_with(self, question: str) -> str:
        """A question about a table, asked of every table at once."""
        return " UNION ALL ".join(question.replace("{name}", table) for (table,) in self._rows(TABLES))

    def marks(self) -> dict[str, tuple[int, int]]:
        """By table what is another after any change of its rows."""
        return {table: (count, newest) for table, count, newest in self._rows(self.marking)}

    def _mark(self) -> int:
        return int(self._rows("SELECT pg_current_xact_id()::text::bigint")[0][0])

    def last_change(self) -> int:
        """The server's number of the last change in any of its databases."""
        return int(self._rows(LAST_CHANGE)[0][0])

    def others(self) -> int:
        """How many others are connected."""
        return int(self._rows(OTHERS)[0][0])

    def put_back(self, most_rows: int) -> bool:
        """Put every row back as it was; False, with nothing done, where more rows than that or the tables were changed."""
        changed = []
        if self._rows(SCHEMA) != self.schema:
            return False
        for table, count, new in self._rows(self.counting, mark=self.mark):
            if new > most_rows:
                return False
            if new or count != self.rows[table]:
                changed.append(table)
        with self.watch.transaction():
            self.mark = self._mark()
            for table in changed:
                self.watch.execute(f'DELETE FROM "{table}"'.encode(), prepare=True)
                if self.rows[table]:
                    self.watch.execute(f'INSERT INTO "{table}" TABLE "first_{table}"'.encode(), prepare=True)
        return True

    def begin(self) -> None:
        """A test begins."""
        self.begun, self.base = self.last_change(), ""

    def untouched(self) -> bool:
        """Nothing was written on this server since the test began, or since its world was put there."""
        return self.last_change() == self.begun

    def keep(self, name: str) -> None:
        """Remember a world's rows, of the tables that it changed, until this database is thrown away."""
        rows = self._rows(self.counting, mark=self.mark)
        self.tables_of[name] = [table for table, count, new in rows if new or count != self.rows[table]]
        for place, table in enumerate(self.tables_of[name]):
            self.watch.execute(f'CREATE TEMPORARY TABLE "{self._of(name, place)}" AS TABLE "{table}"'.encode())
        self.begun = self.last_change()

    def put(self, name: str) -> None:
        """Make the rows those of a world that was kept."""
        with self.watch.transaction():
            for place, table in enumerate(self.tables_of[name]):
                self.watch.execute(f'DELETE FROM "{table}"'.encode(), prepare=True)
                self.watch.execute(f'INSERT INTO "{table}" TABLE "{self._of(name, place)}"'.encode(), prepare=True)
        self.begun = self.last_change()

    def _of(self, name: str, place: int) -> str:
        return f"kept_{list(self.tables_of).index(name)}_{place}"

    def close(self) -> None:
        """Let go of the database."""
        self.watch.close()


class Lent:
    """A copy of a template that one test after another is lent."""

    def __init__(self, server: Server, template: str) -> None:
        self.server, self.template = server, template
        self.name = ""

    @contextmanager
    def lend(self, user: Callable[[], Program | None], exchanges: bool = False) -> Iterator[str]:
        """Its address, for one test; `user` tells afterwards which program has used it and keeps its connections.

        `exchanges`: the test exchanges parts of the program, so no world may stand on it for others.
        """
        if not self.name:
            self.name = f"test_{uuid.uuid4().hex[:12]}"
            self.server.create(self.name, template=self.template)
            self.remembered = Remembered(self.server, self.name)
        self.remembered.begin()
        with on_ground(self.server.url(self.name), None if exchanges else self.remembered):
            yield self.server.url(self.name)
        program = user()
        usual = program.connections if program is not None else 0
        if self.remembered.others() > usual or not self.remembered.put_back(MOST_ROWS):
            if program is not None:
                program.engine.dispose()
            self.close()

    def close(self) -> None:
        """Remove it; it is made anew when it is asked for again."""
        if self.name:
            self.remembered.close()
            self.server.drop(self.name)
            self.name = ""

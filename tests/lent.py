"""A PostgreSQL database that one test after another is lent: what a test wrote is undone, as a new copy takes longer."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.postgres import Server
from tests.programs import Program

MOST_ROWS = 2_000
"""A test that left more rows than that gets its database thrown away: the next ones would crawl through the dead ones."""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
ROWS = "SELECT '{name}', count(*), count(*) FILTER (WHERE xmin::text::bigint > %(mark)s) FROM \"{name}\""
"""A table's rows, and how many of them were written after the moment that `mark` names."""
SCHEMA = """SELECT
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_trigger),
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_constraint),
    (SELECT sum(oid::bigint + xmin::text::bigint) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"""
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %(name)s AND pid <> pg_backend_pid()"


class Lent:
    """One database, and a copy of every row that it holds at first."""

    def __init__(self, server: Server, template: str) -> None:
        self.server, self.template = server, template
        self.name = ""

    def open(self) -> None:
        """Make it, as a copy of its template."""
        self.name = f"test_{uuid.uuid4().hex[:12]}"
        self.server.create(self.name, template=self.template)
        self.watch = psycopg.connect(self.server.url(self.name).replace("+psycopg", ""), autocommit=True)
        self.watch.execute("SET session_replication_role = replica")
        self.counting = " UNION ALL ".join(ROWS.replace("{name}", name) for (name,) in self._ask(TABLES))
        self.rows = {name: count for name, count, _ in self._ask(self.counting, mark=0)}
        for name, count in self.rows.items():
            if count:
                self.watch.execute(f'CREATE TEMPORARY TABLE "first_{name}" AS TABLE "{name}"'.encode())
        self.schema = self._ask(SCHEMA)
        self.mark = self._mark()

    def _ask(self, query: str, **values: Any) -> Any:
        return self.watch.execute(query.encode(), values, prepare=True).fetchall()

    def _mark(self) -> int:
        return int(self._ask("SELECT pg_current_xact_id()::text::bigint")[0][0])

    @contextmanager
    def lend(self, user: Callable[[], Program | None]) -> Iterator[str]:
        """Its address, for one test; `user` tells afterwards which program has used it and keeps its connections."""
        if not self.name:
            self.open()
        yield self.server.url(self.name)
        program = user()
        if not self._undone(program.connections if program is not None else 0):
            if program is not None:
                program.engine.dispose()
            self.close()

    def _undone(self, usual: int) -> bool:
        """Put back every row as it was; False where more than rows was changed, or others are still connected."""
        others = self._ask(OTHERS, name=self.name)[0][0]
        if others > usual or self._ask(SCHEMA) != self.schema:
            return False
        changed = []
        for name, count, new in self._ask(self.counting, mark=self.mark):
            if new > MOST_ROWS:
                return False
            if new or count != self.rows[name]:
                changed.append(name)
        with self.watch.transaction():
            self.mark = self._mark()
            for name in changed:
                self.watch.execute(f'DELETE FROM "{name}"'.encode(), prepare=True)
                if self.rows[name]:
                    self.watch.execute(f'INSERT INTO "{name}" TABLE "first_{name}"'.encode(), prepare=True)
        return True

    def close(self) -> None:
        """Remove it; it is made anew when it is asked for again."""
        if self.name:
            self.watch.close()
            self.server.drop(self.name)
            self.name = ""

"""A program with one of everything in it, everybody signed in at once, and a way to see what a request changed."""

import contextlib
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from budgettracker import create_app
from budgettracker.access import Role
from budgettracker.database import Base, db
from budgettracker.people.models import Person
from tests.access.one_of_everything import (
    EASTFIELD_WORDS,
    TODAY,
    WESTMOOR_WORDS,
    OneOfEverything,
    lose,
    one_of_everything,
)
from tests.access.table import ACTORS, LOOKERS, Row
from tests.factories.world import NOON, PASSWORD
from tests.lent import Remembered
from tests.page import fields_of, tree_of
from tests.postgres import Server
from tests.programs import settings

Tables = dict[str, list[str]]
OF_EASTFIELD = {"dave", "esme", "oona"}
"""Who may see Eastfield's families."""
READ = re.compile(r"\b(family\.viewed|receipt\.viewed|workbook\.downloaded|ledger\.exported|weekly_file\.downloaded)\b")
"""The audit lines that looking may leave."""


@dataclass(eq=False)
class WholeWorld:
    """The program, its world, and everybody's browser."""

    app: Flask
    made: OneOfEverything
    restore: Callable[[], None] = lambda: None
    """Writes every row of the database as it was at first."""
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    known_roles: dict[str, set[Role]] = field(default_factory=dict)
    number: Callable[[], int] = int
    """The database's own number of the last change; it may rise without one, and never stays after one."""
    rows: Callable[[str], Iterable[Sequence[Any]]] = lambda _: ()
    """Asks the database itself: 150 tables are read ten times as fast as through the program."""
    marks: Callable[[], dict[str, tuple[int, int]]] = dict
    """By table what is another after any change of its rows; a table without it is read each time."""
    known: dict[str, tuple[tuple[int, int] | None, list[str]]] = field(default_factory=dict)
    """By table that mark and its rows then."""
    seen: tuple[int, Tables] | None = None
    """That number and the tables then."""
    first: tuple[int, Tables] = (0, {})
    """The same as they were at first."""

    def remember(self) -> None:
        """The database is now what it is to be at first."""
        self.first = self.seen = self.number(), self._read()

    def put_back(self) -> None:
        """Make the database what it was at first, if anything was written since."""
        if self.number() != self.first[0]:
            self.restore()
            # The rows are the same again, so they need not be read.
            self.first = self.seen = self.number(), self.first[1]

    def sign_everybody_in(self) -> None:
        """Each in a browser of their own; then some lose what they had."""
        for actor in ACTORS:
            self.sign_in(actor)
        with self.app.app_context():
            lose(self.made)

    def sign_in(self, actor: str) -> None:
        """Somebody signs in with an empty browser, at the program's own time."""
        client = self.clients[actor] = self.app.test_client()
        token = _token(client.get("/sign-in").text)
        if actor != "anonymous":
            sent = {"email": self.made.emails[actor], "password": PASSWORD, "csrf_token": token}
            assert client.post("/sign-in", data=sent).status_code == 303, actor
            token = _token(client.get("/account").text)
        cookie = client.get_cookie("session")
        assert cookie is not None
        self.cookies[actor], self.tokens[actor] = cookie.value, token

    def ask(self, actor: str, address: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send one request as somebody, from the browser as it was when they had signed in; `data` makes it a POST."""
        client = self.clients[actor]
        client.set_cookie("session", self.cookies[actor])
        if data is None:
            return client.get(address, **more)
        sent = {"csrf_token": self.tokens[actor], "form_key": uuid.uuid4().hex, **data}
        return client.post(address, data=sent, content_type="multipart/form-data", **more)

    def roles(self, actor: str) -> set[Role]:
        """Which roles somebody has on the tests' day; no test of access changes them for good."""
        if actor not in self.known_roles:
            with self.app.app_context():
                person = db.session.query(Person).filter_by(email=self.made.emails[actor]).one()
                self.known_roles[actor] = person.roles_on(TODAY)
        return self.known_roles[actor]

    def address(self, row: Row) -> str:
        """A route's address with the ids of this world."""
        return row.at.format(**self.made.ids)

    def body(self, row: Row, at: str | None = None) -> dict[str, Any]:
        """What a person sends (at another address, if one is given): the page's fields, and what the table types over them."""
        address = at or self.address(row)
        if row.page_of and address not in self.pages:
            page = self.ask(row.page_of, address)
            assert page.status_code == 200, (address, page.status_code)
            self.pages[address] = fields_of(list(tree_of(page.text).iter("form"))[-1])
        values = {**self.pages.get(address, {}), **{name: self._typed(value) for name, value in row.fill.items()}}
        return {name: value for name, value in values.items() if name not in ("csrf_token", "form_key")}

    def _typed(self, value: Any) -> Any:
        if callable(value):
            return value()
        if isinstance(value, list):
            return [self._typed(each) for each in value]
        return value.format(**self.made.ids)

    def markers(self, actor: str) -> list[str]:
        """What no page this person is allowed may hold: others' families, others' addresses."""
        home = self.made.homes.get(actor, "")
        keeps_people = actor in ("adam", "otto")
        rows = [
            email
            for name, email in self.made.emails.items()
            if name != actor and not (keeps_people and self.made.homes[name] == home)
        ]
        rows += [] if actor in LOOKERS else WESTMOOR_WORDS
        return rows + ([] if actor in OF_EASTFIELD else list(EASTFIELD_WORDS))

    def shown(self, row: Row, actor: str) -> tuple[str, ...]:
        """What this page may tell this person of Westmoor's families, beyond their role's usual sight."""
        return row.shows if self.made.homes.get(actor) == "Westmoor" else ()

    def tables(self) -> Tables:
        """Every row of every table, as text; read anew when somebody wrote since the last time."""
        number = self.number()
        if self.seen is None or self.seen[0] != number:
            self.seen = number, self._read()
        return self.seen[1]

    def _read(self) -> Tables:
        marks = self.marks()
        for name in Base.metadata.tables:
            known = self.known.get(name)
            if known is None or name not in marks or known[0] != marks[name]:
                rows = sorted(repr(tuple(row)) for row in self.rows(f'SELECT * FROM "{name}"'))
                self.known[name] = marks.get(name), rows
        return {name: rows for name, (_, rows) in self.known.items()}

    @contextlib.contextmanager
    def changes(self) -> Iterator[Callable[[], set[str]]]:
        """Inside it requests are made; what it gives names the tables that are different now. The same after it."""
        before = self.tables()
        yield lambda: different(before, self.tables())

    def leave(self) -> None:
        """Let go of every connection to the database."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def different(before: Tables, after: Tables) -> set[str]:
    """The tables with other rows; reading alone may leave lines of the read-audit, which do not count."""
    if before is after:
        return set()
    names = {name for name in before if before[name] != after[name]}
    if "audit_record" in names:
        new = set(after["audit_record"]) - set(before["audit_record"])
        gone = set(before["audit_record"]) - set(after["audit_record"])
        if not gone and all(READ.search(line) for line in new):
            names -= {"audit_record", "audit_chain"}
    return names


def _token(page: str) -> str:
    result = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert result is not None
    return result[1]


def _arena(folder: Path, url: str) -> WholeWorld:
    """Make the program and its world in a database that has its tables and nothing in them."""
    app = create_app(settings(folder, url))
    app.config["CLOCK"] = lambda: NOON
    app.extensions["start_workbook"] = lambda *_: None
    with app.app_context():
        names = ("RECEIPTS_FOLDER", "EXPORTS_FOLDER", "IMPORTS_FOLDER")
        made = one_of_everything(*(Path(app.config[name]) for name in names))
        db.session.remove()
    whole_world = WholeWorld(app, made)
    whole_world.sign_everybody_in()
    return whole_world


def whole_world_on_sqlite(folder: Path, file: Path) -> WholeWorld:
    """A whole world in a migrated, empty file."""
    whole_world, first = _arena(folder, f"sqlite:///{file}"), folder / "first.sqlite"
    watch = sqlite3.connect(file)
    whole_world.number = lambda: int(watch.execute("PRAGMA data_version").fetchone()[0])
    whole_world.rows = lambda question: watch.execute(question).fetchall()
    with contextlib.closing(sqlite3.connect(first)) as kept:
        watch.backup(kept)

    def restore() -> None:
        whole_world.leave()
        with contextlib.closing(sqlite3.connect(first)) as kept, contextlib.closing(sqlite3.connect(file)) as now:
            kept.backup(now)

    whole_world.restore = restore
    whole_world.remember()
    return whole_world


def whole_world_on_postgresql(folder: Path, server: Server, name: str) -> WholeWorld:
    """A whole world in a migrated, empty database."""
    whole_world = _arena(folder, server.url(name))
    remembered = Remembered(server, name)

    def restore() -> None:
        assert remembered.put_back(most_rows=10_000), "no test of access changes tables"

    whole_world.number, whole_world.restore, whole_world.marks = remembered.last_change, restore, remembered.marks
    whole_world.rows = remembered.rows_of
    whole_world.remember()
    return whole_world

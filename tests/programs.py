"""One program per worker and engine: each test points it at a database of its own, and finds it as it was at first.

Making a program, filling its caches of statements and pages and migrating a database take far longer than most tests.
So a worker makes each program once; a test gets a copy of a migrated database, empty or with the small world in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import Engine, event, make_url

from budgettracker import create_app
from budgettracker.database import db

FOLDERS = {
    "INSTANCE_FOLDER": "",
    "RECEIPTS_FOLDER": "receipts",
    "EXPORTS_FOLDER": "workbooks",
    "IMPORTS_FOLDER": "imports",
    "STUDY_KEYS": "study-keys",
}
"""Settings that name a place to write, and where it lies in the folder of a test."""


def settings(folder: Path, url: str) -> dict[str, object]:
    """Settings of a program under test: everything it writes lies in one folder of its own."""
    return {
        "APP_ENV": "testing",
        "TESTING": True,
        "SECRET_KEY": "a key for tests that is long enough to pass",
        "SQLALCHEMY_DATABASE_URI": url,
        "ARGON2_QUICK": True,
        **folders(folder),
    }


def folders(folder: Path) -> dict[str, str]:
    """The settings that name a place to write, in the folder of one test."""
    return {name: str(folder / part) for name, part in FOLDERS.items()}


class Program:
    """A program that is used by one test after another, each with its own database, folders, settings and clock."""

    def __init__(self, folder: Path, url: str) -> None:
        self.app = create_app(settings(folder, url))
        with self.app.app_context():
            self.engine: Engine = db.engine
        self.config = dict(self.app.config)
        self.extensions = {name: _copied(value) for name, value in self.app.extensions.items()}
        self.view_functions = dict(self.app.view_functions)
        event.listen(self.engine, "do_connect", self._connect)

    def _connect(self, dialect: Any, _: object, __: object, parameters: dict[str, Any]) -> Any:
        """Connect to the database of the test that runs now."""
        args, named = dialect.create_connect_args(self.engine.url)
        return dialect.connect(*args, **{**parameters, **named})

    @property
    def connections(self) -> int:
        """How many connections it keeps for the next test."""
        return int(self.engine.pool.checkedin())  # type: ignore[attr-defined]

    @contextmanager
    def at(self, url: str, folder: Path) -> Iterator[Flask]:
        """The program on one test's database and folders; afterwards as it was."""
        if self.engine.url != make_url(url):
            self.engine.dispose()
            self.engine.url = make_url(url)
        self.app.config.update(SQLALCHEMY_DATABASE_URI=url, **folders(folder))
        # The test's own engine shares connections and compiled statements; who listens to it is forgotten with it.
        db._app_engines[self.app][None] = self.engine.execution_options()
        try:
            with self.app.app_context():
                yield self.app
                db.session.remove()
        finally:
            # PostgreSQL's database is the same for the next test, and so are its connections.
            if self.engine.dialect.name == "sqlite":
                self.engine.dispose()
            db._app_engines[self.app][None] = self.engine
            self._put_back()

    def _put_back(self) -> None:
        """Undo what a test changed in the program: settings, its clock, parts and views it exchanged."""
        for kept, values in (
            (self.app.config, self.config),
            (self.app.extensions, {name: _copied(value) for name, value in self.extensions.items()}),
            (self.app.view_functions, self.view_functions),
        ):
            kept.clear()
            kept.update(values)


def _copied(value: Any) -> Any:
    """A list that tests may add to is kept as a copy; other parts are kept themselves."""
    return list(value) if isinstance(value, list) else value


def migrate(app: Flask) -> None:
    """Make every table in the program's database."""
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()

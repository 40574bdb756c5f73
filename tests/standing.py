"""Worlds that many tests begin with: made once by each worker and engine, afterwards its rows and files are put there.

What a world is made of must not hang on the test: on its clock (worlds are kept by the clock they were made at) or on what it
exchanged in the program. A database that the test has touched before gets its world made as if nothing was kept; on one
world another may stand.
"""

import filecmp
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from flask import current_app
from sqlalchemy import URL, make_url

from budgettracker.database import db

Value = TypeVar("Value")


class Ground(Protocol):
    """A test's database, which began as a copy of a template."""

    base: str
    """The world it holds, nothing at first."""

    @property
    def kept(self) -> dict[str, Any]:
        """What standing worlds answered, and the files that the program wrote for them, by name."""

    def untouched(self) -> bool:
        """Is it still as it began, or as its world was put there?"""

    def keep(self, name: str) -> None:
        """Remember its rows under a name."""

    def put(self, name: str) -> None:
        """Make its rows those that were remembered."""


@dataclass
class File:
    """A SQLite file, copied from a template beside which worlds are kept."""

    template: Path
    file: Path
    kept: dict[str, Any]
    base: str = ""

    def untouched(self) -> bool:
        """Nothing was written."""
        log = self._beside("-wal")
        written = log.exists() and log.stat().st_size > 0
        begun = self._of(self.base) if self.base else self.template
        return not written and filecmp.cmp(begun, self.file, shallow=False)

    def keep(self, name: str) -> None:
        """Copy the file; who is connected leaves, so that all of it lies in the file."""
        db.engine.dispose()
        assert not self._beside("-wal").exists()
        shutil.copy(self.file, self._of(name))

    def put(self, name: str) -> None:
        """Copy it back."""
        db.engine.dispose()
        shutil.copy(self._of(name), self.file)

    def _of(self, name: str) -> Path:
        return self.template.with_name(f"{self.template.stem} with {name}.sqlite")

    def _beside(self, ending: str) -> Path:
        return self.file.with_name(self.file.name + ending)


_grounds: dict[URL, Ground | None] = {}
"""The databases that tests are on just now, by address."""
_answers: dict[Path, dict[str, Any]] = {}


@contextmanager
def on_ground(url: str, ground: Ground | None) -> Iterator[None]:
    """A test is on this database; None: no world that others have, too, may stand on it."""
    _grounds[make_url(url)] = ground
    try:
        yield
    finally:
        del _grounds[make_url(url)]


def on_file(template: Path, file: Path) -> Ground:
    """A SQLite file that was copied from this template."""
    return File(template, file, _answers.setdefault(template, {}))


def standing(name: str, make: Callable[[], Value]) -> Value:
    """What `make` commits and answers (ids or plain values, no rows), put there from the second time on."""
    ground = _grounds.get(db.engine.url)
    if ground is None or db.session().in_transaction() or not ground.untouched():
        return make()
    clock = current_app.config.get("CLOCK")
    name = f"{ground.base} {name} {f'{clock():%Y%m%dT%H%M%S}' if clock else ''}".strip()
    folder = Path(current_app.config["INSTANCE_FOLDER"])
    if name in ground.kept:
        ground.put(name)
        ground.base = name
        _write(folder, ground.kept[name][1])
        db.session.expire_all()
        return ground.kept[name][0]  # type: ignore[no-any-return]
    before = _read(folder)
    value = make()
    assert not db.session().in_transaction()
    ground.keep(name)
    ground.base = name
    ground.kept[name] = value, {file: content for file, content in _read(folder).items() if file not in before}
    return value


def _read(folder: Path) -> dict[str, bytes]:
    """What the program has written beside its database."""
    files = (file for file in folder.rglob("*") if file.is_file() and ".sqlite" not in file.name)
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Put it there again, for nobody else to read."""
    for name, content in files.items():
        (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(content)

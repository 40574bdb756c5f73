"""The disk is full: reading goes on, writing is answered 503 with what was typed kept, and room brings it all back."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from flask import Flask

from tests.factories.spend import picture
from tests.factories.world import World
from tests.faults.load import Load, load_for, sign_in_all
from tests.live import LiveServer, serving
from tests.page import check_page, fields_of

SIZE = "16m"


@pytest.fixture
def engine_name() -> str:
    """SQLite: a PostgreSQL has its own disk, and its own answer to one that is full."""
    return "sqlite"


class Disk(Protocol):
    """A disk that can be filled up and emptied again."""

    def fill(self, server: LiveServer) -> None:
        """From now on nothing more can be written."""

    def empty(self, server: LiveServer) -> None:
        """There is room again."""


@dataclass
class SmallDisk:
    """A file system of a few megabytes, in memory."""

    folder: Path

    def fill(self, server: LiveServer) -> None:
        """Write until it is full, to the last byte."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 16, 1 << 9, 1):
                try:
                    while filler.write(b"\0" * size):
                        pass
                except OSError:
                    continue

    def empty(self, server: LiveServer) -> None:
        """Remove what filled it."""
        (self.folder / "filler").unlink()


@dataclass
class Limit:
    """No file of the server's processes may grow: what an unprivileged test can do to them."""

    def _set(self, server: LiveServer, most: int) -> None:
        workers = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True, check=True
        )
        for pid in (server.process.pid, *map(int, workers.stdout.split())):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def fill(self, server: LiveServer) -> None:
        """Not a byte."""
        self._set(server, 0)

    def empty(self, server: LiveServer) -> None:
        """As many as there are."""
        self._set(server, resource.RLIM_INFINITY)


@pytest.fixture(params=["limit", pytest.param("small disk", marks=pytest.mark.nightly)])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """The disk under the database and the receipts."""
    if request.param == "limit":
        yield Limit()
        return
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", place])
    if mounted.returncode != 0:
        if os.environ.get("NO_SKIPS"):
            pytest.fail("a small file system cannot be mounted here")
        pytest.skip("a small file system cannot be mounted here: run as root; the limit on files is tested")
    yield SmallDisk(place)
    subprocess.run(["umount", place], check=True)


@pytest.fixture
def database_url(disk: Disk, sqlite_world: Path, tmp_path: Path) -> str:
    """A database with the small world on that disk."""
    file = (disk.folder if isinstance(disk, SmallDisk) else tmp_path) / "test.sqlite"
    shutil.copy(sqlite_world, file)
    return f"sqlite:///{file}"


def add_receipt(load: Load, location: str, kind: str) -> int:
    """Send a picture to a purchase; the status of the answer."""
    browser, boundary = load.writers[0].browser, "a-boundary"
    path = location.partition("?")[0] + "/receipt"
    fields = browser.form(path)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="receipt"; filename="r.jpg"\r\n\r\n'.encode()
    body = b"".join([*parts, head, picture(kind), f"\r\n--{boundary}--\r\n".encode()])
    return browser.send(path, body, f"multipart/form-data; boundary={boundary}").status


def test_reading_goes_on_writing_says_so_and_room_brings_it_back_without_a_restart(
    app: Flask, world: World, disk: Disk, database_url: str, tmp_path: Path
) -> None:
    load = load_for(world, writers=2)
    receipts = Path(database_url.removeprefix("sqlite:///")).parent / "receipts"
    with serving(database_url, tmp_path, RECEIPTS_FOLDER=str(receipts)) as server:
        sign_in_all(load, server.url)
        alice, bob = load.writers
        with load.working(server.url):
            load.wait_for(4)
        alice.resolve(server.url)
        bob.resolve(server.url)
        there = len(load.accepted)
        known = alice.sent[0].location
        assert add_receipt(load, known, "JPEG") == 303
        (receipt,) = receipts.iterdir()
        sent = alice.filled()
        assert sent is not None

        disk.fill(server)
        for _ in range(3):
            answer = alice.browser.post(sent.path, sent.fields)
            assert answer.status == 503
            assert answer.headers["Retry-After"]
            kept = fields_of(list(check_page(answer.text).iter("form"))[-1])
            assert kept["bought_what"] == sent.fields["bought_what"]
            assert alice.browser.get("/my-families").status == 200, "reading goes on"
            assert bob.browser.get(known).status == 200
        assert add_receipt(load, known, "PNG") == 503
        assert list(receipts.iterdir()) == [receipt], "nothing half-written is left"
        if isinstance(disk, SmallDisk):
            assert alice.browser.get("/readyz").status == 503
        assert alice.browser.get("/healthz").status == 200
        assert len(load.accepted) == there

        disk.empty(server)
        alice.resolve(server.url)
        assert sent.location
        with load.working(server.url):
            load.wait_for(4)
        alice.resolve(server.url)
        bob.resolve(server.url)
    load.require_no_wrong_answer()
    load.require_books()

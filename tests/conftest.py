"""Both engines for every test that writes through actions: each test gets a migrated database of its own.

How a test asks for its engine:

- by default (`app`, `client`, `world`) it runs on SQLite **and** on PostgreSQL;
- a module or test marked `pytest.mark.pages` only looks at pages, fills in forms whose rules are tested in actions, or
  tries one refusal of many whose like is tried on PostgreSQL beside it: it runs on SQLite, and on both engines at night
  (`make nightly`);
- of many cases of one kind the first may stand for PostgreSQL by day (`first_on_both`);
- `pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)` names the one engine that a test is about.

What makes this quick: one program per worker and engine (tests/programs.py), pointed at each test's own database; a
database with the small world already in it, copied (SQLite) or lent and tidied (PostgreSQL, tests/lent.py). A test that
asks for `world` gets such a one, any other an empty one; larger worlds stand on it
(tests/standing.py). A test marked `own_program` adds routes or the like to its program: it gets one that nobody uses
after it. One marked `own_database` gets a PostgreSQL database that nobody else is
connected to, as a restore needs it.
"""

import fcntl
import gc
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest
from flask import Flask
from xdist.remote import Producer

from budgettracker import create_app
from budgettracker.database import db
from tests.client import PageClient
from tests.factories.world import World, detached, small_world
from tests.lent import Lent
from tests.postgres import Server, start_server
from tests.programs import Program, migrate, settings
from tests.scheduling import Together, piece_of
from tests.standing import on_file, on_ground

# What is loaded here stays: nothing of it is let go before the tests begin (pytest_collection_finish).
gc.disable()
# Servers and commands that tests start load what was compiled before: without that each would compile 500 files anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30
# Every commit is synced to the disk, as in production: where there is room, that disk is memory, and it takes no time.
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
ENGINES = ("sqlite", "postgresql")
Case = TypeVar("Case")
NIGHTLY = bool(os.environ.get("NIGHTLY"))
# How long an example takes tells of the machine. By day a change is tried on the same examples each time, at night on new ones.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=not NIGHTLY,
)
hypothesis.settings.load_profile("suite")
# Compiled templates are kept between programs, served ones included.
os.environ.setdefault("TEMPLATE_CACHE_FOLDER", tempfile.mkdtemp(prefix="templates"))


@dataclass
class Bench:
    """What this worker keeps from one test to the next, by engine."""

    folder: Path
    programs: dict[str, Program] = field(default_factory=dict)
    worlds: dict[str, World] = field(default_factory=dict)
    """The small world's rows as they are in the template that holds it."""

    def program(self, engine: str, url: str) -> Program:
        """The program of an engine."""
        if engine not in self.programs:
            self.programs[engine] = Program(self.folder / engine, url)
            gc.freeze()
        return self.programs[engine]

    def fill(self, engine: str, url: str) -> None:
        """Put the small world into an empty database."""
        with self.program(engine, url).at(url, self.folder / engine):
            self.worlds[engine] = detached(small_world())
        self.programs[engine].engine.dispose()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """What this worker keeps from one test to the next."""
    bench = Bench(tmp_path_factory.mktemp("kept"))
    yield bench
    for program in bench.programs.values():
        program.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: the first worker that needs it makes it, the others copy it."""
    own = tmp_path_factory.mktemp("template") / "template.sqlite"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        migrate(create_app(settings(own.parent, f"sqlite:///{own}")))
        return own
    folder = tmp_path_factory.getbasetemp().parent / "template_of_all"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made := folder / "template.sqlite").exists():
            migrate(create_app(settings(own.parent, f"sqlite:///{own}")))
            shutil.copy(own, folder / "half")
            (folder / "half").rename(made)
    shutil.copy(made, own)
    return own


@pytest.fixture(scope="session")
def sqlite_world(kept: Bench, sqlite_template: Path) -> Path:
    """A SQLite file with the small world in it."""
    file = sqlite_template.with_name("world.sqlite")
    shutil.copy(sqlite_template, file)
    kept.fill("sqlite", f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real PostgreSQL: TEST_POSTGRES_URL if given, else one started for these tests."""
    with start_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated, empty database to copy."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    postgres.create(name)
    migrate(create_app(settings(tmp_path_factory.mktemp("pg"), postgres.url(name))))
    return name


@pytest.fixture(scope="session")
def postgres_world(kept: Bench, postgres: Server, postgres_template: str) -> str:
    """The name of a database with the small world in it."""
    name = f"{postgres_template}_world"
    postgres.create(name, template=postgres_template)
    kept.fill("postgresql", postgres.url(name))
    return name


@pytest.fixture(scope="session")
def lent_empty(postgres: Server, postgres_template: str) -> Iterator[Lent]:
    """The PostgreSQL database for tests that begin with nothing."""
    lent = Lent(postgres, postgres_template)
    yield lent
    lent.close()


@pytest.fixture(scope="session")
def lent_world(postgres: Server, postgres_world: str) -> Iterator[Lent]:
    """The PostgreSQL database for tests that begin with the small world."""
    lent = Lent(postgres, postgres_world)
    yield lent
    lent.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that touches the database runs on both engines; pages on SQLite, and on both at night."""
    if "engine_name" in metafunc.fixturenames and not _chosen(metafunc):
        pages = metafunc.definition.get_closest_marker("pages") is not None
        metafunc.parametrize("engine_name", ["sqlite"] if pages and not NIGHTLY else ENGINES, indirect=True)


def first_on_both(cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Each case on SQLite and the first on PostgreSQL too, at night all on both: for `parametrize` with `engine_name` indirect."""
    return [
        (case, engine) for place, case in enumerate(cases) for engine in ENGINES[: 1 if place and not NIGHTLY else 2]
    ]


def _chosen(metafunc: pytest.Metafunc) -> bool:
    """Has the test or its module named its engine itself?"""
    marks = metafunc.definition.iter_markers("parametrize")
    if any("engine_name" in mark.args[0] for mark in marks):
        return True
    return metafunc._arg2fixturedefs["engine_name"][-1].func is not engine_name.__wrapped__  # type: ignore[attr-defined]


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine this test runs on."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, request: pytest.FixtureRequest, kept: Bench, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of this test's own: empty, or with the small world for who asks for `world`."""
    filled = "world" in request.fixturenames
    # Who exchanges a part of the program makes a world of their own with it.
    exchanges = "monkeypatch" in request.fixturenames
    if engine_name == "sqlite":
        template, file = (
            request.getfixturevalue("sqlite_world" if filled else "sqlite_template"),
            tmp_path / "test.sqlite",
        )
        shutil.copy(template, file)
        with on_ground(f"sqlite:///{file}", None if exchanges else on_file(template, file)):
            yield f"sqlite:///{file}"
        return
    if request.node.get_closest_marker("own_database") is not None:
        server: Server = request.getfixturevalue("postgres")
        name = f"own_{uuid.uuid4().hex[:12]}"
        server.create(name, template=request.getfixturevalue("postgres_world" if filled else "postgres_template"))
        yield server.url(name)
        kept.program(engine_name, server.url(name)).engine.dispose()
        server.drop(name)
        return
    lent: Lent = request.getfixturevalue("lent_world" if filled else "lent_empty")
    with lent.lend(lambda: kept.programs.get(engine_name), exchanges) as url:
        yield url


@pytest.fixture
def app(
    database_url: str, engine_name: str, kept: Bench, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """The program on a database of its own, with an application context for actions and queries."""
    if request.node.get_closest_marker("own_program") is None:
        with kept.program(engine_name, database_url).at(database_url, tmp_path) as program:
            yield program
        return
    own = create_app(settings(tmp_path, database_url))
    with own.app_context():
        yield own
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without JavaScript that checks every page it is given."""
    return PageClient(app)


@pytest.fixture
def world(app: Flask, kept: Bench, engine_name: str) -> World:
    """The small invented world of tests/factories/world.py, committed."""
    return kept.worlds[engine_name].of_session(db.session())


def pytest_collection_finish() -> None:
    """What stands when the tests begin stays: the collector of what is let go need not look through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one worker does by itself is begun first, or the others stand idle at the end while it goes on."""
    items.sort(key=lambda item: piece_of(item.nodeid) is None)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Tests of one dear world go to one worker."""
    return Together(config, log)


skipped: list[str] = []
"""What was skipped in this session, on whichever worker."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember every skip; what is marked nightly is left out before and is none."""
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where NO_SKIPS is set (.ci/run) a skip of any kind is a failure: what did not run has shown nothing."""
    if skipped and os.environ.get("NO_SKIPS") and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped although nothing may be."""
    if skipped and os.environ.get("NO_SKIPS"):
        terminalreporter.write_line(f"Skipped, though NO_SKIPS is set: {', '.join(sorted(set(skipped)))}", red=True)

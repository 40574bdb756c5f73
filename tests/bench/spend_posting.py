"""Posting a spend: through the whole program, against a bare Flask view that makes the same rows in one transaction.

    python -m tests.bench.spend_posting [--posts 30] [--rounds 3] [--engine sqlite|postgresql|both]

Sixteen writers, each with families and a sign-in of their own, send purchases as fast as they are answered; both sides
are served by the same server with the same workers, durable commits on both. Exit code 1 if the bar is missed: at least
0.4 of the bare view's throughput (medians of rounds in turns), and nothing but acceptance on either side.
"""

import argparse
import contextlib
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from pathlib import Path

import flask_migrate

from budgettracker import create_app
from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import period_on
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.web import now, today
from tests.conftest import settings
from tests.factories.world import PASSWORD, family, person, small_world
from tests.live import ROOT, Browser, LiveServer, _wait, free_port, serving
from tests.postgres import start_server

LEAST = 0.4
WRITERS, WORKERS, FAMILIES = 16, 2, 5
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
Sent = tuple[str, list[tuple[str, bytes]]]
"""What one writer sends: cookies, and forms with where they go."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def make_world(url: str, folder: Path) -> list[dict[str, str]]:
    """A migrated database with sixteen workers, each with a family that has a limit; what a bare view must be told."""
    app = create_app(settings(folder, url))
    with app.app_context():
        flask_migrate.upgrade()
        world = small_world()
        rows = []
        with transaction():
            people = [
                person(world.authority, f"Writer {n}", Role.PRACTITIONER, teams=(world.team,)) for n in range(WRITERS)
            ]
            for n in range(WRITERS * FAMILIES):
                by = people[n % WRITERS]
                theirs = family(world.team, f"B-{n:03}", "Bench", None, world.scheme)
                change = budgets.propose_limit(world.alice, theirs, world.scheme, 9_000_00, "x", on=today(), at=now())
                budgets.approve_limit(world.mary, change, on=today(), at=now())
                period = period_on(theirs.id, today())
                assert period is not None
                ids = (world.authority.id, by.id, theirs.id, period.id, world.scheme.categories[0].id)
                names = ("authority", "person", "family", "period", "category")
                rows.append({name: str(each) for name, each in zip(names, ids, strict=True)} | {"email": by.email})
        db.session.remove()
        db.engine.dispose()
    return rows


@contextlib.contextmanager
def bare(url: str, folder: Path) -> Iterator[LiveServer]:
    """The bare view, served."""
    port = free_port()
    environ = {**os.environ, "DATABASE_URL": url, "PORT": str(port), "WORKERS": str(WORKERS)}
    with (folder / "bare.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.bare_flask"],
            env=environ,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    server = LiveServer(f"http://127.0.0.1:{port}", process)
    try:
        _wait(server, folder / "bare.log")
        yield server
    finally:
        server.kill()


def to_program(server: LiveServer, rows: list[dict[str, str]], posts: int) -> list[Sent]:
    """For each writer: their cookies, and the forms they will send to the program, from one of their families to the next."""
    result = []
    for n in range(WRITERS):
        browser, sent = Browser(server.url), []
        browser.sign_in(rows[n]["email"], PASSWORD)
        for each in rows[n::WRITERS]:
            path = f"/families/{each['family']}/spend/new"
            values = {"amount": "0.01", "bought_what": "A bed", "purpose": "Sleep", "payment_method": "purchase_card"}
            form = browser.form(path) | values | {"category": each["category"]}
            sent += [(path, form | {"form_key": uuid.uuid4().hex}) for _ in range(posts // FAMILIES)]
        result.append((browser.cookies, [(path, urllib.parse.urlencode(form).encode()) for path, form in sent]))
    return result


def to_bare_view(rows: list[dict[str, str]], posts: int) -> list[Sent]:
    """The same for the bare view, which is told every id."""
    values = {"pence": 1, "bought_what": "A bed", "purpose": "Sleep"}
    return [
        (
            "",
            [
                ("/spend", urllib.parse.urlencode(each | values | {"form_key": uuid.uuid4().hex}).encode())
                for each in rows[n::WRITERS]
                for _ in range(posts // FAMILIES)
            ],
        )
        for n in range(WRITERS)
    ]


def throughput(server: LiveServer, sent: list[Sent]) -> float:
    """Accepted purchases a second, all writers together; anything but acceptance ends the bench."""
    host = urllib.parse.urlsplit(server.url).netloc
    start, refused = threading.Barrier(len(sent) + 1), []

    def write(cookies: str, bodies: list[tuple[str, bytes]]) -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        start.wait()
        for path, body in bodies:
            connection.request("POST", path, body, FORM | {"Cookie": cookies})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 303:
                refused.append((path, answer.status))
        connection.close()

    writers = [threading.Thread(target=write, args=each) for each in sent]
    for writer in writers:
        writer.start()
    start.wait()
    began = time.monotonic()
    for writer in writers:
        writer.join()
    if refused:
        raise SystemExit(f"{len(refused)} posts were not accepted: {refused[:10]} after {time.monotonic() - began:.1f}")
    return sum(len(bodies) for _, bodies in sent) / (time.monotonic() - began)


def measure(name: str, url: str, bare_url: str, folder: Path, posts: int, rounds: int) -> bool:
    """Both sides in turns on one engine; says the figures and whether the bar is met."""
    whole, least = [], []
    ours, bare_ids = make_world(url, folder / "a"), make_world(bare_url, folder / "b")
    with serving(url, folder, workers=WORKERS) as program, bare(bare_url, folder) as peer:
        throughput(program, to_program(program, ours, FAMILIES))
        throughput(peer, to_bare_view(bare_ids, FAMILIES))
        for _ in range(rounds):
            whole.append(throughput(program, to_program(program, ours, posts)))
            least.append(throughput(peer, to_bare_view(bare_ids, posts)))
    with create_app(settings(folder / "a", url)).app_context():
        wrong = faults()
        db.session.remove()
        db.engine.dispose()
    ratio = statistics.median(whole) / statistics.median(least)
    met = ratio >= LEAST and not wrong
    print(
        f"spend posting, {name}: {statistics.median(whole):.0f} a second, bare Flask view "
        f"{statistics.median(least):.0f} a second, ratio {ratio:.2f} (at least {LEAST}), 16 writers, no errors, "
        f"books {wrong or 'clean'}: {'PASS' if met else 'FAIL'}"
    )
    return met


def main() -> None:
    """Measure the engines asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    met = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("a", "b"):
            (folder / part).mkdir()
        if options.engine != "postgresql":
            urls = [f"sqlite:///{folder / part / 'bench.sqlite'}" for part in ("a", "b")]
            met.append(measure("SQLite", urls[0], urls[1], folder, options.posts, options.rounds))
        if options.engine != "sqlite":
            with start_server(*DURABLE) as server:
                for part in ("a", "b"):
                    server.create(f"bench_{part}")
                urls = [server.url(f"bench_{part}") for part in ("a", "b")]
                met.append(measure("PostgreSQL", urls[0], urls[1], folder, options.posts, options.rounds))
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()

"""A real server in processes of its own, and browsers that are processes too: for races, replays and faults."""

from __future__ import annotations

import contextlib
import http.cookiejar
import importlib
import multiprocessing
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from lxml import html

from tests.page import fields_of

ROOT = Path(__file__).resolve().parent.parent


class Running(Protocol):
    """A process that was started, as `subprocess` has it."""

    @property
    def pid(self) -> int:
        """Its number, which is its group's too."""

    def poll(self) -> int | None:
        """The status it ended with; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """The status it ends with."""

    def terminate(self) -> None:
        """Ask it to end."""


@dataclass(frozen=True)
class Forked:
    """A process that a helper forked, which has loaded the program once for all of them: a second and more less for each."""

    process: multiprocessing.process.BaseProcess

    @property
    def pid(self) -> int:
        """Its number, which is its group's too."""
        assert self.process.pid is not None
        return self.process.pid

    def poll(self) -> int | None:
        """The status it ended with; None while it runs."""
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The status it ends with."""
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise subprocess.TimeoutExpired("budgettracker", timeout or 0)
        return self.process.exitcode

    def terminate(self) -> None:
        """Ask it to end."""
        self.process.terminate()


FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.preloaded"])


def command(words: list[str], environ: dict[str, str], log: Path) -> None:
    """`budgettracker` with these words, alone in its group with this environment, as a process of its own has it."""
    os.setsid()
    with log.open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    os.chdir(ROOT)
    importlib.import_module("budgettracker.commands").main(words)


@dataclass(frozen=True)
class LiveServer:
    """A server on loopback: its address and its leading process."""

    url: str
    process: Running

    def kill(self) -> None:
        """Stop every process of the server at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        # Its workers are nobody's children now; until the last is gone the disk they wrote to is in use.
        with contextlib.suppress(ProcessLookupError):
            for _ in range(100):
                os.killpg(self.process.pid, 0)
                time.sleep(0.01)

    def stop(self) -> None:
        """Ask the server to end, and wait until it has."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=40)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as result:
        result.bind(("127.0.0.1", 0))
        return int(result.getsockname()[1])


@contextlib.contextmanager
def serving(database_url: str, folder: Path, workers: int = 2, **settings: str) -> Iterator[LiveServer]:
    """`budgettracker serve` with several worker processes, ready to answer."""
    port = free_port()
    environ = {
        **os.environ,
        "APP_ENV": "development",
        "DATABASE_URL": database_url,
        "INSTANCE_FOLDER": str(folder / "instance"),
        "WORKERS": str(workers),
        "PORT": str(port),
        **settings,
    }
    log = folder / "server.log"
    process = FORKS.Process(target=command, args=(["serve"], environ, log), daemon=False)
    process.start()
    server = LiveServer(f"http://127.0.0.1:{port}", Forked(process))
    try:
        _wait(server, log)
        yield server
    finally:
        server.kill()


def _wait(server: LiveServer, log: Path) -> None:
    for _ in range(300):
        if server.process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(server.url + "/healthz", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:] if log.exists() else ''}")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Redirects are looked at, not followed."""


@dataclass
class Answer:
    """What a server answered."""

    status: int
    text: str
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def _answer(status: int, answer: Any) -> Answer:
    return Answer(status, answer.read().decode(), answer.headers.get("Location", ""), dict(answer.headers))


def last_form(page: str) -> dict[str, Any]:
    """The fields of a page's last form. Many browsers at once leave checking the page to others: it takes a while."""
    return fields_of(html.fromstring(page).forms[-1])


@dataclass
class Browser:
    """One person's browser: keeps its cookie, reads forms, sends them."""

    url: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    carried: str = ""
    """Another browser's cookies, as a second tab has them."""

    @property
    def cookies(self) -> str:
        """This browser's cookies as they are sent."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def _ask(self, path: str, data: bytes | None = None, kind: str = "") -> Answer:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay)
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), data=data)
        if kind:
            request.add_header("Content-Type", kind)
        if self.carried:
            request.add_header("Cookie", self.carried)
        try:
            with opener.open(request, timeout=60) as answer:
                return _answer(answer.status, answer)
        except urllib.error.HTTPError as answer:
            return _answer(answer.code, answer)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(path)

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        """Send fields as a form."""
        return self._ask(path, urllib.parse.urlencode(fields, doseq=True).encode())

    def send(self, path: str, body: bytes, kind: str) -> Answer:
        """Send bytes of a kind: a form with a file in it."""
        return self._ask(path, body, kind)

    def form(self, path: str) -> dict[str, Any]:
        """The last form of a page, as it would be sent untouched."""
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status, answer.text[:500])
        return last_form(answer.text)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in, or fail loudly."""
        form = self.form("/sign-in") | {"email": email, "password": password}
        answer = self.post("/sign-in", form)
        assert answer.status in (302, 303), answer.text[:2000]

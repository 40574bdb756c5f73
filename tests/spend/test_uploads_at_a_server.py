"""Uploads against a real server: too large with and without a length, far too many parts, cut off by a power cut."""

import contextlib
import os
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.spend import actions
from budgettracker.spend.models import Receipt
from budgettracker.web import now, today
from tests.factories.receipts import pdf
from tests.factories.spend import png_bomb
from tests.factories.world import PASSWORD, World
from tests.live import Answer, Browser, LiveServer, serving

MIB = 1024 * 1024
PDF = pdf()
BOUNDARY = "a-boundary-of-ours"


@pytest.fixture
def engine_name() -> str:
    """What a server does with bytes it has not stored is the same on both engines."""
    return "sqlite"


@dataclass
class Sender:
    """Alice's browser on the page that takes a receipt, and the socket beneath it."""

    server: LiveServer
    browser: Browser
    path: str
    fields: dict[str, str]

    def form(self, content: bytes, name: str = "receipt.pdf", key: str = "") -> bytes:
        """The form with a file, as a browser sends it."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in {**self.fields, "form_key": key or self.fields["form_key"]}.items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="receipt"; filename="{name}"\r\n\r\n'
        return ("".join(parts) + head).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()

    @contextlib.contextmanager
    def begun(self, length: int | None) -> Iterator[socket.socket]:
        """A request whose body is still to come: of a length, or (None) in chunks."""
        host, _, port = self.server.url.removeprefix("http://").partition(":")
        size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {self.browser.cookies}\r\n{size}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection((host, int(port)), timeout=60) as line:
            line.sendall(head.encode())
            yield line

    def send(self, pieces: Iterable[bytes], length: int | None) -> int:
        """Send a body in pieces; gives the status, 0 where the server closed the line instead."""
        with self.begun(length) as line:
            # Who is refused early need not be listened to until the end.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for piece in pieces:
                    line.sendall(piece if length is not None else b"%x\r\n%s\r\n" % (len(piece), piece))
                if length is None:
                    line.sendall(b"0\r\n\r\n")
            with contextlib.suppress(ConnectionResetError):
                answer = line.recv(64)
                return int(answer.split()[1]) if answer else 0
        return 0


@pytest.fixture
def sender(app: Flask, world: World, database_url: str, tmp_path: Path) -> Iterator[Sender]:
    """A purchase of a family for comparison without a receipt, and the program served by two processes."""
    bought = actions.Purchase(amount_pence=1_00, bought_what="A bed", purpose="Sleep", bought_on=today())
    with transaction():
        spend = actions.log_other_help(world.alice, world.comparison, bought, on=today(), at=now())
    path = f"/spend/{spend.id}/receipt"
    db.session.remove()
    with serving(database_url, tmp_path, RECEIPTS_FOLDER=str(tmp_path / "receipts")) as server:
        browser = Browser(server.url)
        browser.sign_in("alice.archer@example.org", PASSWORD)
        yield Sender(server, browser, path, browser.form(path))


def highest_memory(server: LiveServer) -> dict[int, int]:
    """The most memory each process of the server has held so far, in kilobytes."""
    values = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            facts = dict(line.split(":", 1) for line in status.read_text().splitlines())
            if os.getpgid(int(facts["Pid"])) == server.process.pid and "VmHWM" in facts:
                values[int(facts["Pid"])] = int(facts["VmHWM"].split()[0])
    return values


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("receipts/*"))


def answered(sender: Sender) -> Answer:
    return sender.browser.get(sender.path)


def test_nothing_that_is_too_large_fills_the_memory_or_is_kept(sender: Sender, tmp_path: Path) -> None:
    # Each process draws a picture once, so that what its libraries need is there already.
    for number in range(12):
        sender.send([form := sender.form(png_bomb(5_000), "b.png", f"warm-{number}")], len(form))
    before = highest_memory(sender.server)
    piece = b"\0" * MIB
    whole = sender.form(PDF + b"\0" * (10 * MIB), key="ten")
    parts = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a{number}"\r\n\r\n1\r\n'.encode()
        for number in range(100_000)
    )
    wide = sender.form(png_bomb(), "receipt.png", key="wide")
    values = {
        "declared": sender.send([sender.form(PDF)[:-100], *[piece] * 60], 60 * MIB),
        "in chunks, without a length": sender.send([sender.form(PDF)[:-100], *[piece] * 60], None),
        "a little over ten megabytes": sender.send([whole], len(whole)),
        "100,000 parts": sender.send([parts, f"--{BOUNDARY}--\r\n".encode()], len(parts) + len(BOUNDARY) + 6),
        "100,000 parts in chunks": sender.send([parts, f"--{BOUNDARY}--\r\n".encode()], None),
        "30,000 x 30,000": sender.send([wide], len(wide)),
    }
    refused = {"a little over ten megabytes": 422, "30,000 x 30,000": 422}
    assert values == {what: refused.get(what, 413) for what in values}
    grown = [most - before[process] for process, most in highest_memory(sender.server).items() if process in before]
    assert len(grown) >= 3, "the leader and two workers are the same processes still"
    assert max(grown) < 150 * 1024, "kilobytes"
    assert kept(tmp_path) == []
    assert answered(sender).status == 200
    good = sender.form(PDF, key="good")
    assert sender.send([good], len(good)) == 303
    assert len(kept(tmp_path)) == 1


def test_a_power_cut_in_the_middle_of_an_upload_keeps_nothing_of_it(
    sender: Sender, database_url: str, tmp_path: Path
) -> None:
    form = sender.form(PDF + b"\0" * (2 * MIB))
    with sender.begun(len(form)) as line:
        line.sendall(form[: MIB // 2])
        time.sleep(0.3)
        sender.server.kill()
    assert kept(tmp_path) == []
    with serving(database_url, tmp_path, RECEIPTS_FOLDER=str(tmp_path / "receipts")) as again:
        sender.server, sender.browser.url = again, again.url
        assert answered(sender).status == 200, "still signed in, and the purchase is there"
        assert db.session.query(Receipt).count() == 0
        assert sender.send([form], len(form)) == 303, "the same form again is the first one"
        db.session.rollback()
        assert db.session.query(Receipt).count() == len(kept(tmp_path)) == 1
        assert sender.send([form], len(form)) == 303
        db.session.rollback()
        assert db.session.query(Receipt).count() == len(kept(tmp_path)) == 1

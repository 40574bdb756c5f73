"""Processes released together against a real server, and what each of them does there.

They know nothing of the program but its pages, and load none of it: sixteen are under way in a moment.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import queue
import time
import traceback
import uuid
from collections import Counter
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError
from typing import Any

from tests.live import Browser

PASSWORD = "correct horse battery"
PURCHASE = {"bought_what": "A bed", "purpose": "Sleep", "payment_method": "purchase_card"}
BUSY, TRIES = 503, 10
"""What a service answers that could not write in time, and how often signing in is tried again after it."""
PATIENCE = 180
"""Seconds for which racers wait for each other at the start: one that was busy signing in comes late."""
spawn = multiprocessing.get_context("spawn")


def purchase(form: dict[str, Any], amount: str, category: str) -> dict[str, Any]:
    """A filled-in *Log spend*."""
    return form | PURCHASE | {"amount": amount, "category": category}


@dataclasses.dataclass(frozen=True)
class Fallen:
    """A racer that could not go on, in the words of what stopped it."""

    words: str


def together(target: Any, arguments: list[tuple[Any, ...]], answers: int, seconds: float = PATIENCE + 60) -> list[Any]:
    """Run one process for each set of arguments, released together, and collect what they found.

    A racer that could not go on fails the race at once, with its words.
    """
    start, result = spawn.Barrier(len(arguments)), spawn.Queue()
    workers = [spawn.Process(target=_race, args=(target, each, start, result), daemon=True) for each in arguments]
    for worker in workers:
        worker.start()
    seen: list[Any] = []
    try:
        while len(seen) < answers:
            seen.append(result.get(timeout=seconds))
            assert not isinstance(seen[-1], Fallen), _words(seen[-1], result, len(workers))
        return seen
    finally:
        for worker in workers:
            worker.join(30)


def _race(target: Any, arguments: tuple[Any, ...], start: Barrier, result: Queue[Any]) -> None:
    """Run a racer; what stops it is told, and nobody waits for it at the start any more."""
    try:
        target(*arguments, start, result)
    except Exception:
        result.put(Fallen(traceback.format_exc()))
        start.abort()


def _words(first: Fallen, result: Queue[Any], racers: int) -> str:
    """What stopped the racers: those that only waited for another come after it."""
    fallen = [first.words]
    with contextlib.suppress(queue.Empty):
        while len(fallen) < racers:
            answer = result.get(timeout=10)
            fallen += [answer.words] if isinstance(answer, Fallen) else []
    return "\n".join(sorted(fallen, key=lambda words: BrokenBarrierError.__name__ in words))


def signed_in(url: str, email: str) -> Browser:
    """A browser with this person signed in. When the service was busy it is tried again, as its page asks one to."""
    browser = Browser(url)
    form = browser.form("/sign-in") | {"email": email, "password": PASSWORD}
    answer = browser.post("/sign-in", form)
    for _ in range(TRIES):
        if answer.status != BUSY:
            break
        time.sleep(int(answer.headers["Retry-After"]))
        answer = browser.post("/sign-in", form)
    assert answer.status in (302, 303), (answer.status, answer.text[:2000])
    return browser


def spender(
    url: str, email: str, path: str, category: str, amounts: list[tuple[str, int]], start: Barrier, result: Queue[Any]
) -> None:
    """One worker: its spends one after the other, every fifth sent twice as the very same form."""
    browser = signed_in(url, email)
    form = browser.form(path)
    start.wait(PATIENCE)
    for number, (amount, pence) in enumerate(amounts):
        # A key may be made by whoever fills the form in; each of these forms is a form of its own.
        sent = purchase(form, amount, category) | {"form_key": uuid.uuid4().hex}
        answer = browser.post(path, sent)
        again = browser.post(path, sent) if number % 5 == 4 else answer
        worded = "more than is left" in answer.text
        result.put((pence, answer.status, again.status, answer.location, again.location, worded))


def burst(url: str, email: str, paths: list[str], category: str, start: Barrier, result: Queue[Any]) -> None:
    """One worker: load each family's form, wait for the others, send £60.00."""
    browser = signed_in(url, email)
    for path in paths:
        form = purchase(browser.form(path), "60.00", category)
        start.wait(PATIENCE)
        answer = browser.post(path, form)
        result.put((path, answer.status, "more than is left" in answer.text))


def send(
    url: str, email: str, paths: list[str], answers: dict[str, str], name: str, start: Barrier, result: Queue[Any]
) -> None:
    """One person: open each page, wait for the other, send it."""
    browser = signed_in(url, email)
    for path in paths:
        form = browser.form(path) | answers
        start.wait(PATIENCE)
        answer = browser.post(path, form)
        result.put((name, path.split("/")[2], answer.status, "has been approved already" in answer.text))


FIRST, SECOND, TOGETHER = "first", "second", "together"
"""When a side of a race sends its form."""


def run(url: str, steps: list[tuple[str, str, dict[str, Any], str]], start: Barrier, result: Queue[Any]) -> None:
    """One side of every race: load the form, wait for the other side, send it; in some rounds one comes first."""
    browsers: dict[str, Browser] = {}
    for number, (email, path, fill, turn) in enumerate(steps):
        if email not in browsers:
            browsers[email] = signed_in(url, email)
        form = browsers[email].form(path) | fill
        start.wait(PATIENCE)
        if turn == SECOND:
            start.wait(PATIENCE)
        answer = browsers[email].post(path, form)
        if turn == FIRST:
            start.wait(PATIENCE)
        result.put((number, steps[0][0], answer.status, answer.text if answer.status != 303 else ""))
        start.wait(PATIENCE)


def click(url: str, cookies: str, path: str, form: dict[str, Any], start: Barrier, result: Queue[Any]) -> None:
    """One click of one browser."""
    tab = Browser(url, carried=cookies)
    start.wait(PATIENCE)
    answer = tab.post(path, form)
    result.put((answer.status, answer.location))


def draw_arm(url: str, email: str, families: list[str], start: Barrier, result: Queue[Any]) -> None:
    """One worker: open each family's page of the draw, wait for the others, draw its arm."""
    browser = signed_in(url, email)
    for family in families:
        form = browser.form(f"/families/{family}/draw")
        start.wait(PATIENCE)
        result.put((family, browser.post(f"/families/{family}/draw/allocate", form).status))


def mover(
    url: str,
    email: str,
    families: list[str],
    amounts: list[tuple[str, int]],
    category: str,
    seconds: float,
    start: Barrier,
    result: Queue[Any],
) -> None:
    """Log a purchase for the first family, and take it out of the sums again for the other's sake; then the other way."""
    browser = signed_in(url, email)
    statuses: Counter[int] = Counter()
    logged = reversed_pence = 0
    form = browser.form(f"/families/{families[0]}/spend/new")
    start.wait(PATIENCE)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        places = []
        for of, (amount, pence) in zip(families, amounts, strict=True):
            sent = purchase(form, amount, category) | {"form_key": uuid.uuid4().hex}
            answer = browser.post(f"/families/{of}/spend/new", sent)
            statuses[answer.status] += 1
            if answer.status == 303:
                logged += pence
                places.append((answer.location.split("?")[0], pence))
        for place, pence in places[:1]:
            back = form | {"reason": "The other family", "form_key": uuid.uuid4().hex}
            answer = browser.post(f"{place}/reverse", back)
            statuses[answer.status] += 1
            if answer.status == 303:
                reversed_pence += pence
    result.put((statuses, logged, reversed_pence))


def pay(url: str, email: str, paths: list[str], start: Barrier, result: Queue[Any]) -> None:
    """One worker: open each plan's next payment, wait for the others, record it."""
    browser = signed_in(url, email)
    for path in paths:
        form = browser.form(path)
        start.wait(PATIENCE)
        answer = browser.post(path, form)
        result.put((path, answer.status, "has been ended already" in answer.text))

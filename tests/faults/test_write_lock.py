"""Another process holds SQLite's write lock while a server of several processes works: who waits, who is answered."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from budgettracker.database import db
from tests.factories.world import World
from tests.faults.held import hold
from tests.faults.load import WRITERS, Load, load_for, sign_in_all
from tests.live import Answer, LiveServer, serving
from tests.page import check_page, fields_of

WORKERS = 3
MANY = 16


@pytest.fixture
def engine_name() -> str:
    """Only SQLite has one write lock for everybody."""
    return "sqlite"


@pytest.fixture
def load(app: Flask, world: World) -> Load:
    """As many writers as ever wait at once."""
    return load_for(world, writers=MANY)


@pytest.fixture
def server(load: Load, database_url: str, tmp_path: Path) -> Iterator[LiveServer]:
    """A server with everybody signed in."""
    with serving(database_url, tmp_path, workers=WORKERS) as running:
        sign_in_all(load, running.url)
        yield running


@dataclass
class Post:
    """One form that is being sent."""

    fields: dict[str, Any]
    thread: threading.Thread
    answer: Answer | None = None
    seconds: float = 0


def send_all(load: Load, number: int) -> list[Post]:
    """So many people send a filled-in form at once."""
    posts = []
    for writer in load.writers[:number]:
        sent = writer.filled()
        assert sent is not None
        post = Post(sent.fields, threading.Thread())

        def send(post: Post = post, writer: Any = writer) -> None:
            began = time.monotonic()
            post.answer = writer.browser.post(writer.path, post.fields)
            post.seconds = time.monotonic() - began

        post.thread = threading.Thread(target=send, daemon=True)
        posts.append(post)
    return posts


def begin(posts: list[Post]) -> None:
    for post in posts:
        post.thread.start()


def join(posts: list[Post]) -> None:
    for post in posts:
        post.thread.join(90)
        assert post.answer is not None


def test_posts_wait_three_seconds_for_the_lock_and_succeed(server: LiveServer, load: Load, tmp_path: Path) -> None:
    posts = send_all(load, WRITERS)
    held = hold(tmp_path, 3)
    begin(posts)
    join(posts)
    held.let_go()
    assert [post.answer.status for post in posts if post.answer] == [303] * WRITERS
    assert max(post.seconds for post in posts) > 2, "they waited"


def test_after_the_longest_wait_a_form_is_answered_busy_with_what_was_typed_and_is_recorded_once_later(
    server: LiveServer, load: Load, tmp_path: Path
) -> None:
    posts = send_all(load, WRITERS)
    held = hold(tmp_path, 60)
    begin(posts)
    join(posts)
    for post in posts:
        assert post.answer is not None
        assert post.answer.status == 503
        assert post.seconds < 15
        assert int(post.answer.headers["Retry-After"]) > 0
        kept = fields_of(list(check_page(post.answer.text).iter("form"))[-1])
        typed = {name: value for name, value in post.fields.items() if value}
        assert typed.items() <= {name: value for name, value in kept.items() if value}.items()
    held.let_go()
    for writer, post in zip(load.writers, posts, strict=False):
        assert post.answer is not None
        kept = fields_of(list(check_page(post.answer.text).iter("form"))[-1])
        first = writer.browser.post(writer.path, kept)
        writer.sent[-1].location = first.location
        assert (first.status, writer.browser.post(writer.path, kept).location) == (303, first.location)
    load_of_those = Load(load.writers[:WRITERS])
    load_of_those.require_books()


def test_with_sixteen_posts_waiting_reading_answers_within_a_second(
    server: LiveServer, load: Load, tmp_path: Path
) -> None:
    posts = send_all(load, MANY)
    held = hold(tmp_path, 60)
    begin(posts)
    time.sleep(1)
    slowest, reads = 0.0, 0
    while any(post.thread.is_alive() for post in posts) and reads < 10:
        began = time.monotonic()
        answer = load.writers[reads].browser.get("/my-families")
        slowest = max(slowest, time.monotonic() - began)
        assert answer.status == 200
        reads += 1
        time.sleep(0.2)
    assert reads == 10, "they were waiting all the while"
    held.let_go()
    join(posts)
    assert slowest < 1
    assert {post.answer.status for post in posts if post.answer} <= {303, 503}
    db.session.rollback()
    for writer, post in zip(load.writers, posts, strict=True):
        assert post.answer is not None
        if post.answer.status == 303:
            writer.sent[-1].location = post.answer.location
        else:
            writer.resolve(server.url)
    load.require_no_wrong_answer()
    load.require_books()


def test_the_lock_is_really_held(app: Flask, tmp_path: Path) -> None:
    """What the tests above stand on: while it is held nobody else gets it, and afterwards they do."""
    held = hold(tmp_path, 60)
    other = sqlite3.connect(tmp_path / "test.sqlite", isolation_level=None, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    held.let_go()
    other.execute("BEGIN IMMEDIATE")
    other.close()

"""The whole server is killed, or asked to stop, while people buy and pay what a plan holds: nothing acknowledged is lost."""

import os
import random
import time
from pathlib import Path

import pytest
from flask import Flask

from tests.factories.world import World
from tests.faults.load import Load, load_for, sign_in_all
from tests.live import serving

KILLS, MANY_KILLS = 3, int(os.environ.get("NIGHTLY_ROUNDS", "200"))
GRACE_SECONDS = 30
"""How long the server lets requests finish (gunicorn's graceful_timeout)."""


def kill_and_resolve(load: Load, database_url: str, folder: Path, kills: int) -> None:
    """So many times: serve, work, kill every process at a moment of chance; then learn what came of everything."""
    chance = random.Random(os.environ.get("SEED", "kill"))
    waiting = 0
    for kill in range(kills):
        with serving(database_url, folder, workers=3) as server:
            if kill == 0:
                sign_in_all(load, server.url)
            with load.working(server.url):
                load.wait_for(3)
                time.sleep(chance.uniform(0, 0.5))
                server.kill()
        waiting += sum(len(writer.waiting()) for writer in load.writers)
        load.require_books(resolved=False)
    assert waiting, "kills hit people at work"
    with serving(database_url, folder, workers=3) as server:
        for writer in load.writers:
            writer.resolve(server.url)
    assert not any(writer.waiting() for writer in load.writers)
    load.require_no_wrong_answer()
    load.require_books()


@pytest.mark.timeout(300)
def test_kills_lose_nothing_acknowledged(app: Flask, world: World, database_url: str, tmp_path: Path) -> None:
    kill_and_resolve(load_for(world, plan=True), database_url, tmp_path, KILLS)


@pytest.mark.nightly
@pytest.mark.timeout(7200)
def test_two_hundred_kills_lose_nothing_acknowledged(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    kill_and_resolve(load_for(world, plan=True), database_url, tmp_path, MANY_KILLS)


def test_asked_to_stop_under_load_it_ends_in_time_and_loses_nothing_acknowledged(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    load = load_for(world, plan=True)
    with serving(database_url, tmp_path, workers=3) as server:
        sign_in_all(load, server.url)
        with load.working(server.url):
            load.wait_for(10)
            began = time.monotonic()
            server.process.terminate()
            assert server.process.wait(GRACE_SECONDS + 5) == 0
            assert time.monotonic() - began < GRACE_SECONDS
    load.require_books(resolved=False)
    with serving(database_url, tmp_path, workers=3) as server:
        for writer in load.writers:
            writer.resolve(server.url)
    load.require_no_wrong_answer()
    load.require_books()

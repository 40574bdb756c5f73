"""PostgreSQL goes away and comes back while people work: nothing is acknowledged meanwhile, and work goes on at once."""

import os
import random
import signal
import time
from pathlib import Path

import flask_migrate
import pytest

from budgettracker import create_app
from budgettracker.database import db
from tests.conftest import settings
from tests.factories.world import small_world
from tests.faults.load import load_for, sign_in_all
from tests.live import Browser, serving
from tests.postgres import own_server

ROUNDS = int(os.environ.get("NIGHTLY_ROUNDS", "20"))
RECOVERY_SECONDS = 10


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_postgresql_stopped_and_started_under_load(tmp_path: Path) -> None:
    chance = random.Random(os.environ.get("SEED", "away"))
    with own_server() as own:
        own.server.create("kept")
        app = create_app(settings(tmp_path, own.server.url("kept")))
        with app.app_context():
            flask_migrate.upgrade()
            load = load_for(small_world())
            with serving(own.server.url("kept"), tmp_path, workers=3) as server:
                sign_in_all(load, server.url)
                with load.working(server.url):
                    for number in range(ROUNDS):
                        load.wait_for(10)
                        busy = load.busy
                        own.stop(signal.SIGQUIT if number % 2 else signal.SIGINT)
                        # Answers that were on their way have come by then.
                        time.sleep(0.5)
                        there = len(load.accepted)
                        time.sleep(chance.uniform(0.2, 1.5))
                        assert Browser(server.url).get("/readyz").status == 503
                        assert load.busy > busy, "people were asked to come back"
                        assert len(load.accepted) == there, "nothing was acknowledged without a database"
                        own.start()
                        load.wait_for(6, RECOVERY_SECONDS)
                for writer in load.writers:
                    writer.resolve(server.url)
                load.require_no_wrong_answer()
            db.engine.dispose()
            load.require_books()
            db.session.remove()
            db.engine.dispose()

"""The clock of the tests of spend stands still, and alice is signed in where a test asks for it."""

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories.spend import noon
from tests.factories.world import World


@pytest.fixture
def alice(app: Flask, client: PageClient, world: World) -> PageClient:
    """Alice's browser on 15 June 2026 at noon."""
    app.config["CLOCK"] = noon
    client.as_(world.alice.email)
    return client


@pytest.fixture
def mary(app: Flask, client: PageClient, world: World) -> PageClient:
    """The manager's browser."""
    app.config["CLOCK"] = noon
    client.as_(world.mary.email)
    return client

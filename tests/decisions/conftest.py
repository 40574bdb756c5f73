"""The manager's browser, in the afternoon of the tests' day."""

import pytest
from flask import Flask

from tests.client import PageClient
from tests.factories.decisions import afternoon
from tests.factories.world import World


@pytest.fixture
def mary(app: Flask, client: PageClient, world: World) -> PageClient:
    """The manager's browser."""
    app.config["CLOCK"] = afternoon
    client.sign_in(world.mary.email)
    return client

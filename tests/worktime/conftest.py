"""Alice, signed in and ready to log time."""

import pytest

from budgettracker.database import db, transaction
from budgettracker.people.models import Authority
from tests.client import PageClient
from tests.factories.worktime import NOW, give_activities
from tests.factories.world import World


@pytest.fixture
def alice(client: PageClient, world: World) -> PageClient:
    """Alice, signed in on 15 June 2026 in an authority with the usual activities."""
    client.app.config["CLOCK"] = lambda: NOW
    with transaction():
        give_activities(db.session.get_one(Authority, world.authority.id))
    client.as_("alice.archer@example.org")
    return client

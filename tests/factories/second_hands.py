"""What tests of second hands need: an authority that is live, a clock, and browsers in which somebody is signed in."""

from datetime import datetime

from flask import Flask

from budgettracker.database import db, transaction
from budgettracker.people.models import Authority, Person
from tests.client import PageClient
from tests.factories.world import NOON, World


def go_live(world: World) -> None:
    """Somebody with a role other than administrator has signed in to Westmoor."""
    with transaction():
        db.session.get_one(Authority, world.authority.id).live_since = NOON


def not_live(name: str = "Westmoor") -> None:
    """Nobody but administrators has signed in to an authority, as while it is being set up."""
    with transaction():
        db.session.query(Authority).filter_by(name=name).update({"live_since": None})


def suspend_all(*people: Person) -> None:
    """None of these can sign in any more, as on a long leave."""
    with transaction():
        for person in people:
            db.session.get_one(Person, person.id).suspended_at = NOON


def at(app: Flask, moment: datetime) -> None:
    """The program's clock stands still at a moment."""
    app.config["CLOCK"] = lambda: moment


def browser(app: Flask, person: Person) -> PageClient:
    """A browser in which somebody is signed in."""
    client = PageClient(app)
    client.as_(person.email)
    return client

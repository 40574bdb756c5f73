"""What pages tell a device that keeps forms: whose they are, and the key that only that person's pages carry."""

import uuid
from dataclasses import dataclass

from flask import current_app, g, request

from budgettracker.delivery import masked
from budgettracker.people.models import Person
from budgettracker.people.rules.tokens import device_key, device_owner

WIPE, OFF = "wipe", "off"
"""For the owner's digest: after signing out, and where the authority lets devices keep nothing."""


@dataclass(frozen=True, slots=True)
class Device:
    """Whose forms the device may keep, and the key, masked anew, under which it keeps them; none where it may not."""

    owner: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the device, as known before the page was begun: a page about a database that is away cannot ask for it."""

    person_id: uuid.UUID
    keeps_forms: bool


def holder(person: Person) -> Holder:
    """Whoever is signed in, and whether their authority lets devices keep forms."""
    return Holder(person.id, person.authority is None or person.authority.keeps_forms)


def device() -> Device | None:
    """For this page. None says nothing: on the page for signing in, what was kept waits for its owner."""
    known: Holder | None = g.get("holder")
    if known is None:
        return Device(WIPE) if request.args.get("banner") == "signed-out" else None
    if not known.keeps_forms:
        return Device(OFF)
    secret = str(current_app.config["SECRET_KEY"])
    return Device(device_owner(secret, known.person_id), masked(device_key(secret, known.person_id)))

"""What pages tell a device that keeps forms: whose they are, and the key that only that person's pages carry."""

from dataclasses import dataclass

from flask import current_app, g, request

from budgettracker.delivery import masked
from budgettracker.people.rules.tokens import device_key, device_owner

WIPE, OFF = "wipe", "off"
"""For the owner's digest: after signing out, and where the authority lets devices keep nothing."""


@dataclass(frozen=True, slots=True)
class Device:
    """Whose forms the device may keep, and the key, masked anew, under which it keeps them; none where it may not."""

    owner: str
    key: str | None = None


def device() -> Device | None:
    """For this page. None says nothing: on the page for signing in, what was kept waits for its owner."""
    person = g.get("person")
    if person is None:
        return Device(WIPE) if request.args.get("said") == "signed-out" else None
    if person.authority is not None and not person.authority.keeps_forms:
        return Device(OFF)
    secret = str(current_app.config["SECRET_KEY"])
    return Device(device_owner(secret, person.id), masked(device_key(secret, person.id)))

"""The version a form was made from: of two people who correct the same record at once, the second is told."""

import hashlib
import json
from collections.abc import Mapping

from budgettracker.errors import Refusal

CHANGED = (
    "Somebody else has corrected this since you opened the page. What you typed is still here, and nothing of it is "
    "recorded. Look at what stands now, then send it again if it is still right."
)


def version_of(standing: Mapping[str, object]) -> str:
    """A short sign for what a record says now, which a form that corrects it carries along.

    >>> version_of({"name": "Okafor"}) == version_of({"name": "Okafor"})
    True
    >>> version_of({"name": "Okafor"}) == version_of({"name": "Okafor-Hale"})
    False
    """
    plain = json.dumps({name: str(value) for name, value in standing.items()}, sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def require_version(version: str, standing: Mapping[str, object]) -> None:
    """Refuse a correction made from something else than what stands now."""
    if version != version_of(standing):
        raise Refusal(None, CHANGED)

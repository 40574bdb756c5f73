"""What several looks at once came to, in the address of the next page: how many were done, and which were left."""

import base64
import uuid
from collections.abc import Sequence
from typing import Any

from flask import request

MOST_NAMED = 12
"""How many that were left the next page's address can name."""


def in_address(done: int, left: Sequence[uuid.UUID]) -> dict[str, Any]:
    """How many were done and which were left, as parts of an address."""
    return {
        "done": done,
        "left": ".".join(code_of(row_id) for row_id in left[:MOST_NAMED]) or None,
        "more": max(0, len(left) - MOST_NAMED) or None,
    }


def code_of(row_id: uuid.UUID) -> str:
    """An id as an address names it: short, so that many fit."""
    return base64.urlsafe_b64encode(row_id.bytes).decode().rstrip("=")


def id_of(code: str) -> uuid.UUID | None:
    """The id that a code in an address names; None where it names none."""
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(f"{code}=="))
    except ValueError:
        return None


def left_in_address() -> list[uuid.UUID]:
    """The ids of those that were left."""
    ids = (id_of(code) for code in request.args.get("left", "").split(".")[:MOST_NAMED])
    return [row_id for row_id in ids if row_id is not None]


def number_in_address(name: str) -> int | None:
    """A small number in the address; None where there is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def ids_in(ticks: Sequence[str] | None) -> list[uuid.UUID]:
    """The ids that were ticked, each once; what is no id is left out."""
    ids = []
    for tick in dict.fromkeys(ticks or ()):
        try:
            ids.append(uuid.UUID(tick))
        except ValueError:
            continue
    return ids


def signs_in(ticks: Sequence[str] | None) -> dict[uuid.UUID, str]:
    """The ids that were ticked, each with the sign of the words that were read; empty where its box had none."""
    signs: dict[uuid.UUID, str] = {}
    for tick in ticks or ():
        parts = tick.split("-")
        for row_id in ids_in(["-".join(parts[:5])]):
            signs.setdefault(row_id, "".join(parts[5:6]))
    return signs

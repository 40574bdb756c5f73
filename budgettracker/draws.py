"""Is a draw open in an authority? Families and budgets ask here; the feature of draws, which stands above them, answers."""

import uuid
from collections.abc import Callable

from flask import Flask, current_app

Draws = Callable[[uuid.UUID | None], bool]
"""Do families of an authority come into an arm by a draw at present?"""
OPEN_DRAW = "open_draw"


def tell_of_draws(app: Flask, draws: Draws) -> None:
    """Let the feature of draws say where one is open."""
    app.extensions[OPEN_DRAW] = draws


def draw_is_open(authority_id: uuid.UUID | None) -> bool:
    """Do families of an authority come into an arm by a draw at present?"""
    draws: Draws = current_app.extensions[OPEN_DRAW]
    return draws(authority_id)

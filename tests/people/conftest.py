"""A clock that tests turn."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask


class Clock:
    """The program's clock, standing still until it is turned on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def on(self, **time: int) -> None:
        """Turn it on by so much."""
        self.moment += timedelta(**time)


@pytest.fixture
def clock(app: Flask) -> Clock:
    """The clock of the program under test."""
    made = Clock()
    app.config["CLOCK"] = made
    return made

"""What a question can be about."""

from enum import StrEnum


class About(StrEnum):
    """What somebody asks about before it is decided."""

    PURCHASE = "purchase"
    LIMIT = "limit"

"""The closed list of who reads a statement."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom an item may be shown to. An item for none of them is for nobody, as every item is until somebody ticks it."""

    ADULT_A = "adult_a"
    ADULT_B = "adult_b"
    CHILD = "child"

    @property
    def words(self) -> str:
        """The reader as forms for workers print it."""
        return {Audience.ADULT_A: "Adult A", Audience.ADULT_B: "Adult B", Audience.CHILD: "A child"}[self]

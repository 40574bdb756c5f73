"""The closed lists of studies, with the words pages print for them."""

from enum import StrEnum


class Profile(StrEnum):
    """How much of each row leaves: exact for the authority's own analysts, coarser, or tables only."""

    INTERNAL = "internal"
    CONTROLLED = "controlled"
    PUBLISHED = "published"

    @property
    def words(self) -> str:
        """The profile as pages print it."""
        return self.capitalize()

    @property
    def hint(self) -> str:
        """Whom the rows go to under this profile, and how exact they are."""
        return {
            Profile.INTERNAL: "For the authorities' own analysts: exact dates and amounts",
            Profile.CONTROLLED: "For researchers under an agreement: months instead of days, age bands, no supplier",
            Profile.PUBLISHED: "Tables only, small counts hidden: no workbook of rows",
        }[self]


class PseudonymKind(StrEnum):
    """What a pseudonym stands for: the letter it begins with."""

    FAMILY = "F"
    CHILD = "C"
    WORKER = "W"
    TEAM = "T"
    SUPPLIER = "S"
    PURCHASE = "P"
    ENTRY = "E"

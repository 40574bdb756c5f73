"""The closed lists of studies."""

from enum import StrEnum


class Profile(StrEnum):
    """How much of each row leaves: exact for the authority's own analysts, coarser, or tables only."""

    INTERNAL = "internal"
    CONTROLLED = "controlled"
    PUBLISHED = "published"

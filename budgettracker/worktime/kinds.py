"""The closed lists of work time."""

from enum import StrEnum


class ActivityKind(StrEnum):
    """What sort of work an activity is."""

    DIRECT = "direct"
    """With a family."""
    INDIRECT = "indirect"
    """For a family, without the family: reports, calls to others, recording."""
    GENERAL = "general"
    """For nobody in particular: meetings, training of an intervention, administration."""
    DECIDING = "deciding"
    """Deciding spends and limits: the one part of managers' time that is costed."""
    ABSENT = "absent"
    """Leave, sickness and training that the hours of a year already leave out."""


class ActivityClass(StrEnum):
    """Running the service, setting it up, or evaluating it: kept apart in every cost."""

    RUNNING = "running"
    SET_UP = "set_up"
    EVALUATION = "evaluation"


class ForWhom(StrEnum):
    """Whom an entry is for: named families, other families (minutes only, no names), both, or nobody."""

    FAMILIES = "families"
    OTHER = "other"
    NOBODY = "nobody"


class MinutesKind(StrEnum):
    """The three kinds of minutes on an entry: with the family, getting ready and writing up, and on the way."""

    CONTACT = "contact"
    PREPARATION = "preparation"
    TRAVEL = "travel"

    @property
    def column(self) -> str:
        """The entry's column that holds these minutes."""
        return f"{self.value}_minutes"


class WithdrawnBecause(StrEnum):
    """Why an entry was taken back; kept in the audit, which holds codes and no free text."""

    TWICE = "twice"
    WRONG = "wrong"
    NOT_WORKED = "not_worked"
    EMPTIED = "emptied"


LOGGED_KINDS = (ActivityKind.DIRECT, ActivityKind.INDIRECT, ActivityKind.GENERAL)
"""The kinds that forms and files offer today; deciding and absence are costed, and offered later."""

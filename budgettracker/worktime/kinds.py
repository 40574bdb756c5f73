"""The closed lists of work time."""

from enum import StrEnum


class ActivityKind(StrEnum):
    """What sort of work an activity is; `words` head the list to choose from."""

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

    @property
    def words(self) -> str:
        """The kind as pages print it."""
        return _KINDS_IN_WORDS[self]


class ActivityClass(StrEnum):
    """Running the service, setting it up, or evaluating it: kept apart in every cost."""

    RUNNING = "running"
    SET_UP = "set_up"
    EVALUATION = "evaluation"

    @property
    def words(self) -> str:
        """The class as histories print it."""
        return _CLASSES_IN_WORDS[self]


class Vehicle(StrEnum):
    """What the miles of an entry were travelled in: each has a rate of its own."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"


class ForWhom(StrEnum):
    """Whom an entry is for: named families, other families (minutes only, no names), both, or nobody."""

    FAMILIES = "families"
    OTHER = "other"
    NOBODY = "nobody"

    @property
    def words(self) -> str:
        """Whom the time was for, as it is said within a sentence."""
        return _WHOM_IN_WORDS[self]


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

    @property
    def words(self) -> str:
        """The reason as pages print it."""
        return _WITHDRAWALS_IN_WORDS[self]


class OfferState(StrEnum):
    """What became of an entry offered to a colleague who was named on another's: nothing yet, a yes, or a no."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"

    @property
    def words(self) -> str:
        """The state as pages print it, after the colleague's name."""
        return _OFFERS_IN_WORDS[self]


UNNAMED = (ForWhom.OTHER, ForWhom.NOBODY)
"""Whom time can be for without naming a family."""

LOGGED_KINDS = tuple(ActivityKind)
"""The kinds that forms and files offer, in this order."""

_KINDS_IN_WORDS = {
    ActivityKind.DIRECT: "With a family",
    ActivityKind.INDIRECT: "For a family, without them",
    ActivityKind.GENERAL: "For no family in particular",
    ActivityKind.DECIDING: "Deciding limits and purchases",
    ActivityKind.ABSENT: "Away: leave, sickness or training",
}
_CLASSES_IN_WORDS = {
    ActivityClass.RUNNING: "running the service",
    ActivityClass.SET_UP: "setting it up",
    ActivityClass.EVALUATION: "evaluating it",
}
_WHOM_IN_WORDS = {
    ForWhom.FAMILIES: "families",
    ForWhom.OTHER: "other families",
    ForWhom.NOBODY: "nobody in particular",
}
_OFFERS_IN_WORDS = {
    OfferState.WAITING: "has not answered yet",
    OfferState.CONFIRMED: "has an entry of their own",
    OfferState.DECLINED: "said no",
}
_WITHDRAWALS_IN_WORDS = {
    WithdrawnBecause.TWICE: "It was logged twice",
    WithdrawnBecause.NOT_WORKED: "It was not worked",
    WithdrawnBecause.WRONG: "It is wrong in another way",
    WithdrawnBecause.EMPTIED: "Its time was taken out of the week",
}

"""The closed lists of the costing method, and the words people read for them."""

from enum import StrEnum


class Mode(StrEnum):
    """How an authority's indirect time reaches its families: exactly one of two ways, never both."""

    ALL_TIME = "A"
    """All time is logged: time for nobody is pooled by worker and month and shared over family minutes."""
    CLIENT_TIME = "B"
    """Only time for families is counted: the post's published ratio stands for the rest."""


class RatioKind(StrEnum):
    """The kind of hour a post's ratio of indirect time is defined for."""

    FACE_TO_FACE = "face_to_face"
    CLIENT_RELATED = "client_related"


class Vehicle(StrEnum):
    """What the miles of an entry were travelled in."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"


class Destination(StrEnum):
    """Where the cost on a line went."""

    FAMILY = "family"
    LEFT_OUT = "left_out"
    UNALLOCATED = "unallocated"
    """Pooled time of a month in which the worker has no family minutes to carry it."""
    POOLED = "pooled"
    """An entry for nobody in mode A: its cost stands again on the lines of its pool and is counted there."""


class Reason(StrEnum):
    """Why a line is left out or unallocated."""

    OTHER_FAMILIES = "other_families"
    NOT_A_MEMBER = "not_a_member"
    OUTSIDE_OPEN_DAYS = "outside_open_days"
    NOT_FOR_A_FAMILY = "not_for_a_family"
    CONTAINED_IN_RATIO = "contained_in_ratio"
    OTHER_INTERVENTION = "other_intervention"
    EVALUATION = "evaluation"
    LINE_MANAGEMENT = "line_management"
    ABSENCE = "absence"
    NO_FAMILY_MINUTES = "no_family_minutes"


WORDS: dict[Reason, str] = {
    Reason.OTHER_FAMILIES: "Time for families outside the program",
    Reason.NOT_A_MEMBER: "Time for families that are not in the study",
    Reason.OUTSIDE_OPEN_DAYS: "Time before a family's opening or after its closing",
    Reason.NOT_FOR_A_FAMILY: "Time for nobody: the ratio stands for it",
    Reason.CONTAINED_IN_RATIO: "Preparation and travel: the face-to-face ratio contains them",
    Reason.OTHER_INTERVENTION: "Time that is not part of the study's intervention",
    Reason.EVALUATION: "Evaluation: not a cost of the intervention",
    Reason.LINE_MANAGEMENT: "Managers' time: direct overheads contain it",
    Reason.ABSENCE: "Leave, sickness and training: the hours of a year already leave them out",
    Reason.NO_FAMILY_MINUTES: "Pooled time of a month without time for any family",
}
"""The words of the list of what was left out, and of what fell to no family."""


class VatRule(StrEnum):
    """Which price a run counts; it says which."""

    NET_OF_RECOVERABLE = "net_of_recoverable"
    GROSS = "gross"

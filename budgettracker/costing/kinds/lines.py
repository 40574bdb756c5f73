"""Where the cost of a line went, and why; what stops a run."""

from enum import StrEnum


class Destination(StrEnum):
    """Where the cost on a line went."""

    FAMILY = "family"
    """Running cost of a family: part of its total."""
    DECIDING = "deciding"
    """Deciding a family's limits and purchases: beside its total, as the next two."""
    SET_UP = "set_up"
    EVALUATION = "evaluation"
    LEFT_OUT = "left_out"
    UNALLOCATED = "unallocated"
    """Pooled time of a month in which the worker has no family minutes to carry it."""
    POOLED = "pooled"
    """An entry for nobody in mode A: its cost stands again on the lines of its pool and is counted there."""


BESIDE = (Destination.DECIDING, Destination.SET_UP, Destination.EVALUATION)
"""What a family's work cost beside its total, each a column of its own."""
BORNE = (Destination.FAMILY, *BESIDE)
"""Where a cost went that some family of the study bears."""


class DecisionAbout(StrEnum):
    """What was decided."""

    LIMIT = "limit"
    PURCHASE = "purchase"
    REVIEW = "review"
    """Money that had left outside the rules."""

    @property
    def words(self) -> str:
        """What was decided, as lists print it."""
        return {
            DecisionAbout.LIMIT: "A limit",
            DecisionAbout.PURCHASE: "A purchase",
            DecisionAbout.REVIEW: "Money that had left outside the rules",
        }[self]


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
    DECIDING = "deciding"
    ABSENCE = "absence"
    NO_FAMILY_MINUTES = "no_family_minutes"

    @property
    def words(self) -> str:
        """The reason as lists of what was left out print it, on pages and in the workbook."""
        return {
            Reason.OTHER_FAMILIES: "Time for families outside the program",
            Reason.NOT_A_MEMBER: "Time for families that are not in the study",
            Reason.OUTSIDE_OPEN_DAYS: "Time before a family's opening or after its closing",
            Reason.NOT_FOR_A_FAMILY: "Time for nobody: the ratio stands for it",
            Reason.CONTAINED_IN_RATIO: "Preparation and travel: the face-to-face ratio contains them",
            Reason.OTHER_INTERVENTION: "Time that is not part of the study's intervention",
            Reason.EVALUATION: "Evaluation for no family: not a cost of the intervention",
            Reason.DECIDING: "Deciding for no family, or on days whose decisions are not counted from logs",
            Reason.LINE_MANAGEMENT: "Managers' time: direct overheads contain it",
            Reason.ABSENCE: "Leave, sickness and training: the hours of a year already leave them out",
            Reason.NO_FAMILY_MINUTES: "Pooled time of a month without time for any family",
        }[self]


class Missing(StrEnum):
    """What stops a run: something that a day of work needs before it can be costed."""

    POST = "post"
    RATE = "rate"
    RATIO = "ratio"
    MILEAGE = "mileage"

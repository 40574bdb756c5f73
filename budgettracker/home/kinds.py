"""The closed lists of My families and of a family's page."""

from enum import StrEnum


class TaskKind(StrEnum):
    """What a worker has to look at or to do for a family."""

    QUESTION = "question"
    LIMIT_QUESTION = "limit_question"
    HOLD = "hold"
    DECLINED = "declined"
    NOT_ACCEPTED = "not_accepted"
    LIMIT_DECLINED = "limit_declined"
    LIMIT_APPROVED = "limit_approved"

    @property
    def words(self) -> str:
        """The tag that stands before the task."""
        return {
            TaskKind.QUESTION: "question",
            TaskKind.LIMIT_QUESTION: "question",
            TaskKind.HOLD: "hold ran out",
            TaskKind.DECLINED: "declined",
            TaskKind.NOT_ACCEPTED: "not accepted",
            TaskKind.LIMIT_DECLINED: "declined",
            TaskKind.LIMIT_APPROVED: "approved",
        }[self]

"""The closed lists of My families, of a family's page, and of what the clock tells."""

from enum import StrEnum


class TaskKind(StrEnum):
    """What a worker has to look at or to do for a family."""

    QUESTION = "question"
    LIMIT_QUESTION = "limit_question"
    HOLD = "hold"
    PAYMENT_DUE = "payment_due"
    LOOK_AGAIN = "look_again"
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
            TaskKind.PAYMENT_DUE: "regular",
            TaskKind.LOOK_AGAIN: "look again",
            TaskKind.DECLINED: "declined",
            TaskKind.NOT_ACCEPTED: "not accepted",
            TaskKind.LIMIT_DECLINED: "declined",
            TaskKind.LIMIT_APPROVED: "approved",
        }[self]


class ClockKind(StrEnum):
    """What `budgettracker daily` tells people on the page they start from."""

    DECISIONS_WAIT = "decisions_wait"
    CONFIRMATIONS_WAIT = "confirmations_wait"
    NOBODY_CAN = "nobody_can"
    EVALUATORS_WAIT = "evaluators_wait"
    IMPORTS_WAIT = "imports_wait"
    IMPORTS_TOO_OLD = "imports_too_old"
    HOLDS_RAN_OUT = "holds_ran_out"

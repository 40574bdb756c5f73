"""The closed lists of what waits for a second hand."""

from enum import StrEnum


class ConfirmationState(StrEnum):
    """Where something stands that takes a second hand."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

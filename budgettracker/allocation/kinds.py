"""The closed lists of allocation: strata by age, why a family is not eligible, where the list comes from."""

from enum import StrEnum


class AgeBand(StrEnum):
    """The age of the index child on the day of the assessment, by which families are drawn."""

    UNBORN = "unborn"
    TO_4 = "0-4"
    TO_9 = "5-9"
    TO_16 = "10-16"
    AT_17 = "17"

    @property
    def words(self) -> str:
        """The band as pages print it."""
        return "Not yet born" if self is AgeBand.UNBORN else f"{self.value.replace('-', ' to ')} years"


class ListSource(StrEnum):
    """Where the list of a draw comes from."""

    MADE_HERE = "made_here"
    FILE = "file"

    @property
    def words(self) -> str:
        """The source as pages print it."""
        return {
            ListSource.MADE_HERE: "The tracker makes the list, which nobody sees until the allocation has closed",
            ListSource.FILE: "An independent statistician has made the list",
        }[self]


class NotEligible(StrEnum):
    """Why a family that was assessed is not eligible."""

    NOT_AT_RISK = "not_at_risk"
    DECLINED = "declined"
    MOVING = "moving"
    OTHER_STUDY = "other_study"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The reason as pages print it."""
        return {
            NotEligible.NOT_AT_RISK: "Not at the risk that the scheme is for",
            NotEligible.DECLINED: "The family does not want to take part",
            NotEligible.MOVING: "The family is about to move away",
            NotEligible.OTHER_STUDY: "The family takes part in another study",
            NotEligible.OTHER: "Another reason",
        }[self]

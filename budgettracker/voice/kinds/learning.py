"""The closed lists of what is learnt: why money stayed unused, and what managers write down."""

from enum import StrEnum


class UnusedReason(StrEnum):
    """Why money of a family's budget stayed unused, as it is asked when the work ends."""

    CONFIDENCE = "confidence"
    PROCESS = "process"
    TOO_FEW_FAMILIES = "too_few_families"
    CAME_OTHERWISE = "came_otherwise"
    NOT_NEEDED = "not_needed"

    @property
    def words(self) -> str:
        """The reason as forms and pages print it."""
        return {
            UnusedReason.CONFIDENCE: "We were not sure what it could be used for",
            UnusedReason.PROCESS: "It took too much asking or paperwork",
            UnusedReason.TOO_FEW_FAMILIES: "A budget did not fit what this family needed",
            UnusedReason.CAME_OTHERWISE: "What was needed was paid by other money",
            UnusedReason.NOT_NEEDED: "No more was needed",
        }[self]


class ExampleKind(StrEnum):
    """What a manager writes down for everybody of a scheme."""

    EXAMPLE = "example"
    YOU_SAID = "you_said"

    @property
    def words(self) -> str:
        """The kind as forms and pages print it."""
        return {
            ExampleKind.EXAMPLE: "An example of what money was used for",
            ExampleKind.YOU_SAID: "You said, we did",
        }[self]

"""The closed lists of what may be asked about a purchase."""

from enum import StrEnum


class PurchaseQuestion(StrEnum):
    """What may be asked about a purchase besides what it needs: each off, optional or required as the scheme says."""

    GOAL = "goal"
    PATHWAY = "pathway"
    WHO_ASKED = "who_asked"
    OTHER_FUNDING = "other_funding"
    FAMILY_TOLD = "family_told"

    @property
    def words(self) -> str:
        """The question as forms print it."""
        return {
            PurchaseQuestion.GOAL: "Which goal of the plan does it serve?",
            PurchaseQuestion.PATHWAY: "How should it work?",
            PurchaseQuestion.WHO_ASKED: "Who asked for it?",
            PurchaseQuestion.OTHER_FUNDING: "Was other funding tried first?",
            PurchaseQuestion.FAMILY_TOLD: "What was the family told about the money?",
        }[self]

    @property
    def needed_words(self) -> str:
        """What is said where a scheme requires an answer and there is none."""
        return f"Choose an answer: {self.words.lower()}"


class Asked(StrEnum):
    """How a scheme asks a question about purchases."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"

    @property
    def words(self) -> str:
        """The answer as forms print it."""
        return {
            Asked.OFF: "Not asked",
            Asked.OPTIONAL: "Optional",
            Asked.REQUIRED: "Required",
        }[self]


class PlanGoal(StrEnum):
    """Which goal of the plan with the family a purchase serves."""

    SAFETY = "safety"
    HOME = "home"
    HEALTH = "health"
    SCHOOL = "school"
    TOGETHER = "together"
    MONEY = "money"

    @property
    def words(self) -> str:
        """The goal as forms print it."""
        return {
            PlanGoal.SAFETY: "Safe at home",
            PlanGoal.HOME: "A home that works",
            PlanGoal.HEALTH: "Health",
            PlanGoal.SCHOOL: "School and learning",
            PlanGoal.TOGETHER: "Getting on together",
            PlanGoal.MONEY: "Managing money",
        }[self]


class Pathway(StrEnum):
    """The pathway of the published logic model by which a purchase should help."""

    RESOURCES = "resources"
    RELATIONSHIP = "relationship"
    BOTH = "both"

    @property
    def words(self) -> str:
        """The pathway as forms print it."""
        return {
            Pathway.RESOURCES: "It gives the family something it needs",
            Pathway.RELATIONSHIP: "It helps us and the family work together",
            Pathway.BOTH: "Both",
        }[self]


class WhoAsked(StrEnum):
    """Whose idea a purchase was."""

    CHILD = "child"
    PARENT = "parent"
    NETWORK = "network"
    WORKER = "worker"
    MANAGER = "manager"

    @property
    def words(self) -> str:
        """The answer as forms print it."""
        return {
            WhoAsked.CHILD: "A child",
            WhoAsked.PARENT: "A parent",
            WhoAsked.NETWORK: "Somebody in the family network",
            WhoAsked.WORKER: "A worker",
            WhoAsked.MANAGER: "A manager",
        }[self]


class OtherFunding(StrEnum):
    """Whether money from elsewhere was tried before."""

    NONE_THERE = "none_there"
    PART = "part"
    TOO_SLOW = "too_slow"
    NOT_TRIED = "not_tried"

    @property
    def words(self) -> str:
        """The answer as forms print it."""
        return {
            OtherFunding.NONE_THERE: "There was none",
            OtherFunding.PART: "It paid a part",
            OtherFunding.TOO_SLOW: "It would have come too late",
            OtherFunding.NOT_TRIED: "It was not tried",
        }[self]


class FamilyTold(StrEnum):
    """What a family knows of the money there is for it."""

    AMOUNT = "amount"
    EXISTS = "exists"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """The answer as forms print it."""
        return {
            FamilyTold.AMOUNT: "How much there is",
            FamilyTold.EXISTS: "That there is a budget, not how much",
            FamilyTold.NOTHING: "Nothing about a budget",
        }[self]


ANSWERS: dict[PurchaseQuestion, type[PlanGoal | Pathway | WhoAsked | OtherFunding | FamilyTold]] = {
    PurchaseQuestion.GOAL: PlanGoal,
    PurchaseQuestion.PATHWAY: Pathway,
    PurchaseQuestion.WHO_ASKED: WhoAsked,
    PurchaseQuestion.OTHER_FUNDING: OtherFunding,
    PurchaseQuestion.FAMILY_TOLD: FamilyTold,
}
"""What each question about a purchase may be answered with."""

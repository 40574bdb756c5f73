"""The closed lists of schemes, with the words pages print for them."""

from enum import StrEnum


class CapPeriod(StrEnum):
    """What the cap covers: the whole intervention, or each financial year anew."""

    WHOLE = "whole"
    FINANCIAL_YEAR = "financial_year"

    @property
    def words(self) -> str:
        """What the cap covers, as pages print it."""
        return {
            CapPeriod.WHOLE: "The whole time of the scheme",
            CapPeriod.FINANCIAL_YEAR: "Each financial year anew (1 April to 31 March)",
        }[self]


class Decides(StrEnum):
    """How far a role decides purchases in a scheme, as the form asks it."""

    NOTHING = "nothing"
    UP_TO = "up_to"
    ANYTHING = "anything"

    @property
    def words(self) -> str:
        """The answer to "what may this role decide?"."""
        return {
            Decides.NOTHING: "No purchase",
            Decides.UP_TO: "Up to an amount",
            Decides.ANYTHING: "Any amount",
        }[self]


class UsualCategory(StrEnum):
    """The three kinds of spend of the published evaluation, with what was found under each.

    Practical, material and financial; therapeutic; relationship building. A scheme may name categories of its own.
    """

    BEDDING = "Practical: bedding"
    CLOTHING = "Practical: clothing"
    HOME_IMPROVEMENT = "Practical: home improvement"
    RENT_ARREARS = "Practical: rent arrears"
    DEPOSIT = "Practical: deposit"
    UTILITIES = "Practical: utilities"
    WHITE_GOODS = "Practical: white goods"
    TRAVEL = "Practical: travel"
    FOOD = "Practical: food"
    CHILDCARE = "Practical: childcare and clubs"
    EDUCATION = "Practical: education and tutoring"
    ASSESSMENT = "Therapeutic: assessment"
    COUNSELLING = "Therapeutic: counselling"
    MEDIATION = "Therapeutic: mediation"
    ACTIVITIES = "Relationships: activities"
    MEALS = "Relationships: meals"
    FAMILY_TIME = "Relationships: family time"
    RESPITE = "Relationships: respite"
    WIDER_FAMILY = "Relationships: support for wider family"

"""The closed list of what became of a family or a child, in the words councils return."""

from enum import StrEnum


class Outcome(StrEnum):
    """Something that happened to a family or a child while it was followed, on a day."""

    STAYED_HOME_3 = "stayed_home_3_months"
    STAYED_HOME_6 = "stayed_home_6_months"
    STAYED_HOME_12 = "stayed_home_12_months"
    RETURNED_HOME = "returned_home"
    ENTERED_CARE = "entered_care"
    PLAN_STARTED = "protection_plan_started"
    PLAN_ENDED = "plan_ended"
    PRE_PROCEEDINGS = "pre_proceedings"
    GUARDIANSHIP = "special_guardianship"
    RE_REFERRED = "re_referred"
    STEPPED_DOWN = "stepped_down"

    @property
    def words(self) -> str:
        """The outcome as pages print it."""
        return {
            Outcome.STAYED_HOME_3: "At home 3 months after the start",
            Outcome.STAYED_HOME_6: "At home 6 months after the start",
            Outcome.STAYED_HOME_12: "At home 12 months after the start",
            Outcome.RETURNED_HOME: "Returned home",
            Outcome.ENTERED_CARE: "Entered care",
            Outcome.PLAN_STARTED: "A child protection plan started",
            Outcome.PLAN_ENDED: "A child protection plan ended",
            Outcome.PRE_PROCEEDINGS: "Pre-proceedings started",
            Outcome.GUARDIANSHIP: "A special guardianship order was made",
            Outcome.RE_REFERRED: "Referred again",
            Outcome.STEPPED_DOWN: "Stepped down to early help or closed to social care",
        }[self]


RISKS = (Outcome.ENTERED_CARE, Outcome.PLAN_STARTED, Outcome.PRE_PROCEEDINGS, Outcome.RE_REFERRED)
"""What told of risk: dated before a family's start they are part of its baseline."""

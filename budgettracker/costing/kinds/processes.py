"""The processes of work with a child in need, for which unit costs are published: the Cost Calculator's eight."""

from enum import StrEnum


class Process(StrEnum):
    """What happens with a family that its council counts: each time it happens is an event (ongoing support: each month of it)."""

    REFERRAL = "contact_and_referral"
    INITIAL_ASSESSMENT = "initial_assessment"
    ONGOING_SUPPORT = "ongoing_support_month"
    CLOSING = "closing"
    CORE_ASSESSMENT = "core_assessment"
    PLANNING_AND_REVIEW = "planning_and_review"
    ENQUIRY = "section_47_enquiry"
    COURT = "pre_proceedings_and_court"

    @property
    def words(self) -> str:
        """The process as pages print it."""
        return {
            Process.REFERRAL: "First contact and referral",
            Process.INITIAL_ASSESSMENT: "Initial assessment",
            Process.ONGOING_SUPPORT: "Ongoing support, a month",
            Process.CLOSING: "Closing the case",
            Process.CORE_ASSESSMENT: "Core assessment",
            Process.PLANNING_AND_REVIEW: "Planning and review meeting",
            Process.ENQUIRY: "Section 47 enquiry",
            Process.COURT: "Pre-proceedings and court",
        }[self]

"""The closed lists of families and children, with the words pages print for them."""

from enum import StrEnum


class Arm(StrEnum):
    """Which arm a family is in, as allocated."""

    BUDGET = "budget"
    COMPARISON = "comparison"

    @property
    def words(self) -> str:
        """The arm as forms about a family print it."""
        return {
            Arm.BUDGET: "With a devolved budget",
            Arm.COMPARISON: "For comparison, without a budget",
        }[self]

    @property
    def heading(self) -> str:
        """The arm as tables of costs head their rows and columns."""
        return {Arm.BUDGET: "With a budget", Arm.COMPARISON: "For comparison"}[self]


class NeedCode(StrEnum):
    """Primary need as authorities return it in the children in need census (Department for Education)."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"

    @property
    def words(self) -> str:
        """What the code stands for, in the census's words."""
        return {
            NeedCode.N1: "abuse or neglect",
            NeedCode.N2: "child's disability or illness",
            NeedCode.N3: "parent's disability or illness",
            NeedCode.N4: "family in acute stress",
            NeedCode.N5: "family dysfunction",
            NeedCode.N6: "socially unacceptable behaviour",
            NeedCode.N7: "low income",
            NeedCode.N8: "absent parenting",
        }[self]


class ChildStatus(StrEnum):
    """A child's status when the work with the family starts."""

    EARLY_HELP = "early help"
    CHILD_IN_NEED = "child in need"
    PROTECTION_PLAN = "child protection plan"
    PRE_PROCEEDINGS = "pre-proceedings"
    LOOKED_AFTER = "looked after"
    SPECIAL_GUARDIANSHIP = "special guardianship"

    @property
    def words(self) -> str:
        """The status as forms print it."""
        return self.value.capitalize()


class EndReason(StrEnum):
    """Why work with a family ended. An imported reason may use other words."""

    PLAN_ENDED = "plan ended"
    STEPPED_DOWN = "stepped down to early help"
    ENTERED_CARE = "child entered care"
    RETURNED_HOME = "child returned home"
    MOVED_AWAY = "moved to another area"
    ASKED_TO_STOP = "family asked to stop"
    DIED = "child or parent died"
    SCHEME_ENDED = "scheme ended"
    OPENED_BY_MISTAKE = "opened by mistake"

    @property
    def words(self) -> str:
        """The reason as forms print it."""
        return self.value.capitalize()


class HiddenKind(StrEnum):
    """What can be hidden at once because it stands with the wrong family, or should not stand there at all."""

    RECEIPT = "receipt"
    PURCHASE_WORDS = "purchase_words"
    FAMILY_NOTES = "family_notes"

    @property
    def words(self) -> str:
        """What is hidden, as pages print it."""
        return {
            HiddenKind.RECEIPT: "A receipt",
            HiddenKind.PURCHASE_WORDS: "The words of a purchase",
            HiddenKind.FAMILY_NOTES: "The notes about a family",
        }[self]


class HidingState(StrEnum):
    """What became of something that was hidden."""

    HIDDEN = "hidden"
    BROUGHT_BACK = "brought_back"
    REMOVED = "removed"

    @property
    def words(self) -> str:
        """The state as pages print it."""
        return self.value.replace("_", " ").capitalize()


class ReaderKind(StrEnum):
    """Why somebody reads a restricted family: they are named for it, or gave a reason and read it that day."""

    NAMED = "named"
    BY_REASON = "by_reason"


class IncidentKind(StrEnum):
    """What stood where it should not have been seen."""

    WRONG_FAMILY = "wrong_family"
    WRONG_RECEIPT = "wrong_receipt"
    WRONG_WORDS = "wrong_words"
    SENT_WRONG = "sent_wrong"
    LOST = "lost"
    SEEN = "seen"
    OTHER = "other"

    @property
    def words(self) -> str:
        """What happened, as pages print it."""
        return {
            IncidentKind.WRONG_FAMILY: "A purchase stood with the wrong family",
            IncidentKind.WRONG_RECEIPT: "A receipt stood with the wrong purchase",
            IncidentKind.WRONG_WORDS: "Words stood with the wrong family",
            IncidentKind.SENT_WRONG: "Something was sent or handed to the wrong person",
            IncidentKind.LOST: "A device or a paper was lost",
            IncidentKind.SEEN: "Somebody saw what was not theirs to see",
            IncidentKind.OTHER: "Something else",
        }[self]


class LegalBasis(StrEnum):
    """Under which law help is given; which of them stand open depends on the nation and the day (`rules.legal_basis`)."""

    CHILD_IN_NEED = "child_in_need"
    LOOKED_AFTER = "looked_after"
    CARE_LEAVER = "care_leaver"
    SPECIAL_GUARDIANSHIP = "special_guardianship"
    GENERAL_POWER = "general_power"
    WELSH_NEEDS = "welsh_needs"
    WELSH_LOOKED_AFTER = "welsh_looked_after"

    @property
    def words(self) -> str:
        """The law as pages and workbooks print it."""
        return {
            LegalBasis.CHILD_IN_NEED: "Section 17, Children Act 1989",
            LegalBasis.LOOKED_AFTER: "Section 22, Children Act 1989",
            LegalBasis.CARE_LEAVER: "Sections 23C to 24D, Children Act 1989",
            LegalBasis.SPECIAL_GUARDIANSHIP: "Section 14F, Children Act 1989",
            LegalBasis.GENERAL_POWER: "Section 1, Localism Act 2011",
            LegalBasis.WELSH_NEEDS: "Part 4, Social Services and Well-being (Wales) Act 2014",
            LegalBasis.WELSH_LOOKED_AFTER: "Part 6, Social Services and Well-being (Wales) Act 2014",
        }[self]


BY_HAND = (IncidentKind.SENT_WRONG, IncidentKind.LOST, IncidentKind.SEEN, IncidentKind.OTHER)
"""What only people know of: the other kinds are opened by the deed that finds them."""


class SealedBecause(StrEnum):
    """Why nobody may find a family's record any more."""

    ADOPTION = "adoption"
    FLIGHT = "flight"
    RECOGNITION = "recognition"

    @property
    def words(self) -> str:
        """The reason as pages print it."""
        return {
            SealedBecause.ADOPTION: "A child was adopted and has a new record",
            SealedBecause.FLIGHT: "Somebody fled and has a new record elsewhere",
            SealedBecause.RECOGNITION: "Somebody lives as who they are now, and has a new record",
        }[self]

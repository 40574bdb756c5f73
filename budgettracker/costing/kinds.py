"""The closed lists of the costing method, and the words people read for them."""

from enum import StrEnum


class Mode(StrEnum):
    """How an authority's indirect time reaches its families: exactly one of two ways, never both."""

    ALL_TIME = "A"
    """All time is logged: time for nobody is pooled by worker and month and shared over family minutes."""
    CLIENT_TIME = "B"
    """Only time for families is counted: the post's published ratio stands for the rest."""

    @property
    def words(self) -> str:
        """The mode as pages about studies print it."""
        return {
            Mode.ALL_TIME: "All time is logged (A)",
            Mode.CLIENT_TIME: "Only time for families is logged (B)",
        }[self]

    @property
    def hint(self) -> str:
        """What the mode means, as the agreement form explains it."""
        return {
            Mode.ALL_TIME: "Time for nobody is shared over each worker's time for families, month by month",
            Mode.CLIENT_TIME: "Each post's published ratio stands for the time that is not logged",
        }[self]


class RatioKind(StrEnum):
    """The kind of hour a post's ratio of indirect time is defined for."""

    FACE_TO_FACE = "face_to_face"
    CLIENT_RELATED = "client_related"

    @property
    def words(self) -> str:
        """The kind of hour as forms offer it."""
        return {RatioKind.FACE_TO_FACE: "Face to face", RatioKind.CLIENT_RELATED: "Client related"}[self]

    @property
    def hint(self) -> str:
        """Which hours the ratio applies to, as the form explains it."""
        return {
            RatioKind.FACE_TO_FACE: "To an hour of contact: it contains preparation and travel",
            RatioKind.CLIENT_RELATED: "To an hour of contact, preparation or travel",
        }[self]

    @property
    def meaning(self) -> str:
        """The kind as a worked-out rate states it; the wrong kind is a factor of 2.7."""
        return {
            RatioKind.FACE_TO_FACE: "Face to face: of contact alone",
            RatioKind.CLIENT_RELATED: "Client related: of contact, preparation and travel",
        }[self]


class Vehicle(StrEnum):
    """What the miles of an entry were travelled in."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"


class Destination(StrEnum):
    """Where the cost on a line went."""

    FAMILY = "family"
    """Running cost of a family: part of its total."""
    DECIDING = "deciding"
    """Deciding a family's limits and purchases: beside its total, as the next two."""
    SET_UP = "set_up"
    EVALUATION = "evaluation"
    LEFT_OUT = "left_out"
    UNALLOCATED = "unallocated"
    """Pooled time of a month in which the worker has no family minutes to carry it."""
    POOLED = "pooled"
    """An entry for nobody in mode A: its cost stands again on the lines of its pool and is counted there."""


BESIDE = (Destination.DECIDING, Destination.SET_UP, Destination.EVALUATION)
"""What a family's work cost beside its total, each a column of its own."""
BORNE = (Destination.FAMILY, *BESIDE)
"""Where a cost went that some family of the study bears."""


class DecidingBy(StrEnum):
    """Where the time of deciding limits and purchases comes from: one source for an authority, the same for both arms."""

    LOGS = "logs"
    SCHEME = "scheme"
    NONE = "none"

    @property
    def words(self) -> str:
        """The source as pages print it."""
        return {
            DecidingBy.LOGS: "From the logs: entries of the kind “deciding”",
            DecidingBy.SCHEME: "From the scheme: its minutes for each decision",
            DecidingBy.NONE: "Not counted",
        }[self]

    @property
    def hint(self) -> str:
        """What the source means, as the form explains it."""
        return {
            DecidingBy.LOGS: "Deciders log their time for each family",
            DecidingBy.SCHEME: "Each decision about a limit or a purchase counts the same minutes; nobody logs them",
            DecidingBy.NONE: "Runs then say that deciding costs nothing here",
        }[self]


class DecisionAbout(StrEnum):
    """What was decided."""

    LIMIT = "limit"
    PURCHASE = "purchase"
    REVIEW = "review"
    """Money that had left outside the rules."""

    @property
    def words(self) -> str:
        """What was decided, as lists print it."""
        return {
            DecisionAbout.LIMIT: "A limit",
            DecisionAbout.PURCHASE: "A purchase",
            DecisionAbout.REVIEW: "Money that had left outside the rules",
        }[self]


class Reason(StrEnum):
    """Why a line is left out or unallocated."""

    OTHER_FAMILIES = "other_families"
    NOT_A_MEMBER = "not_a_member"
    OUTSIDE_OPEN_DAYS = "outside_open_days"
    NOT_FOR_A_FAMILY = "not_for_a_family"
    CONTAINED_IN_RATIO = "contained_in_ratio"
    OTHER_INTERVENTION = "other_intervention"
    EVALUATION = "evaluation"
    LINE_MANAGEMENT = "line_management"
    DECIDING = "deciding"
    ABSENCE = "absence"
    NO_FAMILY_MINUTES = "no_family_minutes"

    @property
    def words(self) -> str:
        """The reason as lists of what was left out print it, on pages and in the workbook."""
        return {
            Reason.OTHER_FAMILIES: "Time for families outside the program",
            Reason.NOT_A_MEMBER: "Time for families that are not in the study",
            Reason.OUTSIDE_OPEN_DAYS: "Time before a family's opening or after its closing",
            Reason.NOT_FOR_A_FAMILY: "Time for nobody: the ratio stands for it",
            Reason.CONTAINED_IN_RATIO: "Preparation and travel: the face-to-face ratio contains them",
            Reason.OTHER_INTERVENTION: "Time that is not part of the study's intervention",
            Reason.EVALUATION: "Evaluation for no family: not a cost of the intervention",
            Reason.DECIDING: "Deciding for no family, or on days whose decisions are not counted from logs",
            Reason.LINE_MANAGEMENT: "Managers' time: direct overheads contain it",
            Reason.ABSENCE: "Leave, sickness and training: the hours of a year already leave them out",
            Reason.NO_FAMILY_MINUTES: "Pooled time of a month without time for any family",
        }[self]


class Missing(StrEnum):
    """What stops a run: something that a day of work needs before it can be costed."""

    POST = "post"
    RATE = "rate"
    RATIO = "ratio"
    MILEAGE = "mileage"


class Side(StrEnum):
    """Which side of a run's reconciliation an amount stands on."""

    FAMILIES = "families"
    LEFT_OUT = "left_out"
    UNALLOCATED = "unallocated"
    ENTRIES = "entries"
    """All that was logged, at cost, whomever it was for."""

    @property
    def words(self) -> str:
        """The side as pages print it."""
        return {
            Side.FAMILIES: "Families",
            Side.LEFT_OUT: "Left out",
            Side.UNALLOCATED: "Unallocated",
            Side.ENTRIES: "All entries",
        }[self]


class Part(StrEnum):
    """What of a family's cost an amount counts: single parts, and two sums of them."""

    TOTAL = "total"
    TIME = "time"
    PURCHASES = "purchases"
    CONTACT = "contact"
    PREPARATION = "preparation"
    TRAVEL = "travel"
    MILEAGE = "mileage"
    EXPENSES = "expenses"
    INDIRECT = "indirect_share"
    UPLIFT = "uplift"
    OTHER_HELP = "other_help"
    DECIDING = "deciding"
    DECIDING_LOGGED = "deciding_logged"
    SET_UP = "set_up"
    EVALUATION = "evaluation"
    OUTSIDE = "outside_periods"
    OWN_TIME = "own_time"

    @property
    def words(self) -> str:
        """The part as pages print it."""
        return {
            Part.TOTAL: "Purchases and time",
            Part.TIME: "Time",
            Part.PURCHASES: "Purchases",
            Part.CONTACT: "Contact",
            Part.PREPARATION: "Preparation",
            Part.TRAVEL: "Travel",
            Part.MILEAGE: "Mileage",
            Part.EXPENSES: "Expenses",
            Part.INDIRECT: "Indirect time",
            Part.UPLIFT: "What the ratio adds for time not logged",
            Part.OTHER_HELP: "Other help",
            Part.DECIDING: "Deciding limits and purchases",
            Part.DECIDING_LOGGED: "Deciding that was logged",
            Part.SET_UP: "Setting up",
            Part.EVALUATION: "Evaluation",
            Part.OUTSIDE: "Of the total: outside open periods",
            Part.OWN_TIME: "Of the total: the intervention's own time",
        }[self]

    @property
    def heading(self) -> str:
        """The part at the head of a column: the sum of the columns before it is their total."""
        return "Total" if self is Part.TOTAL else self.words


PARTS_OF_TOTAL = (
    Part.PURCHASES,
    Part.CONTACT,
    Part.PREPARATION,
    Part.TRAVEL,
    Part.MILEAGE,
    Part.EXPENSES,
    Part.INDIRECT,
)
"""The parts a family's total is the sum of, in the order people read them."""
BESIDE_TOTAL = (Part.OTHER_HELP, Part.DECIDING, Part.SET_UP, Part.EVALUATION)
"""What stands beside a family's total and is never added to it."""
OF_TOTAL = (Part.OUTSIDE, Part.OWN_TIME)
"""What is a part of the total seen another way, and never added to it."""
DESTINATION_OF = {
    Part.DECIDING: Destination.DECIDING,
    Part.DECIDING_LOGGED: Destination.DECIDING,
    Part.SET_UP: Destination.SET_UP,
    Part.EVALUATION: Destination.EVALUATION,
}
"""Where the lines of a part beside the total went; the lines of every other part went to the family's total."""


class LineKind(StrEnum):
    """What sort of line stands behind an amount of a run: each sort has a table of its own on the page."""

    PURCHASES = "purchases"
    LINES = "lines"
    POOLS = "pools"
    DECISIONS = "decisions"
    ENTRIES = "entries"

    @property
    def words(self) -> str:
        """The heading of the table."""
        return {
            LineKind.PURCHASES: "Purchases",
            LineKind.LINES: "Entries of work",
            LineKind.POOLS: "Shares of time for nobody",
            LineKind.DECISIONS: "Decisions, by the minutes of their scheme",
            LineKind.ENTRIES: "Entries of work as logged",
        }[self]


class WorkCounted(StrEnum):
    """What a run of one intervention counts of the families' time. Families that never had it have none of its own."""

    ALL = "all"
    OWN = "own"

    @property
    def words(self) -> str:
        """The choice as pages print it."""
        return {
            WorkCounted.ALL: "All work with the families, in both arms, with the intervention's own time beside it",
            WorkCounted.OWN: "The intervention's own time alone",
        }[self]

    @property
    def hint(self) -> str:
        """What the choice does to the arm that never had the intervention."""
        return {
            WorkCounted.ALL: "So that both arms are compared on everything they were given",
            WorkCounted.OWN: "The comparison families' time is then left out, and the run says what it cost",
        }[self]


class PurchasesCounted(StrEnum):
    """Whether purchases from the devolved budget are part of what the study's intervention costs."""

    COUNTED = "counted"
    LISTED = "listed"

    @property
    def words(self) -> str:
        """The choice as pages print it."""
        return {
            PurchasesCounted.COUNTED: "They count: the money is part of the intervention",
            PurchasesCounted.LISTED: "They are listed and count nothing: the intervention is something else",
        }[self]


class VatRule(StrEnum):
    """Which price of a purchase a run counts; the run says which."""

    NET_OF_RECOVERABLE = "net_of_recoverable"
    GROSS = "gross"

    @property
    def words(self) -> str:
        """The rule as pages print it."""
        return {
            VatRule.NET_OF_RECOVERABLE: "Without the tax the authority gets back",
            VatRule.GROSS: "With all tax, as paid",
        }[self]

"""What may be chosen: how an authority logs, what a ratio is for, what a run counts."""

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


class PriceUse(StrEnum):
    """What a price index is used for: pay, or everything that is bought."""

    PAY = "pay"
    GOODS = "goods"

    @property
    def words(self) -> str:
        """The use as pages print it."""
        return {PriceUse.PAY: "Pay", PriceUse.GOODS: "Goods, miles and expenses"}[self]


class OtherClass(StrEnum):
    """What an authority's other cost is part of: setting a service up, or running it."""

    SET_UP = "set_up"
    RUNNING = "running"

    @property
    def words(self) -> str:
        """The class as pages print it."""
        return {OtherClass.SET_UP: "Setting up", OtherClass.RUNNING: "Running"}[self]


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

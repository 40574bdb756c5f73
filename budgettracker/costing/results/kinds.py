"""The closed lists of a run's results, with the words pages and workbooks print for them."""

from enum import StrEnum


class Counted(StrEnum):
    """What of a family's cost a result counts."""

    TOTAL = "total"
    WITH_OTHER_HELP = "with_other_help"
    WITH_DECIDING = "with_deciding"
    WITH_ALL = "with_deciding_and_set_up"

    @property
    def words(self) -> str:
        """What is counted, as pages print it."""
        return {
            Counted.TOTAL: "Purchases and time",
            Counted.WITH_OTHER_HELP: "With other help",
            Counted.WITH_DECIDING: "With other help and deciding",
            Counted.WITH_ALL: "With other help, deciding and setting up",
        }[self]


class Basis(StrEnum):
    """For what an average cost stands."""

    FAMILY = "family"
    FAMILY_MONTH = "family_month"
    CHILD = "child"

    @property
    def words(self) -> str:
        """The basis as pages print it."""
        return {
            Basis.FAMILY: "A family",
            Basis.FAMILY_MONTH: "A month open",
            Basis.CHILD: "A child in scope",
        }[self]


class Method(StrEnum):
    """How an interval was made; none where none is supported."""

    BCA = "bca"
    CLUSTERS = "clusters"
    NONE = "none"

    @property
    def words(self) -> str:
        """The method as pages print it."""
        return {
            Method.BCA: "Bootstrap of families (BCa)",
            Method.CLUSTERS: "Between workers (CR2)",
            Method.NONE: "None",
        }[self]


class NoInterval(StrEnum):
    """Why no interval is offered."""

    FEW_FAMILIES = "few_families"
    FEW_CLUSTERS = "few_clusters"
    NOTHING = "nothing"
    ALL_ZERO = "all_zero"
    ALL_EQUAL = "all_equal"
    LONE_FAMILY = "lone_family"
    NO_COMMON_AUTHORITY = "no_common_authority"
    COVERS_TOO_LITTLE = "covers_too_little"
    NOT_TOLD_APART = "not_told_apart"
    MANY_FIGURES = "many_figures"

    @property
    def words(self) -> str:
        """The reason as pages print it."""
        return {
            NoInterval.FEW_FAMILIES: "No interval is supported: fewer than 40 families",
            NoInterval.FEW_CLUSTERS: "No interval is supported: fewer than 5 lead workers",
            NoInterval.NOTHING: "Nothing to average",
            NoInterval.ALL_ZERO: "No interval: every family cost nothing",
            NoInterval.ALL_EQUAL: "No interval: every family cost the same",
            NoInterval.LONE_FAMILY: "No interval is supported: an authority has one family in an arm",
            NoInterval.NO_COMMON_AUTHORITY: "No authority has families of both arms",
            NoInterval.COVERS_TOO_LITTLE: "No interval is supported: with costs so skewed or so alike it would miss too often",
            NoInterval.NOT_TOLD_APART: "The arms cannot be told from what is adjusted for",
            NoInterval.MANY_FIGURES: "No interval is supported: fewer than 10 families to each figure adjusted for",
        }[self]


class Cut(StrEnum):
    """By what a run's cost is cut: in each the rows add up to the same total."""

    ACTIVITY = "activity"
    INTERVENTION = "intervention"
    MONTH = "month"
    POST = "post"
    TEAM = "team"
    REASON = "reason"
    AGE_BAND = "age_band"
    AUTHORITY = "authority"

    @property
    def words(self) -> str:
        """The cut as pages offer it."""
        return {
            Cut.ACTIVITY: "Activity",
            Cut.INTERVENTION: "Intervention",
            Cut.MONTH: "Month",
            Cut.POST: "Post",
            Cut.TEAM: "Team of the worker",
            Cut.REASON: "Reason for the cohort",
            Cut.AGE_BAND: "Age band of the index child",
            Cut.AUTHORITY: "Authority",
        }[self]

    @property
    def without(self) -> str:
        """What stands where a cost has no such heading."""
        return {
            Cut.ACTIVITY: "No activity: what was bought or decided",
            Cut.INTERVENTION: "No intervention: other work, and what was bought",
            Cut.MONTH: "No month",
            Cut.POST: "No post: what was bought",
            Cut.TEAM: "No team: what was bought or decided",
            Cut.REASON: "No reason recorded",
            Cut.AGE_BAND: "No age known",
            Cut.AUTHORITY: "No authority",
        }[self]


class CutColumn(StrEnum):
    """Which column of a family's cost a row of a cut is part of: the first two make the total, the others stand beside it."""

    PURCHASES = "purchases"
    TIME = "time"
    OTHER_HELP = "other_help"
    DECIDING = "deciding"
    SET_UP = "set_up"
    EVALUATION = "evaluation"

    @property
    def words(self) -> str:
        """The column as pages head it."""
        return {
            CutColumn.PURCHASES: "Purchases",
            CutColumn.TIME: "Time",
            CutColumn.OTHER_HELP: "Other help",
            CutColumn.DECIDING: "Deciding",
            CutColumn.SET_UP: "Setting up",
            CutColumn.EVALUATION: "Evaluation",
        }[self]


class Assumption(StrEnum):
    """What one-way sensitivity makes lower and higher, one at a time."""

    HOURS = "hours"
    SALARY = "salary"
    OVERHEADS = "overheads"
    CAPITAL = "capital"
    RATIO = "ratio"
    MILES = "miles"
    ATTENDANCE = "attendance"
    GOODS = "goods"
    QUALIFICATIONS = "qualifications"
    PRICE_INDEX = "price_index"
    DISCOUNT_RATE = "discount_rate"

    @property
    def words(self) -> str:
        """The assumption as pages print it."""
        return {
            Assumption.HOURS: "Hours worked in a year",
            Assumption.SALARY: "Salaries and on-costs",
            Assumption.OVERHEADS: "Direct and indirect overheads",
            Assumption.CAPITAL: "Capital overheads",
            Assumption.RATIO: "Ratio for time not logged",
            Assumption.MILES: "Cost of miles",
            Assumption.ATTENDANCE: "Families at each group session",
            Assumption.GOODS: "Prices of what was bought",
            Assumption.QUALIFICATIONS: "Qualifications: none, or as posts state them",
            Assumption.PRICE_INDEX: "Rise of prices by the run's indices",
            Assumption.DISCOUNT_RATE: "Discount rate, of discounted costs",
        }[self]


class Cause(StrEnum):
    """Why the totals of two runs of a study differ."""

    FAMILIES_JOINED = "families_joined"
    FAMILIES_LEFT = "families_left"
    PURCHASES = "purchases"
    ENTRIES_NEW = "entries_new"
    ENTRIES_GONE = "entries_gone"
    ENTRIES_CORRECTED = "entries_corrected"
    PRICE = "price"
    TIME_FOR_NOBODY = "time_for_nobody"

    @property
    def words(self) -> str:
        """The cause as pages print it."""
        return {
            Cause.FAMILIES_JOINED: "Families that only the later run has",
            Cause.FAMILIES_LEFT: "Families that only the earlier run has",
            Cause.PURCHASES: "Families whose purchases came to something else",
            Cause.ENTRIES_NEW: "Entries that were logged since",
            Cause.ENTRIES_GONE: "Entries that were withdrawn since",
            Cause.ENTRIES_CORRECTED: "Entries that were corrected since",
            Cause.PRICE: "The same entries at another price, or counted otherwise",
            Cause.TIME_FOR_NOBODY: "Families' shares of time for nobody",
        }[self]

"""The closed lists of the tables that funders ask for, with the words pages and workbooks print for them."""

from enum import StrEnum


class FunderTable(StrEnum):
    """A table that an evaluator hands in; its name is its sheet's in the workbook."""

    ITEMS = "Items"
    CUMULATIVE = "Cumulative"
    STAFF_TIME = "Staff_time"
    RATING = "Rating"
    ITEMS_YEF = "Items_YEF"
    SUMMARY_YEF = "Summary_YEF"
    ITEMS_FOUNDATIONS = "Items_Foundations"
    BY_SITE = "By_site"
    CHEERS = "CHEERS"
    TDABC = "TDABC"
    SELF_GRADE = "Self_grade"

    @property
    def words(self) -> str:
        """What the table holds, as pages list it."""
        return _TABLES_IN_WORDS[self]

    @property
    def layout(self) -> str:
        """Whose layout it is."""
        return _LAYOUTS[self]


class Recurrence(StrEnum):
    """Is a cost there once, or each year again?"""

    START_UP = "start-up"
    RECURRING = "recurring"

    @property
    def words(self) -> str:
        """The answer as forms offer it."""
        return {Recurrence.START_UP: "Start-up: once", Recurrence.RECURRING: "Recurring: each year again"}[self]


class CostCategory(StrEnum):
    """The categories of the Youth Endowment Fund's form."""

    STAFF = "staff"
    PROCUREMENT = "procurement"
    BUILDINGS = "buildings and facilities"
    MATERIALS = "materials and equipment"
    INCENTIVES = "incentives"

    @property
    def words(self) -> str:
        """The category as forms offer it."""
        return self.value.capitalize()


class Participants(StrEnum):
    """Who counts as a participant in a cost per participant."""

    FAMILIES = "families"
    CHILDREN = "children"

    @property
    def words(self) -> str:
        """The choice as forms offer it."""
        return {Participants.FAMILIES: "Families with a budget", Participants.CHILDREN: "Their children in scope"}[self]

    @property
    def singular(self) -> str:
        """One of them."""
        return {Participants.FAMILIES: "family", Participants.CHILDREN: "child"}[self]


class Phase(StrEnum):
    """What staff time was for, as the Education Endowment Foundation's form divides it."""

    TRAINING = "training and setting up"
    PREPARATION = "preparation"
    DELIVERY = "delivery"
    SHARED = "for no family in particular"


class Cell(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    MONEY = "money"
    """Whole pence."""
    NUMBER = "number"
    HOURS = "hours"
    """Whole minutes, shown as hours to two places."""


class Grade(StrEnum):
    """A grade of the Global Health Cost Consortium's indicators."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Indicator(StrEnum):
    """The four indicators of the quality of a costing study (GHCC; see PMC7437656, table 6)."""

    COMPONENTS = "key_components"
    BIAS = "bias"
    PRECISION = "precision"
    REPORTING = "reporting"

    @property
    def words(self) -> str:
        """The indicator as pages print it."""
        return {
            Indicator.COMPONENTS: "Key cost components",
            Indicator.BIAS: "Control of bias",
            Indicator.PRECISION: "Precision",
            Indicator.REPORTING: "Reporting",
        }[self]


_EEF = "Education Endowment Foundation"
_YEF = "Youth Endowment Fund"
_FOUNDATIONS = "Foundations, children's social care"
_LAYOUTS = {
    FunderTable.ITEMS: _EEF,
    FunderTable.CUMULATIVE: _EEF,
    FunderTable.STAFF_TIME: _EEF,
    FunderTable.RATING: _EEF,
    FunderTable.ITEMS_YEF: _YEF,
    FunderTable.SUMMARY_YEF: _YEF,
    FunderTable.ITEMS_FOUNDATIONS: _FOUNDATIONS,
    FunderTable.BY_SITE: "Global Health Cost Consortium, principle 15",
    FunderTable.CHEERS: "CHEERS 2022 (PMC8749494)",
    FunderTable.TDABC: "TDABC in Healthcare Consortium (PMC7706254)",
    FunderTable.SELF_GRADE: "Global Health Cost Consortium, quality indicators (PMC7437656)",
}
_TABLES_IN_WORDS = {
    FunderTable.ITEMS: "Each cost, over several years and per participant",
    FunderTable.CUMULATIVE: "What the intervention has cost by the end of each year",
    FunderTable.STAFF_TIME: "Hours a year by role and phase",
    FunderTable.RATING: "The cost rating",
    FunderTable.ITEMS_YEF: "Each cost with its quantity and price",
    FunderTable.SUMMARY_YEF: "Start-up and recurring cost, at actual take-up and full capacity",
    FunderTable.ITEMS_FOUNDATIONS: "Each cost per family and child, beside usual help",
    FunderTable.BY_SITE: "Each authority by activity and input",
    FunderTable.CHEERS: "Where each item of the checklist is answered",
    FunderTable.TDABC: "Where each element is answered, and the capacity that was paid for",
    FunderTable.SELF_GRADE: "What supports each grade, and what would raise it",
}

"""What can come about with a family's money or with who may do what: the rows of the table of second hands, by name."""

from dataclasses import dataclass
from enum import StrEnum

from budgettracker.access import DECIDERS, Role


class Outcome(StrEnum):
    """What has come about when the deed is done: the rows of the table."""

    WITHIN_BAND = "within_band"
    ABOVE_BAND = "above_band"
    PRICE_ABOVE_APPROVED = "price_above_approved"
    SHARED = "shared"
    PLAN = "plan"
    OWN_POCKET = "own_pocket"
    EXPENSES = "expenses"
    OTHER_HELP = "other_help"
    LIMIT = "limit"
    OPENING_BALANCE = "opening_balance"
    MISTAKE = "mistake"
    PUT_RIGHT = "put_right"
    NO_RECEIPT = "no_receipt"
    REFUND = "refund"
    VOUCHERS_BOUGHT = "vouchers_bought"
    VOUCHERS_BACK = "vouchers_back"
    VOUCHERS_COUNTED = "vouchers_counted"
    VOUCHERS_DIFFER = "vouchers_differ"
    IN_TEAM = "in_team"
    TEAM_LINK = "team_link"
    OTHER_ROLE = "other_role"
    OTHER_LINK = "other_link"
    COVER = "cover"
    DATA_OFFICER = "data_officer"
    REOPENED = "reopened"
    CROSSOVER = "crossover"
    RESTRICTION = "restriction"
    SEALING = "sealing"
    BANDS_LOOSENED = "bands_loosened"
    SCHEME_CLOSED = "scheme_closed"
    PUBLISHED = "published"
    STUDY = "study"
    TAKEN_AWAY = "taken_away"
    IMPORT = "import"
    IMPORT_OF_ROLES = "import_of_roles"
    IMPORT_OF_SCHEMES = "import_of_schemes"


MENDING_DAYS = 7
"""For how many days from recording it somebody may take their own mistake out alone."""


@dataclass(frozen=True, slots=True)
class SecondHands:
    """One row of the table: the outcome in words, what one person may do alone (empty: never), and who else it takes.

    `firsts` are roles in which somebody may bring it about alone, `seconds` the roles of the second hand from the lowest
    level up, `fallback` those who are it where nobody has one of the `seconds`. `nobody` says what to do when there is
    nobody at all. `alone_before_live`: one person does both in an authority where only administrators have signed in yet.
    `at_once`: whoever has one of the `seconds` is it from the start, whatever their level.
    """

    outcome: Outcome
    what: str
    alone: str
    second: str
    firsts: tuple[Role, ...] = ()
    seconds: tuple[Role, ...] = DECIDERS
    fallback: tuple[Role, ...] = ()
    nobody: str = ""
    alone_before_live: bool = False
    at_once: bool = False

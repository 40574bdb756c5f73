"""What can come about with a family's money or with who may do what: the rows of the table of second hands, by name."""

from enum import StrEnum


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
    NO_RECEIPT = "no_receipt"
    REFUND = "refund"
    IN_TEAM = "in_team"
    TEAM_LINK = "team_link"
    OTHER_ROLE = "other_role"
    OTHER_LINK = "other_link"
    COVER = "cover"
    REOPENED = "reopened"
    RESTRICTION = "restriction"
    BANDS_LOOSENED = "bands_loosened"
    STUDY = "study"
    TAKEN_AWAY = "taken_away"
    IMPORT = "import"
    IMPORT_OF_ROLES = "import_of_roles"
    IMPORT_OF_SCHEMES = "import_of_schemes"


MENDING_DAYS = 7
"""For how many days from recording it somebody may take their own mistake out alone."""

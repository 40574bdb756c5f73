"""As what each row of the table of second hands waits, on plain values."""

from collections.abc import Mapping

from budgettracker.access import DECIDERS, Role
from budgettracker.decisions.kinds import LongKind
from budgettracker.second_hands import ROWS, Outcome

_MONEY = (LongKind.REQUEST, LongKind.REVIEW)

WAITS_AS: Mapping[Outcome, tuple[LongKind, ...]] = {
    Outcome.WITHIN_BAND: (),
    Outcome.ABOVE_BAND: _MONEY,
    Outcome.PRICE_ABOVE_APPROVED: (LongKind.REVIEW,),
    Outcome.SHARED: _MONEY,
    Outcome.PLAN: (LongKind.REQUEST,),
    Outcome.OWN_POCKET: (LongKind.OWN_MONEY,),
    Outcome.EXPENSES: (LongKind.EXPENSES,),
    Outcome.OTHER_HELP: _MONEY,
    Outcome.LIMIT: (LongKind.LIMIT,),
    Outcome.OPENING_BALANCE: (LongKind.OPENING,),
    Outcome.MISTAKE: (LongKind.PROPOSAL, LongKind.TICK),
    Outcome.PUT_RIGHT: (),
    Outcome.NO_RECEIPT: (),
    Outcome.REFUND: (LongKind.PROPOSAL, LongKind.TICK),
    Outcome.VOUCHERS_BOUGHT: (LongKind.STOCK,),
    Outcome.VOUCHERS_BACK: (LongKind.TICK,),
    Outcome.VOUCHERS_COUNTED: (LongKind.STOCK,),
    Outcome.VOUCHERS_DIFFER: (LongKind.STOCK,),
    Outcome.IN_TEAM: (LongKind.RIGHTS,),
    Outcome.TEAM_LINK: (LongKind.RIGHTS,),
    Outcome.OTHER_ROLE: (LongKind.RIGHTS,),
    Outcome.OTHER_LINK: (LongKind.RIGHTS,),
    Outcome.COVER: (LongKind.RIGHTS,),
    Outcome.DATA_OFFICER: (LongKind.RIGHTS,),
    Outcome.REOPENED: (LongKind.FAMILY,),
    Outcome.CROSSOVER: (LongKind.FAMILY,),
    Outcome.RESTRICTION: (LongKind.FAMILY,),
    Outcome.SEALING: (LongKind.FAMILY,),
    Outcome.BANDS_LOOSENED: (LongKind.SETTINGS,),
    Outcome.SCHEME_CLOSED: (LongKind.SETTINGS,),
    Outcome.PUBLISHED: (LongKind.FAMILY,),
    Outcome.STUDY: (LongKind.STUDY,),
    Outcome.TAKEN_AWAY: (LongKind.HIDING,),
    Outcome.IMPORT: (LongKind.IMPORT,),
    Outcome.IMPORT_OF_ROLES: (LongKind.IMPORT,),
    Outcome.IMPORT_OF_SCHEMES: (LongKind.IMPORT,),
}
"""Every row of the table. What leaves within the band waits for nobody, nor does what is put right in words; a receipt
that lacks is excused in one deed, by the second hand, and stands on the list of what lacks one until then."""


def roles_for(kind: LongKind) -> tuple[Role, ...]:
    """Who may settle what waits for a family, from the lowest level up, by the rows of the table that wait as it.

    >>> [role.words for role in roles_for(LongKind.OPENING)]
    ['senior manager']
    """
    seconds = {role for outcome, kinds in WAITS_AS.items() if kind in kinds for role in ROWS[outcome].seconds}
    return tuple(role for role in DECIDERS if role in seconds)

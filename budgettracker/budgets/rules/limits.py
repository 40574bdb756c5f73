"""What a limit may be, and who may decide it. Plain values, pence throughout."""

from collections.abc import Collection

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.rules.what_is_left import Position
from budgettracker.errors import Refusal
from budgettracker.money import pounds

OPENING_WAITS = (
    "This family's limit was imported, and nobody has confirmed it yet. Nothing new is bought from it until a senior manager "
    "confirms it or sets the right figure."
)

WAITS_FOR_DRAW = (
    "A draw is open, and this family's arm has not been drawn yet. It can be given a limit once it has been."
)
NO_BUDGET = "This family has no devolved budget. What is paid for it can be logged as paid from other money."


def require_drawn(*, without_budget: bool, waits: bool, from_pence: int, to_pence: int) -> None:
    """Refuse to give a limit, or a higher one, to a family whose arm a draw will say, and to one without a budget.

    A limit that stands may be lowered meanwhile.

    >>> require_drawn(without_budget=False, waits=False, from_pence=0, to_pence=100_00)
    >>> require_drawn(without_budget=False, waits=True, from_pence=100_00, to_pence=90_00)
    """
    if without_budget:
        raise Refusal(None, NO_BUDGET)
    if waits and to_pence > from_pence:
        raise Refusal(None, f"{WAITS_FOR_DRAW} Ask for {pounds(to_pence)} then.")


def require_limit(position: Position, to_pence: int) -> None:
    """Refuse a limit under what is already committed and spent."""
    bound = position.committed_pence + position.spent_pence
    if to_pence < bound:
        raise Refusal(
            "limit",
            f"{pounds(bound)} is already spent or committed. The limit cannot be lower than that: enter {pounds(bound)} or "
            "more, or withdraw first what is not bought yet.",
        )
    if to_pence == position.limit_pence:
        raise Refusal("limit", f"The limit is already {pounds(to_pence)}. Enter another one, or leave it.")


def require_past_limit(
    position: Position, cap_pence: int | None, to_pence: int, roles: Collection[Role], *, own: bool
) -> bool:
    """Could a limit of the past be set so by somebody with these roles? `own`: they had asked for it. Says whether it is
    an exception above the cap. Raises Refusal on `approved_by` and `limit`.
    """
    if own:
        raise Refusal(
            "approved_by", f"Nobody approves a limit they asked for. Name somebody else for {pounds(to_pence)}."
        )
    require_limit(position, to_pence)
    over_cap = above_cap(cap_pence, to_pence)
    if over_cap and Role.SENIOR_MANAGER not in roles:
        raise Refusal(
            "limit",
            f"{pounds(to_pence)} is above the cap of {pounds(cap_pence or 0)}, and only a senior manager can make an exception. "
            "Name one in approved_by, or check the limit.",
        )
    return over_cap


def require_confirmed(one_hand: bool, to_pence: int) -> None:
    """Refuse to raise a limit that one person set, or the family's own lead decided, until a senior manager confirmed it."""
    if one_hand:
        raise Refusal(
            "limit",
            "This limit is from before two people had to set one. A senior manager confirms it before it can be raised to "
            f"{pounds(to_pence)}.",
        )


def require_opening(waits: bool, pence: int) -> None:
    """Refuse to buy for these pence from a limit that was imported and that nobody has confirmed yet."""
    if waits:
        raise Refusal("amount", opening_waits(pence))


def opening_waits(pence: int) -> str:
    """The words for an amount that is to be bought from a limit that was imported and waits.

    >>> opening_waits(45_00).split(". ")[0]
    '£45.00 cannot be spent yet'
    """
    return f"{pounds(pence)} cannot be spent yet. {OPENING_WAITS}"


def require_proposer_of_opening(waits: bool, roles: set[Role], to_pence: int) -> None:
    """Refuse another figure for an imported limit that waits, but by a senior manager, who might confirm it."""
    if waits and Role.SENIOR_MANAGER not in roles:
        raise Refusal(
            "limit",
            f"The limit that stands was imported and waits, so {pounds(to_pence)} is not yours to ask for. A senior manager "
            "confirms it, or proposes the right figure.",
        )


LED_DAYS = 30
"""Whoever led a family in so many days before its limit was asked for, or since, does not decide it."""
LED_LATELY = f"You led the work with this family in the {LED_DAYS} days before this limit was asked for, or since"


def require_opening_hand(waits: bool, *, senior: bool, same_team: bool, leads: bool, led: bool, imported: bool) -> None:
    """Refuse whoever may not confirm an opening balance: a senior manager of the team, neither importer nor lead, of today or
    (`led`) of lately.
    """
    if not waits:
        raise Refusal(None, "This has been confirmed, or another limit was set, already.")
    if not (senior and same_team):
        raise Refusal(None, "A senior manager of the family's team confirms this.")
    if leads:
        raise Refusal(None, "You lead the work with this family, so another senior manager confirms this.")
    if led:
        raise Refusal(None, f"{LED_LATELY}, so another senior manager confirms this.")
    if imported:
        raise Refusal(None, "You imported this, so another senior manager confirms it.")


def above_cap_words(to_pence: int, cap_pence: int | None, next_step: str) -> str:
    """The words for a limit above the scheme's cap, both in pence, with what to do next.

    >>> above_cap_words(12_000_00, 10_000_00, "Say why.")
    '£12,000.00 is above the cap of £10,000.00. Say why.'
    """
    return f"{pounds(to_pence)} is above the cap of {pounds(cap_pence or 0)}. {next_step}"


def above_cap(cap_pence: int | None, to_pence: int) -> bool:
    """Is the limit more than the scheme allows a family? Then only a named senior manager may make the exception."""
    return cap_pence is not None and to_pence > cap_pence


def deciding_roles(cap_pence: int | None, to_pence: int) -> tuple[Role, ...]:
    """The roles that may decide a limit of these pence, lowest first: above the cap a senior manager alone."""
    return DECIDERS[-1:] if above_cap(cap_pence, to_pence) else DECIDERS


def require_proposer(*, own_proposal: bool) -> None:
    """Refuse to take back a limit that somebody else proposed."""
    if not own_proposal:
        raise Refusal(None, "Only the person who proposed a limit can withdraw it.")


def require_limit_confirmer(roles: set[Role], *, same_team: bool, own: bool, led: bool) -> None:
    """Refuse whoever may not confirm a limit that one person set alone: who set it, who leads the family (`own`) or led it
    lately, and everybody but a senior manager of the family's team.
    """
    if own:
        raise Refusal(None, "You set this limit or lead this family, so somebody else confirms it.")
    if led:
        raise Refusal(None, f"{LED_LATELY}, so somebody else confirms it.")
    if Role.SENIOR_MANAGER not in roles or not same_team:
        raise Refusal(None, "A senior manager of the family's team confirms this limit.")


def require_limit_decider(
    roles: set[Role],
    *,
    same_team: bool,
    own_proposal: bool,
    leads: bool,
    led: bool,
    own_request: bool,
    over_cap: bool,
    to_pence: int,
    cap_pence: int | None,
) -> None:
    """Refuse whoever may not decide a limit: another person than the proposer and the lead (of today, or `led`: of lately), a
    manager of the family's team, and a senior manager where the limit would pass the cap. Nobody decides a limit that
    their own request needs.
    """
    if own_proposal:
        raise Refusal(None, f"You proposed this limit of {pounds(to_pence)}, so somebody else decides it.")
    if leads:
        raise Refusal(
            None, f"You lead the work with this family, so somebody else decides its limit of {pounds(to_pence)}."
        )
    if led:
        raise Refusal(None, f"{LED_LATELY}: somebody else decides it, {pounds(to_pence)}.")
    if own_request:
        raise Refusal(
            None, f"This limit of {pounds(to_pence)} is for a purchase of your own, so somebody else decides it."
        )
    if not same_team or not roles & set(DECIDERS):
        raise Refusal(
            None, f"A manager of the family's team decides this limit of {pounds(to_pence)}. You are not one."
        )
    if over_cap and Role.SENIOR_MANAGER not in roles:
        raise Refusal(
            None,
            above_cap_words(
                to_pence, cap_pence, "Only a senior manager can make an exception: leave it to one, or decline it."
            ),
        )

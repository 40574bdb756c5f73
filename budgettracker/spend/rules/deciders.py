"""Who decides a purchase: the worker alone within the band, else the roles above, by amount. Pence throughout."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from budgettracker.access import DECIDERS, Role
from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.schemes.rules import LADDER, Bounds, may_decide
from budgettracker.spend.kinds import Route


@dataclass(frozen=True, slots=True)
class Deciders:
    """The roles that may decide a purchase, lowest first, and why it needs them.

    No role at all: the worker decides it alone, at the front line.
    """

    route: Route
    roles: tuple[Role, ...]

    @property
    def front_line(self) -> bool:
        """Does the worker decide this themselves?"""
        return not self.roles


def roles_above_worker(
    bounds: Mapping[Role, Bounds], single_pence: int, running_pence: Mapping[Role, int]
) -> tuple[Role, ...]:
    """The roles above the worker that may decide a purchase of these pence, lowest first.

    A deciding role without a band of its own is unbounded when no higher role has one; the highest role always decides
    what no band reaches, so that no request is ever stuck.
    """
    roles: list[Role] = []
    for number, role in enumerate(DECIDERS):
        own = bounds.get(role)
        if own is None:
            reaches = not any(higher in bounds for higher in DECIDERS[number + 1 :])
        else:
            reaches = may_decide(own, single_pence, running_pence[role])
        if reaches or (roles and role == DECIDERS[-1]):
            roles.append(role)
    return tuple(roles) or (DECIDERS[-1],)


def deciders_for(
    bounds: Mapping[Role, Bounds],
    single_pence: int,
    running_pence: Mapping[Role, int],
    *,
    regular: bool = False,
    regular_needs: Role = Role.MANAGER,
) -> Deciders:
    """Who may decide a purchase of `single_pence`. `running_pence` holds, by role, the window's total with this purchase.

    Whoever records for a family, a manager too, has the practitioner's band. Equal to a bound passes.
    """
    above = roles_above_worker(bounds, single_pence, running_pence)
    if regular:
        at_least = LADDER.index(regular_needs)
        roles = tuple(role for role in above if LADDER.index(role) >= at_least)
        return Deciders(Route.REGULAR, roles or (DECIDERS[-1],))
    worker = bounds.get(Role.PRACTITIONER)
    if worker is not None and may_decide(worker, single_pence, running_pence[Role.PRACTITIONER]):
        return Deciders(Route.FRONT_LINE, ())
    single_too_much = worker is None or (worker.single_pence is not None and single_pence > worker.single_pence)
    return Deciders(Route.SINGLE if single_too_much else Route.RUNNING, above)


def deciders_afterwards(
    bounds: Mapping[Role, Bounds],
    paid_pence: int,
    running_pence: Mapping[Role, int],
    *,
    passes_cap: bool,
    regular: bool = False,
    regular_needs: Role = Role.MANAGER,
) -> Deciders:
    """Who may decide about money that has left already: whoever's band holds all of it, and above the cap the highest role.

    Never the worker alone: within their band too, what is over the limit is somebody else's to accept.
    """
    usual = deciders_for(bounds, paid_pence, running_pence, regular=regular, regular_needs=regular_needs)
    if passes_cap:
        return Deciders(usual.route, (DECIDERS[-1],))
    return Deciders(usual.route, usual.roles or roles_above_worker(bounds, paid_pence, running_pence))


def why_not_alone(route: str, bounds: Mapping[Role, Bounds]) -> str:
    """Why the worker may not decide a purchase alone, in words."""
    worker = bounds.get(Role.PRACTITIONER)
    if route == Route.REGULAR:
        return "A regular payment"
    if route == Route.RUNNING and worker is not None and worker.running_pence is not None:
        return f"More than {pounds(worker.running_pence)} in {worker.window_days} days"
    if route == Route.SINGLE and worker is not None and worker.single_pence is not None:
        return f"Over {pounds(worker.single_pence)}"
    return "Decided by a manager" if route == Route.SINGLE else OUT_OF_SIGHT


OUT_OF_SIGHT = "It was asked for before it was bought"
"""Why a request waits that is within the worker's band; and why a share does, for whoever may not see every family
that has one: what it was judged by would tell of the others."""


def shared_words(shared_pence: int | None) -> str:
    """What is added where a purchase is one family's share of a receipt: bands judge the whole of it.

    >>> shared_words(600_00)
    ', judged as the whole receipt of £600.00 that families share'
    """
    return f", judged as the whole receipt of {pounds(shared_pence)} that families share" if shared_pence else ""


def why_afterwards(
    over_pence: int,
    approved_pence: int | None,
    phoned: str = "",
    *,
    late: bool = False,
    route: str = Route.SINGLE,
    bounds: Mapping[Role, Bounds] | None = None,
) -> str:
    """Why somebody has to decide about money that has left already, in words.

    `phoned` approved it by phone; `late`: it was told after its scheme was closed; `route`: why it needs them by now.
    `bounds` are the bands where they may be told: a small amount above a running total would puzzle without it.

    >>> why_afterwards(0, None), why_afterwards(0, None, route=Route.FRONT_LINE)
    ('Above the band', 'Within the band, and a manager was asked')
    >>> why_afterwards(0, None, route=Route.RUNNING, bounds={Role.PRACTITIONER: Bounds(Role.PRACTITIONER, 50000, 100000, 30)})
    'Above the band, more than £1,000.00 in 30 days'
    """
    if phoned and not over_pence:
        return f"{phoned} approved it by phone, to be confirmed"
    if over_pence:
        return f"{pounds(over_pence)} over the limit"
    if late:
        return "Told after the scheme was closed"
    if approved_pence:
        return "More than was approved"
    if route == Route.RUNNING and bounds is not None:
        more = why_not_alone(route, bounds)
        return f"Above the band, {more[0].lower()}{more[1:]}"
    return "Within the band, and a manager was asked" if route == Route.FRONT_LINE else "Above the band"


def require_own_proposal(*, own: bool) -> None:
    """Refuse to take back what somebody else proposed about a purchase."""
    if not own:
        raise Refusal(None, "Somebody else proposed this. You can decline it, where it is yours to decide.")


def put_right_words(names: Iterable[str]) -> str:
    """What is added to who asked for a purchase where others put right since what it says; empty where nobody did.

    >>> put_right_words(["Mary Moss", "Bob Brown"]), put_right_words([])
    (', put right by Bob Brown and Mary Moss', '')
    """
    others = sorted(names)
    return f", put right by {' and '.join(others)}" if others else ""


def require_not_put_right(by_them: bool) -> None:
    """Refuse whoever put right what a purchase says: what they would decide about is their own by then."""
    if by_them:
        raise Refusal(None, "You put right what this says, so it is yours too, and somebody else decides about it.")


def require_not_decided(by_them: bool) -> None:
    """Refuse whoever decided about a purchase to make it say something else than what they decided."""
    if by_them:
        words = "You decided about this, so somebody else puts right what it says. Category and VAT stay yours to put right."
        raise Refusal(None, words)


def require_decider(roles: set[Role], pence: int, *, own: bool, same_team: bool) -> None:
    """Refuse whoever never decides a purchase of these pence: the requester, another team's manager, who is no manager."""
    if own:
        raise Refusal(None, f"This is your own request of {pounds(pence)}, so somebody else decides it.")
    if not same_team or not roles & set(DECIDERS):
        raise Refusal(None, f"A manager of the family's team decides about {pounds(pence)}. You are not one.")


def require_reach(
    roles: set[Role], allowed: tuple[Role, ...], pence: int, bounds: Mapping[Role, Bounds], *, regular: bool = False
) -> None:
    """Refuse whoever decides purchases, but none of these pence: `allowed` do. `bounds` are the bands that judge it.

    >>> band = {Role.MANAGER: Bounds(Role.MANAGER, 1_000_00, None, None)}
    >>> require_reach({Role.MANAGER}, (Role.SENIOR_MANAGER,), 1_200_00, band)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    budgettracker.errors.Refusal: £1,200.00 is above what you may decide, which is up to £1,000.00 at once. A senior manager...
    """
    if roles & set(allowed):
        return
    highest = next(role for role in reversed(DECIDERS) if role in roles)
    amount = f"{pounds(pence)} in regular payments" if regular else pounds(pence)
    reach = "" if regular else _reach(bounds.get(highest))
    raise Refusal(None, f"{amount} is above what you may decide{reach}. A {allowed[0].words} decides it.")


def _reach(own: Bounds | None) -> str:
    """How far a role's band reaches, to stand behind "what you may decide"; empty where nothing bounds it.

    >>> _reach(Bounds(Role.MANAGER, 1_000_00, 2_000_00, 28))
    ', which is up to £1,000.00 at once and £2,000.00 for a family in 28 days'
    """
    parts = []
    if own is not None and own.single_pence is not None:
        parts.append(f"{pounds(own.single_pence)} at once")
    if own is not None and own.running_pence is not None:
        parts.append(f"{pounds(own.running_pence)} for a family in {own.window_days} days")
    return f", which is up to {' and '.join(parts)}" if parts else ""

"""Who decides a purchase, and how its price falls on the budget. Plain values, pence throughout."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets.rules import Position, too_much
from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.periods import long_date
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


class Counted(NamedTuple):
    """What running totals count on a day: the pence of a purchase, or (without an id) of all that day's together.

    A purchase counts on the day it was bought, or asked for until then.
    """

    spend_id: uuid.UUID | None
    day: date
    pence: int


def longest_window(bounds: Mapping[Role, Bounds]) -> int:
    """The most days any role's running total spans; 0 when none has one."""
    return max((each.window_days or 0 for each in bounds.values() if each.running_pence is not None), default=0)


def totals_by_role(
    bounds: Mapping[Role, Bounds], pence: int, on: date, others: Iterable[Counted], without: uuid.UUID | None = None
) -> dict[Role, int]:
    """By role, a purchase of `pence` together with the others of that role's window: the dearest that holds its day.

    A window ends on its day or on a later one, so that the order in which purchases are told changes nothing. A role
    without a running bound counts the purchase alone; `without` leaves one purchase out, usually itself.
    """
    by_day: Counter[date] = Counter()
    for each in others:
        if not without or each.spend_id != without:
            by_day[each.day] += each.pence
    totals = dict.fromkeys(LADDER, pence)
    for role, bound in bounds.items():
        if bound.running_pence is not None and bound.window_days is not None:
            totals[role] += _dearest_window(by_day, on, bound.window_days)
    return totals


def _dearest_window(by_day: Mapping[date, int], on: date, days: int) -> int:
    """The highest sum, in pence, of so many days on end that hold a day."""
    near = {day: pence for day, pence in by_day.items() if abs((day - on).days) < days}
    ends = {on, *(day for day in near if day > on)}
    return max(sum(pence for day, pence in near.items() if 0 <= (end - day).days < days) for end in ends)


def roles_above_worker(
    bounds: Mapping[Role, Bounds], single_pence: int, running_pence: Mapping[Role, int]
) -> tuple[Role, ...]:
    """The roles above the worker that may decide a purchase of these pence, lowest first.

    A deciding role without a band of its own is unbounded when no higher role has one; the highest role always decides
    what no band reaches, so that no request is ever stuck.
    """
    found: list[Role] = []
    for number, role in enumerate(DECIDERS):
        own = bounds.get(role)
        if own is None:
            reaches = not any(higher in bounds for higher in DECIDERS[number + 1 :])
        else:
            reaches = may_decide(own, single_pence, running_pence[role])
        if reaches or (found and role == DECIDERS[-1]):
            found.append(role)
    return tuple(found) or (DECIDERS[-1],)


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


def why_not_alone(route: str, bounds: Mapping[Role, Bounds]) -> str:
    """Why the worker may not decide a purchase alone, in words."""
    worker = bounds.get(Role.PRACTITIONER)
    if route == Route.REGULAR:
        return "A regular payment"
    if route == Route.RUNNING and worker is not None and worker.running_pence is not None:
        return f"More than {pounds(worker.running_pence)} in {worker.window_days} days"
    if route == Route.SINGLE and worker is not None and worker.single_pence is not None:
        return f"Over {pounds(worker.single_pence)}"
    return "Decided by a manager" if route == Route.SINGLE else "Decided at the front line"


def role_words(role: Role) -> str:
    """`manager`, `senior manager`: who decides, as pages say it."""
    return role.words


@dataclass(frozen=True, slots=True)
class Room:
    """The answer in place while an amount is typed: `kind` is ok, decide or over; `text` is for the worker."""

    kind: str
    text: str


def room(
    position: Position,
    pence: int,
    deciders: Deciders,
    bounds: Mapping[Role, Bounds],
    waiting_pence: int = 0,
    *,
    already_paid: bool = False,
) -> Room:
    """What is left and who decides, in the words shown beside the amount. What is already paid is recorded either way."""
    if already_paid and pence > position.left_pence:
        over = pounds(pence - position.left_pence)
        return Room("over", f"It is recorded, {over} of it over the limit. A manager decides about it afterwards.")
    if waiting_pence and not already_paid:
        return Room("over", f"{pounds(waiting_pence)} was spent over the limit and waits for a manager first.")
    if pence > position.left_pence:
        return Room("over", too_much(position, pence))
    after = f"{pounds(position.left_pence - pence)} will be left."
    if deciders.front_line:
        return Room("ok", f"You can decide this yourself. {after}")
    why = why_not_alone(deciders.route, bounds)
    if already_paid:
        return Room("decide", f"{why}: it is recorded, and a manager decides about it afterwards. {after}")
    return Room("decide", f"{why}: your {role_words(deciders.roles[0])} decides; nothing is spent until then. {after}")


@dataclass(frozen=True, slots=True)
class Price:
    """How a price paid falls on a budget: pence within the limit, pence over it, and whether a manager must look at it."""

    within_pence: int
    over_pence: int
    flagged: bool


def price(paid_pence: int, held_pence: int, left_pence: int, extra_in_band: bool) -> Price:
    """What a price paid does to a budget that held `held_pence` for it and has `left_pence` besides.

    Up to the hold is settled. The extra comes from what is left and is flagged unless the recorder's band allows it;
    what is beyond is over the limit: the money has gone, so it is told.
    """
    extra = paid_pence - held_pence
    if extra <= 0:
        return Price(paid_pence, 0, False)
    over = max(0, extra - left_pence)
    return Price(paid_pence - over, over, over > 0 or not extra_in_band)


def require_decider(roles: set[Role], allowed: tuple[Role, ...], *, own: bool, same_team: bool) -> None:
    """Refuse whoever may not decide a purchase: the requester, another team's manager, a role below the amount."""
    if own:
        raise Refusal(None, "This is your own request, so somebody else decides it.")
    if not same_team:
        raise Refusal(None, "A manager of the family's team decides this.")
    if not roles & set(allowed):
        raise Refusal(None, f"This is above what you may decide. A {role_words(allowed[0])} decides it.")


def require_bought_on(bought_on: date, on: date, opened_on: date, closed_on: date | None) -> None:
    """Refuse a purchase dated in the future or on a day the family was not open."""
    if bought_on > on:
        raise Refusal("bought_on", "The date is in the future. Enter the day it was bought.")
    require_open(bought_on, opened_on, closed_on)


def require_open(day: date, opened_on: date, closed_on: date | None) -> None:
    """Refuse a day on which the family was not open; the closing day is still open."""
    if day < opened_on:
        raise Refusal("bought_on", f"Work with this family began on {long_date(opened_on)}. Enter that day or later.")
    if closed_on is not None and day > closed_on:
        raise Refusal("bought_on", f"This family was closed on {long_date(closed_on)}. Enter that day or earlier.")


def hold_ran_out(expires_on: date | None, on: date) -> bool:
    """Has the time passed for which the scheme holds money? The last day still counts. The money stays held."""
    return expires_on is not None and expires_on < on


def require_longer_hold(before: date | None, until: date) -> None:
    """Refuse to keep a hold that runs that long already."""
    if before is not None and until <= before:
        raise Refusal("needed_by", f"The money is held until {long_date(before)} already.")


def require_asking(closed_on: date | None) -> None:
    """Refuse a new request for a family that has been closed: nothing could be bought with it any more."""
    if closed_on is not None:
        raise Refusal(
            "amount",
            f"This needs a decision, and the family was closed on {long_date(closed_on)}. "
            "If it was paid by then, say under Add more detail that it is already paid.",
        )


def require_refund(amount_pence: int, net_pence: int) -> None:
    """Refuse a refund of more than was paid and has not come back yet."""
    if net_pence == 0:
        raise Refusal("amount", "All the money for this purchase has come back already.")
    if amount_pence > net_pence:
        raise Refusal("amount", f"At most {pounds(net_pence)} can come back for this purchase.")


def split_refund(amount_pence: int, over_pence: int) -> tuple[int, int]:
    """How a refund falls: first on money over the limit, then on money within it. Gives (within, over) in pence."""
    over = min(amount_pence, over_pence)
    return amount_pence - over, over


def ends_review(net_pence: int, over_before_pence: int, over_pence: int, front_line: bool) -> bool:
    """Does money that came back leave nothing for a manager to decide about?

    All of it came back; or what was over the limit did, and the rest is a purchase the worker could decide alone.

    >>> ends_review(net_pence=900_00, over_before_pence=50_00, over_pence=0, front_line=False)
    False
    """
    return net_pence == 0 or (over_before_pence > 0 and over_pence == 0 and front_line)


def require_vat(vat_pence: int | None, amount_pence: int) -> None:
    """Refuse a tax that is more than the amount it is in."""
    if vat_pence is not None and vat_pence > amount_pence:
        raise Refusal("vat", "The VAT cannot be more than the amount.")


def history_line(deed: str, changes: Mapping[str, Any]) -> str:
    """What was done to a purchase, in words that follow the name of who did it.

    >>> history_line("spend.requested", {"planned_pence": [None, 800_00]})
    'asked for £800.00'
    """
    figure = {name: value[1] if isinstance(value, list) else value for name, value in changes.items()}

    def said(name: str) -> str:
        return pounds(int(figure.get(name) or 0))

    over = f", {said('over_pence')} of it over the limit" if figure.get("over_pence") else ""
    words = {
        "spend.logged": f"recorded it as bought for {said('paid_pence')}{over}",
        "spend.imported": "brought it in from the council's files",
        "spend.requested": f"asked for {said('planned_pence')}",
        "spend.approved": f"approved {said('approved_pence')}",
        "spend.declined": "declined it",
        "spend.withdrawn": "withdrew it",
        "spend.bought": f"recorded the price, {said('paid_pence')}{over}",
        "spend.refunded": f"recorded that {said('amount_pence')} came back",
        "spend.reversed": f"took {said('amount_pence')} out of the sums",
        "receipt.added": "added a receipt",
        "question.asked": "asked a question",
        "question.answered": "answered a question",
        "hold.kept": "said that it is still wanted",
    }
    if deed == "spend.reviewed":
        accepted = figure.get("review") == "accepted"
        return "accepted it afterwards" if accepted else "did not accept it; it stays in the books"
    return words.get(deed, deed.replace(".", " ").replace("_", " "))

"""Log a purchase: recorded at once within the worker's band, a request that holds its money above it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import lock_on, move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.budgets.rules import no_limit_yet, require_opening, require_room
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.families.queries import named_only
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import people_who_decide
from budgettracker.schemes.queries import closed_since
from budgettracker.schemes.rules import NOTHING_BOUGHT, before_closing, require_scheme_open
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.close_family import require_open_now
from budgettracker.spend.actions.record_reasons import record_reasons
from budgettracker.spend.actions.tell_by_itself import told_by_itself
from budgettracker.spend.actions.write_spend import mark_bought, mark_price, move_price, new_spend, save_spend
from budgettracker.spend.kinds import Review, Route, SpendKind, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import bounds_and_deciders, deciders_now
from budgettracker.spend.rules import Price, Purchase
from budgettracker.voice.kinds import Asked, PurchaseQuestion
from budgettracker.voice.queries import questions_of

Questions = Mapping[PurchaseQuestion, Asked]


@dataclass(frozen=True, slots=True)
class Whole:
    """The receipt that a purchase is one family's share of: its name, its pence, and why it needs a decision, if it does."""

    id: uuid.UUID
    pence: int
    route: Route


def log_spend(
    by: Person,
    family: Family,
    purchase: Purchase,
    *,
    whole: Whole | None = None,
    questions: Questions | None = None,
    on: date,
    at: datetime,
) -> Spend:
    """Log a purchase from the family's devolved budget; with a `whole`, the family's share of that receipt.

    `questions`: what the family's scheme asks, where the caller has read it already.

    Within the worker's band (single and running amount) it is bought at once, decided at the front line. Above the band,
    and where the worker asks a manager, it becomes a request that holds its money; when the worker says it is already
    paid, it is recorded as bought and waits for the role whose band holds the whole amount.

    Raises Refusal for an amount beyond what is left (unless already paid: then the rest is told as over the limit), for
    a family without a limit or whose imported limit waits to be confirmed, for a scheme that is closed (what was paid
    before that day is told all the same, and waits for a decision however small it is), for a day outside
    the family's or the scheme's dates, for a request for a family that has been closed, and on a question that its
    scheme requires.
    """
    rules.require_purchase(purchase, on, family.opened_on, family.closed_on)
    rules.require_reasons(questions or questions_of(family.scheme_id), purchase.reasons)
    period, late = _lock_period_with_limit(family, purchase)
    closed_on = require_open_now(family.id, purchase.bought_on)
    judged_pence = whole.pence if whole else purchase.amount_pence
    _, deciders = bounds_and_deciders(period, family.id, judged_pence, purchase.bought_on, regular=False)
    if not purchase.gone:
        require_room(position_of(period), purchase.amount_pence)
    spend = new_spend(family, purchase, SpendKind.DEVOLVED, by, requested_at=at)
    spend.period_id, spend.route = period.id, deciders.route
    if whole is not None:
        spend.shared_id, spend.shared_pence = whole.id, whole.pence
        spend.route = whole.route if deciders.front_line else deciders.route
    in_band = spend.route == Route.FRONT_LINE and not late and not purchase.ask_manager
    if in_band or purchase.gone:
        _buy(by, family, period, spend, purchase, in_band=in_band, on=on, at=at)
    else:
        rules.require_asking(closed_on)
        _request(by, period, spend, purchase, (deciders.roles or DECIDERS)[0], on=on, at=at)
    record_reasons(by, spend, purchase.reasons, at=at)
    return spend


def log_other_help(
    by: Person, family: Family, purchase: Purchase, *, questions: Questions | None = None, on: date, at: datetime
) -> Spend:
    """Log help paid outside the devolved budget, in either arm: outside every limit, counted beside the costs.

    Within the worker's band for other help it is bought at once. Above it it becomes a request, which holds no money;
    what is already paid is recorded and waits for the role whose band holds the whole amount.

    Raises Refusal for a day on which the family was not open, for a VAT above the amount, for a request for a family
    that has been closed, and on a question that its scheme requires.
    """
    rules.require_purchase(purchase, on, family.opened_on, family.closed_on)
    rules.require_reasons(questions or questions_of(family.scheme_id), purchase.reasons)
    lock_family(family.id)
    closed_on = require_open_now(family.id, purchase.bought_on)
    _, deciders = bounds_and_deciders(None, family.id, purchase.amount_pence, purchase.bought_on, regular=False)
    spend = new_spend(family, purchase, SpendKind.OTHER_HELP, by, requested_at=at)
    spend.route = deciders.route
    in_band = deciders.front_line and not purchase.ask_manager
    if in_band or purchase.gone:
        _help(by, family, spend, purchase, flagged=not in_band, on=on, at=at)
    else:
        rules.require_asking(closed_on)
        _ask_for_other_help(by, spend, purchase, (deciders.roles or DECIDERS)[0], at)
    record_reasons(by, spend, purchase.reasons, at=at)
    return spend


def _help(
    by: Person, family: Family, spend: Spend, purchase: Purchase, *, flagged: bool, on: date, at: datetime
) -> None:
    """Other help that was paid: decided at the front line, or waiting for whose band holds it."""
    mark_bought(spend, by, purchase.amount_pence, purchase.bought_on, at=at)
    price = Price(purchase.amount_pence, 0, flagged=flagged)
    mark_price(spend, price, Role.PRACTITIONER)
    _mark_phoned(spend, family, None, purchase, on=on, at=at)
    save_spend(spend, purchase)
    move_price(spend, None, price, by, at=at)
    changes = {"kind": spend.kind, "paid_pence": [None, spend.paid_pence]}
    row = judged(Outcome.OTHER_HELP, Role.PRACTITIONER, deciders_now(spend, None).roles[0] if flagged else None)
    record(by, Deed.SPEND_LOGGED, spend, {**changes, **_phoned(spend), **row}, at=at, new=True)


def _phoned(spend: Spend) -> dict[str, object]:
    """What the line of a purchase says of an approval by phone."""
    return {} if spend.phoned_by_id is None else {"phoned_by": spend.phoned_by_id, "phoned_at": str(spend.phoned_at)}


def _ask_for_other_help(by: Person, spend: Spend, purchase: Purchase, waits_for: Role, at: datetime) -> None:
    """A request that holds no money: other help has no budget."""
    spend.state = SpendState.REQUESTED
    save_spend(spend, purchase)
    changes = {"kind": spend.kind, "planned_pence": [None, spend.planned_pence], "came": spend.route}
    row = judged(Outcome.OTHER_HELP, Role.PRACTITIONER, waits_for)
    record(by, Deed.SPEND_REQUESTED, spend, {**changes, **row}, at=at, new=True)


def lock_family(family_id: uuid.UUID) -> None:
    """Of two purchases of other help at once the second sees the first in its running total."""
    db.session.execute(select(Family.id).where(Family.id == family_id).with_for_update())


def _lock_period_with_limit(family: Family, purchase: Purchase) -> tuple[BudgetPeriod, bool]:
    """The position that holds a purchase's day, locked, and whether it is told after its scheme was closed."""
    day = purchase.bought_on
    if family.without_budget(day):
        raise Refusal(
            None, f"This family has no devolved budget. Log {pounds(purchase.amount_pence)} as paid from other money."
        )
    period = lock_on(family.id, day)
    if period is None or period.limit_pence == 0:
        raise Refusal("amount", no_limit_yet(purchase.amount_pence))
    scheme = period.budget.scheme
    closed_on = closed_since(scheme)
    late = before_closing(closed_on, day, gone=purchase.gone)
    if not late:
        require_scheme_open(scheme.name, closed_on, "amount", NOTHING_BOUGHT)
    require_opening(period.opening_waits, purchase.amount_pence)
    return period, late


def _mark_phoned(
    spend: Spend, family: Family, period: BudgetPeriod | None, purchase: Purchase, *, on: date, at: datetime
) -> None:
    """Write down who approved a purchase by phone, as whoever records it says; they confirm it, or not, afterwards.

    Raises Refusal on `phoned_by` for somebody who may not decide the amount, and where nobody needs to.
    """
    if purchase.phoned_by_id is None:
        return
    roles = deciders_now(spend, period).roles or DECIDERS
    people = named_only(family, people_who_decide(family.team_id, roles, (spend.recorded_by_id,), on))
    rules.require_phoned(
        purchase.phoned_at,
        pence=purchase.amount_pence,
        needed=spend.review == Review.OPEN,
        may_decide={each.person.id for each in people},
        phoned_by=purchase.phoned_by_id,
        at=at,
    )
    spend.phoned_by_id, spend.phoned_at = purchase.phoned_by_id, purchase.phoned_at


def _buy(
    by: Person,
    family: Family,
    period: BudgetPeriod,
    spend: Spend,
    purchase: Purchase,
    *,
    in_band: bool,
    on: date,
    at: datetime,
) -> None:
    price = rules.price(purchase.amount_pence, 0, position_of(period).left_pence, allowed=in_band)
    mark_bought(spend, by, purchase.amount_pence, purchase.bought_on, at=at)
    mark_price(spend, price, Role.PRACTITIONER)
    _mark_phoned(spend, family, period, purchase, on=on, at=at)
    save_spend(spend, purchase)
    move_price(spend, period, price, by, at=at)
    changes = {"state": [None, spend.state], "paid_pence": [None, spend.paid_pence], "over_pence": spend.over_pence}
    row = judged(_outcome(spend, Outcome.WITHIN_BAND), Role.PRACTITIONER)
    if price.flagged:
        waits_for = (deciders_now(spend, period).roles or DECIDERS)[0]
        row = judged(_outcome(spend, Outcome.ABOVE_BAND), Role.PRACTITIONER, waits_for)
    changes |= {**_of_whole(spend), **_phoned(spend), **row}
    record(by, Deed.SPEND_LOGGED, spend, changes | told_by_itself(spend, period, changes), at=at, new=True)


def _request(
    by: Person, period: BudgetPeriod, spend: Spend, purchase: Purchase, waits_for: Role, *, on: date, at: datetime
) -> None:
    spend.state = SpendState.REQUESTED
    spend.hold_expires_on = (purchase.needed_by or on) + timedelta(days=period.budget.scheme.hold_days)
    save_spend(spend, purchase)
    move(by, period, Entry.COMMITTED, committed=spend.planned_pence, spend_id=spend.id, at=at)
    changes = {"state": [None, spend.state], "planned_pence": [None, spend.planned_pence], "came": spend.route}
    row = judged(_outcome(spend, Outcome.ABOVE_BAND), Role.PRACTITIONER, waits_for)
    changes |= {**_of_whole(spend), **row}
    record(by, Deed.SPEND_REQUESTED, spend, changes | told_by_itself(spend, period, changes), at=at, new=True)


def _outcome(spend: Spend, alone: Outcome) -> Outcome:
    """The row of the table of second hands: one family's share of a receipt has its own."""
    return alone if spend.shared_pence is None else Outcome.SHARED


def _of_whole(spend: Spend) -> dict[str, object]:
    """What the line of a share says of the whole receipt."""
    return {} if spend.shared_pence is None else {"shared_pence": spend.shared_pence, "shared": spend.shared_id}

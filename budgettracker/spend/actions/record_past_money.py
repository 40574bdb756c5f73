"""Record limits, purchases and refunds of the time before the program was used, as the authority's own records have them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from budgettracker.access import DECIDERS, Role, role_used
from budgettracker.budgets.actions import PastLimit, PastLimits
from budgettracker.budgets.rules import OPENING_WAITS
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.people.queries import is_live
from budgettracker.periods import day_of
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import NO_LIMIT_SET
from budgettracker.spend import rules
from budgettracker.spend.actions.hold_past_money import HeldMoney
from budgettracker.spend.actions.write_past_money import PastDecision, PastPurchase, PastRows
from budgettracker.spend.kinds import Route, SpendKind, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import net_paid
from budgettracker.spend.queries.past_money import OpenDays, hold_purchases, several_periods
from budgettracker.spend.rules import Price, Purchase


class PastMoney:
    """Limits, purchases and refunds of many families, in the order of their days: each checked alone, written together.

    `by` is who brings them in (None: the operator). Nothing of what is recorded is in the tables before `write`.
    """

    def __init__(
        self,
        by: Person | None,
        authority_id: uuid.UUID,
        family_ids: Collection[uuid.UUID],
        *,
        on: date,
        at: datetime,
    ) -> None:
        self.held = HeldMoney(family_ids, at=at)
        self._limits = PastLimits(by, authority_id, at=at)
        self.rows, self.by, self.on, self.at = PastRows(by, authority_id, at=at), by, on, at
        self.live, self._authority_id = is_live(authority_id), authority_id
        self._periods: Mapping[uuid.UUID, Sequence[OpenDays]] | None = None

    def limit(self, family: Family, scheme: Scheme, to_pence: int, decision: PastLimit) -> None:
        """A limit as it was decided before the program was used. Raises Refusal as PastLimits.set."""
        period = self.held.opened(family, scheme, decision.approved_on, NO_LIMIT_SET)
        self.held.limit_set(period, self._limits.set(family, period, to_pence, decision))

    def buy(self, family: Family, scheme: Scheme, purchase: Purchase, decision: PastDecision) -> PastPurchase:
        """A purchase from the devolved budget.

        Within the limit in force on its day it is spent, beyond that over the limit: no later limit takes it in by
        itself. What was over the limit, or above the band of whoever decided it then, waits for a manager's look.
        Raises Refusal (bought_on, also for a day on which the family was closed; vat, decided_by), for a comparison
        family, and in a live authority for a limit that was imported before and waits to be confirmed: what was spent by
        then is confirmed with it.
        """
        self.require(family, purchase, decision)
        held, pence, day = self.held, purchase.amount_pence, purchase.bought_on
        period = held.opened(family, scheme, day)
        if self.live and period.opening_waits:
            raise Refusal(None, OPENING_WAITS)
        deciders = held.deciders(family.id, period, decision.judged_pence(pence), day)
        decided_as = past_role(decision, deciders)
        price = rules.price(pence, 0, held.room(period, day), allowed=decided_as is not None)
        past = self.rows.purchase(family.id, period, purchase, decision, price, decided_as, deciders.route)
        held.spent(period, price.within_pence)
        held.count(family.id, day, past.decided_as, pence)
        return past

    def help(self, family: Family, purchase: Purchase, decision: PastDecision) -> PastPurchase:
        """Help paid outside the devolved budget, in either arm. Raises Refusal as `buy`."""
        self.require(family, purchase, decision)
        decided_as = Role.PRACTITIONER if decision.decided_by is None else Role.MANAGER
        price = Price(purchase.amount_pence, 0, flagged=False)
        past = self.rows.purchase(family.id, None, purchase, decision, price, decided_as, Route.FRONT_LINE)
        self.held.count(family.id, purchase.bought_on, decided_as, purchase.amount_pence)
        return past

    def give_back(
        self,
        past: PastPurchase,
        pence: int,
        day: date,
        *,
        reference: str,
        recorded_by: Person,
        vat_pence: int | None = None,
    ) -> None:
        """Money that came back for a purchase, under its own reference.

        Raises Refusal on `amount` for more than was paid and has not come back yet, on `refunded_on` for a day before
        the purchase or in the future, and for a purchase that is not bought.
        """
        if past.state != SpendState.BOUGHT:
            raise Refusal(None, f"This purchase has been {past.state} already.")
        rules.require_no_stock(past.from_stock)
        rules.require_refunded_on(day, self.on, past.bought_on)
        rules.require_refund(pence, past.net_pence)
        within, over = rules.split_refund(pence, past.over_pence)
        self.rows.refund(past, pence, over, day, reference=reference, recorded_by=recorded_by, vat_pence=vat_pence)
        if past.period is not None:
            self.held.spent(past.period, -within)
        self.held.count(past.family_id, past.bought_on, past.decided_as, -pence)

    def standing(self, spends: Collection[Spend]) -> dict[str, PastPurchase]:
        """Purchases of the books that money came back for, locked, by their references."""
        hold_purchases([spend.id for spend in spends])
        return {spend.reference or "": self._standing(spend) for spend in spends}

    def _standing(self, spend: Spend) -> PastPurchase:
        return PastPurchase(
            id=spend.id.hex,
            family_id=spend.family_id,
            period=self.held.period(spend.family_id, spend.period_id) if spend.period_id else None,
            kind=SpendKind(spend.kind),
            state=SpendState(spend.state),
            bought_on=spend.bought_on or spend.asked_on,
            decided_as=Role(spend.decided_as) if spend.decided_as else None,
            paid_pence=spend.paid_pence or 0,
            over_pence=spend.over_pence,
            back_pence=(spend.paid_pence or 0) - net_paid(spend),
            from_stock=spend.from_stock,
        )

    def ready(self) -> None:
        """Write the rows of what has been recorded since; what it changes that stands waits for `write`."""
        self.held.write_opened()
        self._limits.ready()
        self.rows.ready()

    def write(self) -> None:
        """Write what has been recorded since."""
        self.held.write_opened()
        self._limits.write()
        self.rows.write()

    def require(self, family: Family, purchase: Purchase, decision: PastDecision) -> None:
        """Refuse a purchase of a day that cannot be, or that was decided by whoever recorded it."""
        rules.require_purchase(purchase, self.on, family.opened_on, family.closed_on)
        self._require_no_gap(family, purchase.bought_on)
        if decision.decided_by is not None and decision.decided_by.id == decision.recorded_by.id:
            raise Refusal("decided_by", "Nobody decides their own request.")

    def _require_no_gap(self, family: Family, day: date) -> None:
        """Refuse a day between two open periods; the families that have several are read once for all purchases."""
        if self._periods is None:
            self._periods = several_periods(self._authority_id)
        periods = self._periods.get(family.id)
        if periods is not None:
            rules.require_no_gap(day, any(first <= day and (last is None or day <= last) for first, last in periods))


def past_role(decision: PastDecision, deciders: rules.Deciders) -> Role | None:
    """The role by which it was decided that day; None where it did not reach so far.

    A decision nobody needed is one any deciding role could take.
    """
    if decision.decided_by is None:
        return Role.PRACTITIONER if deciders.front_line else None
    day = day_of(decision.decided_at or decision.requested_at)
    roles, allowed = decision.decided_by.roles_on(day), deciders.roles or DECIDERS
    return role_used(roles, allowed) if roles & set(allowed) else None

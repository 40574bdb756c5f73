"""Write purchases and refunds of the past: rows, words, ledger and audit, thousands at a time."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, bindparam, update

from budgettracker.access import Role
from budgettracker.audit.actions import ManyLines
from budgettracker.audit.kinds import Deed, Plain
from budgettracker.budgets.actions import ManyMoves
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.bulk import Rows, as_kept, dashed, ids_in_order
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.people.queries import is_live
from budgettracker.spend.kinds import OWN_POCKET, Reimbursement, Review, Route, SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend, SpendDetails
from budgettracker.spend.rules import Price, Purchase

SPEND = (
    *("id", "authority_id", "reference", "family_id", "period_id", "kind", "state", "came", "category_id", "child_id"),
    *("planned_pence", "approved_pence", "paid_pence", "over_pence", "vat_pence", "vat_status", "payment_method"),
    *("asked_on", "bought_on", "needed_by", "hold_expires_on", "regular", "regular_until", "review_on"),
    *("recorded_by_id", "requested_at", "decided_by_id", "decided_as", "decided_at", "recorded_bought_at"),
    *("bought_by_id", "withdrawn_at", "reversed_at", "review", "reviewed_by_id", "reviewed_at", "imported"),
    *("receipt_seen_by_id", "receipt_seen_at", "corrects_id", "counts_pence", "counted_with_id"),
    *("reimbursement", "reimbursement_by_id", "reimbursement_at", "shared_id", "shared_pence"),
    *("plan_id", "drawn_pence", "from_stock", "phoned_by_id", "phoned_at", "told_on", "told_by_id"),
    *("receipt_excused_by_id", "receipt_excused_at"),
    *("legal_basis", "delivered_on", "delivered_by_id", "helped", "helped_by_id", "helped_at"),
    *("family_helped", "family_helped_by_id", "family_helped_at"),
)
DETAILS = (
    *("spend_id", "bought_what", "purpose", "supplier", "note", "decision_reason", "review_reason", "reversal_reason"),
    *("reimbursement_reason", "condition", "afterwards", "looked_at", "end_reason", "told_how", "no_receipt_reason"),
    "cardholder",
)
REFUND = (
    *("id", "authority_id", "reference", "spend_id", "amount_pence", "over_pence", "vat_pence", "refunded_on"),
    *("reversal", "recorded_by_id", "recorded_at", "ticked_by_id", "ticked_at"),
)
_SPENDS = cast(Table, Spend.__table__)


@dataclass(frozen=True, slots=True)
class PaymentOf:
    """The plan that a purchase is a payment of, by its id; the pence it takes out of the plan, and who recorded it."""

    plan_id: uuid.UUID
    drawn_pence: int
    paid_by: Person


@dataclass(frozen=True, kw_only=True)
class PastDecision:
    """Who bought, who decided and when, as the authority's records have it; without a decider it was decided alone.

    `regular`: one of payments that were agreed together, and with `payment` one of a plan. `whole`: the receipt that this
    is one family's share of, by its id and what it came to in pence.
    """

    reference: str
    recorded_by: Person
    requested_at: datetime
    decided_by: Person | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
    regular: bool = False
    payment: PaymentOf | None = None
    whole: tuple[uuid.UUID, int] | None = None

    def judged_pence(self, pence: int) -> int:
        """What is held against a band: of a shared receipt the whole."""
        return pence if self.whole is None else max(pence, self.whole[1])


@dataclass(slots=True)
class PastPurchase:
    """A bought purchase as its refunds need it; `back_pence` is what has come back, `id` 32 hexadecimal figures."""

    id: str
    family_id: uuid.UUID
    period: BudgetPeriod | None
    kind: SpendKind
    state: SpendState
    bought_on: date
    decided_as: Role | None
    paid_pence: int
    over_pence: int
    back_pence: int = 0
    from_stock: bool = False

    @property
    def net_pence(self) -> int:
        """What was paid less what came back."""
        return self.paid_pence - self.back_pence


class PastRows:
    """Rows of purchases and refunds on their way into the tables, as the drivers take them, with ledger and audit."""

    def __init__(self, by: Person | None, authority_id: uuid.UUID, *, at: datetime) -> None:
        self._authority, self._at, self._live = authority_id.hex, as_kept(at), is_live(authority_id)
        self._spends, self._details, self._refunds = (
            Rows(Spend, SPEND),
            Rows(SpendDetails, DETAILS),
            Rows(Refund, REFUND),
        )
        self._moves = ManyMoves(authority_id, at=at)
        self._lines = ManyLines("spend", by=by, authority_id=authority_id, at=at)
        self._made_good: dict[str, int] = {}
        self._ids = ids_in_order()

    def purchase(
        self,
        family_id: uuid.UUID,
        period: BudgetPeriod | None,
        purchase: Purchase,
        decision: PastDecision,
        price: Price,
        decided_as: Role | None,
        route: Route,
    ) -> PastPurchase:
        """Keep a purchase that was bought then, the move of its position and its audit line."""
        kind = SpendKind.OTHER_HELP if period is None else SpendKind.DEVOLVED
        standing = None if price.flagged else decided_as
        past = PastPurchase(
            *(next(self._ids), family_id, period, kind, SpendState.BOUGHT, purchase.bought_on, standing),
            *(purchase.amount_pence, price.over_pence, 0, purchase.from_stock),
        )
        review = Review.OPEN if price.flagged else Review.NONE
        self._spends.add(self._spend(past, purchase, decision, route, review))
        words = purchase.bought_what, purchase.purpose, purchase.supplier, purchase.note, decision.decision_reason
        self._details.add((past.id, *words, *[""] * 10))
        if period is None:
            self._moves.post(past.id, past.bought_on, past.paid_pence, spend_id=past.id)
        else:
            # The ledger names who spent it, so that nobody later raises a limit for money of their own.
            entry = Entry.OVER_LIMIT if price.over_pence else Entry.BOUGHT
            within, over, day = price.within_pence, price.over_pence, past.bought_on
            self._moves.add(decision.recorded_by, period, entry, spent=within, over=over, spend_id=past.id, on=day)
        self._lines.add(
            Deed.SPEND_IMPORTED,
            past.id,
            {
                "kind": str(kind),
                "bought_on": [None, purchase.bought_on.isoformat()],
                "paid_pence": [None, past.paid_pence],
                "over_pence": past.over_pence,
                "review": str(review),
                "recorded_by": str(decision.recorded_by.id),
                "decided_by": str(decision.decided_by.id) if decision.decided_by else None,
            },
            new=True,
        )
        return past

    def _spend(
        self, past: PastPurchase, purchase: Purchase, decision: PastDecision, route: Route, review: Review
    ) -> tuple[object, ...]:
        paid, day, decider = past.paid_pence, purchase.bought_on.isoformat(), decision.decided_by
        recorder, method, payment = decision.recorded_by.id.hex, purchase.payment_method, decision.payment
        planned, buyer = (payment.drawn_pence, payment.paid_by.id.hex) if payment else (paid, recorder)
        # What was paid before anybody worked with this was paid back, or not, as the authority's records have it.
        waits = self._live and method in OWN_POCKET
        return (
            *(past.id, self._authority, decision.reference, past.family_id.hex),
            *(past.period.id.hex if past.period else None, str(past.kind), str(past.state), str(route)),
            *(purchase.category_id.hex if purchase.category_id else None, None),
            *(
                planned,
                planned if decider else None,
                paid,
                past.over_pence,
                purchase.vat_pence,
                str(purchase.vat_status),
            ),
            *(str(method) if method else None, day, day, None, None, int(decision.regular), None, None, recorder),
            *(as_kept(decision.requested_at), decider.id.hex if decider else None),
            str(past.decided_as) if past.decided_as else None,
            *(as_kept(decision.decided_at) if decision.decided_at else None, self._at, buyer),
            *(None, None, str(review), None, None, 1, None, None, None, None, None),
            *(str(Reimbursement.WAITING if waits else Reimbursement.NONE), None, None),
            *((decision.whole[0].hex, decision.whole[1]) if decision.whole else (None, None)),
            *(
                payment.plan_id.hex if payment else None,
                0,
                int(purchase.from_stock),
                None,
                None,
                None,
                None,
                None,
                None,
            ),
            # What the law was, and what became of it, no file says.
            *(None, None, None, None, None, None),
            *(None, None, None),
        )

    def refund(
        self,
        past: PastPurchase,
        pence: int,
        over: int,
        day: date,
        *,
        reference: str,
        recorded_by: Person,
        vat_pence: int | None,
    ) -> None:
        """Keep money that came back for a purchase, `over` pence of it for what was over the limit."""
        refund, recorder = next(self._ids), recorded_by.id.hex
        self._refunds.add(
            (
                *(refund, self._authority, reference, past.id, pence, over, vat_pence, day.isoformat(), 0),
                *(recorder, self._at, None, self._at),
            )
        )
        past.back_pence += pence
        if over:
            past.over_pence -= over
            self._made_good[past.id] = past.over_pence
        if past.period is None:
            self._moves.post(refund, day, -pence, spend_id=past.id, refund_id=refund)
        else:
            self._moves.add(
                recorded_by,
                past.period,
                Entry.REFUNDED,
                spent=-(pence - over),
                over=-over,
                spend_id=past.id,
                refund_id=refund,
                on=day,
            )
        amounts: dict[str, Plain] = {"refund": dashed(refund), "amount_pence": pence}
        dates: dict[str, Plain] = {"refunded_on": day.isoformat(), "imported": True}
        self._lines.add(Deed.SPEND_REFUNDED, past.id, amounts | dates, new=False)

    def hold(self, period: BudgetPeriod, pence: int, plan: Spend, requested_by: Person, on: date) -> None:
        """Keep that a plan holds these pence of a position from now on; below zero: lets go of them. Raises Refusal."""
        entry = Entry.COMMITTED if pence > 0 else Entry.RELEASED
        self._moves.add(requested_by, period, entry, committed=pence, spend_id=plan.id.hex, on=on)

    def ready(self) -> None:
        """Write rows, words, ledger and audit lines that are kept; what changes rows that stand waits for `write`."""
        for rows in (self._spends, self._details, self._refunds):
            rows.write()
        self._moves.ready()
        self._lines.ready()

    def write(self) -> None:
        """Write what is kept, positions and ends of chains too."""
        self.ready()
        if self._made_good:
            over = [{"spend": uuid.UUID(id_), "over_pence": pence} for id_, pence in self._made_good.items()]
            db.session.connection().execute(update(_SPENDS).where(_SPENDS.c.id == bindparam("spend")), over)
            self._made_good = {}
        self._moves.write()
        self._lines.write()

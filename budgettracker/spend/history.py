"""What the history of a purchase tells, its receipts among it."""

import uuid
from collections.abc import Collection
from datetime import date

from flask import g, url_for
from sqlalchemy import Select, select

from budgettracker.access import Permission
from budgettracker.audit.kinds import Deed
from budgettracker.families.history import FAMILY, called
from budgettracker.families.models import Child, Family, Hiding
from budgettracker.histories import (
    Changes,
    FeatureHistory,
    Field,
    Kind,
    Record,
    Titles,
    Words,
    before_and_after,
    day,
    money,
    named,
    one_of,
    role_in_words,
    yes,
)
from budgettracker.money import pounds
from budgettracker.people.queries.cover import AS_COVER_FOR
from budgettracker.schemes.models import Category, Scheme
from budgettracker.second_hands import AS_ROLE, OUTCOME, WAITS_FOR
from budgettracker.spend.kinds import (
    Helped,
    PaymentMethod,
    ProposalKind,
    Reimbursement,
    Review,
    Rhythm,
    Route,
    SpendKind,
    SpendState,
    VatStatus,
)
from budgettracker.spend.models import Receipt, Spend, SpendDetails
from budgettracker.spend.queries import ANSWERS, IN_WORDS, of_purchase, spend_for
from budgettracker.spend.queries.by_itself import as_seen
from budgettracker.voice.kinds import PurchaseQuestion
from budgettracker.web import today

SPEND = "spend"
UNNAMED = "A purchase"
"""What a purchase is called whose words were taken away."""


def _spend(spend_id: uuid.UUID, on: date) -> Record:
    spend = spend_for(g.person, spend_id, on)
    page = url_for("spend.show", spend_id=spend.id)
    return Record(spend.details.bought_what or UNNAMED, called(spend.family), page, spend.family_id)


def _receipts(spends: Select[tuple[uuid.UUID]]) -> Select[tuple[uuid.UUID]]:
    return select(Receipt.id).where(Receipt.spend_id.in_(spends))


def _spends_of(family_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    return select(Spend.id).where(Spend.family_id == family_id)


def _itself(spend_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    return select(Spend.id).where(Spend.id == spend_id)


def _amount(changes: Changes, field: str) -> str:
    return pounds(_pence(changes, field))


def _pence(changes: Changes, field: str) -> int:
    _, pence = before_and_after(changes.get(field))
    return int(pence or 0)


def _over(changes: Changes) -> str:
    over = _pence(changes, "over_pence")
    return f", {pounds(over)} of it over the limit" if over else ""


def _reviewed(changes: Changes) -> str:
    _, review = before_and_after(changes.get("review"))
    accepted = review == Review.ACCEPTED
    return "accepted it afterwards" if accepted else "did not accept it; it stays in the books"


def _categories_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    ours = select(Category.id, Category.name).join(Scheme, Scheme.id == Category.scheme_id)
    return ours.where(Category.id.in_(ids), Scheme.authority_id == authority_id)


def _children_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    ours = select(Child.id, Child.reference).join(Family, Family.id == Child.family_id)
    return ours.where(Child.id.in_(ids), Family.authority_id == authority_id)


def _corrected(changes: Changes) -> str:
    return "corrected it: another purchase takes its place" if "successor" in changes else "put it right"


STATE = Field("State", one_of({state: state.words for state in SpendState}))
JUDGED = {
    AS_ROLE: Field("Decided as", role_in_words),
    WAITS_FOR: Field("Waits for", role_in_words),
    AS_COVER_FOR: Field("As cover for", named),
}
SCHEDULE = {
    "payment_pence": Field("Each payment", money),
    "rhythm": Field("How often", one_of({rhythm: rhythm.words for rhythm in Rhythm})),
    "last_on": Field("Last payment", day),
}
"""What a plan of payments is."""
KIND = Field("Kind", one_of({SpendKind.DEVOLVED: "from the devolved budget", SpendKind.OTHER_HELP: "other help"}))
MOVED = {
    "paid_pence": Field("Paid", money),
    "bought_on": Field("Bought on", day),
    "family": Field("Family", named),
    "kind": KIND,
}
"""What a correction moves."""
IN_PLACE = {
    **{
        name: Field(ANSWERS[name], one_of({"corrected": "put right"}))
        for name in (*IN_WORDS, *map(str, PurchaseQuestion))
    },
    "category_id": Field("Category", named),
    "child_id": Field("For", named),
    "payment_method": Field("Paid by", one_of({method: method.words for method in PaymentMethod})),
    "vat_pence": Field("VAT in it", money),
    "vat_status": Field("VAT paid back", one_of({status: status.words for status in VatStatus})),
}
"""What is put right in place: words stand apart from the books."""
IN_SENTENCES = frozenset(
    {"paid_pence", "planned_pence", "approved_pence", "over_pence", "amount_pence", "released_pence"}
)
"""Amounts that a sentence has in it."""
REVIEW = Field("Afterwards", one_of({review: review.words for review in Review}))

HISTORY = FeatureHistory(
    kinds=(Kind(SPEND, frozenset({Permission.SEE_FAMILIES}), _spend),),
    subjects=(
        (FAMILY, _spends_of),
        (FAMILY, lambda family_id: _receipts(_spends_of(family_id))),
        (SPEND, _itself),
        (SPEND, lambda spend_id: _receipts(_itself(spend_id))),
        (SPEND, lambda spend_id: select(Hiding.id).where(Hiding.subject_id.in_(of_purchase(spend_id)))),
    ),
    words=(
        Words({Deed.SPEND_REASONS_RECORDED: "said what it was for"}, hidden=frozenset({"answers"})),
        Words(
            {Deed.SPEND_IMPORTED: "imported it from the council's files"},
            {
                "state": STATE,
                "planned_pence": Field("Planned", money),
                **SCHEDULE,
                "bought_on": Field("Bought on", day),
                "paid_pence": Field("Paid", money),
                "over_pence": Field("Over the limit", money),
                "review": REVIEW,
                "kind": KIND,
                "recorded_by": Field("Stands there as recorded by", named),
                "decided_by": Field("Stands there as decided by", named),
            },
        ),
        # Their sentences have the amounts in them.
        Words(
            {
                Deed.SPEND_LOGGED: lambda changes: (
                    f"recorded it as bought for {_amount(changes, 'paid_pence')}{_over(changes)}"
                ),
                Deed.SPEND_REQUESTED: lambda changes: f"asked for {_amount(changes, 'planned_pence')}",
                Deed.SPEND_APPROVED: lambda changes: f"approved {_amount(changes, 'approved_pence')}",
                Deed.SPEND_BOUGHT: lambda changes: (
                    f"recorded the price, {_amount(changes, 'paid_pence')}{_over(changes)}"
                ),
                Deed.PLAN_ENDED: lambda changes: f"ended the plan; {_amount(changes, 'released_pence')} went back",
                Deed.SPEND_REFUNDED: lambda changes: f"recorded that {_amount(changes, 'amount_pence')} came back",
                Deed.SPEND_IMPORT_REVERSED: lambda changes: (
                    f"reversed {_amount(changes, 'amount_pence')} with the whole import"
                ),
                Deed.SPEND_REVERSED: lambda changes: f"reversed {_amount(changes, 'amount_pence')}",
            },
            {
                "state": STATE,
                "kind": KIND,
                "came": Field("Why it needed a decision", one_of({route: route.words for route in Route})),
                "review": REVIEW,
                "refunded_on": Field("Came back on", day),
                "imported": Field("Brought in from the council's files", yes),
                **SCHEDULE,
                "condition": Field("On a condition", yes),
                "phoned_by": Field("Approved by phone by", named),
                "drawn_pence": Field("Out of the plan", money),
                **JUDGED,
            },
            # A receipt over several families says to nobody but who sees them all how much it is.
            hidden=IN_SENTENCES
            | {"refund", "receipt", "corrects", "plan", "phoned_at", "shared", "shared_pence", OUTCOME},
        ),
        Words(
            {Deed.SPEND_CORRECTED: _corrected},
            {"state": STATE, **MOVED, **IN_PLACE, **JUDGED},
            hidden=frozenset({OUTCOME, "refund", "successor"}),
        ),
        Words(
            {
                Deed.SPEND_DECLINED: "declined it",
                Deed.SPEND_WITHDRAWN: "withdrew it",
                Deed.SPEND_REVIEWED: _reviewed,
                Deed.SPEND_PROPOSED: "proposed it, for a manager to agree",
                Deed.SPEND_PROPOSAL_WITHDRAWN: "withdrew what was proposed",
                Deed.SPEND_PROPOSAL_DECIDED: "decided about what was proposed",
                Deed.SPEND_TICKED: "ticked what came back or was reversed",
                Deed.REFUND_MET: "saw the money come back in the finance file",
                Deed.REFUND_UNMET: "undid that the money came back in the finance file",
                Deed.REIMBURSEMENT_DECIDED: "decided whether it is reimbursed",
                Deed.SPEND_KEPT_UNPUBLISHED: "kept the supplier's name out of what is published",
                Deed.SPEND_PUBLISHED: "let the supplier be named again in what is published",
                Deed.RECEIPT_SEEN: "marked the receipt as seen",
                Deed.RECEIPT_EXCUSED: "said why there is no receipt",
            },
            {
                "state": STATE,
                "over_pence": Field("Over the limit", money),
                "whole_supplier": Field("For every purchase from the supplier", yes),
                **MOVED,
                "proposed": Field("Proposed", one_of({kind: kind.words for kind in ProposalKind})),
                "proposal_state": Field("Decision", one_of({})),
                "was_pence": Field("Cost until then", money),
                "amount_pence": Field("Reversed", money),
                "absorbed_pence": Field("Now within the limit", money),
                "review": REVIEW,
                "reimbursement": Field("Reimbursement", one_of({each: each.words for each in Reimbursement})),
                "recorded_by": Field("Recorded by", named),
                "decided_by": Field("Decided by", named),
                **JUDGED,
            },
            hidden=frozenset({OUTCOME, "proposal", "refund", "successor"}),
        ),
        Words(
            {Deed.SPEND_FAMILY_TOLD: "wrote down that the family was told"},
            {"told_on": Field("Told on", day), "told_by": Field("Told by", named)},
        ),
        Words(
            {
                Deed.SPEND_DELIVERED: "confirmed that it reached the family",
                Deed.SPEND_HELP_NOTED: "wrote down whether it helped",
            },
            {
                "delivered_on": Field("Reached the family", day),
                "delivered_by": Field("Confirmed by", named),
                "helped": Field("Did it help?", one_of({each: each.words for each in Helped})),
                "helped_by": Field("Answered by", named),
                "family_helped": Field("What does the family say?", one_of({each: each.words for each in Helped})),
                "family_helped_by": Field("The family's answer written down by", named),
            },
        ),
        Words({Deed.SPEND_CORRECTION_SEEN: "looked at a correction"}, hidden=frozenset({"correction"})),
        Words({Deed.PLAN_LOOKED_AT: "looked at the plan again"}, {"review_on": Field("Looked at again", day)}),
        Words(
            {Deed.HOLD_KEPT: "said that it is still wanted"},
            {"hold_expires_on": Field("Held until", day), "needed_by": Field("Needed by", day)},
        ),
        Words(
            {
                Deed.RECEIPT_ADDED: lambda changes: (
                    "had a receipt added by a link" if "by_link" in changes else "added a receipt"
                ),
                Deed.RECEIPT_LINK_MADE: "made a link to add the receipt by",
                Deed.RECEIPT_VIEWED: "opened the receipt",
            },
            hidden=frozenset({"receipt", "sha256", "by_link", "link"}),
        ),
    ),
    names=(_categories_called, _children_called),
    titles=(
        Titles(
            lambda ids: select(SpendDetails.spend_id, SpendDetails.bought_what).where(SpendDetails.spend_id.in_(ids)),
            lambda bought_what: bought_what or UNNAMED,
        ),
    ),
    readings=frozenset({Deed.RECEIPT_VIEWED}),
    as_seen=lambda lines: as_seen(g.person, lines, today()),
)

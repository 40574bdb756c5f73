"""One purchase: where it is, its figures, its receipts and history, and what this person may do with it now."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for

from budgettracker.access import DECIDERS, Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets.queries import position_of
from budgettracker.budgets.rules import Position
from budgettracker.families.models import Child, Family, Hiding
from budgettracker.families.queries import Another, hidden_now, incident_about, visible
from budgettracker.histories import histories
from budgettracker.people.queries.deciders import names_of, why_nobody
from budgettracker.questions.queries import QuestionAndAnswer, questions_about
from budgettracker.second_hands import ROWS, Outcome
from budgettracker.spend.kinds import Reimbursement, Review, SpendState
from budgettracker.spend.models import Spend, SpendProposal
from budgettracker.spend.queries import (
    Before,
    Happened,
    PutRight,
    before_it,
    bounds_for,
    had_before,
    history_of,
    in_sight,
    in_words,
    lefts,
    of_purchase,
    place_taken,
    receipts_used_elsewhere,
    reimbursement_deciders,
    said_before,
    same_day_and_amount,
    spend_for,
    waiting_proposal,
    who_decides,
    who_may,
    who_may_agree,
    why_not_decide,
    words_sign,
)
from budgettracker.spend.queries.case_notes import case_note_of
from budgettracker.spend.queries.plans import PlanInWords, plan_in_words, plan_of
from budgettracker.spend.queries.reasons import reasons_of
from budgettracker.spend.queries.shared import held_pictures, other_shares, shares_in_sight
from budgettracker.spend.rules import OUT_OF_SIGHT, shared_words, why_afterwards, why_not_alone
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.deeds_open import deeds_open, hold_out
from budgettracker.web import deed_page, fields_of, today
from budgettracker.widgets import PageForm

TAKEN_OUT = (SpendState.REVERSED, SpendState.WITHDRAWN)
"""States of a purchase whose place another may have taken."""


@dataclass(frozen=True)
class Waiting:
    """What waits: why it came to a decision, who may decide it, and why the one who looks may not.

    `afterwards`: the money has left already. `nobody` says what to do where nobody may decide.
    """

    why: str
    afterwards: bool
    people: list[str]
    nobody: str
    not_mine: str | None

    @property
    def another(self) -> Another | None:
        """What stands in place of the form for whoever may not decide."""
        return Another(self.not_mine, tuple(self.people), self.nobody) if self.not_mine else None


@bp.route("/spend/<uuid:spend_id>")
@requires(Permission.SEE_FAMILIES)
def show(spend_id: uuid.UUID) -> Answer:
    """One purchase; `?new=1` says first what has just been recorded."""
    spend = spend_for(g.person, spend_id, today())
    note_reading(Deed.FAMILY_VIEWED, spend.family)
    return render_template("spend/show.html", new=request.args.get("new") == "1", **shown(spend))


@dataclass(frozen=True, slots=True)
class SpendFacts:
    """What the pages of a purchase show, beside its words."""

    spend: Spend
    family: Family
    child: Child | None
    used_elsewhere: set[uuid.UUID]
    """Receipts whose very file stands with another purchase too."""
    alike_id: uuid.UUID | None
    """Another purchase of the family's with the same day and amount."""
    position: Position | None
    waiting: Waiting | None
    paid_back_by: str
    """Who can confirm that it is paid back, or what to do where nobody can; empty where nothing waits for that alone."""
    proposed: SpendProposal | None
    """A mistake or a refund that waits for somebody's agreement."""
    agreeing: Another | None
    """Who may agree to that, and why the one who looks may not; why is empty where they may."""
    questions: list[QuestionAndAnswer]
    waits: bool
    hold_ran_out: bool
    history: list[tuple[Happened, str]]
    """What was done, the latest first, with its words."""
    put_right: list[PutRight]
    """What it said before it was put right, the latest first."""
    hidden: list[Hiding]
    """What of it is hidden and waits for a manager."""
    incident_id: uuid.UUID | None
    """The record of who could see it while it stood with another family, where this person sees that family."""
    took_place_of: Spend | None
    place_taken_by: Spend | None
    """The purchases it is linked to by a correction, where this person sees them."""
    deeds: set[str]
    """What this person may do with it now."""
    other_shares: list[Spend]
    """Of a share of a receipt: the others that this person works with, and no word of how many more there are."""
    held: set[uuid.UUID]
    """Receipts that this person does not open: their picture shows what was bought for a family out of their sight too."""
    shares_in_sight: bool
    """Is it one share of a receipt, and sees this person all of them?"""
    plan: PlanInWords | None
    """Of a plan of regular payments: how often, what is left, what is due."""
    reasons: list[tuple[str, str]]
    """What was answered about it, question by question."""
    part_of: Spend | None
    """Of a payment of a plan: the plan."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a decider weighs besides: what the family had before, and what is left without the purchase and with it."""

    before: Before
    left_before_pence: int
    left_after_pence: int


def facts(spend: Spend) -> SpendFacts:
    """What the pages of a purchase show, beside its words."""
    old, new = place_taken(spend) if spend.corrects_id or spend.state in TAKEN_OUT else (None, None)
    history = history_of(g.person, spend.id, today())
    corrected = any(line.deed == Deed.SPEND_CORRECTED for line in history)
    proposed = waiting_proposal(spend.id) if spend.state == SpendState.BOUGHT else None
    child = next((child for child in spend.family.children if child.id == spend.child_id), None)
    return SpendFacts(
        spend=spend,
        family=spend.family,
        child=child,
        used_elsewhere=receipts_used_elsewhere(spend),
        alike_id=same_day_and_amount(spend) if spend.state in (SpendState.REQUESTED, SpendState.BOUGHT) else None,
        position=position_of(spend.period) if spend.period is not None else None,
        waiting=waiting(spend),
        paid_back_by=_paid_back_by(spend),
        proposed=proposed,
        agreeing=who_may_agree(proposed, g.person, today()) if proposed is not None else None,
        questions=questions_about([spend.id]).get(spend.id, []),
        waits=spend.waits,
        hold_ran_out=hold_out(spend),
        history=[(line, histories().deed_in_words(line.deed, line.changes)) for line in reversed(history)],
        put_right=said_before(spend.id) if corrected else [],
        hidden=hidden_now(of_purchase(spend.id)),
        incident_id=_incident_of(spend, old),
        took_place_of=in_sight(g.person, old, today()),
        place_taken_by=in_sight(g.person, new, today()),
        deeds=deeds_open(spend, proposed),
        other_shares=other_shares(g.person, spend, today()),
        held=held_pictures([receipt.id for receipt in spend.receipts], visible(g.person, today())),
        shares_in_sight=shares_in_sight(g.person, spend, today()),
        plan=plan_in_words(spend, today()),
        reasons=reasons_of(spend.id) if spend.details.bought_what else [],
        part_of=plan_of(spend),
    )


def _paid_back_by(spend: Spend) -> str:
    if spend.reimbursement != Reimbursement.WAITING or spend.review == Review.OPEN:
        return ""
    people = who_may(spend, reimbursement_deciders(spend, spend.period), today())
    names = " or ".join(each.words for each in people)
    return f"{names} can confirm it." if names else ROWS[Outcome.OWN_POCKET].nobody


def _incident_of(spend: Spend, old: Spend | None) -> uuid.UUID | None:
    about = old if old is not None else spend if spend.state == SpendState.REVERSED else None
    seen = in_sight(g.person, about, today())
    incident = incident_about(seen.id) if seen is not None else None
    return incident.id if incident is not None else None


def shown(spend: Spend) -> dict[str, Any]:
    """What the templates of a purchase's pages take."""
    words = in_words(spend)
    return fields_of(words) | fields_of(facts(spend)) | {"case_note": case_note_of(spend, words, today())}


def weighed(spend: Spend) -> Weighed:
    """What a decider weighs besides the purchase itself."""
    before_pence, after_pence = lefts(spend, position_of(spend.period).left_pence if spend.period is not None else 0)
    had = had_before([spend.family_id]).get(spend.family_id, Before())
    return Weighed(before_it(had, spend), before_pence, after_pence)


def address_of(spend: Spend) -> str:
    """The address of the purchase's own page, which says where it is now."""
    return url_for("spend.show", spend_id=spend.id)


def read_now(form: PageForm, spend: Spend) -> str:
    """The sign of the words that were read, as the form brought it; sent again, it is meant of those that stand now."""
    as_read = form.as_read.data or ""
    form.as_read.data = words_sign(spend)
    return str(as_read)


def spend_page(
    spend: Spend,
    form: PageForm,
    deed: Callable[[], object],
    *,
    possible: bool,
    template: str,
    weighs: bool = False,
    **more: object,
) -> Answer:
    """A page whose form does one deed on a purchase, and then leads to the purchase's own page.

    On some pages a decider `weighs` the purchase: they show the budget and what the family had before.
    """
    return deed_page(
        form,
        deed,
        done=address_of(spend),
        possible=possible,
        template=template,
        values=lambda: shown(spend) | (fields_of(weighed(spend)) if weighs else {}) | more,
    )


def waiting(spend: Spend) -> Waiting | None:
    """Where a request or money that has left is, None for what is not waiting."""
    if not spend.waits:
        return None
    deciders, people = who_decides(spend, spend.period, today())
    bounds = bounds_for(spend.period, spend.family_id, spend.asked_on)
    afterwards, allowed = spend.review == Review.OPEN, deciders.roles or DECIDERS
    phoned = names_of([spend.phoned_by_id]).get(spend.phoned_by_id, "") if spend.phoned_by_id else ""
    in_sight = spend.shared_id is None or shares_in_sight(g.person, spend, today())
    by_now = why_afterwards(
        spend.over_pence,
        spend.approved_pence,
        phoned,
        late=spend.told_late,
        route=deciders.route,
        bounds=bounds if in_sight else None,
    )
    route = spend.route if spend.shared_id else deciders.route
    why = by_now if afterwards else why_not_alone(route, bounds) if in_sight else OUT_OF_SIGHT
    return Waiting(
        why + shared_words(spend.shared_pence if in_sight else None),
        afterwards,
        [decider.words for decider in people],
        "" if people else why_nobody(spend.authority_id, allowed, today()),
        why_not_decide(spend, g.person, today(), allowed),
    )

"""Correct what was typed on a purchase: words and sorting in place, amount, day, family and money as one deed."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Child, Family
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.schemes.models import Category
from budgettracker.schemes.queries import categories_in
from budgettracker.second_hands import OUTCOME, Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.enter_anew import (
    Places,
    Target,
    enter_anew,
    lock_places,
    moved,
    require_target,
    within_band,
)
from budgettracker.spend.actions.lock_spend import require_state
from budgettracker.spend.actions.log_spend import log_other_help, log_spend
from budgettracker.spend.actions.propose import propose
from budgettracker.spend.actions.record_reasons import write_reason
from budgettracker.spend.actions.reverse import mends_alone
from budgettracker.spend.actions.withdraw import withdraw_spend
from budgettracker.spend.actions.write_spend import mark_pocket
from budgettracker.spend.kinds import PaymentMethod, ProposalKind, SpendKind, SpendState, VatStatus
from budgettracker.spend.models import ProposedCorrection, Spend, SpendBefore, SpendProposal
from budgettracker.spend.queries import IN_WORDS, money_facts, standing, waiting_proposal, who_decided
from budgettracker.spend.queries.reasons import answers_of
from budgettracker.spend.rules import MoneyFacts, Purchase
from budgettracker.versions import require_version
from budgettracker.voice.kinds import ANSWERS
from budgettracker.voice.queries import questions_of

CORRECTABLE = (SpendState.REQUESTED, SpendState.APPROVED, SpendState.BOUGHT)
"""States in which what was typed can be put right."""
APPROVED_STAYS = "{} was approved. Record the purchase with what it really cost, or withdraw it and ask again."
PLAN_STAYS = "This is a plan of regular payments, {} in all. Withdraw it and ask for the one that is meant."


def correct_spend(
    by: Person,
    spend: Spend,
    family: Family,
    purchase: Purchase,
    kind: SpendKind,
    reason: str,
    *,
    version: str,
    on: date,
    at: datetime,
) -> Spend | SpendProposal:
    """Make a purchase say what it should; gives the purchase that counts now, or the proposal that waits for a manager.

    What moves no money is put right in place, and what it said before is kept. Amount, day, family and money: the
    purchase is reversed and another takes its place, linked. Whoever recorded it does that alone where they may take it
    out alone and the larger amount is within their band; for another family it then stands there as already paid.
    Otherwise, and where they ask a manager, it is proposed, and neither room nor cost moves until a
    manager agrees. A request is withdrawn and asked for anew.

    Raises Refusal on the field that is wrong; on a question that the scheme of another family requires; when somebody
    else corrected it since `version`, and where something about the purchase waits for a manager already.
    """
    was = money_facts(spend)
    money = MoneyFacts(purchase.amount_pence, purchase.bought_on, family.id, kind)
    places = lock_places(spend, family, was if money == was else money)
    require_state(spend, *CORRECTABLE)
    require_version(version, standing(spend))
    rules.require_vat(purchase.vat_pence, purchase.amount_pence)
    if family.id != spend.family_id:
        rules.require_reasons(questions_of(family.scheme_id), {**answers_of(spend.id), **purchase.reasons})
    target = _target(spend, family, purchase, money, places)
    put_right(by, spend, purchase, target, at=at)
    if money == was:
        return spend
    rules.require_no_stock(spend.from_stock)
    if spend.state == SpendState.APPROVED:
        raise Refusal("amount", APPROVED_STAYS.format(pounds(spend.planned_pence)))
    if spend.state == SpendState.REQUESTED and spend.regular:
        raise Refusal("amount", PLAN_STAYS.format(pounds(spend.planned_pence)))
    if spend.state == SpendState.REQUESTED:
        return _ask_anew(by, spend, family, purchase, target, on=on, at=at)
    require_target(spend, family, target, on)
    if not purchase.ask_manager and waiting_proposal(spend.id) is None and _alone(by, spend, places, target, at):
        return _correct_alone(by, spend, places, target, reason, on=on, at=at)
    correction = ProposedCorrection(
        authority_id=spend.authority_id,
        family_id=family.id,
        kind=kind,
        paid_pence=money.pence,
        bought_on=money.day,
        category_id=target.category_id,
        child_id=target.child_id,
        vat_pence=target.vat_pence,
    )
    return propose(by, spend, places.before, ProposalKind.CORRECTION, 0, on, reason, correction=correction, at=at)


def put_right(by: Person, spend: Spend, purchase: Purchase, target: Target, *, at: datetime) -> None:
    """Put right in place what moves no money, and keep what was said before.

    Category and child go with the family, the VAT with the amount: where those change, they are put right there. Whoever
    says something else is apart from then on from who decides; raises Refusal for who decided it already.
    """
    rewords = _says_otherwise(spend, purchase, target)
    rules.require_not_decided(rewords and by.id in who_decided(spend))
    changes: dict[str, object] = {}
    for name in IN_WORDS:
        was = getattr(spend.details, name)
        if was != getattr(purchase, name):
            _keep(by, spend, name, was, at)
            setattr(spend.details, name, getattr(purchase, name))
            changes[name] = "corrected"
    figures: dict[str, object] = {"payment_method": purchase.payment_method, "vat_status": purchase.vat_status}
    now = money_facts(spend)
    if not target.money.elsewhere(now):
        figures |= {"category_id": target.category_id, "child_id": target.child_id}
    if target.money.pence == now.pence:
        figures["vat_pence"] = target.vat_pence
    for name, value in figures.items():
        before = getattr(spend, name)
        if before != value:
            _keep(by, spend, name, _in_words(name, before), at)
            setattr(spend, name, value)
            changes[name] = [before, value]
    changes |= _put_reasons_right(by, spend, purchase, at)
    if "payment_method" in changes and spend.state == SpendState.BOUGHT:
        mark_pocket(spend)
    if rewords:
        changes[OUTCOME] = Outcome.PUT_RIGHT
    if changes:
        record(by, Deed.SPEND_CORRECTED, spend, changes, at=at)


def _says_otherwise(spend: Spend, purchase: Purchase, target: Target) -> bool:
    """Would it say something else than it does, sorting apart?"""
    known = answers_of(spend.id)
    return (
        any(getattr(spend.details, name) != getattr(purchase, name) for name in IN_WORDS)
        or spend.payment_method != purchase.payment_method
        or (spend.child_id != target.child_id and not target.money.elsewhere(money_facts(spend)))
        or any(known[question] != answer for question, answer in purchase.reasons.items())
    )


def _put_reasons_right(by: Person, spend: Spend, purchase: Purchase, at: datetime) -> dict[str, object]:
    """Put right what was answered of what the scheme asks; a question that was not asked stays as it was answered."""
    known = answers_of(spend.id)
    changes: dict[str, object] = {}
    for question, answer in purchase.reasons.items():
        if known[question] != answer:
            _keep(by, spend, str(question), ANSWERS[question](known[question]).words if known[question] else "", at)
            write_reason(spend, question, answer)
            changes[str(question)] = "corrected"
    return changes


def _keep(by: Person, spend: Spend, what: str, was: str, at: datetime) -> None:
    """Keep what a purchase said, for those who see it."""
    kept = SpendBefore(
        authority_id=spend.authority_id,
        spend_id=spend.id,
        what=what,
        was=was,
        corrected_by_id=by.id,
        corrected_at=at,
    )
    db.session.add(kept)


def _in_words(name: str, value: Any) -> str:
    """A figure of a purchase as it was read on its page."""
    if value is None:
        return ""
    if name == "category_id":
        return db.session.get_one(Category, value).name
    if name == "child_id":
        return db.session.get_one(Child, value).reference
    if name == "vat_pence":
        return pounds(value)
    return str((PaymentMethod if name == "payment_method" else VatStatus)(value).words)


def _target(spend: Spend, family: Family, purchase: Purchase, money: MoneyFacts, places: Places) -> Target:
    """What the money should say, sorted as the family it is for sorts: by its own scheme, for its own child.

    Raises Refusal on `category` where the other family's scheme has none of that name.
    """
    children = {child.id for child in family.children}
    category_id = purchase.category_id
    if category_id is not None and places.after is not None and money.elsewhere(money_facts(spend)):
        name = db.session.get_one(Category, category_id).name
        categories = {each.name: each.id for each in categories_in(places.after.budget.scheme_id)}
        if name not in categories:
            raise Refusal("category", f"The other family's scheme has no category called {name}. Choose another one.")
        category_id = categories[name]
    return Target(
        money=money,
        category_id=category_id,
        child_id=purchase.child_id if purchase.child_id in children else None,
        vat_pence=purchase.vat_pence,
    )


def _alone(by: Person, spend: Spend, places: Places, target: Target, at: datetime) -> bool:
    """May this person correct the money alone? At another place it stands afterwards as already paid, whatever its amount."""
    if not mends_alone(spend, by, at):
        return False
    return target.money.elsewhere(money_facts(spend)) or within_band(spend, places, target)


def _correct_alone(
    by: Person, spend: Spend, places: Places, target: Target, reason: str, *, on: date, at: datetime
) -> Spend:
    was = money_facts(spend)
    new, back = enter_anew(by, spend, places, target, reason, recorded_by=by, ticked_by=None, on=on, at=at)
    changes = {"state": [SpendState.BOUGHT, spend.state], "refund": back.id, **moved(was, new)}
    record(by, Deed.SPEND_CORRECTED, spend, {**changes, **judged(Outcome.MISTAKE, Role.PRACTITIONER)}, at=at)
    return new


def _ask_anew(
    by: Person, spend: Spend, family: Family, purchase: Purchase, target: Target, *, on: date, at: datetime
) -> Spend:
    """Withdraw a request and ask for what was meant, with everything else that was asked."""
    anew = replace(
        purchase,
        category_id=target.category_id,
        child_id=target.child_id,
        needed_by=spend.needed_by,
        reasons=answers_of(spend.id),
    )
    withdraw_spend(by, spend, at=at)
    deed = log_spend if target.money.kind == SpendKind.DEVOLVED else log_other_help
    new = deed(by, family, anew, on=on, at=at)
    new.corrects_id = spend.id
    return new

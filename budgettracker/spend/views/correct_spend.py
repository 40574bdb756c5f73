"""Correct a purchase: one form, filled with everything that was typed."""

import uuid
from typing import Any

from flask import g, redirect

from budgettracker.access import Permission, requires
from budgettracker.budgets.queries import scheme_and_period
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import family_to_change
from budgettracker.second_hands import MENDING_DAYS
from budgettracker.spend import actions
from budgettracker.spend.forms import CorrectForm
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import (
    called,
    families_to_choose,
    money_facts,
    spend_to_change,
    standing,
    waiting_proposal,
    who_decided,
)
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.log_spend import categories_of
from budgettracker.spend.views.show import address_of, shown
from budgettracker.versions import version_of
from budgettracker.voice.queries import questions_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/spend/<uuid:spend_id>/correct", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def correct_spend(spend_id: uuid.UUID) -> Answer:
    """Correct whatever was typed on a purchase; the answer leads to the purchase that counts now."""
    spend = spend_to_change(g.person, spend_id, today())
    form = CorrectForm(data={**standing(spend), "version": version_of(standing(spend))})
    family = _family_chosen(form, spend)
    possible = spend.state in actions.CORRECTABLE
    _offer(form, spend, family)
    if form.validate_on_submit():
        with refusals_to(form):
            counts = _correct(form, spend, family)
        if not form.errors:
            return redirect(address_of(counts), 303)
    elif not possible and not form.errors:
        return redirect(address_of(spend), 303)
    if form.form_errors:
        # Sent again it is meant: the page shows what stands now beside what was typed.
        form.version.data = version_of(standing(spend))
    waits = waiting_proposal(spend.id) if spend.state == SpendState.BOUGHT else None
    return answered(
        form,
        "spend/correct_spend.html",
        waits_already=waits is not None,
        mending_days=MENDING_DAYS,
        decided_it=g.person.id in who_decided(spend),
        others_words=Permission.DECIDE in g.permissions
        and g.person.id not in (spend.recorded_by_id, spend.bought_by_id),
        **shown(spend),
    )


def _family_chosen(form: CorrectForm, spend: Spend) -> Family:
    """The family that was chosen; the purchase's own until then, and for an answer that is not on the list."""
    try:
        family_id = uuid.UUID(form.family.data or "")
        return spend.family if family_id == spend.family_id else family_to_change(g.person, family_id, today())
    except (ValueError, NotTheirs):
        return spend.family


def _offer(form: CorrectForm, spend: Spend, family: Family) -> None:
    """Fill the lists: of categories those of the purchase's family, and of the one that was chosen instead."""
    scheme, _ = scheme_and_period(family, today())
    categories = categories_of(spend.family, scheme_and_period(spend.family, today())[0])
    if family.id != spend.family_id:
        own = {each.name for each in categories}
        categories += [each for each in categories_of(family, scheme) if each.name not in own]
    if spend.category is not None and spend.category not in categories:
        categories.append(spend.category)
    form.ask(questions_of(family.scheme_id))
    families = [(each.id, called(each)) for each in families_to_choose(g.person, today())]
    if spend.state != SpendState.BOUGHT:
        del form.ask_manager
    form.offer_what_stands(
        categories,
        spend.family.children,
        families,
        today(),
        only_other=scheme is None and spend.kind == SpendKind.OTHER_HELP,
        moves=spend.state != SpendState.APPROVED and not spend.is_plan,
    )


def _correct(form: CorrectForm, spend: Spend, family: Family) -> Any:
    stands = money_facts(spend)
    kind = SpendKind(form.paid_from.data if "paid_from" in form else stands.kind)
    done = actions.correct_spend(
        g.person,
        spend,
        family,
        form.corrected(stands.pence, stands.day),
        kind,
        (form.reason.data or ""),
        version=form.version.data or "",
        on=today(),
        at=now(),
    )
    return done if isinstance(done, Spend) else spend

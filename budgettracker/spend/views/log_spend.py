"""Log spend: one page, with the answer in place about what is left and who decides."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets.queries import period_on, position_of, scheme_and_period, scheme_of
from budgettracker.budgets.rules import no_limit_yet
from budgettracker.errors import NotTheirs, refusal_of
from budgettracker.families.models import Family
from budgettracker.families.queries import family_to_change
from budgettracker.families.rules import bases_of_family
from budgettracker.idempotency import FIELD
from budgettracker.money import NotMoney, parse_pounds, pounds_plain
from budgettracker.people.actions.keep_form import keep_form
from budgettracker.schemes.models import Category, Scheme
from budgettracker.schemes.queries import categories_in, schemes_of
from budgettracker.schemes.rules import NOTHING_BOUGHT, before_closing, require_scheme_open
from budgettracker.spend import actions, rules
from budgettracker.spend.actions.safe_receipt import SafeReceipt
from budgettracker.spend.forms import LogSpendForm
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import (
    bounds_and_deciders,
    called,
    families_to_choose,
    spend_to_change,
    standing,
    who_may_phone,
)
from budgettracker.spend.queries.habits import habits_of
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.sent_receipt import safe_receipts
from budgettracker.spend.views.show import shown
from budgettracker.voice.kinds import Asked, PurchaseQuestion
from budgettracker.voice.queries import questions_of
from budgettracker.web import answered, now, refusals_to, today

ASK_FOR_LIMIT = "ask_for_limit"
"""The name of the button that asks for a higher limit and keeps what was typed."""
NOT_KEPT = {"csrf_token", FIELD, ASK_FOR_LIMIT}
AGAIN = (
    *("amount", "bought_what", "purpose", "payment_method", "supplier", "vat", "vat_status", "note", "paid_from"),
    *map(str, PurchaseQuestion),
)
"""What a purchase logged again begins with."""
NO_FILE_YET = (
    "This amount needs a decision before anything is bought, so there is no receipt yet. Send it without the file. If it "
    "is already paid, say so under Add more detail."
)


@bp.route("/families/<uuid:family_id>/spend/new", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def log_spend(family_id: uuid.UUID) -> Answer:
    """Log a purchase: recorded at once within the worker's band, a request above it.

    `?again=` names a purchase to be logged again, today and for this family: the form opens filled.
    """
    on = today()
    family = family_to_change(g.person, family_id, on)
    scheme, period = scheme_and_period(family, on)
    only_other = scheme is None
    no_limit = not only_other and (period is None or period.limit_pence == 0)
    categories = categories_of(family, scheme)
    closed_on = scheme.closed_on if scheme is not None else None
    begins = {"bought_on": on, "paid_from": SpendKind.OTHER_HELP if no_limit or closed_on else SpendKind.DEVOLVED}
    form = LogSpendForm(data=begins | again_in_address(family, categories))
    form.offer(
        categories,
        family.children,
        on,
        only_other=only_other,
        deciders=who_may_phone(g.person, family, on) if form.phone_matters else (),
        bases=bases_of_family(family.legal_basis, g.person.authority.nation, on),
    )
    questions = questions_of(family.scheme_id)
    form.ask(questions)
    if ASK_FOR_LIMIT in request.form:
        return ask_for_limit(family)
    if form.is_submitted():
        fits, receipts = form.validate(), safe_receipts(form)
        if fits and not form.errors:
            with refusals_to(form, only_deed=True):
                spend = log(family, form, questions, receipts)
            if not form.errors:
                return redirect(url_for("spend.show", spend_id=spend.id, new=1), 303)
    if not form.phone_matters:
        form.offer_phone(who_may_phone(g.person, family, on))
    habits = habits_of(g.person, on)
    form.remember(categories, habits.category_ids, habits.payment_method)
    return answered(
        form,
        "spend/log_spend.html",
        shops=habits.shops,
        days=(("Today", on), ("Yesterday", on - timedelta(days=1))),
        family=family,
        only_other=only_other,
        no_limit=no_limit,
        closed=scheme if closed_on else None,
        position=position_of(period) if period is not None and not no_limit else None,
        ask_for=pounds_plain(form.amount.data) if form.amount.errors and form.amount.data else None,
        chosen_again=bool(form.errors) and bool(g.safe_receipts),
    )


def again_in_address(family: Family, categories: Collection[Category]) -> dict[str, Any]:
    """What the purchase in the address says, sorted as this family sorts; nothing where it is not this person's."""
    try:
        spend = spend_to_change(g.person, uuid.UUID(request.args.get("again", "")), today())
    except (ValueError, NotTheirs):
        return {}
    values = {name: value for name, value in standing(spend).items() if name in AGAIN and value not in (None, "")}
    name = spend.category.name if spend.category is not None else None
    category = next((str(each.id) for each in categories if each.name == name), "")
    child = {"child": str(spend.child_id)} if spend.child_id and family.id == spend.family_id else {}
    return {**values, **child, "category": category}


def ask_for_limit(family: Family) -> Answer:
    """Keep what was typed for a purchase beyond the limit, and lead to the request for a higher one, which leads back."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
    token = keep_form(g.person, request.path, typed, at=now())
    amount = request.form.get("amount", "")
    return redirect(url_for("budgets.propose_limit", family_id=family.id, amount=amount, purchase=token), 303)


@bp.route("/spend/<uuid:spend_id>/for-another")
@requires(Permission.LOG_SPEND)
def same_for_another(spend_id: uuid.UUID) -> Answer:
    """Choose the family for which the same is bought; its form opens filled."""
    spend = spend_to_change(g.person, spend_id, today())
    others = [each for each in families_to_choose(g.person, today()) if each.id != spend.family_id]
    if any(str(each.id) == request.args.get("family") for each in others):
        return redirect(url_for("spend.log_spend", family_id=request.args["family"], again=spend.id), 303)
    return render_template(
        "spend/same_for_another.html", families=[(each.id, called(each)) for each in others], **shown(spend)
    )


def log(
    family: Family, form: LogSpendForm, questions: Mapping[PurchaseQuestion, Asked], receipts: Sequence[SafeReceipt]
) -> Spend:
    """Record what the form says, with its receipts; what comes with a request is its quote."""
    if form.from_other_money:
        spend = actions.log_other_help(g.person, family, form.purchase(), questions=questions, on=today(), at=now())
    else:
        spend = actions.log_spend(g.person, family, form.purchase(), questions=questions, on=today(), at=now())
    folder = Path(current_app.config["RECEIPTS_FOLDER"])
    for receipt in receipts:
        actions.add_receipt(g.person, spend, receipt, folder, at=now())
    return spend


def categories_of(family: Family, scheme: Scheme | None) -> list[Category]:
    """The categories of the family's scheme; of a family in none, those of all the authority's schemes by name."""
    if scheme is not None:
        return categories_in(scheme.id)
    schemes = schemes_of(family.authority_id)
    own = [scheme for scheme in schemes if scheme.id == family.scheme_id]
    if own:
        return list(own[0].categories)
    by_name = {category.name: category for scheme in schemes for category in scheme.categories}
    return sorted(by_name.values(), key=lambda category: category.name.casefold())


@bp.route("/families/<uuid:family_id>/spend/room")
@requires(Permission.LOG_SPEND)
def room(family_id: uuid.UUID) -> dict[str, str]:
    """The answer in place, from the same rules as the deed: what is left, and who decides. Writes nothing."""
    family = family_to_change(g.person, family_id, today())
    try:
        pence = parse_pounds(request.args.get("amount", ""))
    except NotMoney:
        pence = 0
    if pence == 0:
        return {"text": "", "kind": ""}
    day = day_in_address()
    paid, asks = (request.args.get(name) == "y" for name in ("already_paid", "ask_manager"))
    if request.args.get("paid_from") == SpendKind.OTHER_HELP or scheme_of(family, today()) is None:
        bounds, deciders = bounds_and_deciders(None, family.id, pence, day, regular=False)
        answer = rules.room_of_other_help(deciders, bounds, already_paid=paid, ask_manager=asks)
        return {"text": answer.text, "kind": answer.kind}
    period = period_on(family.id, day)
    if period is None or period.limit_pence == 0:
        return {"text": no_limit_yet(pence), "kind": "over"}
    bounds, deciders = bounds_and_deciders(period, family.id, pence, day, regular=False)
    scheme = period.budget.scheme
    late = before_closing(scheme.closed_on, day, gone=paid)
    if not late and (closed := refusal_of(require_scheme_open, scheme.name, scheme.closed_on, None, NOTHING_BOUGHT)):
        return {"text": closed, "kind": "over"}
    position, cap_pence = position_of(period), period.cap_pence
    room = rules.room(
        position, pence, deciders, bounds, already_paid=paid, ask_manager=asks, cap_pence=cap_pence, late=late
    )
    return {"text": room.text, "kind": room.kind}


def day_in_address() -> date:
    """The day in the address, today when it is missing, no date, or to come."""
    try:
        return min(date.fromisoformat(request.args.get("bought_on", "")), today())
    except ValueError:
        return today()

"""Issue vouchers to a family, at once or for what was approved, and the slip that the family signs."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.budgets.queries import scheme_and_period
from budgettracker.errors import NotTheirs
from budgettracker.families.queries import family_to_change
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.queries import spend_for, spend_to_change
from budgettracker.spend.views.log_spend import categories_of
from budgettracker.spend.views.show import spend_page
from budgettracker.voice.queries import questions_of
from budgettracker.vouchers import actions, queries, rules
from budgettracker.vouchers.forms import HandOverForm, IssueForm
from budgettracker.vouchers.views.blueprint import Answer, bp
from budgettracker.vouchers.views.stock import WORDS
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/vouchers", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def issue_vouchers(family_id: uuid.UUID) -> Answer:
    """Tick the vouchers that are handed over; they are the family's cost from now on."""
    on = today()
    family = family_to_change(g.person, family_id, on)
    scheme, _ = scheme_and_period(family, on)
    stock = queries.in_stock(family.team_id)
    form = IssueForm(data={"bought_on": on})
    form.offer(stock, categories_of(family, scheme), on)
    form.ask(questions_of(family.scheme_id))
    if form.validate_on_submit():
        with refusals_to(form):
            spend = actions.issue_vouchers(g.person, family, form.handed_over(), form.purchase(), on=on, at=now())
        if not form.errors:
            return redirect(url_for("vouchers.slip", spend_id=spend.id, new=1), 303)
    return answered(form, "vouchers/issue_vouchers.html", family=family, stock=stock, of_its_own=rules.OF_ITS_OWN)


@bp.route("/spend/<uuid:spend_id>/vouchers/issue", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def issue_approved(spend_id: uuid.UUID) -> Answer:
    """Hand over vouchers for a purchase that was approved."""
    on = today()
    spend = spend_to_change(g.person, spend_id, on)
    form = HandOverForm(data={"bought_on": on})
    form.list_stock(queries.in_stock(spend.family.team_id), on)
    return spend_page(
        spend,
        form,
        lambda: actions.issue_approved(g.person, spend, form.handed_over(), form.bought_on.data, on=on, at=now()),
        possible=True,
        template="vouchers/issue_approved.html",
        of_its_own=rules.OF_ITS_OWN,
    )


@bp.route("/spend/<uuid:spend_id>/vouchers")
@requires(Permission.SEE_FAMILIES)
def slip(spend_id: uuid.UUID) -> Answer:
    """The page to print: which vouchers were handed over, with a line for the family's signature."""
    spend = spend_for(g.person, spend_id, today())
    if not spend.from_stock:
        raise NotTheirs
    note_reading(Deed.FAMILY_VIEWED, spend.family)
    issued = queries.issued_for(spend.id)
    return render_template(
        "vouchers/slip.html",
        spend=spend,
        issued=issued,
        words=WORDS,
        total_pence=rules.worth([each.voucher for each in issued]),
        back_pence=rules.worth([each.voucher for each in issued if each.returned]),
        kept_pence=rules.worth([each.voucher for each in issued if not each.returned]),
        handed_by=names_of([spend.bought_by_id]).get(spend.bought_by_id, "") if spend.bought_by_id else "",
    )

"""Log one receipt that several families share."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets.queries import scheme_of
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.families.queries import family_to_change
from budgettracker.schemes.queries import categories_in
from budgettracker.spend import actions
from budgettracker.spend.actions.log_several import SeveralRefused
from budgettracker.spend.actions.safe_receipt import SafeReceipt
from budgettracker.spend.forms import SharedForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries.shared import families_of_scheme
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.hand_out_receipt import folder
from budgettracker.spend.views.log_spend import NO_FILE_YET
from budgettracker.spend.views.sent_receipt import safe_receipt
from budgettracker.voice.queries import questions_of
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/spend/shared", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def log_shared(family_id: uuid.UUID) -> Answer:
    """Log a receipt that this family shares with others of its scheme, each paying its share to the penny."""
    on = today()
    family = family_to_change(g.person, family_id, on)
    scheme = scheme_of(family, on)
    families = families_of_scheme(g.person, scheme.id, on) if scheme is not None else []
    form = SharedForm(data={"bought_on": on, "shares": [{"family": str(family.id)}]})
    form.offer(families, categories_in(scheme.id) if scheme is not None else [], on)
    form.ask(questions_of(family.scheme_id))
    if form.is_submitted():
        fits, receipt = form.validate(), safe_receipt(form)
        if fits and not form.errors:
            with refusals_to(form):
                try:
                    _require_own(form, family.id)
                    _log(form, {each.id: each for each in families}, receipt)
                except SeveralRefused as refused:
                    form.refuse(refused.refusals)
            if not form.errors:
                return redirect(url_for("home.family", family_id=family.id, banner="shared"), 303)
    return answered(form, "spend/log_shared.html", family=family, scheme=scheme)


def _require_own(form: SharedForm, family_id: uuid.UUID) -> None:
    """Raises Refusal on `amount` where the family whose page it is has no share."""
    if family_id not in [each for each, _ in form.parts()]:
        raise Refusal("amount", "Give this family a share too, or log it from another family's page.")


def _log(form: SharedForm, families: dict[uuid.UUID, Family], receipt: SafeReceipt | None) -> None:
    """Record what the form says; the receipt is kept with each family's share."""
    shares = [actions.Share(families[family_id], pence) for family_id, pence in form.parts()]
    spends = actions.log_shared(g.person, shares, form.purchase(), on=today(), at=now())
    for spend in spends if receipt is not None else ():
        assert receipt is not None
        if spend.state == SpendState.REQUESTED:
            raise Refusal("receipt", NO_FILE_YET)
        actions.add_receipt(g.person, spend, receipt, folder(), at=now())

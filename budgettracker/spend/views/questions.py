"""Ask about a purchase before deciding, and answer; and keep a hold that ran out."""

import uuid

from flask import g, render_template

from budgettracker.access import Permission, requires
from budgettracker.budgets.forms import AnswerForm, QuestionForm
from budgettracker.people.queries.deciders import names_of
from budgettracker.questions.queries import question_to_answer
from budgettracker.spend import actions
from budgettracker.spend.forms import KeepForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.decide import page_of, weighed
from budgettracker.spend.views.show import facts, waits
from budgettracker.web import now, refusals_to, today


@bp.route("/spend/<uuid:spend_id>/question", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def ask_about_spend(spend_id: uuid.UUID) -> Answer:
    """Ask the worker about a purchase; it goes on waiting, and its money stays held."""
    spend = spend_to_change(g.person, spend_id, today())
    form = QuestionForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.ask_about_spend(g.person, spend, form.question.data or "", on=today(), at=now())
        if not form.errors:
            return page_of(spend_id)
    elif not waits(spend) and not form.errors:
        return page_of(spend_id)
    return render_template("spend/ask_about_spend.html", form=form, **weighed(spend)), 422 if form.errors else 200


@bp.route("/spend/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def answer_about_spend(question_id: uuid.UUID) -> Answer:
    """Answer a question about a purchase."""
    question = question_to_answer(g.person, question_id, today(), about_limit=False)
    assert question.spend_id is not None
    spend = spend_to_change(g.person, question.spend_id, today())
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.answer_about_spend(g.person, question, spend, form.answer.data or "", at=now())
        if not form.errors:
            return page_of(spend.id)
    elif (not waits(spend) or question.answered_at is not None) and not form.errors:
        return page_of(spend.id)
    page = render_template(
        "spend/answer_about_spend.html",
        form=form,
        question=question,
        asker=names_of([question.asked_by_id])[question.asked_by_id],
        **facts(spend),
    )
    return page, 422 if form.errors else 200


@bp.route("/spend/<uuid:spend_id>/keep", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def keep_hold(spend_id: uuid.UUID) -> Answer:
    """Say that a request or an approval is still wanted, so that its money is held for longer."""
    spend = spend_to_change(g.person, spend_id, today())
    form = KeepForm()
    form.needed_by.earliest = today()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.keep_hold(g.person, spend, form.needed_by.data, on=today(), at=now())
        if not form.errors:
            return page_of(spend_id)
    elif spend.state not in (SpendState.REQUESTED, SpendState.APPROVED) and not form.errors:
        return page_of(spend_id)
    hold_days = spend.period.budget.scheme.hold_days if spend.period is not None else 0
    page = render_template("spend/keep_hold.html", form=form, hold_days=hold_days, **facts(spend))
    return page, 422 if form.errors else 200

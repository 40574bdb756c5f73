"""Ask about a limit before deciding, and answer."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.forms import AnswerForm, QuestionForm
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.budgets.views.limits import facts
from budgettracker.web import now, refusals_to, today


@bp.route("/limits/<uuid:change_id>/question", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def ask_about_limit(change_id: uuid.UUID) -> Answer:
    """Ask the worker about a limit; it goes on waiting."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    form = QuestionForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.ask_about_limit(g.person, change, form.question.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("budgets.limit", change_id=change_id), 303)
    elif change.state != LimitState.REQUESTED and not form.errors:
        return redirect(url_for("budgets.limit", change_id=change_id), 303)
    return render_template("budgets/ask_about_limit.html", form=form, **facts(change)), 422 if form.errors else 200


@bp.route("/limits/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def answer_about_limit(question_id: uuid.UUID) -> Answer:
    """Answer a question about a limit."""
    question = queries.question_to_answer(g.person, question_id, today(), about_limit=True)
    assert question.limit_change_id is not None
    change = queries.limit_change_to_decide(g.person, question.limit_change_id, today())
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.answer_about_limit(g.person, question, change, form.answer.data or "", at=now())
        if not form.errors:
            return redirect(url_for("budgets.limit", change_id=change.id), 303)
    elif (change.state != LimitState.REQUESTED or question.answered_at is not None) and not form.errors:
        return redirect(url_for("budgets.limit", change_id=change.id), 303)
    page = render_template(
        "budgets/answer_about_limit.html",
        form=form,
        question=question,
        asker=queries.names_of([question.asked_by_id])[question.asked_by_id],
        **facts(change),
    )
    return page, 422 if form.errors else 200

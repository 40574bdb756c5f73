"""Ask about a limit before deciding, and answer."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.budgets.views.show_limits import limit_page
from budgettracker.errors import refusal_of
from budgettracker.families.queries import Another
from budgettracker.people.queries.deciders import names_of
from budgettracker.questions.forms import AnswerForm, QuestionForm
from budgettracker.questions.queries import question_to_answer
from budgettracker.questions.rules import require_answer
from budgettracker.web import now, today


@bp.route("/limits/<uuid:change_id>/question", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def ask_about_limit(change_id: uuid.UUID) -> Answer:
    """Ask the worker about a limit; it goes on waiting."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    form = QuestionForm()
    return limit_page(
        change,
        form,
        lambda: actions.ask_about_limit(g.person, change, form.question.data or "", on=today(), at=now()),
        possible=change.state == LimitState.REQUESTED,
        template="budgets/ask_about_limit.html",
    )


@bp.route("/limits/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def answer_about_limit(question_id: uuid.UUID) -> Answer:
    """Answer a question about a limit."""
    question = question_to_answer(g.person, question_id, today(), about_limit=True)
    assert question.limit_change_id is not None
    change = queries.limit_change_to_decide(g.person, question.limit_change_id, today())
    form = AnswerForm()
    why = refusal_of(require_answer, answered=False, own=question.asked_by_id == g.person.id)
    return limit_page(
        change,
        form,
        lambda: actions.answer_about_limit(g.person, question, change, form.answer.data or "", at=now()),
        possible=change.state == LimitState.REQUESTED and question.answered_at is None,
        template="budgets/answer_about_limit.html",
        question=question,
        asker=names_of([question.asked_by_id])[question.asked_by_id],
        another=Another(why, tuple(names_of([change.proposed_by_id]).values())) if why else None,
    )

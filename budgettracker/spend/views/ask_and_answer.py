"""Ask about a purchase before deciding, and answer."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.errors import refusal_of
from budgettracker.families.queries import Another
from budgettracker.people.queries.deciders import names_of
from budgettracker.questions.forms import AnswerForm, QuestionForm
from budgettracker.questions.queries import question_to_answer
from budgettracker.questions.rules import require_answer
from budgettracker.spend import actions
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/question", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def ask_about_spend(spend_id: uuid.UUID) -> Answer:
    """Ask the worker about a purchase; it goes on waiting, and its money stays held."""
    spend = spend_to_change(g.person, spend_id, today())
    form = QuestionForm()
    return spend_page(
        spend,
        form,
        lambda: actions.ask_about_spend(g.person, spend, form.question.data or "", on=today(), at=now()),
        possible=spend.waits,
        template="spend/ask_about_spend.html",
        weighs=True,
    )


@bp.route("/spend/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def answer_about_spend(question_id: uuid.UUID) -> Answer:
    """Answer a question about a purchase."""
    question = question_to_answer(g.person, question_id, today(), about_limit=False)
    assert question.spend_id is not None
    spend = spend_to_change(g.person, question.spend_id, today())
    form = AnswerForm()
    why = refusal_of(require_answer, answered=False, own=question.asked_by_id == g.person.id)
    return spend_page(
        spend,
        form,
        lambda: actions.answer_about_spend(g.person, question, spend, form.answer.data or "", at=now()),
        possible=spend.waits and question.answered_at is None,
        template="spend/answer_about_spend.html",
        question=question,
        asker=names_of([question.asked_by_id])[question.asked_by_id],
        another=Another(why, tuple(names_of([spend.recorded_by_id]).values())) if why else None,
    )

"""How a file of payments was read, what is asked about it, and keeping its lines."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.imports.files.problems import Problem
from budgettracker.imports.views.sent_files import ANSWER
from budgettracker.ledger.payments import actions
from budgettracker.ledger.payments.forms import LookedAtForm
from budgettracker.ledger.payments.kinds import Basis
from budgettracker.ledger.payments.rules.answers import (
    ALL,
    BASIS_KEY,
    NO_THRESHOLD,
    SCHEME_KEY,
    THRESHOLD_KEY,
    PaymentAnswers,
)
from budgettracker.ledger.payments.rules.lists import lists_of
from budgettracker.ledger.payments.views.sent_payments import SentPayments, keep_answers, read_kept
from budgettracker.ledger.views.blueprint import bp
from budgettracker.money import pounds
from budgettracker.web import answered, now, refusals_to

KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about a file as the page asks it: choices to tick, and the field in which another may be typed."""

    key: str
    words: str
    choices: Sequence[tuple[str, str]]
    several: bool
    typed: str
    given: Sequence[str]


@bp.route("/ledger/payments/looked-at/<uuid:kept_id>", methods=["GET", "POST"])
@requires(Permission.MATCH_PAYMENTS)
def look_at_payments(kept_id: uuid.UUID) -> Response | tuple[str, int]:
    """See how the file was read, answer what is asked, and keep its lines to be confirmed."""
    form = LookedAtForm()
    sent: SentPayments | None = g.sent_payments
    if form.is_submitted() and form.validate() and g.payments_refusal is not None:
        _refuse(form, g.payments_refusal)
    if sent is None:
        sent = _read(kept_id, form)
    elif form.is_submitted() and not form.errors:
        if request.form.get("step") != KEEP or sent.read.questions:
            keep_answers(sent)
            return redirect(url_for("ledger.look_at_payments", kept_id=kept_id), 303)
        with refusals_to(form):
            file = actions.read_payments(g.person, sent.read, sent.digest, sent.answers, at=now())
            sent.kept.drop()
            return redirect(url_for("ledger.payments", file_id=file.id), 303)
    read, answers = (sent.read, sent.answers) if sent is not None else (None, PaymentAnswers())
    questions = [_asked(problem, answers) for problem in read.questions] if read is not None else []
    return answered(
        form,
        "ledger/look_at_payments.html",
        read=read,
        lists=lists_of(read, [], {}) if read is not None and not questions else None,
        kept_id=kept_id,
        questions=questions,
        threshold=pounds(read.threshold_pence) if read is not None and read.threshold_pence else "",
    )


def _refuse(form: LookedAtForm, refusal: Refusal) -> None:
    """The words of a refusal beside the box they are about."""
    if refusal.field == form.threshold.name:
        form.threshold.errors = [refusal.message]
    else:
        form.form_errors.append(refusal.message)


def _read(kept_id: uuid.UUID, form: LookedAtForm) -> SentPayments | None:
    """The file as it reads without further answers; a page still answers where it cannot be read at all."""
    try:
        return read_kept(kept_id, PaymentAnswers())
    except Refusal as refusal:
        if not form.errors:
            form.form_errors.append(refusal.message)
        return None


def _asked(problem: Problem, answers: PaymentAnswers) -> Asked:
    question = problem.question
    if question is None:
        raise NotTheirs
    choices = [(answer, _choice(question.key, answer)) for answer in question.answers]
    return Asked(
        question.key,
        problem.reason[:1].upper() + problem.reason[1:],
        choices,
        several=question.key == SCHEME_KEY,
        typed={SCHEME_KEY: "scheme", THRESHOLD_KEY: "threshold"}.get(question.key, ""),
        given=request.form.getlist(f"{ANSWER}{question.key}") or answers.by_key.get(question.key, ()),
    )


def _choice(key: str, answer: str) -> str:
    """An answer as the page prints it."""
    if key == BASIS_KEY:
        return Basis(answer).words
    if key == THRESHOLD_KEY and answer != NO_THRESHOLD:
        return f"£{answer}"
    return _WORDS.get(answer, answer)


_WORDS = {
    NO_THRESHOLD: "None: it has all payments",
    ALL: "All lines of the file",
    "day_first": "The day first",
    "month_first": "The month first",
}

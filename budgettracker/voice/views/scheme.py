"""The page on which an administrator settles what families of a scheme are given and asked."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.schemes.queries import scheme_for
from budgettracker.voice import actions
from budgettracker.voice.forms import OFF, ON, SchemeVoiceForm
from budgettracker.voice.kinds import PurchaseQuestion
from budgettracker.voice.queries import questions_of, statements_on
from budgettracker.voice.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to


@bp.route("/schemes/<uuid:scheme_id>/voice", methods=["GET", "POST"])
@requires(Permission.MANAGE_SCHEMES)
def change_scheme_voice(scheme_id: uuid.UUID) -> Answer:
    """What families are given and asked: off until it is turned on here."""
    scheme = scheme_for(g.person, scheme_id)
    standing = {str(question): str(how) for question, how in questions_of(scheme.id).items()}
    form = SchemeVoiceForm(data={"statements": ON if statements_on(scheme.id) else OFF, **standing})
    if form.validate_on_submit():
        with refusals_to(form):
            actions.change_scheme_voice(
                g.person, scheme, statements=form.statements.data == ON, questions=form.questions(), at=now()
            )
        if not form.errors:
            return redirect(url_for("schemes.scheme", scheme_id=scheme.id, banner="voice"), 303)
    return answered(
        form,
        "voice/change_scheme_voice.html",
        scheme=scheme,
        questions=[form[question.value] for question in PurchaseQuestion],
    )

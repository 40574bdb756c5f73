"""Who evaluates a study: named by an evaluator, agreed to by a senior manager of each authority."""

import uuid

from flask import g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.studies import actions, queries
from budgettracker.studies.forms import AgreeToEvaluatorForm, EvaluatorForm
from budgettracker.studies.views.blueprint import BANNERS, Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/studies/<uuid:study_id>/evaluators", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def evaluators(study_id: uuid.UUID) -> Answer:
    """Who is named in a study, from when to when and agreed to by whom; name another evaluator."""
    study = queries.study_for(g.person, study_id, today())
    form = EvaluatorForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.name_evaluator(
                g.person,
                study,
                form.email.data or "",
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("studies.evaluators", study_id=study.id, banner="named"), 303)
    return answered(
        form,
        "studies/evaluators.html",
        study=study,
        rows=queries.named_with_agreements(study, today()),
        banner=banner_of(BANNERS),
    )


@bp.route("/studies/evaluators/<uuid:naming_id>", methods=["GET", "POST"])
@requires(Permission.AGREE_TO_STUDIES)
def agree_to_evaluator(naming_id: uuid.UUID) -> Answer:
    """Agree, for one's authority, that an evaluator sees its families in a study."""
    asking = queries.asking_for(g.person, naming_id, today())
    form = AgreeToEvaluatorForm()
    if form.is_submitted() and form.validate():
        with refusals_to(form):
            actions.agree_to_evaluator(g.person, asking.naming, on=today(), at=now())
        if not form.errors:
            return redirect(url_for("studies.agreements", banner="agreed_to_evaluator"), 303)
    another = queries.another_signs(g.person, today())
    return answered(form, "studies/agree_to_evaluator.html", asking=asking, another=another)


@bp.route("/studies/evaluators/<uuid:naming_id>/end", methods=["POST"])
@requires(Permission.AGREE_TO_STUDIES)
def end_evaluator(naming_id: uuid.UUID) -> Response:
    """Take back one's authority's agreement to an evaluator."""
    asking = queries.asking_for(g.person, naming_id, today())
    actions.end_evaluator(g.person, asking.naming, on=today(), at=now())
    return redirect(url_for("studies.agreements", banner="ended_evaluator"), 303)

"""Pages of studies: the evaluator's list, a study, and an authority's agreement."""

import uuid

from flask import current_app, g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.costing.run.queries.runs import runs_of
from budgettracker.studies import actions, keys, queries
from budgettracker.studies.forms import MODE_HINTS, PROFILE_HINTS, AgreementForm, StudyForm
from budgettracker.studies.kinds import Profile
from budgettracker.studies.rules.prices import prices_in_words
from budgettracker.studies.rules.profiles import count_shown
from budgettracker.studies.views.blueprint import BANNERS, Answer, bp, in_production
from budgettracker.studies.views.runs import listed
from budgettracker.web import answered, now, refusals_to, today

RUNS_SHOWN = 5
"""The latest runs on a study's own page; all of them have a page."""


@bp.route("/studies")
@requires(Permission.RUN_STUDIES)
def index() -> Answer:
    """The studies an evaluator is named in, and those that wait for an authority's agreement to them."""
    return render_template(
        "studies/index.html",
        studies=queries.studies_for(g.person, today()),
        waiting=queries.waiting_for_agreement(g.person, today()),
    )


@bp.route("/studies/new", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def new() -> Answer:
    """Add a study; its key is made with it."""
    form = StudyForm(data={"profile": Profile.CONTROLLED})
    if form.validate_on_submit():
        with refusals_to(form):
            study = actions.add_study(
                g.person,
                form.name.data or "",
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                intervention=form.intervention.data,
                profile=form.profile.data,
                purpose=form.purpose.data or "",
                at=now(),
            )
            keys.make_key(study.id, current_app.config["STUDY_KEYS"], in_production())
        if not form.errors:
            return redirect(url_for("studies.show", study_id=study.id, banner="added"), 303)
    return answered(form, "studies/new.html", hints=PROFILE_HINTS)


@bp.route("/studies/<uuid:study_id>")
@requires(Permission.RUN_STUDIES)
def show(study_id: uuid.UUID) -> Answer:
    """A study: what it covers, what stops a run, its runs, and what other features add to the page."""
    study = queries.study_for(g.person, study_id, today())
    by_authority = queries.covered(study)
    rows = [(each, by_authority[each.authority_id]) for each in study.authorities]
    runs = runs_of(study.id)
    blocks = queries.blocks_of_study(study)
    in_all = sum(covered.families_in_all for _, covered in rows)
    return render_template(
        "studies/show.html",
        study=study,
        rows=rows,
        prices=prices_in_words(queries.uprating_of(study.id), queries.discounting_of(study.id)),
        in_all=count_shown(study.profile, in_all),
        exact=study.profile != Profile.PUBLISHED,
        months=next((covered.months for _, covered in rows), 0),
        blocks=blocks,
        runs=[listed(study, run) for run in runs[:RUNS_SHOWN]],
        runs_in_all=len(runs),
        panels=[panel(study, stopped=bool(blocks)) for panel in current_app.extensions["study_panels"]],
        banner=banner_of(BANNERS),
    )


@bp.route("/studies/agreements")
@requires(Permission.AGREE_TO_STUDIES)
def agreements() -> Answer:
    """Studies asking to include the authority, and those it is in."""
    return render_template(
        "studies/agreements.html",
        asking=queries.studies_asking(g.person),
        agreed=queries.agreements_of(g.person),
        evaluators=queries.evaluators_of(g.person, today()),
        signatory=queries.may_sign(g.person, today()),
        banner=banner_of(BANNERS),
    )


@bp.route("/studies/<uuid:study_id>/agree", methods=["GET", "POST"])
@requires(Permission.AGREE_TO_STUDIES)
def agree(study_id: uuid.UUID) -> Answer:
    """Agree to a study for one's authority."""
    study = queries.study_to_join(g.person, study_id)
    form = AgreementForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.join_study(
                g.person, study, g.person.authority, form.mode.data, form.basis.data or "", on=today(), at=now()
            )
        if not form.errors:
            return redirect(url_for("studies.agreements", banner="agreed"), 303)
    return answered(
        form,
        "studies/agree.html",
        study=study,
        named=queries.namings_of(study.id, today()),
        hints=MODE_HINTS,
        another=queries.another_signs(g.person, today()),
    )

"""Pages of studies: the evaluator's list, a study with its runs, and an authority's agreement."""

import uuid

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.costing.queries import runs_of, totals_of
from budgettracker.studies import actions, keys, queries
from budgettracker.studies.forms import MODE_HINTS, MODES, PROFILE_HINTS, PROFILES, AgreementForm, RunForm, StudyForm
from budgettracker.studies.models import Study
from budgettracker.studies.rules.profiles import SMALL, Profile, count_shown
from budgettracker.studies.rules.study import SIGNATORIES
from budgettracker.web import now, refusals_to, today

bp = Blueprint("studies", __name__)
SAID = {
    "added": "The study is added. It can cost something once an authority has agreed.",
    "run": "The run is made.",
    "agreed": "The agreement is recorded.",
}
Answer = Response | str | tuple[str, int]


def in_production() -> bool:
    """Is this a real installation, where nothing is made up on first use?"""
    return bool(current_app.config["APP_ENV"] == "production")


@bp.route("/studies")
@requires(Permission.RUN_STUDIES)
def index() -> Answer:
    """The installation's studies."""
    return render_template("studies/index.html", studies=queries.studies_for(g.person, today()), profiles=PROFILES)


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
                price_year=form.price_year.data,
                profile=form.profile.data,
                purpose=form.purpose.data or "",
                at=now(),
            )
            keys.make_key(study.id, current_app.config["STUDY_KEYS"], in_production())
        if not form.errors:
            return redirect(url_for("studies.show", study_id=study.id, said="added"), 303)
    return render_template("studies/new.html", form=form, hints=PROFILE_HINTS), 422 if form.errors else 200


@bp.route("/studies/<uuid:study_id>")
@requires(Permission.RUN_STUDIES)
def show(study_id: uuid.UUID) -> Answer:
    """A study: what it covers, what stops a run, its runs, and what other features add to the page."""
    return shown(queries.study_for(g.person, study_id, today()), RunForm())


def shown(study: Study, form: RunForm) -> str:
    """The page of a study."""
    by_authority = queries.covered(study)
    rows = [(each, by_authority[each.authority_id]) for each in study.authorities]
    in_all = sum(covered.families_in_all for _, covered in rows)
    return render_template(
        "studies/show.html",
        study=study,
        rows=rows,
        in_all=count_shown(study.profile, in_all),
        exact=study.profile != Profile.PUBLISHED,
        amounts=study.profile != Profile.PUBLISHED or in_all > SMALL,
        months=next((covered.months for _, covered in rows), 0),
        blocks=queries.blocks_of_study(study),
        runs=[(run, totals_of(run)) for run in runs_of(study.id)],
        panels=[panel(study) for panel in current_app.extensions["study_panels"]],
        profiles=PROFILES,
        profile_hints=PROFILE_HINTS,
        modes=MODES,
        form=form,
        said=SAID.get(request.args.get("said", "")),
    )


@bp.route("/studies/<uuid:study_id>/runs", methods=["POST"])
@requires(Permission.RUN_STUDIES)
def run(study_id: uuid.UUID) -> Answer:
    """Make the study's next costing run."""
    study = queries.study_for(g.person, study_id, today())
    form = RunForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.run_study(g.person, study, on=today(), at=now())
        if not form.errors:
            return redirect(url_for("studies.show", study_id=study.id, said="run"), 303)
    return shown(study, form), 422


@bp.route("/studies/agreements")
@requires(Permission.AGREE_TO_STUDIES)
def agreements() -> Answer:
    """Studies asking to include the authority, and those it is in."""
    return render_template(
        "studies/agreements.html",
        asking=queries.studies_asking(g.person),
        agreed=queries.agreements_of(g.person),
        signatory=bool(SIGNATORIES & g.person.roles_on(today())),
        profiles=PROFILES,
        modes=MODES,
        said=SAID.get(request.args.get("said", "")),
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
            return redirect(url_for("studies.agreements", said="agreed"), 303)
    return (
        render_template(
            "studies/agree.html", form=form, study=study, hints=MODE_HINTS, profiles=PROFILES,
            profile_hints=PROFILE_HINTS,
        ),
        422 if form.errors else 200,
    )  # fmt: skip

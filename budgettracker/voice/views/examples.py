"""The examples of a scheme, in managers' own wording: what money was used for, and you said, we did without names."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.schemes.queries import scheme_for
from budgettracker.voice import actions
from budgettracker.voice.forms import ExampleForm
from budgettracker.voice.kinds import ExampleKind
from budgettracker.voice.queries import example_for, examples_of
from budgettracker.voice.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to

BANNERS = {"written": "It stands on the page.", "retired": "It is taken off the page."}


@bp.route("/schemes/<uuid:scheme_id>/examples")
@requires(Permission.LOG_SPEND)
def examples(scheme_id: uuid.UUID) -> Answer:
    """What money was used for, and what was done because of what families said; about nobody in particular."""
    scheme = scheme_for(g.person, scheme_id)
    rows = examples_of(scheme.id)
    return render_template(
        "voice/examples.html",
        scheme=scheme,
        parts=[(kind, [row for row in rows if row.kind == kind]) for kind in ExampleKind],
        banner=banner_of(BANNERS),
    )


@bp.route("/schemes/<uuid:scheme_id>/examples/new", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def write_example(scheme_id: uuid.UUID) -> Answer:
    """A manager writes one, in words of their own."""
    scheme = scheme_for(g.person, scheme_id)
    form = ExampleForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.write_example(
                g.person,
                scheme,
                ExampleKind(form.kind.data),
                form.words.data or "",
                form.answer.data or "",
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("voice.examples", scheme_id=scheme.id, banner="written"), 303)
    return answered(form, "voice/write_example.html", scheme=scheme)


@bp.route("/examples/<uuid:example_id>/retire", methods=["POST"])
@requires(Permission.DECIDE)
def retire_example(example_id: uuid.UUID) -> Answer:
    """Take one off the page."""
    row = example_for(g.person, example_id)
    actions.retire_example(g.person, row, at=now())
    return redirect(url_for("voice.examples", scheme_id=row.scheme_id, banner="retired"), 303)

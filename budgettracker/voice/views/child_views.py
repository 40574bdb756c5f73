"""What children said: the list, three questions with faces, the page that is read back, and what was done."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.banner import banner_of
from budgettracker.families.queries import child_of, family_to_change
from budgettracker.voice import actions, rules
from budgettracker.voice.forms import ChildViewForm, WeDidForm
from budgettracker.voice.kinds import ChildQuestion, Whose
from budgettracker.voice.queries import answers_of, child_view_for, child_views_of
from budgettracker.voice.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today

BANNERS = {
    "recorded": "It is written down. A colleague reads it before any of it can leave.",
    "read": "You have read it.",
    "did": "It is written down.",
}


@bp.route("/families/<uuid:family_id>/children-said")
@requires(Permission.OPEN_FAMILIES)
def child_views(family_id: uuid.UUID) -> Answer:
    """What the family's children said so far, and with whom to talk."""
    family = family_to_change(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, family)
    return render_template(
        "voice/child_views.html",
        family=family,
        rows=[(row, Whose(row.whose).words) for row in child_views_of(family.id)],
    )


@bp.route("/families/<uuid:family_id>/children/<uuid:child_id>/said", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def record_child_view(family_id: uuid.UUID, child_id: uuid.UUID) -> Answer:
    """Three questions to put to a child."""
    family = family_to_change(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, family)
    child = child_of(family, child_id)
    form = ChildViewForm(data={"asked_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            view = actions.record_child_view(
                g.person,
                family,
                child,
                form.answers(),
                form.words.data or "",
                Whose(form.whose.data),
                form.asked_on.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("voice.child_view", child_view_id=view.id, banner="recorded"), 303)
    return answered(
        form,
        "voice/record_child_view.html",
        family=family,
        child=child,
        questions=[form[question.value] for question in ChildQuestion],
    )


@bp.route("/children-said/<uuid:child_view_id>", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def child_view(child_view_id: uuid.UUID) -> Answer:
    """What one child said, in words that can be read back to the child, and what was done because of it."""
    view = child_view_for(g.person, child_view_id, today())
    note_reading(Deed.FAMILY_VIEWED, view.family)
    form = WeDidForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.record_we_did(g.person, view, form.words.data or "", at=now())
        if not form.errors:
            return redirect(url_for("voice.child_view", child_view_id=view.id, banner="did"), 303)
    return answered(
        form,
        "voice/child_view.html",
        view=view,
        family=view.family,
        sentences=rules.read_back(answers_of(view)),
        whose=Whose(view.whose).words,
        may_read=view.read_by_id is None and view.recorded_by_id != g.person.id,
        banner=banner_of(BANNERS),
    )


@bp.route("/children-said/<uuid:child_view_id>/read", methods=["POST"])
@requires(Permission.OPEN_FAMILIES)
def read_child_view(child_view_id: uuid.UUID) -> Answer:
    """A colleague has read what a child said: its answers may leave, as codes."""
    view = child_view_for(g.person, child_view_id, today())
    actions.read_child_view(g.person, view, at=now())
    return redirect(url_for("voice.child_view", child_view_id=view.id, banner="read"), 303)

"""The pages of a family's dated lines: its children's wishes, and its language."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.banner import banner_of
from budgettracker.families.queries import family_to_change
from budgettracker.voice import actions, rules
from budgettracker.voice.forms import LanguageForm, WishesForm
from budgettracker.voice.kinds import Interpreter, Language, Wishes
from budgettracker.voice.queries import languages_of, wishes_of
from budgettracker.voice.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today

BANNERS = {"recorded": "It is written down."}


@bp.route("/families/<uuid:family_id>/wishes", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def record_wishes(family_id: uuid.UUID) -> Answer:
    """Whether the children's wishes were heard so far, and the form that adds a line."""
    family = family_to_change(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, family)
    form = WishesForm(data={"happened_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            actions.record_wishes(
                g.person,
                family,
                Wishes(form.wishes.data),
                form.happened_on.data,
                form.next_on.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("voice.record_wishes", family_id=family.id, banner="recorded"), 303)
    return answered(
        form,
        "voice/record_wishes.html",
        family=family,
        law=rules.LAW[g.person.authority.nation],
        rows=[(Wishes(row.wishes).words, row, name) for row, name in wishes_of(family.id)],
        banner=banner_of(BANNERS),
    )


@bp.route("/families/<uuid:family_id>/language", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def record_language(family_id: uuid.UUID) -> Answer:
    """The family's language and interpreter so far, and the form that adds a line."""
    family = family_to_change(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, family)
    form = LanguageForm(data={"asked_on": today()})
    if form.validate_on_submit():
        with refusals_to(form):
            actions.record_language(
                g.person,
                family,
                Language(form.language.data),
                Interpreter(form.interpreter.data),
                form.asked_on.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("voice.record_language", family_id=family.id, banner="recorded"), 303)
    return answered(
        form,
        "voice/record_language.html",
        family=family,
        rows=[
            (Language(row.language).words, Interpreter(row.interpreter).words, row, name)
            for row, name in languages_of(family.id)
        ],
        banner=banner_of(BANNERS),
    )

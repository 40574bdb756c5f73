"""Restrict a family to named people; a part of a receipt that it shared stands by itself then."""

import uuid

from flask import g, redirect, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.families.forms import RestrictForm
from budgettracker.families.queries import family_to_change, workers_of
from budgettracker.people.queries.deciders import told_apart
from budgettracker.spend import actions
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/families/<uuid:family_id>/restrict", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def restrict_family(family_id: uuid.UUID) -> Answer:
    """Restrict a family to the people ticked and whoever does it, at once."""
    family = family_to_change(g.person, family_id, today())
    if request.method == "GET":
        note_reading(Deed.FAMILY_VIEWED, family)
    workers = workers_of([family.team_id], today())[family.team_id]
    people = {str(person.id): person for person in workers if person.id != g.person.id}
    form = RestrictForm()
    form.offer(told_apart(list(people.values()), today()), besides=g.person.id)
    if form.validate_on_submit():
        with refusals_to(form):
            readers = [people[each] for each in form.readers.data or () if each in people]
            actions.restrict_parted_family(g.person, family, readers, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("home.family", family_id=family.id, banner="restricted"), 303)
    return answered(form, "spend/restrict_family.html", family=family)

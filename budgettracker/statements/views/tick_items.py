"""The page on which a worker says who may read of each purchase."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.banner import banner_of
from budgettracker.families.queries import family_to_change
from budgettracker.people.kinds import Nation
from budgettracker.statements import actions, queries
from budgettracker.statements.forms import tick_form
from budgettracker.statements.queries.items import PAGE
from budgettracker.statements.views.blueprint import Answer, bp
from budgettracker.voice.queries import statements_on
from budgettracker.web import Page, answered, now, page_number, refusals_to, today


@bp.route("/families/<uuid:family_id>/statements/items", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def tick_items(family_id: uuid.UUID) -> Answer:
    """What was bought, everything off until it is ticked on; what may tell a reader too much stands apart."""
    family = family_to_change(g.person, family_id, today())
    note_reading(Deed.FAMILY_VIEWED, family)
    number = page_number()
    items = queries.items_of(family.id, number)
    form = tick_form(items, welsh=g.person.authority.nation == Nation.WALES)
    if form.validate_on_submit():
        with refusals_to(form):
            sure = "sure" in form and bool(form.sure.data)
            actions.tick_items(g.person, family, form.ticked(), sure=sure, at=now())
        if not form.errors:
            here = url_for(
                "statements.tick_items", family_id=family.id, page=number if number > 1 else None, banner="ticked"
            )
            return redirect(here, 303)
    return answered(
        form,
        "statements/tick_items.html",
        family=family,
        turned_on=statements_on(family.scheme_id),
        ordinary=form.rows(think_twice=False),
        telling=form.rows(think_twice=True),
        page=Page(items, number, queries.how_many_items(family.id), PAGE),
        banner=banner_of({"ticked": "The ticks are saved."}),
    )

"""The pages on which cover is given and taken back: one's own, and by an administrator for who is away."""

import uuid
from collections.abc import Callable
from datetime import date

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.confirmations.models import Confirmation
from budgettracker.people import queries
from budgettracker.people.actions import give_cover as actions
from budgettracker.people.forms import CoverForm
from budgettracker.people.models import Cover, Person
from budgettracker.people.queries.cover import could_cover, cover_to_end
from budgettracker.people.queries.deciders import told_apart
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.people import to_person
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.widgets import offered

Deed = Callable[[Person, date, date], Cover | Confirmation]


@bp.route("/account/cover", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def cover() -> Response | tuple[str, int]:
    """Let somebody decide in one's place while one is away."""

    def give(covers: Person, first: date, last: date) -> Cover:
        return actions.give_cover(g.person, g.person, covers, first, last, on=today(), at=now())

    return _page(g.person, give, lambda: redirect(url_for("people.account", banner="cover"), 303))


@bp.route("/people/<uuid:person_id>/cover", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def ask_for_cover(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Ask that somebody decides in the place of a person who is away; a second person confirms it."""
    absent = queries.person_for(g.person, person_id)

    def ask(covers: Person, first: date, last: date) -> Confirmation:
        return actions.ask_for_cover(g.person, absent, covers, first, last, on=today(), at=now())

    return _page(absent, ask, lambda: to_person(person_id, "asked"))


@bp.route("/cover/<uuid:cover_id>/end", methods=["POST"])
@requires(Permission.SIGNED_IN)
def end_cover(cover_id: uuid.UUID) -> Response:
    """Take cover back before its last day."""
    administers = Permission.MANAGE_PEOPLE in g.permissions
    ended = cover_to_end(g.person, cover_id, administers=administers)
    actions.end_cover(g.person, ended, on=today(), at=now())
    if g.person.id in (ended.absent_id, ended.covers_id):
        return redirect(url_for("people.account", banner="cover_ended"), 303)
    return to_person(ended.absent_id, "cover_ended")


def _page(absent: Person, deed: Deed, done: Callable[[], Response]) -> Response | tuple[str, int]:
    people = could_cover(absent, today())
    form = CoverForm(data={"starts_on": today()})
    form.covers.choices = offered(told_apart(people, today()), "Choose a person")
    if form.validate_on_submit():
        covers = next(person for person in people if str(person.id) == form.covers.data)
        with refusals_to(form):
            deed(covers, form.starts_on.data, form.ends_on.data)
        if not form.errors:
            return done()
    return answered(form, "people/cover.html", shown=absent, own=request.path == url_for("people.cover"))

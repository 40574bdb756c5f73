"""Who a restricted family is open to: see them, name one more, lift it; and open one by giving a reason."""

import uuid

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import DECIDERS, Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.families import actions, queries
from budgettracker.families.forms import LiftForm, NameReaderForm, OpenRestrictedForm
from budgettracker.families.models import Family
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of, told_apart
from budgettracker.web import answered, now, refusals_to, today


def _colleagues(family: Family) -> dict[str, Person]:
    """Who of the family's team could be named, by id."""
    workers = queries.workers_of([family.team_id], today())[family.team_id]
    return {str(person.id): person for person in workers}


@bp.route("/families/<uuid:family_id>/restriction")
@requires(Permission.OPEN_FAMILIES)
def restriction(family_id: uuid.UUID) -> Answer:
    """Who is named for a restricted family, why, and who else opened it."""
    family = _restricted(family_id)
    openings = queries.openings_of(family.id)
    return render_template(
        "families/restriction.html",
        family=family,
        readers=queries.named_for(family.id),
        openings=openings,
        names=names_of([opening.seen_by_id for opening in openings]),
        unseen=any(opening.seen_at is None for opening in openings),
        decides=Permission.DECIDE in g.permissions,
    )


def _restricted(family_id: uuid.UUID) -> Family:
    family = family_to_correct(family_id)
    if not family.restricted:
        raise NotTheirs
    return family


@bp.route("/families/<uuid:family_id>/restriction/name", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def ask_to_name(family_id: uuid.UUID) -> Answer:
    """Ask that one more person may see a restricted family; a manager named for it confirms."""
    family = _restricted(family_id)
    named = {reader.person_id for reader in queries.named_for(family.id)}
    people = {key: person for key, person in _colleagues(family).items() if person.id not in named}
    form = NameReaderForm()
    form.offer(told_apart(list(people.values()), today()))
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.ask_to_name(
                g.person, family, people[form.person_id.data], form.reason.data or "", on=today(), at=now()
            )
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    return answered(form, "families/ask_to_name.html", family=family)


@bp.route("/families/<uuid:family_id>/restriction/lift", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def ask_to_lift(family_id: uuid.UUID) -> Answer:
    """Ask that everybody of the team may see the family again; a manager named for it confirms."""
    family = _restricted(family_id)
    form = LiftForm()
    if form.validate_on_submit():
        with refusals_to(form):
            wish = actions.ask_to_lift(g.person, family, form.reason.data or "", on=today(), at=now())
        if not form.errors:
            return redirect(url_for("confirmations.confirmation", confirmation_id=wish.id), 303)
    return answered(form, "families/ask_to_lift.html", family=family)


@bp.route("/families/<uuid:family_id>/restriction/<uuid:reader_id>/remove", methods=["POST"])
@requires(Permission.OPEN_FAMILIES)
def remove_reader(family_id: uuid.UUID, reader_id: uuid.UUID) -> Answer:
    """Take a name off a restricted family, at once; who takes off their own goes back to their families."""
    family = _restricted(family_id)
    actions.remove_reader(g.person, family, reader_id, on=today(), at=now())
    still = g.person.id in {reader.person_id for reader in queries.named_for(family.id)}
    page = url_for("families.restriction", family_id=family.id) if still else url_for("families.index")
    return redirect(page, 303)


@bp.route("/families/<uuid:family_id>/restriction/seen", methods=["POST"])
@requires(Permission.DECIDE)
def see_openings(family_id: uuid.UUID) -> Answer:
    """A manager named for the family has seen who opened it and why."""
    family = _restricted(family_id)
    if not g.person.roles_on(today()) & set(DECIDERS):
        raise NotTheirs
    actions.see_openings(g.person, family, at=now())
    return redirect(url_for("families.restriction", family_id=family.id), 303)


@bp.route("/families/restricted", methods=["GET", "POST"])
@requires(Permission.SEE_FAMILIES)
def open_by_reason() -> Answer:
    """Open a restricted record by giving a reason; whether there is one is told only then, and recorded either way."""
    form = OpenRestrictedForm()
    if form.validate_on_submit():
        with refusals_to(form):
            family = actions.open_by_reason(
                g.person, form.text.data or "", form.reason.data or "", on=today(), at=now()
            )
        if not form.errors:
            if family is None:
                return redirect(url_for("families.open_by_reason", banner="none"), 303)
            return redirect(url_for("home.family", family_id=family.id), 303)
    return answered(form, "families/open_by_reason.html", in_vain=request.args.get("banner") == "none")

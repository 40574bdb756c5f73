"""The administrator's pages of people: the list, somebody new, one person."""

import uuid

from flask import g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import links
from budgettracker.people.actions import people as actions
from budgettracker.people.forms import AddPersonForm, DetailsForm, post_choices, role_choices, team_choices
from budgettracker.people.models import Person
from budgettracker.people.rules.details import hours_plain, parse_hours, standing
from budgettracker.people.views.blueprint import bp
from budgettracker.typed_fields import shown as shown_text
from budgettracker.web import PAGE_SIZE, Page, now, page_number, refusals_to, today

SHOWN_LINK = "link"
"""Where the session keeps a link just made until its page has shown it, once."""
SAID = {
    "added": "Added. Make an invitation next, and hand the link over.",
    "details": "The details are changed.",
    "roles": "The roles are changed.",
    "teams": "The teams are changed.",
    "post": "The post is changed.",
    "suspended": "Suspended. They are signed out and cannot sign in.",
    "restored": "Restored. They can sign in again.",
}


@bp.app_template_filter("standing")
def standing_of(person: Person) -> str:
    """How somebody stands today, in a word or two."""
    return standing(
        has_password=person.password_hash is not None,
        suspended_at=person.suspended_at,
        active_from=person.active_from,
        active_to=person.active_to,
        on=today(),
    )


@bp.route("/people")
@requires(Permission.MANAGE_PEOPLE)
def people() -> str:
    """Everybody of the authority, or those a search finds."""
    search = shown_text(request.args.get("search", "")).strip()[:200]
    rows, total = queries.people_of(g.person.authority_id, search, page_number(), PAGE_SIZE)
    page = Page(rows, page_number(), total)
    return render_template("people/people.html", page=page, search=search, today=today())


@bp.route("/people/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def add_person() -> Response | tuple[str, int]:
    """Add somebody to the authority."""
    teams, posts = queries.teams_of(g.person.authority_id), queries.posts_of(g.person.authority_id)
    form = AddPersonForm()
    if not form.is_submitted() and form.active_from.data is None:
        form.active_from.data = today()
    form.roles.choices, form.teams.choices = role_choices(), team_choices(teams)
    form.post.choices = post_choices(posts)
    if form.validate_on_submit():
        with refusals_to(form):
            person = actions.add_person(
                g.person,
                g.person.authority,
                email=form.email.data or "",
                name=form.name.data or "",
                roles=form.chosen(),
                teams=[team for team in teams if str(team.id) in (form.teams.data or [])],
                post=next((post for post in posts if str(post.id) == form.post.data), None),
                weekly_minutes=parse_hours(form.weekly_hours.data or ""),
                active_from=form.active_from.data,
                at=now(),
            )
        if not form.errors:
            return to_person(person.id, "added")
    return render_template("people/add_person.html", form=form), 422 if form.errors else 200


@bp.route("/people/<uuid:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def person(person_id: uuid.UUID) -> str:
    """One person: details, roles, teams and post with their days, and what can be done."""
    shown = queries.person_for(g.person, person_id)
    return render_template("people/person.html", shown=shown, said=SAID.get(request.args.get("said", "")), on=today())


@bp.route("/people/<uuid:person_id>/details", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def correct_person(person_id: uuid.UUID) -> Response | tuple[str, int]:
    """Put somebody's details right."""
    shown = queries.person_for(g.person, person_id)
    known = {
        "name": shown.name,
        "email": shown.email,
        "weekly_hours": hours_plain(shown.weekly_minutes),
        "active_to": shown.active_to,
    }
    form = DetailsForm(data=known)
    if form.validate_on_submit():
        with refusals_to(form):
            actions.correct_person(
                g.person,
                shown,
                email=form.email.data or "",
                name=form.name.data or "",
                weekly_minutes=parse_hours(form.weekly_hours.data or ""),
                active_to=form.active_to.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return to_person(person_id, "details")
    return render_template("people/details.html", form=form, shown=shown), 422 if form.errors else 200


@bp.route("/people/<uuid:person_id>/suspend", methods=["POST"])
@requires(Permission.MANAGE_PEOPLE)
def suspend(person_id: uuid.UUID) -> Response:
    """Keep somebody out."""
    actions.suspend(g.person, queries.person_for(g.person, person_id), on=today(), at=now())
    return to_person(person_id, "suspended")


@bp.route("/people/<uuid:person_id>/restore", methods=["POST"])
@requires(Permission.MANAGE_PEOPLE)
def restore(person_id: uuid.UUID) -> Response:
    """Let somebody in again."""
    actions.restore(g.person, queries.person_for(g.person, person_id), at=now())
    return to_person(person_id, "restored")


@bp.route("/people/<uuid:person_id>/link", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def link(person_id: uuid.UUID) -> Response | str:
    """Make a one-time link, and show it once: what the database keeps cannot bring it back."""
    shown = queries.person_for(g.person, person_id)
    if request.method == "POST":
        session[SHOWN_LINK] = [str(person_id), links.invite(g.person, shown, at=now())]
        return redirect(url_for("people.link", person_id=person_id), 303)
    kept = session.pop(SHOWN_LINK, None)
    token = kept[1] if kept and kept[0] == str(person_id) else None
    address = url_for("people.set_password", token=token, _external=True) if token else None
    return render_template("people/link.html", shown=shown, address=address)


def to_person(person_id: uuid.UUID, said: str) -> Response:
    """Back to a person's page, which says what happened."""
    return redirect(url_for("people.person", person_id=person_id, said=said), 303)

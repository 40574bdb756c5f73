"""The administrator's pages for what somebody holds from a day on: roles, teams, post."""

import uuid
from collections.abc import Callable

from flask import g, render_template
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import dated as actions
from budgettracker.people.forms import PostForm, RolesForm, TeamsForm, post_choices, role_choices, team_choices
from budgettracker.people.models import Person
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.people import to_person
from budgettracker.web import now, refusals_to, today

Answer = Response | tuple[str, int]


@bp.route("/people/<uuid:person_id>/roles", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def roles(person_id: uuid.UUID) -> Answer:
    """Which roles somebody holds from a day on."""
    shown = queries.person_for(g.person, person_id)
    form = RolesForm(data={"roles": [role.value for role in shown.roles_on(today())], "starts_on": today()})
    form.roles.choices = role_choices()
    return answer(
        form,
        shown,
        "roles",
        lambda: actions.change_roles(g.person, shown, form.chosen(), form.starts_on.data, on=today(), at=now()),
    )


@bp.route("/people/<uuid:person_id>/teams", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def person_teams(person_id: uuid.UUID) -> Answer:
    """Which teams somebody is in from a day on."""
    shown = queries.person_for(g.person, person_id)
    known = queries.teams_of(g.person.authority_id)
    form = TeamsForm(data={"teams": [str(team) for team in shown.team_ids_on(today())], "starts_on": today()})
    form.teams.choices = team_choices(known)
    return answer(
        form,
        shown,
        "teams",
        lambda: actions.change_teams(
            g.person,
            shown,
            [team for team in known if str(team.id) in (form.teams.data or [])],
            form.starts_on.data,
            on=today(),
            at=now(),
        ),
    )


@bp.route("/people/<uuid:person_id>/post", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def post(person_id: uuid.UUID) -> Answer:
    """Which post somebody holds from a day on."""
    shown = queries.person_for(g.person, person_id)
    known = queries.posts_of(g.person.authority_id)
    held = shown.post_on(today())
    form = PostForm(data={"post": str(held.id) if held else "", "starts_on": today()})
    form.post.choices = post_choices(known)
    return answer(
        form,
        shown,
        "post",
        lambda: actions.change_post(
            g.person,
            shown,
            next((each for each in known if str(each.id) == form.post.data), None),
            form.starts_on.data,
            on=today(),
            at=now(),
        ),
    )


def answer(form: RolesForm | TeamsForm | PostForm, shown: Person, what: str, deed: Callable[[], None]) -> Answer:
    """Do the deed when the form was sent and is right; show the form otherwise."""
    person_id = shown.id
    if form.validate_on_submit():
        with refusals_to(form):
            deed()
        if not form.errors:
            return to_person(person_id, what)
    return render_template("people/dated.html", form=form, shown=shown, what=what), 422 if form.errors else 200

"""The administrator's page for adding a person."""

from flask import g
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions.ask_to_add_person import ask_to_add_person
from budgettracker.people.forms import AddPersonForm, post_choices, role_choices, team_choices
from budgettracker.people.rules.details import parse_hours
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.people import to_person
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/people/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def add_person() -> Response | tuple[str, int]:
    """Add a person to the authority."""
    teams, posts = queries.teams_of(g.person.authority_id), queries.posts_of(g.person.authority_id)
    form = AddPersonForm()
    if not form.is_submitted() and form.active_from.data is None:
        form.active_from.data = today()
    form.roles.choices, form.teams.choices = role_choices(), team_choices(teams)
    form.post.choices = post_choices(posts)
    if form.validate_on_submit():
        with refusals_to(form):
            person, confirmation = ask_to_add_person(
                g.person,
                g.person.authority,
                email=form.email.data or "",
                name=form.name.data or "",
                roles=form.chosen(),
                teams=[team for team in teams if str(team.id) in (form.teams.data or [])],
                post=next((post for post in posts if str(post.id) == form.post.data), None),
                weekly_minutes=parse_hours(form.weekly_hours.data or ""),
                active_from=form.active_from.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return to_person(person.id, "added_waits" if confirmation.waits else "added")
    return answered(form, "people/add_person.html")

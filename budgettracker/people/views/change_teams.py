"""The administrator's page for the teams a person is in from a day on."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.forms import TeamsForm, team_choices
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.redating import Answer, answer
from budgettracker.web import now, today


@bp.route("/people/<uuid:person_id>/teams", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_teams(person_id: uuid.UUID) -> Answer:
    """Change a person's teams."""
    shown = queries.person_for(g.person, person_id)
    teams = queries.teams_of(g.person.authority_id)
    form = TeamsForm(data={"teams": [str(team) for team in shown.own_team_ids_on(today())], "starts_on": today()})
    form.teams.choices = team_choices(teams)
    return answer(
        form,
        shown,
        "teams",
        lambda: change_access(
            g.person,
            shown,
            teams=[team for team in teams if str(team.id) in (form.teams.data or [])],
            starts_on=form.starts_on.data,
            on=today(),
            at=now(),
        ),
    )

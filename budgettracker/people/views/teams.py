"""The administrator's pages of teams."""

import uuid

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.people import queries
from budgettracker.people.actions import add_team as adding
from budgettracker.people.actions import change_messages as messages
from budgettracker.people.actions import rename_team as renaming
from budgettracker.people.actions.change_devices import change_devices as change
from budgettracker.people.forms import DevicesForm, MessagesForm, TeamForm
from budgettracker.people.views.blueprint import bp
from budgettracker.web import answered, now, refusals_to, today

BANNERS = {
    "added": "The team is added.",
    "renamed": "The team is renamed.",
    "messages": "Whether messages are sent by e-mail is changed.",
    "devices": "What devices keep is changed, from everybody's next page on.",
}


@bp.route("/teams")
@requires(Permission.MANAGE_PEOPLE)
def teams() -> str:
    """The authority's teams and how many people are in each today."""
    rows = queries.teams_of(g.person.authority_id)
    sizes = queries.team_sizes(g.person.authority_id, today())
    return render_template("people/teams.html", teams=rows, sizes=sizes, banner=banner_of(BANNERS))


@bp.route("/teams/add", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def add_team() -> Response | tuple[str, int]:
    """Add a team."""
    form = TeamForm()
    if form.validate_on_submit():
        with refusals_to(form):
            adding.add_team(g.person, g.person.authority, form.name.data or "", at=now())
        if not form.errors:
            return redirect(url_for("people.teams", banner="added"), 303)
    return answered(form, "people/team.html", team=None)


@bp.route("/teams/<uuid:team_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def rename_team(team_id: uuid.UUID) -> Response | tuple[str, int]:
    """Give a team another name."""
    team = queries.team_for(g.person, team_id)
    form = TeamForm(data={"name": team.name})
    if form.validate_on_submit():
        with refusals_to(form):
            renaming.rename_team(g.person, team, form.name.data or "", at=now())
        if not form.errors:
            return redirect(url_for("people.teams", banner="renamed"), 303)
    return answered(form, "people/team.html", team=team)


@bp.route("/devices", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_devices() -> Response | tuple[str, int]:
    """Say whether devices may keep what is typed until it is recorded."""
    form = DevicesForm(data={"keeps_forms": g.person.authority.keeps_forms})
    if form.validate_on_submit():
        with refusals_to(form):
            change(g.person, g.person.authority, bool(form.keeps_forms.data), at=now())
        if not form.errors:
            return redirect(url_for("people.teams", banner="devices"), 303)
    return answered(form, "people/devices.html")


@bp.route("/messages", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_messages() -> Response | tuple[str, int]:
    """Say whether people are told by e-mail that something waits for them."""
    form = MessagesForm(data={"sends_messages": g.person.authority.sends_messages})
    if form.validate_on_submit():
        with refusals_to(form):
            messages.change_messages(g.person, g.person.authority, bool(form.sends_messages.data), at=now())
        if not form.errors:
            return redirect(url_for("people.teams", banner="messages"), 303)
    return answered(form, "people/messages.html")

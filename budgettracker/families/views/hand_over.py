"""Hand families over: one, or several of somebody's at once."""

import uuid
from collections.abc import Sequence

from flask import g, redirect, render_template, request, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.families import actions, queries
from budgettracker.families.forms import HandOverForm, places_of
from budgettracker.families.models import Family
from budgettracker.families.views.blueprint import Answer, bp
from budgettracker.families.views.one_family import family_to_correct, page_of
from budgettracker.web import answered, now, refusals_to, today

NOBODYS = uuid.UUID(int=0)


@bp.route("/families/hand-over")
@requires(Permission.HAND_OVER)
def leads() -> Answer:
    """Who leads the families of one's teams, those who are gone first."""
    done = request.args.get("banner", "")
    return render_template("families/leads.html", leads=queries.leads_in_teams(g.person, today()), done=done == "done")


@bp.route("/families/hand-over/nobodys", methods=["GET", "POST"], defaults={"person_id": None})
@bp.route("/families/hand-over/<uuid:person_id>", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def hand_over_several(person_id: uuid.UUID | None) -> Answer:
    """Hand over the families that somebody, or nobody, leads; all are ticked at first."""
    families = {str(each.id): each for each in queries.families_led_by(g.person, person_id, today())}
    if not families:
        raise NotTheirs
    form = HandOverForm(data={"families": list(families), "starts_on": today()})
    done = _handed_over(form, list(families.values()), person_id, several=True)
    if done:
        return redirect(url_for("families.leads", banner="done"), 303)
    line = next(each for each in queries.leads_in_teams(g.person, today()) if each.person_id == person_id)
    return answered(form, "families/hand_over.html", family=None, lead=line)


@bp.route("/families/<uuid:family_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.HAND_OVER)
def hand_over(family_id: uuid.UUID) -> Answer:
    """Hand one family over."""
    family = family_to_correct(family_id)
    form = HandOverForm(data={"starts_on": today(), "version": str(family.lead_worker_id or "")})
    if _handed_over(form, [family], _lead_shown(form.version.data or ""), several=False):
        moved = family.team_id not in g.person.team_ids_on(today())
        return redirect(url_for("families.leads", banner="done") if moved else page_of(family, "handed-over"), 303)
    return answered(form, "families/hand_over.html", family=family, lead=None)


def _handed_over(form: HandOverForm, families: Sequence[Family], lead_id: uuid.UUID | None, *, several: bool) -> bool:
    """Fill the lists of the form and, when it was sent and nothing stands against it, do it."""
    on = today()
    teams = queries.teams_to_move_to(g.person)
    places = places_of(teams, queries.workers_of([team.id for team in teams], on))
    form.offer(places.values(), on, families if several else None)
    if not form.validate_on_submit():
        return False
    with refusals_to(form):
        place = places[form.lead_worker_id.data]
        ticked = [each for each in families if not several or str(each.id) in (form.families.data or ())]
        actions.hand_over(
            g.person,
            ticked,
            place.team,
            place.lead_worker,
            form.starts_on.data,
            was_led_by=lead_id,
            on=on,
            at=now(),
        )
    return not form.errors


def _lead_shown(version: str) -> uuid.UUID | None:
    """Who led the family when the page was made; what no page holds is nobody's id, so that the page counts as old."""
    try:
        return uuid.UUID(version) if version else None
    except ValueError:
        return NOBODYS

"""Correct the time of somebody of one's team, or of somebody who has left; and read what was corrected of one's own."""

import uuid

from flask import g, redirect, render_template, url_for

from budgettracker.access import Permission, requires
from budgettracker.errors import NotTheirs
from budgettracker.web import answered, now, refusals_to, today
from budgettracker.worktime import actions, forms, queries
from budgettracker.worktime.rules import KindMinutes
from budgettracker.worktime.views.blueprint import Page, bp
from budgettracker.worktime.views.close_month import month_in_address, own_team


@bp.route("/time/months/<uuid:team_id>/<year_and_month>/people/<uuid:person_id>")
@requires(Permission.CLOSE_MONTHS)
def month_of_person(team_id: uuid.UUID, year_and_month: str, person_id: uuid.UUID) -> Page:
    """What somebody logged in a month of the team, to be corrected where it is wrong."""
    team, whole = own_team(team_id), month_in_address(year_and_month)
    everybody = queries.month_contents(g.person, team.id, whole).everybody
    person = next((each for each in everybody if each.person_id == person_id), None)
    if person is None:
        raise NotTheirs
    entries = queries.entries_of_month(g.person, team.id, person_id, whole)
    own = person_id == g.person.id
    return render_template(
        "worktime/month_of_person.html",
        team=team,
        month=whole.start,
        person=person,
        entries=entries,
        own=own,
        absences=queries.absences_of_month(person_id, whole),
    )


@bp.route("/time/<uuid:entry_id>/correct-for", methods=["GET", "POST"])
@requires(Permission.CLOSE_MONTHS)
def correct_for(entry_id: uuid.UUID) -> Page:
    """Give somebody else's entry other minutes, or withdraw it, with a reason."""
    entry = queries.entry_to_correct_for(g.person, entry_id, today())
    standing = {kind: getattr(entry, f"{kind}_minutes") for kind in KindMinutes._fields}
    form = forms.CorrectForForm(data={**standing, "version": str(entry.version)})
    if form.validate_on_submit():
        typed = form.version.data or ""
        version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
        with refusals_to(form):
            actions.correct_for(
                g.person, entry, form.minutes, form.reason.data or "", version=version, on=today(), at=now()
            )
        if not form.errors:
            return redirect(url_for("worktime.months", banner="corrected"), 303)
    return answered(form, "worktime/correct_for.html", entry=entry)


@bp.route("/time/corrections/<uuid:correction_id>", methods=["GET", "POST"])
@requires(Permission.LOG_TIME)
def read_correction(correction_id: uuid.UUID) -> Page:
    """Read what a manager corrected of one's time, and say so where it was otherwise."""
    correction = queries.correction_for(g.person, correction_id)
    form = forms.ReadCorrectionForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.read_correction(g.person, correction, form.disagreement.data or "", at=now())
        if not form.errors:
            return redirect(url_for("worktime.recent"), 303)
    return answered(form, "worktime/read_correction.html", correction=correction)
